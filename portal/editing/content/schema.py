"""Validation of the content files before anything is written: every fault is named by file, record and field."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from portal.core.blocks.facts import EARLIEST_SOURCE, LATEST_SOURCE, SourceKind
from portal.core.forms.countries import read_country
from portal.core.i18n.languages import LANGUAGES

#: A check gives a sentence about what is wrong, or nothing.
Check = Callable[[Any], str | None]
SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


class ContentError(Exception):
    """A content file is wrong. The message names file, record and field."""


def text(value: object) -> str | None:
    """A string that is not empty."""
    return None if isinstance(value, str) and value.strip() else "must be a text that is not empty"


def slug(value: object) -> str | None:
    """Lower-case letters, digits and hyphens."""
    return None if isinstance(value, str) and SLUG.match(value) else "must be lower-case letters, digits and hyphens"


def boolean(value: object) -> str | None:
    """true or false."""
    return None if isinstance(value, bool) else "must be true or false"


def number(low: float, high: float) -> Check:
    """A number from ``low`` to ``high``."""

    def check(value: object) -> str | None:
        fits = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        return None if fits else f"must be a number from {low} to {high}"

    return check


def optional(inner: Check) -> Check:
    """null, or what ``inner`` accepts."""
    return lambda value: None if value is None else inner(value)


def choice(values: Iterable[object]) -> Check:
    """One of ``values``."""
    allowed = set(values)
    return lambda value: (
        None if value in allowed else f"“{value}” is not one of: {', '.join(sorted(map(str, allowed)))}"
    )


def country(values: Any = None) -> Check:
    """A country by its code or by its name in any language of the portal, one of ``values`` if they are given."""

    def check(value: object) -> str | None:
        code = read_country(value) if isinstance(value, str) else None
        return None if code and (values is None or code in values) else f"“{value}” is no country that is known here"

    return check


def pattern(expression: str, meaning: str) -> Check:
    """A string that matches ``expression`` as a whole; ``meaning`` says it in words."""
    compiled = re.compile(expression)
    return lambda value: None if isinstance(value, str) and compiled.fullmatch(value) else f"must be {meaning}"


def list_of(inner: Check) -> Check:
    """A list whose every item ``inner`` accepts."""

    def check(value: object) -> str | None:
        if not isinstance(value, list):
            return "must be a list"
        return next((f"item {n}: {fault}" for n, item in enumerate(value, 1) if (fault := inner(item))), None)

    return check


def translated(inner: Check) -> Check:
    """An object keyed by language codes, each value accepted by ``inner``."""

    def check(value: object) -> str | None:
        if not isinstance(value, dict):
            return "must be an object keyed by language code"
        unknown = [code for code in value if code not in LANGUAGES]
        if unknown:
            return f"“{unknown[0]}” is not a language code"
        return next((f"in {code}: {fault}" for code, item in value.items() if (fault := inner(item))), None)

    return check


def fields(**checks: Check) -> Check:
    """An object with these fields."""

    def check(value: object) -> str | None:
        if not isinstance(value, dict):
            return "must be an object"
        return next(
            (f"field “{name}” {fault}" for name, inner in checks.items() if (fault := inner(value.get(name)))), None
        )

    return check


def some_of(**checks: Check) -> Check:
    """An object with one or more of these fields, and no others."""

    def check(value: object) -> str | None:
        if not isinstance(value, dict) or not value or set(value) - set(checks):
            return f"must be an object with some of: {', '.join(sorted(checks))}"
        return next((f"field “{name}” {fault}" for name in value if (fault := checks[name](value[name]))), None)

    return check


languages = list_of(choice(LANGUAGES))
sources = list_of(
    fields(
        id=pattern(r"[a-z0-9-]{1,20}", "a short mark such as s1"),
        url=pattern(r"https?://\S+", "a web address"),
        publisher=text,
        title=optional(text),
        kind=optional(choice(SourceKind.values)),
        year=optional(number(EARLIEST_SOURCE, LATEST_SOURCE)),
        language=optional(choice(LANGUAGES)),
    )
)
facts = list_of(fields(statement=text, source_ids=list_of(text), confidence=choice(("high", "medium", "low"))))
date_or_moment = pattern(
    r"\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2})?)?", "a month, a date, or a date and time with its offset"
)


def day(value: Any) -> str | None:
    """A day of the calendar."""
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "must be a day, as 2026-11-30"
    return None


#: ``changed``: the day on which the text was last changed; ``facts_checked``: the day on which the facts were last
#: compared with their sources. Who leaves one out does not know it.
COMMON: dict[str, Check] = {
    "slug": slug,
    "languages": languages,
    "original_language": choice(LANGUAGES),
    "changed": optional(day),
    "facts_checked": optional(day),
}
SOURCED: dict[str, Check] = {**COMMON, "sources": sources, "facts": facts}


def check_record(file: str, record: object, checks: Mapping[str, Check]) -> None:
    """Check one record.

    Raises:
        ContentError: names ``file``, the record by its slug, and the field.
    """
    name = record.get("slug", "without slug") if isinstance(record, dict) else "that is not an object"
    if not isinstance(record, dict):
        raise ContentError(f"{file}: a record {name}.")
    for field, check in checks.items():
        if fault := check(record.get(field)):
            raise ContentError(f"{file}, record “{name}”, field “{field}”: {fault}.")


def check_unique(file: str, records: list[dict[str, Any]]) -> None:
    """Every slug stands once in a file.

    Raises:
        ContentError: names the slug that stands twice.
    """
    seen: set[str] = set()
    for record in records:
        if record["slug"] in seen:
            raise ContentError(f"{file}, record “{record['slug']}”, field “slug”: stands twice in the file.")
        seen.add(record["slug"])
