"""Openings of questions, which ask and say nothing of what is looked for: "how do we", "miten voisimme"."""

import re
from dataclasses import replace
from itertools import chain

from search.languages.function_words import FUNCTION_WORDS
from search.query.parsing import Parsed

#: By language what a question begins with; ``|`` parts what may stand in one place.
_OPENINGS = {
    "en": (
        (
            "(?:how|where|when|why|what|which|who)(?: exactly)?"
            " (?:do|does|did|can|could|should|would|might|must|is|are|has|have)(?: (?:we|you|i|they|one|people|there))?"
        ),
        "how to",
        "(?:is|are) there(?: any| some)?(?: examples? of| experiences? (?:with|of))?",
        "(?:is it|would it be) possible to",
        "(?:the )?best ways? to",
        "(?:i am|i'm|we are|we're) looking for",
        "(?:can|could) you (?:tell|show) me(?: about)?|(?:tell|show) me(?: about)?",
        "(?:has|does) (?:anyone|anybody|somebody)(?: have)?(?: any)?(?: experience (?:with|of))?",
    ),
    "da": (
        (
            "(?:hvordan|hvor|hvornår|hvorfor|hvad|hvilke|hvilken|hvilket|hvem)"
            " (?:kan|kunne|skal|skulle|bør|burde|må|vil|gør|får|er|har)(?: (?:vi|man|jeg|du|i|de|der|det))?"
        ),
        "(?:er det|ville det være) muligt at",
        "den bedste måde at|de bedste måder at",
        "(?:findes|er) der(?: nogen| nogle| noget)?(?: eksempler på| erfaringer med)?",
        "(?:jeg|vi) (?:søger|leder)(?: efter)?",
        "har (?:nogen|i)(?: erfaringer? med)?",
    ),
    "nb": (
        (
            "(?:hvordan|hvor|når|hvorfor|hva|hvilke|hvilken|hvilket|hvem|korleis|kva|kvar|kvifor|kven)"
            " (?:kan|kunne|skal|skulle|bør|burde|må|vil|gjør|gjer|får|er|har)"
            "(?: (?:vi|man|jeg|eg|du|dere|de|dei|det|en|ein))?"
        ),
        "(?:er det|ville det være) (?:mulig|mogleg) å|går det an å",
        "den beste måten å|de beste måtene å",
        "(?:finnes|finst|er) det(?: noen| noe| nokon| noko)?(?: eksempler på| erfaringer med)?",
        "(?:jeg|vi|eg) (?:søker|leter|leiter|ser)(?: etter)?",
        "har (?:noen|nokon|dere)(?: erfaring(?:er)? med)?",
    ),
    "sv": (
        (
            "(?:hur|var|när|varför|vad|vilka|vilken|vilket|vem)"
            " (?:kan|kunde|ska|skall|skulle|bör|borde|måste|vill|gör|får|är|har|går)"
            "(?: (?:vi|man|jag|du|ni|de|det|en))?"
        ),
        "(?:är|vore) det möjligt att|går det att",
        "(?:det )?bästa (?:sättet|sätten) att",
        "finns det(?: några| någon| något)?(?: exempel på| erfarenheter av)?",
        "(?:jag|vi) (?:söker|letar)(?: efter)?",
        "har (?:någon|ni)(?: erfarenhet(?:er)? av)?",
    ),
    "fi": (
        (
            "(?:miten|kuinka|missä|milloin|miksi|mitä|mikä|mitkä|millainen|millaisia|millä tavalla)"
            " (?:me )?(?:voi|voin|voimme|voidaan|voivat|voisi|voisin|voisimme|voitaisiin|voisivat|saa|saamme|saadaan"
            "|saisi|saisimme|saataisiin|pitää|pitäisi|tulee|tulisi|täytyy|kannattaa|kannattaisi|on|ovat|olisi)(?: me)?"
        ),
        "(?:onko|olisiko)(?: mahdollista| olemassa| kenelläkään| teillä)?",
        "(?:voiko|voisiko|voimmeko|voisimmeko|saako|voidaanko)",
        "paras tapa",
        "(?:etsin|etsimme|haluamme|haluaisimme)(?: tietää)?",
    ),
    "is": (
        (
            "(?:hvernig|hvar|hvenær|hvers vegna|af hverju|hvað|hvaða|hver)"
            " (?:er|getur|getum|geta|get|gætum|gæti|gætu|má|mætti|á|eigum|ætti|ættum|verður|hefur|hafa)"
            "(?: (?:hægt|unnt|mögulegt))?(?: (?:við|maður|ég|þú|þið|þeir|það))?(?: að)?"
        ),
        "(?:er|væri) (?:það )?(?:hægt|unnt|mögulegt) að",
        "(?:eru|er) til(?: dæmi um)?",
        "(?:ég|við) (?:leita|leitum|er að leita|erum að leita) að",
        "hefur einhver(?: reynslu af)?",
    ),
}
_OPENING = re.compile(rf"(?:(?:{'|'.join(chain.from_iterable(_OPENINGS.values()))}) )+")
_GRAMMAR = frozenset().union(*FUNCTION_WORDS.values())


def opening(parsed: Parsed) -> tuple[str, ...]:
    """The words of a query that only ask; none where nothing else was typed."""
    match = _OPENING.match(" ".join(parsed.words) + " ")
    if not match:
        return ()
    number = len(match.group().split())
    return parsed.words[:number] if any(word not in _GRAMMAR for word in parsed.words[number:]) else ()


def without_opening(parsed: Parsed) -> Parsed:
    """The query without what only asks; as it is where nothing else was typed."""
    return replace(parsed, words=parsed.words[len(opening(parsed)) :])
