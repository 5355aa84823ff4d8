"""Every language the portal knows, and which of them are switched on.

The order of ``read_before`` is a preference table: what a reader of that language understands best when a text
does not exist in their own. Scandinavians read each other; Finns and Icelanders are taught English first.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language: BCP 47 code, its own name, its English name, and what its readers read next."""

    code: str
    own_name: str
    english_name: str
    read_before: tuple[str, ...]
    #: The tree that carries single pages of this language while it has no tree of its own.
    carried_by: str = "en"
    rtl: bool = False


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English", "English", ("sv", "nb", "da", "nn", "fi", "is")),
        Language("da", "Dansk", "Danish", ("nb", "nn", "sv", "en", "fo", "is", "fi")),
        Language("nb", "Norsk bokmål", "Norwegian Bokmål", ("nn", "da", "sv", "en", "is", "fi")),
        Language("sv", "Svenska", "Swedish", ("nb", "da", "nn", "en", "fi", "is")),
        Language("fi", "Suomi", "Finnish", ("en", "sv", "nb", "da", "nn", "is")),
        Language("is", "Íslenska", "Icelandic", ("en", "da", "nb", "nn", "sv", "fo", "fi")),
        Language("nn", "Norsk nynorsk", "Norwegian Nynorsk", ("nb", "da", "sv", "en", "is", "fi"), "nb"),
        Language("fo", "Føroyskt", "Faroese", ("da", "is", "nb", "nn", "sv", "en", "fi"), "da"),
        Language("se", "Davvisámegiella", "Northern Sámi", ("nb", "sv", "fi", "en", "nn", "da"), "nb"),
        Language("kl", "Kalaallisut", "Greenlandic", ("da", "en", "nb", "sv", "nn", "is"), "da"),
    )
}


def reading_order(code: str) -> list[str]:
    """Language codes from best to worst for a reader of ``code``; the reader's own comes first.

    Every known language is in the list, so whatever exists is shown rather than hidden.
    """
    first = (code, *LANGUAGES[code].read_before) if code in LANGUAGES else (code, "en")
    return [*first, *(other for other in LANGUAGES if other not in first)]
