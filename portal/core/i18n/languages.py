"""The table of languages: one row holds all that the portal knows about one. ``docs/new-language.md`` is its checklist.

Which of them are switched on says ``PORTAL_LANGUAGES``; what a row leaves out has the default of its field.
"""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy


class Analyser(StrEnum):
    """Ways to the dictionary forms of a word (``search/languages/analysis.py``), best first."""

    BIN = "bin"  # the database of Icelandic inflection
    DICTIONARY = "dictionary"  # simplemma's dictionary; its lemma is stemmed where there is a stemmer
    FINNISH = "finnish"  # the same, beyond it suffixes and participles by rule
    FAROESE_ENDINGS = "faroese_endings"
    BEGINNING = "beginning"  # truncation after six letters, where nothing is known


@dataclass(frozen=True)
class Compounds:
    """Rules of compound splitting (``search/languages/compounds.py``)."""

    #: Letters that may stand between two parts.
    links: tuple[str, ...] = ()
    #: Endings of the genitive in which a first part may stand; in other cases it is found by chance.
    genitives: tuple[str, ...] = ()
    #: Whether a first part stands without the ending of its nominative.
    drops_endings: bool = False
    #: Language under which the endings and prefixes stand that are no parts.
    not_parts: str = ""


@dataclass(frozen=True)
class Analysis:
    """Text analysis of the search: what of ``search/languages`` holds for a language.

    The default finds words in the forms in which they are typed.
    """

    analyser: Analyser | None = None
    #: Algorithm of Snowball.
    stemmer: str = ""
    #: None: words are not split.
    compounds: Compounds | None = None
    #: Language under which it stands what is typed for its letters (``search/languages/folding.py``).
    letters: str = ""
    #: Whether aa and oo are its own sounds, so that only accents are folded.
    keeps_double_vowels: bool = False


@dataclass(frozen=True)
class Language:
    """One language: its names, what its readers read next, its customs of writing, and how its words are analysed."""

    #: BCP 47.
    code: str
    own_name: str
    english_name: str
    #: What its readers understand best when a text does not exist in it, best first: Scandinavians read each other,
    #: Finns and Icelanders are taught English first.
    read_before: tuple[str, ...]
    #: The language as the source of a translation: Finnish and Icelandic say that by a form of the word.
    from_it: str | Promise
    #: Codes of ISO 639-2 and other names that tools write.
    other_codes: tuple[str, ...] = ()
    #: The tree that carries single pages of this language while it has no tree of its own.
    carried_by: str = "en"
    rtl: bool = False
    #: Whether editors can have the admin in it.
    in_admin: bool = True

    # Dates and times
    #: Locale of CLDR for dates, where it is not that of the code.
    dates: str = ""
    #: Time zone of its readers, if they share one; times of events are shown in it first.
    zone: str = ""
    #: What stands between hours and minutes.
    clock_mark: str = ":"
    #: What stands after the number of a day.
    day_mark: str = ""
    #: What stands between the day and the clock.
    before_clock: str = ", "
    #: Whether CLDR has a comma after the weekday that nobody writes.
    drops_weekday_comma: bool = False
    #: Endings of inflected weekdays.
    weekday_endings: tuple[str, ...] = ()

    # Words
    #: What stands before and after quoted words.
    quotes: tuple[str, str] = ("”", "”")
    alphabet: str = string.ascii_lowercase
    #: Names of countries (codes of ``Country``) that CLDR lacks, or that are searched for when it is switched off.
    country_names: Mapping[str, str] = field(default_factory=dict)
    #: Texts of links that do not say where they lead.
    vague_links: tuple[str, ...] = ()
    #: LIX up to which a text is easy, and fair (``portal/editing/quality/readability.py``); None: nobody measured it.
    lix_scale: tuple[int, int] | None = None
    #: Short forms behind whose dot a sentence goes on, without it, with blanks between them; not those with more dots.
    abbreviations: str = ""
    #: Words of a sentence from which on it should be two.
    longest_sentence: int = 25
    analysis: Analysis = Analysis()


_SCANDINAVIAN, _SWEDISH = f"{string.ascii_lowercase}æøå", f"{string.ascii_lowercase}åäö"
_KL, _S_OR_E = " kl. ", ("s", "e")
_NORWEGIAN_SHORT = (
    "adr art avd ca dr dvs ekskl el etc ev evt fig hhv hr inkl jf jfr kap kl kr maks min mill mrd nr "
    "osv pkt pst prof st stk str tlf vedr"
)
#: Björnsson's for Swedish; the others measure the same, but for Finnish with its long words.
_LIX = (40, 50)

_TABLE = (
    Language(
        code="en",
        own_name="English",
        english_name="English",
        read_before=("sv", "nb", "da", "nn", "fi", "is"),
        from_it=pgettext_lazy("source of a translation", "from English"),
        other_codes=("eng",),
        dates="en-GB",  # as in Europe, with the day first
        weekday_endings=("s",),
        quotes=("“", "”"),
        country_names={"NORDIC": "Nordic countries"},
        vague_links=("here", "click here", "read more", "more", "link", "this link", "learn more"),
        abbreviations="approx ca cf dr ed eds eg etc fig ie mr mrs ms no nos pp prof st vol vs",
        lix_scale=_LIX,
        analysis=Analysis(Analyser.DICTIONARY, "english", Compounds()),
    ),
    Language(
        code="da",
        own_name="Dansk",
        english_name="Danish",
        read_before=("nb", "nn", "sv", "en", "fo", "is", "fi"),
        from_it=pgettext_lazy("source of a translation", "from Danish"),
        other_codes=("dan",),
        zone="Europe/Copenhagen",
        clock_mark=".",
        day_mark=".",
        before_clock=_KL,
        weekday_endings=("en",),
        alphabet=_SCANDINAVIAN,
        country_names={"NORDIC": "Norden"},
        vague_links=("her", "klik her", "læs mere", "læs mere her", "mere", "link", "dette link"),
        abbreviations=(
            "adr afd art ca dr dvs ekskl el etc evt fig fmd fr hhv hr inkl jf jfr kap kl kr maks min mio mia "
            "nr osv pct pkt prof skt sml stk str tlf vedr"
        ),
        lix_scale=_LIX,
        analysis=Analysis(Analyser.DICTIONARY, "danish", Compounds(_S_OR_E, not_parts="da"), letters="da"),
    ),
    Language(
        code="nb",
        own_name="Norsk bokmål",
        english_name="Norwegian Bokmål",
        read_before=("nn", "da", "sv", "en", "is", "fi"),
        from_it=pgettext_lazy("source of a translation", "from Norwegian Bokmål"),
        other_codes=("nob", "nor", "no"),
        zone="Europe/Oslo",
        clock_mark=".",
        day_mark=".",
        before_clock=_KL,
        weekday_endings=("en",),
        quotes=("«", "»"),
        alphabet=_SCANDINAVIAN,
        country_names={"NORDIC": "Norden"},
        vague_links=("her", "klikk her", "les mer", "les mer her", "mer", "lenke", "denne lenken"),
        abbreviations=_NORWEGIAN_SHORT,
        lix_scale=_LIX,
        analysis=Analysis(Analyser.DICTIONARY, "norwegian", Compounds(_S_OR_E, not_parts="nb"), letters="da"),
    ),
    Language(
        code="sv",
        own_name="Svenska",
        english_name="Swedish",
        read_before=("nb", "da", "nn", "en", "fi", "is"),
        from_it=pgettext_lazy("source of a translation", "from Swedish"),
        other_codes=("swe",),
        zone="Europe/Stockholm",
        before_clock=_KL,
        weekday_endings=("en",),
        alphabet=_SWEDISH,
        country_names={"NORDIC": "Norden"},
        vague_links=("här", "klicka här", "läs mer", "läs mer här", "mer", "länk", "denna länk"),
        abbreviations=(
            "adr art avd ca dr dvs etc ev exkl fig forts inkl jfr kap kl kr max milj min mm nr osv prof resp "
            "st tel tfn ung"
        ),
        lix_scale=_LIX,
        analysis=Analysis(Analyser.DICTIONARY, "swedish", Compounds(_S_OR_E, not_parts="sv"), letters="sv"),
    ),
    Language(
        code="fi",
        own_name="Suomi",
        english_name="Finnish",
        read_before=("en", "sv", "nb", "da", "nn", "is"),
        from_it=pgettext_lazy("source of a translation", "from Finnish"),
        other_codes=("fin",),
        zone="Europe/Helsinki",
        clock_mark=".",
        day_mark=".",
        before_clock=" klo ",
        weekday_endings=("na",),
        alphabet=_SWEDISH,
        country_names={"NORDIC": "Pohjoismaat"},
        vague_links=("tästä", "täällä", "klikkaa tästä", "lue lisää", "lisää", "linkki", "tästä linkistä"),
        abbreviations=(
            "ao em ent esim eur huom jne joht kk klo kpl ks mm milj mrd nk nro ns os prof puh pvm siht synt "
            "tms toim tri ts vrt vs ym yms"
        ),
        # Finnish puts into one word what others say in three.
        lix_scale=(61, 71),
        longest_sentence=18,
        analysis=Analysis(
            Analyser.FINNISH,
            "finnish",
            Compounds(genitives=("n", "s", "t"), not_parts="fi"),
            letters="fi",
            keeps_double_vowels=True,
        ),
    ),
    Language(
        code="is",
        own_name="Íslenska",
        english_name="Icelandic",
        read_before=("en", "da", "nb", "nn", "sv", "fo", "fi"),
        from_it=pgettext_lazy("source of a translation", "from Icelandic"),
        other_codes=("isl", "ice"),
        zone="Atlantic/Reykjavik",
        day_mark=".",
        before_clock=_KL,
        drops_weekday_comma=True,
        weekday_endings=("inn", "inum"),
        quotes=("„", "“"),
        alphabet="aábcdðeéfghiíjklmnoópqrstuúvwxyýzþæö",
        country_names={"NORDIC": "Norðurlönd"},
        vague_links=("hér", "smelltu hér", "lesa meira", "lestu meira", "meira", "hlekkur"),
        abbreviations=(
            "apr ath árg bls ca dr frh gr hr jan kl kr klst mgr millj mín nr próf ráðh sbr skv sl stk tbl "
            "tölul uppl útg"
        ),
        lix_scale=_LIX,
        analysis=Analysis(
            Analyser.BIN,
            compounds=Compounds(genitives=("s", "r", "a", "u"), drops_endings=True, not_parts="is"),
            letters="is",
        ),
    ),
    Language(
        code="nn",
        own_name="Norsk nynorsk",
        english_name="Norwegian Nynorsk",
        read_before=("nb", "da", "sv", "en", "is", "fi"),
        from_it=pgettext_lazy("source of a translation", "from Norwegian Nynorsk"),
        other_codes=("nno",),
        zone="Europe/Oslo",
        carried_by="nb",
        clock_mark=".",
        day_mark=".",
        before_clock=_KL,
        weekday_endings=("en",),
        quotes=("«", "»"),
        alphabet=_SCANDINAVIAN,
        country_names={"NO": "Noreg"},
        vague_links=("her", "klikk her", "les meir", "les meir her", "meir", "lenkje", "denne lenkja"),
        abbreviations=_NORWEGIAN_SHORT,
        lix_scale=_LIX,
        analysis=Analysis(Analyser.DICTIONARY, "norwegian", Compounds(_S_OR_E, not_parts="nb"), letters="da"),
    ),
    Language(
        code="fo",
        own_name="Føroyskt",
        english_name="Faroese",
        read_before=("da", "is", "nb", "nn", "sv", "en", "fi"),
        from_it=pgettext_lazy("source of a translation", "from Faroese"),
        other_codes=("fao",),
        zone="Atlantic/Faroe",
        carried_by="da",
        in_admin=False,
        day_mark=".",
        before_clock=_KL,
        quotes=("„", "“"),
        alphabet="aábcdðefghiíjklmnoópqrstuúvwxyýzæø",
        country_names={"FO": "Føroyar"},
        abbreviations="bls ca dr kl kr mió nr sbr smb tlf",
        lix_scale=_LIX,
        analysis=Analysis(Analyser.FAROESE_ENDINGS, letters="fo"),
    ),
    Language(
        code="se",
        own_name="Davvisámegiella",
        english_name="Northern Sámi",
        read_before=("nb", "sv", "fi", "en", "nn", "da"),
        from_it=pgettext_lazy("source of a translation", "from Northern Sámi"),
        other_codes=("sme",),
        carried_by="nb",
        in_admin=False,
        alphabet="aábcčdđefghijklmnŋopqrsštŧuvwxyzžæøå",
        country_names={"FI": "Suopma", "NO": "Norga", "SE": "Ruoŧŧa"},
        analysis=Analysis(Analyser.DICTIONARY, compounds=Compounds(), letters="se"),
    ),
    Language(
        code="kl",
        own_name="Kalaallisut",
        english_name="Greenlandic",
        read_before=("da", "en", "nb", "sv", "nn", "is"),
        from_it=pgettext_lazy("source of a translation", "from Greenlandic"),
        other_codes=("kal",),
        zone="America/Nuuk",
        carried_by="da",
        in_admin=False,
        clock_mark=".",
        alphabet=_SCANDINAVIAN,
        country_names={"GL": "Kalaallit Nunaat"},
        analysis=Analysis(Analyser.BEGINNING),
    ),
)

LANGUAGES: dict[str, Language] = {language.code: language for language in _TABLE}
_UNKNOWN = Language("", "", "", ("en",), "")


def language_row(code: str) -> Language:
    """The row of a language (BCP 47 code); for one that the table does not know, a row of the defaults."""
    return LANGUAGES.get(code, _UNKNOWN)


def active_language() -> str:
    """Django's active language, or that of the settings where none is active: in a job, or with translation off."""
    return get_language() or settings.LANGUAGE_CODE


def bare_code(tag: str) -> str:
    """The portal's code for a language tag of any tool, whatever region it names: nb for ``no`` and ``nob-NO``."""
    first = tag.strip().replace("_", "-").split("-")[0].lower()
    return next((row.code for row in LANGUAGES.values() if first in row.other_codes), first)


def reading_order(code: str) -> list[str]:
    """Language codes from best to worst for a reader of ``code``; the reader's own comes first.

    Every known language is in the list, so whatever exists is shown rather than hidden.
    """
    first = (code, *language_row(code).read_before)
    return [*first, *(other for other in LANGUAGES if other not in first)]
