"""What became of contributions, as everybody may know it: for the files and the interface, and for the coverage.

Days, never moments: when exactly somebody wrote is nobody's business.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import NamedTuple

from django.conf import settings
from django.utils import translation

from events.dialogue.enums import ContributionState, Decision
from events.dialogue.models import Contribution, Follower, Occasion, Reply, ThemeMember
from events.dialogue.reports.numbers import LEAST_BROKEN_DOWN
from portal.core.hooks.roots import Became, Counted, users

#: Numbers below this are not given where they could tell of whom they speak.
LEAST_SHOWN = 5
STEPS = ("in_theme", "replied", "in_text")


@dataclass(frozen=True)
class Fate:
    """On which days a contribution came into a theme, was replied to, and came into the text of the model."""

    in_theme: date | None = None
    replied: date | None = None
    in_text: date | None = None


class Membership(NamedTuple):
    """That a contribution is in a theme, and what that theme was merged into."""

    contribution: int
    added_at: datetime
    #: Public id of the theme.
    public_id: str
    themes: tuple[int | None, ...]


def fates_of(contributions: Sequence[Contribution]) -> dict[int, Fate]:
    """What became of contributions, by primary key; six queries however many there are."""
    keys = [one.pk for one in contributions]
    rows = ThemeMember.objects.filter(contribution__in=keys).select_related("theme")
    members = [
        Membership(one.contribution_id, one.added_at, one.theme.public_id, (one.theme_id, one.theme.merged_into_id))
        for one in rows
    ]
    replied = _replied(keys, members)
    texts = users("contribution", [one.public_id for one in contributions], "en", "paragraph")
    of_theme = users("theme", sorted({one.public_id for one in members}), "en", "paragraph")
    in_text: dict[int, list[date]] = defaultdict(list)
    in_theme: dict[int, list[date]] = defaultdict(list)
    for said in contributions:
        in_text[said.pk] += [root.since.date() for root in texts[said.public_id] if root.since]
    for one in members:
        in_theme[one.contribution].append(one.added_at.date())
        since = [root.since for root in of_theme[one.public_id] if root.since]
        in_text[one.contribution] += [max(moment, one.added_at).date() for moment in since]
    return {
        pk: Fate(min(in_theme[pk], default=None), min(replied[pk], default=None), min(in_text[pk], default=None))
        for pk in keys
    }


def _replied(keys: Sequence[int], members: Sequence[Membership]) -> dict[int, list[date]]:
    """On which days contributions were replied to, directly or by the theme that they are in, or that it became."""
    found: dict[int, list[date]] = defaultdict(list)
    direct = Reply.objects.filter(contribution__in=keys, expert=None).values_list("contribution", "decided_at")
    for pk, decided_at in direct:
        if pk is not None:
            found[pk].append(decided_at.date())
    themes = {theme for one in members for theme in one.themes if theme}
    decided = dict(Reply.objects.filter(theme__in=themes, expert=None).values_list("theme", "decided_at"))
    for one in members:
        moments = [decided[theme] for theme in one.themes if theme in decided]
        found[one.contribution] += [max(moment, one.added_at).date() for moment in moments]
    return found


def count_fates() -> list[Counted]:
    """What became of all that people said: of everything, then of each occasion, the latest first."""
    shown = Contribution.objects.filter(state=ContributionState.PUBLISHED, by_organiser=False)
    rows = list(shown.defer("text", "appeal_text").order_by("pk"))
    fates, told = fates_of(rows), _told(rows)
    by_occasion: dict[int | None, list[Contribution]] = defaultdict(list)
    for one in rows:
        by_occasion[one.occasion_id].append(one)
    occasions = list(Occasion.objects.filter(pk__in=[pk for pk in by_occasion if pk]).order_by("-opens_at", "-pk"))
    places: list[tuple[dict[str, dict[str, str]], list[Contribution]]] = [({}, rows)]
    for occasion in occasions:
        live = {code: page for code, page in occasion.pages.items() if page["live"]}
        pages = {code: {"title": page["title"], "url": page["url"]} for code, page in live.items()}
        places.append((pages, by_occasion[occasion.pk]))
    if by_occasion[None]:
        places.append(({}, by_occasion[None]))
    return [_counted(pages, said, fates, told) for pages, said in places]


def _counted(
    pages: dict[str, dict[str, str]], rows: list[Contribution], fates: dict[int, Fate], told: dict[int, bool]
) -> Counted:
    followed = [told[one.pk] for one in rows if one.pk in told]
    return {
        "pages": pages,
        "numbers": _became(rows, fates),
        "days": {step: _days(rows, fates, step) for step in STEPS},
        "by_language": _by(rows, fates, "language"),
        "by_country": _by([one for one in rows if one.country], fates, "country"),
        "told": [len(followed), sum(followed)] if len(followed) >= LEAST_SHOWN else None,
    }


def _became(rows: Iterable[Contribution], fates: dict[int, Fate]) -> Became:
    known = [fates[one.pk] for one in rows]
    return {
        "said": len(known),
        "in_theme": sum(fate.in_theme is not None for fate in known),
        "replied": sum(fate.replied is not None for fate in known),
        "in_text": sum(fate.in_text is not None for fate in known),
    }


def _days(rows: Iterable[Contribution], fates: dict[int, Fate], step: str) -> float | None:
    """Median days from when something was shown."""
    spans = [
        (day - one.published_at.date()).days
        for one in rows
        if one.published_at and (day := getattr(fates[one.pk], step)) is not None
    ]
    return float(median(spans)) if spans else None


def _by(rows: list[Contribution], fates: dict[int, Fate], field: str) -> dict[str, Became]:
    """Groups of ten or more; smaller ones could be recognised."""
    sizes = Counter(getattr(one, field) for one in rows)
    return {
        name: _became([one for one in rows if getattr(one, field) == name], fates)
        for name, size in sizes.most_common()
        if size >= LEAST_BROKEN_DOWN
    }


def _told(rows: Iterable[Contribution]) -> dict[int, bool]:
    """Of contributions that somebody follows by mail, whether they were told anything; one query."""
    found: dict[int, bool] = {}
    followers = Follower.objects.filter(contribution__in=[one.pk for one in rows], confirmed_at__isnull=False)
    for pk, last_told in followers.values_list("contribution", "last_told"):
        found[pk] = found.get(pk, False) or last_told is not None
    return found


def answers_to_contributions(keys: Sequence[str]) -> dict[str, dict[str, str]]:
    """What was decided about contributions, directly or by their themes, by public id and language."""
    rows = Reply.objects.filter(expert=None)
    direct = rows.filter(contribution__public_id__in=list(keys)).values_list("contribution__public_id", "decision")
    path = "theme__members__contribution__public_id"
    themed = rows.filter(theme__members__contribution__public_id__in=list(keys)).values_list(path, "decision")
    return {key: _in_words(decision) for key, decision in (*themed, *direct) if decision}


def answers_to_themes(keys: Sequence[str]) -> dict[str, dict[str, str]]:
    """What was decided about themes, by public id and language."""
    rows = Reply.objects.filter(theme__public_id__in=list(keys), expert=None)
    return {key: _in_words(decision) for key, decision in rows.values_list("theme__public_id", "decision") if decision}


def _in_words(decision: str) -> dict[str, str]:
    said = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said[code] = str(Decision(decision).label)
    return said
