"""Grouping by a table: which contribution goes into which theme, line by line, and then all of it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from events.dialogue.enums import ContributionState
from events.dialogue.importing.columns import grouping_fields_by_heading, heading_key
from events.dialogue.importing.files import ImportRefusedError, Line, lines_of_table
from events.dialogue.models import Contribution, Occasion, Theme, ThemeMember
from events.dialogue.models.themes import MOST_THEMES
from events.dialogue.synthesis.grouping import Grouped, put
from events.dialogue.synthesis.themes import MOST_TITLE, create
from portal.core.i18n.text import tidy_line
from portal.core.users.models import User

#: Themes that one table may make; more are texts in the wrong column.
MOST_NEW = 100


@dataclass(frozen=True)
class Placed:
    """One contribution that would go into one theme."""

    line: int
    contribution: Contribution
    title: str
    is_there: bool = False


@dataclass
class GroupingPreview:
    """What a table would group, what it would not and why, and which themes it would make."""

    placed: list[Placed] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)
    #: Title -> how many of the table go there.
    new_themes: dict[str, int] = field(default_factory=dict)
    #: Lines that name no theme: what they name stays where it is.
    without: int = 0

    @property
    def to_do(self) -> list[Placed]:
        """What is not there already."""
        return [one for one in self.placed if not one.is_there]


class _LineError(Exception):
    """What is wrong with one line, in a sentence for the editor."""


def preview_grouping(text: str, occasion: Occasion) -> GroupingPreview:
    """What a table with the columns id and theme would do; nothing is stored.

    Raises:
        ImportRefusedError: it cannot be read, has not both columns, or names too many new themes.
    """
    rows = _rows(text)
    shown = {one.public_id: one for one in Contribution.objects.filter(occasion=occasion)}
    themes, seen = _themes_by_name(occasion), GroupingPreview()
    members = ThemeMember.objects.filter(contribution__occasion=occasion)
    pairs = set(members.values_list("contribution", "theme"))
    used: dict[int, set[str]] = {}
    for contribution_id, theme_id in pairs:
        used.setdefault(contribution_id, set()).add(str(theme_id))
    for line, number, cell in rows:
        try:
            contribution = _contribution(number, shown)
            for title in _titles(cell, themes):
                theme = themes.get(heading_key(title))
                key = str(theme.pk) if theme else f"new {heading_key(title)}"
                mine = used.setdefault(contribution.pk, set())
                if key not in mine and len(mine) >= MOST_THEMES:
                    raise _LineError(_("Each contribution can be in %(most)d themes at most.") % {"most": MOST_THEMES})
                seen.placed.append(Placed(line, contribution, title, key in mine))
                if theme is None and key not in mine:
                    _count_new(seen, title)
                mine.add(key)
            seen.without += not cell
        except _LineError as error:
            seen.errors.append((line, str(error)))
    if len(seen.new_themes) > MOST_NEW:
        told = _("The table names %(number)d new themes, and %(most)d is the most. Is the right column called “Theme”?")
        raise ImportRefusedError(told % {"number": len(seen.new_themes), "most": MOST_NEW})
    return seen


def bring_into_themes(
    occasion: Occasion, placed: Iterable[Placed], language: str, user: User, now: datetime
) -> Grouped:
    """Put contributions into themes, all of them or none. Sent twice, it does nothing more.

    Parameters:
        language: of the titles of themes that are made.
    """
    wanted: dict[str, list[Placed]] = {}
    for one in placed:
        wanted.setdefault(heading_key(one.title), []).append(one)
    done = full = gone = 0
    with transaction.atomic():
        Occasion.objects.select_for_update(no_key=True).get(pk=occasion.pk)
        themes = _themes_by_name(occasion)
        for key, ones in wanted.items():
            theme = themes.get(key) or create(occasion, {language: ones[0].title}, {}, user, now)
            grouped = put(theme.pk, [one.contribution.pk for one in ones], user, now)
            done, full, gone = done + grouped.done, full + grouped.full, gone + grouped.gone
    return Grouped(done, full, gone)


def _rows(text: str) -> list[tuple[int, str, str]]:
    """Line, number of the contribution and theme, of every line behind the heading."""
    known = grouping_fields_by_heading()
    lines = lines_of_table(text, frozenset(known), heading_key)
    if not lines:
        raise ImportRefusedError(_("There is nothing to import."))
    fields = [known.get(heading_key(cell), "") for cell in lines[0].cells]
    if "id" not in fields or "theme" not in fields:
        raise ImportRefusedError(_("The first line must name two columns: “id” and “theme”."))
    if len(lines) == 1:
        raise ImportRefusedError(_("There is nothing to import."))
    columns = fields.index("id"), fields.index("theme")
    return [(line.number, *(_cell(line, column) for column in columns)) for line in lines[1:]]  # type: ignore[misc]


def _cell(line: Line, column: int) -> str:
    return tidy_line(line.cells[column]) if column < len(line.cells) else ""


def _contribution(number: str, shown: Mapping[str, Contribution]) -> Contribution:
    found = shown.get(number.lower().removeprefix("#"))
    if not number:
        raise _LineError(_("It names no contribution."))
    if found is None:
        raise _LineError(_("No contribution here has the number “%(value)s”.") % {"value": number[:60]})
    if found.state != ContributionState.PUBLISHED:
        raise _LineError(_("The contribution %(value)s is not shown.") % {"value": found.public_id})
    return found


def _themes_by_name(occasion: Occasion) -> dict[str, Theme]:
    """Themes by their numbers and by their titles in every language; of two that are called the same, the first."""
    found: dict[str, Theme] = {}
    for theme in occasion.themes.filter(merged_into=None):
        for name in (theme.public_id, *theme.titles.values()):
            found.setdefault(heading_key(name), theme)
    return found


def _titles(cell: str, themes: Mapping[str, Theme]) -> list[str]:
    """The themes that a cell names: one, several between semicolons, or several that are there between commas.

    A title may hold a comma. Our own file of contributions joins titles by commas, and all of those are there.
    """
    if not cell or heading_key(cell) in themes:
        return [cell] if cell else []
    parts = [part for part in map(tidy_line, cell.split(",")) if part]
    if not all(heading_key(part) in themes for part in parts):
        parts = [part for part in map(tidy_line, cell.split(";")) if part]
    for part in parts:
        if len(part) > MOST_TITLE or not heading_key(part):
            told = _("“%(value)s” cannot be the title of a theme, which has %(most)d characters at most.")
            raise _LineError(told % {"value": part[:60], "most": MOST_TITLE})
    named: dict[str, str] = {}
    for part in parts:
        named.setdefault(heading_key(part), part)
    return list(named.values())


def _count_new(seen: GroupingPreview, title: str) -> None:
    name = next((known for known in seen.new_themes if heading_key(known) == heading_key(title)), title)
    seen.new_themes[name] = seen.new_themes.get(name, 0) + 1
