"""Names and abbreviations of months and weekdays, in every language of the portal (CLDR)."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale

from portal.core.i18n.formats import date_locale
from portal.core.i18n.languages import LANGUAGES
from portal.core.i18n.text import search_key

#: Letters that a beginning needs to stand for the whole name.
LEAST = 3
#: Endings of inflected weekdays: måndagen, maanantaina, mánudaginn (whose name ends in -ur).
_ENDINGS = {"", *(ending for row in LANGUAGES.values() for ending in row.weekday_endings)}


def name_key(word: str) -> str:
    """A name as it is compared: without accents, capitals and the full stop of an abbreviation."""
    return search_key(word).strip(".")


def _called(kind: str) -> Iterator[tuple[str, int]]:
    """Every name that CLDR has, with its number."""
    for code in LANGUAGES:
        locale: Locale = date_locale(code)
        for widths in (locale.months if kind == "months" else locale.days).values():
            for width, names in widths.items():
                if width != "narrow":
                    yield from ((name_key(name), number) for number, name in names.items())


@lru_cache(maxsize=2)
def _numbers(kind: str) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name, number in _called(kind):
        # Where CLDR knows no names it numbers them: M03, 3.
        if name and not any(char.isdigit() for char in name):
            found[name].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _only(kind: str, word: str) -> frozenset[int]:
    """The numbers that ``word`` can mean: by its whole name, else as the beginning of names."""
    names = _numbers(kind)
    if word in names:
        return names[word]
    if len(word) < LEAST:
        return frozenset()
    return frozenset().union(*(numbers for name, numbers in names.items() if name.startswith(word)))


def month_number(word: str) -> int | None:
    """1 to 12 for the name of a month in any language, whole or cut short; None if it names none, or several."""
    found = _only("months", name_key(word))
    return next(iter(found)) if len(found) == 1 else None


def weekday_numbers(word: str) -> frozenset[int]:
    """The weekdays that ``word`` can mean (Monday is 0): languages share abbreviations. Empty if it means none."""
    key = name_key(word)
    stems = {key.removesuffix(ending) for ending in _ENDINGS if key.endswith(ending)}
    return frozenset().union(*(_only("days", stem) for stem in stems))
