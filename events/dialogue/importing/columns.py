"""Columns of an imported table: their names and values in any language of the portal, or as the field is called."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.dialogue.enums import Channel, ParticipantRole, Quoting
from portal.core.enums import Country
from portal.core.i18n.languages import LANGUAGES, bare_code
from portal.core.i18n.locales import country_name, language_name
from portal.core.i18n.text import search_key

#: Field -> other names of it in English, and headings of our own exports, whose translations count too.
COLUMNS: dict[str, tuple[str | Promise, ...]] = {
    "text": (
        *("contribution", "statement", "comment", "note", _("Text"), _("Contribution"), _("Statement")),
        pgettext_lazy("of a participant in a round", "Statement"),
    ),
    "question": (_("Question"),),
    "language": (_("Language"),),
    "shown_name": ("name", pgettext_lazy("of a person", "Name"), _("Name")),
    "shown_organisation": ("organisation", "organization", pgettext_lazy("of a registrant", "Organisation")),
    "country": (_("Country"),),
    "role": (_("Role"),),
    "channel": (_("How it came"),),
    "quoting": ("quote", _("May be quoted")),
}
#: The same for a table that groups: as the file of contributions that the desk saves has them.
GROUPING_COLUMNS: dict[str, tuple[str | Promise, ...]] = {
    "id": ("number", _("Number"), _("Contribution")),
    "theme": (_("Theme"), _("Themes")),
}


def heading_key(text: str) -> str:
    """A heading as it is compared: without case, accents, and signs between its words."""
    return search_key(text.strip("\ufeff").replace("_", " ").replace("-", " ").strip(" :*"))


@cache
def fields_by_heading() -> dict[str, str]:
    """Field by the key of each of its names in all languages."""
    return _by_heading(COLUMNS)


@cache
def grouping_fields_by_heading() -> dict[str, str]:
    """As ``fields_by_heading``, of a table that groups."""
    return _by_heading(GROUPING_COLUMNS)


@cache
def values_of(field: str) -> dict[str, str]:
    """Value by the key of each of its names in all languages, for fields with a closed list."""
    choices: list[tuple[str, Any]] = {
        "channel": list(Channel.choices),
        "role": list(ParticipantRole.choices),
        "quoting": [*Quoting.choices, (Quoting.NO, _("No")), (Quoting.ANONYMOUS, _("Yes"))],
    }[field]
    found = {heading_key(value): value for value, _label in choices}
    for value, said in _in_every_language(choices):
        found.setdefault(said, value)
    return found


@cache
def _languages_by_name() -> dict[str, str]:
    codes = [code for code, _name in settings.LANGUAGES]
    found = {heading_key(row.own_name): code for code, row in LANGUAGES.items()}
    return found | {heading_key(language_name(code, said_in)): code for code in LANGUAGES for said_in in codes}


@cache
def _countries_by_name() -> dict[str, str]:
    codes = [code for code, _name in settings.LANGUAGES]
    countries = [country for country in Country if country != Country.NORDIC]
    return {heading_key(country_name(code, said_in)): str(code) for code in countries for said_in in codes}


def language_of(text: str) -> str | None:
    """The code of a language by its code or name; None for one that nobody knows."""
    code = bare_code(text)
    if code in LANGUAGES or code == "und":
        return code
    known = _languages_by_name().get(heading_key(text))
    return known or (code if code.isascii() and code.isalpha() and len(code) in {2, 3} else None)


def country_of(text: str) -> str | None:
    """The code of a country by its code (ISO 3166-1) or by its name, for the Nordic ones; None for anything else."""
    code = text.strip().upper()
    known = _countries_by_name().get(heading_key(text))
    return known or (code if code.isascii() and code.isalpha() and len(code) == 2 else None)


def _by_heading(columns: Mapping[str, Iterable[str | Promise]]) -> dict[str, str]:
    found = {heading_key(field): field for field in columns}
    for name, said in _in_every_language((field, label) for field, labels in columns.items() for label in labels):
        found.setdefault(said, name)
    return found


def _in_every_language(labels: Iterable[tuple[str, object]]) -> list[tuple[str, str]]:
    """Each name with the key of its label in every language."""
    every, found = list(labels), []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found += [(name, heading_key(str(label))) for name, label in every]
    return found
