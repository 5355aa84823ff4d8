"""Number check of a translation: which numbers of the original it lacks. A reminder for the translator, not a rule.

Languages write numbers in ways of their own (3.5 and 3,5; 17,000 and 17 000; 13:00 and 13.00), and small ones as words.
"""

import re

from django.utils.translation import gettext as _

from portal.editing.translations.rules import plain

#: Digits, and groups of them; a blank joins groups of three only.
_NUMBER = re.compile(r"\d+(?:[.,:'’]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
_DECIMAL = re.compile(r"(.*\d)[.,](\d\d?|\d{4,})")
#: Up to here texts write words in place of figures.
_IN_WORDS = 12


def missing_numbers(original: str, translation: str) -> str:
    """Which numbers of ``original`` are not in ``translation``, as sentences; empty if all are. Both as stored."""
    before, after = (_NUMBER.findall(plain(text)) for text in (original, translation))
    known = {_value(number) for number in before}
    there = {_value(number) for number in after} | {part for number in after for part in _parts(number)}
    has_others = any(_value(number) not in known for number in after)
    lost = [number for number in dict.fromkeys(before) if not _is_there(number, there)]
    said = [number for number in lost if has_others or not _can_be_words(number)]
    return " ".join(_("The number %(number)s is missing.") % {"number": number} for number in said)


def _is_there(number: str, there: set[str]) -> bool:
    """As the same number, or in its parts: days and times of day are written in many ways."""
    parts = _parts(number)
    in_parts = len(parts) > 1 and not re.search(r"[.,]\d$", number)
    return _value(number) in there or (in_parts and all(part in there for part in parts))


def _value(number: str) -> str:
    found = _DECIMAL.fullmatch(number)
    if found:
        return f"{''.join(_parts(found[1]))}.{found[2]}"
    return re.sub(r"\D", "", number).lstrip("0") or "0"


def _parts(number: str) -> list[str]:
    return [part.lstrip("0") or "0" for part in re.split(r"\D", number)]


def _can_be_words(number: str) -> bool:
    return all(int(part) <= _IN_WORDS for part in _parts(number))
