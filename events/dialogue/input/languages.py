"""Language identification of short texts by function words (stop-word profiles) and letters; a guess, never forced."""

import re
from collections import Counter, defaultdict

from django.utils.translation import gettext_lazy as _

from portal.core.i18n.languages import LANGUAGES
from portal.core.i18n.locales import own_name
from portal.core.i18n.text import comparable

#: A language that the portal does not know (BCP 47: undetermined).
OTHER = "und"
#: How much one language must be ahead of the next before it is believed.
LEAD = 0.5

#: The words without which nobody writes three sentences, by language.
_WORDS = {
    "en": "the and is are was to of in that it for with on as be this have not we you they our can should would more "
    "people what there by from at or but if so will do does how an their all i who when than also has need needs",
    "da": "og er det at en til af i på som ikke med for den de vi jeg kan skal har et der om men så også hvad hvor "
    "være bliver meget mere noget nogle mange hvis når fra vores eller blive man hvordan burde sig kun uden over "
    "mellem flere alle mig dem os hvorfor hverken måske bør kunne skulle ville været",
    "nb": "og er det å at en til av i på som ikke med for den de vi jeg kan skal har et der om men så også hva hvor "
    "være blir mye mer noe noen mange hvis når fra våre vår eller bli man hvordan burde seg kun uten over mellom flere "
    "alle meg dem oss hvorfor kanskje bør kunne skulle ville vært",
    "nn": "og er det å at ein ei til av i på som ikkje med for den dei vi me eg kan skal har eit der om men så òg kva "
    "kvar vere blir vert mykje meir noko nokon mange viss når frå våre vår eller bli korleis seg utan over mellom "
    "fleire alle meg oss kvifor kanskje bør kunne skulle ville vore berre ikkje",
    "sv": "och är det att en till av i på som inte med för den de vi jag kan ska har ett där om men så också vad var "
    "vara blir mycket mer något några många när från våra vår eller bli man hur borde sig bara utan över mellan flera "
    "alla mig dem oss varför kanske bör kunna skulle ville varit finns behöver",
    "fi": "ja on ei se että en hän me minä voi pitää ovat ole mutta myös mitä missä olla tulee paljon enemmän jotain "
    "monta jos kun meidän tai miten vain ilman välillä kaikki minua he miksi ehkä pitäisi voisi oli kuin niin joka "
    "jotka tämä tässä siitä sitä kaikille enää vielä lisää ihmiset ihmisten tarvitaan sekä eivät emme",
    "is": "og er það að til af í á sem ekki með fyrir hann þeir við ég getur skal hefur um en svo líka hvað hvar vera "
    "verður mikið meira eitthvað margir ef þegar frá okkar eða hvernig sig bara án yfir milli allir mig þá okkur "
    "hvers kannski ætti þarf þurfa eru var þess þetta þar hún því fólk svona hafa þarna úr hjá",
    "fo": "og er tað at ein til av í á sum ikki við fyri hann teir vit eg kann skal hevur um men so eisini hvat hvar "
    "vera verður nógv meira okkurt nógvir um tá frá okkara ella hvussu seg bara uttan yvir millum øll meg tey okkum "
    "hví kanska átti eru var hetta har hon tí fólk hava mugu skulu vilja ikki eitt tann tær hjá úr",
    "se": "ja lea dat ahte leat eai ii mii moai mun sáhttá galgá muhto maid gos leat olu eanet juoga jus go min dahje "
    "movt iežas dušše buohkat mu sii mat maid berre galget leamaš dát das dan dego sámegiella olbmot eanet maŋŋel "
    "gaskal buorre ovttas vel eambo mis sin ovdal",
    "kl": "aamma tassa pillugu imaluunniit kisianni taamaattumik uagut uanga ilissi illit taakku taanna taamaalilluni "
    "ilaatigut inuit pisariaqarpoq amerlasuut suna sumi qanoq sooq arlaqartut tamatta tamarmik amerlanerit atorlugu "
    "pisinnaavoq pisinnaapput naapertorlugu soorlu aammalu massa ullumikkut",
}  # fmt: skip
#: Letters that stand in one language, or in few, of those that the portal knows.
_LETTERS = {
    "þ": ("is",), "ð": ("is", "fo"), "ø": ("da", "nb", "nn", "fo"), "æ": ("da", "nb", "nn", "is", "fo"),
    "ä": ("sv", "fi"), "ö": ("sv", "fi", "is"), "å": ("da", "nb", "nn", "sv"), "ý": ("is", "fo"), "ú": ("is", "fo"),
    "í": ("is", "fo"), "á": ("is", "fo", "se"), "č": ("se",), "đ": ("se",), "ŋ": ("se",), "š": ("se",), "ŧ": ("se",),
    "ž": ("se",), "yy": ("fi",), "uu": ("fi", "kl"), "ää": ("fi",), "öö": ("fi",), "aa": ("fi", "kl"), "qa": ("kl",),
    "ii": ("fi", "kl"), "oq": ("kl",), "rp": ("kl",), "éi": ("is",),
}  # fmt: skip
_PROFILES = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_SPREAD = Counter(word for words in _PROFILES.values() for word in words)


def guess(text: str, expected: str) -> str:
    """The language of ``text`` among those that the portal knows.

    Parameters:
        expected: the language of the page on which it was written; taken where the words do not tell.
    """
    lowered = comparable(text).text.casefold()
    scores: dict[str, float] = defaultdict(float)
    for word in re.findall(r"[^\W\d_]+", lowered):
        for code, words in _PROFILES.items():
            if word in words:
                scores[code] += 1 / _SPREAD[word]
    for sign, codes in _LETTERS.items():
        found = min(lowered.count(sign), 3)
        for code in codes if found else ():
            scores[code] += 0.25 * found / len(codes)
    best, most = max(scores.items(), key=lambda item: item[1], default=(expected, 0.0))
    return expected if scores[expected] > most - LEAD else best


def language_choices() -> list[tuple[str, str]]:
    """Languages that a contribution can be in, by what they call themselves, and any other."""
    return [*((code, own_name(code)) for code in LANGUAGES), (OTHER, str(_("Another language")))]
