"""Finnish inflection beyond the dictionary: words with clitics and possessive suffixes, and the verbs of participles.

The dictionary lists two of three participles as words of their own, and few forms of them: "väittäneet" is a form of
"väittää", "väittänyt" is none. Each rule here only proposes a form that the dictionary has to know.
"""

import re
from collections.abc import Callable, Iterator

IsCompound = Callable[[str], bool]
#: Form -> dictionary form, or None where the dictionary does not list the form.
KnownLemma = Callable[[str], str | None]

_CLITICS = re.compile(r"(?:kaan|kään|kin|k[oö](?:s|han|hän)?|h[aä]n|p[aä])$")
_POSSESSIVES = re.compile(r"(?:ni|si|ns[aä]|mme|nne|[aeä]n)$")
#: Case endings of singular and plural, with what may hang on them.
_CASES = (
    r"(?:[ij]?(?:n|t|[aä]|t[aä]|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|n[aä]|den|tten|en|in|hin|seen|siin|h[aeouyäö]n)?)"
    r"(?:ni|si|ns[aä]|mme|nne)?"
)
_PAST = re.compile(rf"(?P<stem>.{{3,}}?)(?P<mark>[nslr])(?:[uy]t|e[ei]{_CASES})$")
_PASSIVE = re.compile(rf"(?P<stem>.{{3,}}?)tt?(?:[uy]|[aä]v[aäi]){_CASES}$")
_PRESENT = re.compile(rf"(?P<stem>.{{3,}}?)v[aäi]{_CASES}$")
_INFINITIVE = re.compile(r"(?:[aeiouyäö]|d|ll|nn|rr|st|[aeiouyäö]t)[aä]$")
_LONG = ("aa", "ee", "ii", "oo", "uu", "yy", "ää", "öö", "oi", "öi")


def without_suffixes(form: str, known: KnownLemma, is_compound: IsCompound) -> str:
    """The form that there is in one with clitics ("-kin") and possessive suffixes ("-nsa"); the form as it is where the
    dictionary lists it, or nothing in it."""
    proposed = list(_without_suffixes(form))
    if not proposed or known(form):
        return form
    return next(filter(known, proposed), None) or next(filter(is_compound, (form, *proposed)), form)


def _without_suffixes(form: str) -> Iterator[str]:
    """What is left of a form without them, the longest first."""
    bare = _CLITICS.sub("", form)
    if bare != form and len(bare) > 2:
        yield bare
    stem = _POSSESSIVES.sub("", bare)
    if stem != bare and len(stem) > 2:
        yield from (stem, stem + "n")  # the genitive and the illative lose it


def verbs_of_participle(form: str, known: KnownLemma) -> tuple[str, ...]:
    """The verbs that a word may be a participle of: "väittää" for "väittänyt", "väitetyn", "väittävä", "väitettävä"."""
    found = dict.fromkeys(known(infinitive) or "" for infinitive in _forms_of_the_verb(form))
    return tuple(verb for verb in found if verb != form and _INFINITIVE.search(verb))


def _forms_of_the_verb(form: str) -> Iterator[str]:
    """Forms of a verb that there are if the word is a participle of it."""
    vowel = "ä" if form.translate(_BACK_VOWELS) == form else "a"
    if match := _PAST.match(form):
        stem, mark = match["stem"], match["mark"]
        if mark == "n":
            yield from (stem + vowel, f"{stem}d{vowel}")
            yield from (f"{stem[:-1]}t{vowel}", stem + mark + vowel) if stem[-1] == "n" else ()
        elif stem[-1] == mark:
            yield stem + ("t" if mark == "s" else mark) + vowel
    if match := _PASSIVE.match(form):
        stem = match["stem"]
        yield from (f"{stem}ttiin", f"{stem}tiin", *((stem[:-1] + 2 * vowel,) if stem[-1] == "e" else ()))
    if match := _PRESENT.match(form):
        stem = match["stem"]
        yield stem if stem.endswith(_LONG) else stem + stem[-1]


_BACK_VOWELS = str.maketrans("", "", "aou")
