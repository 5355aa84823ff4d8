"""What the public interface and the files tell of an occasion: shapes of the answers, and how they are read.

Texts only of those who let them be quoted and agreed to the licence; of others what everybody may know: language,
stage, channel and theme. A country is named where ten contributions or more of the occasion come from it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import Count, Q, QuerySet

from events.dialogue.enums import Channel, ContributionState, Decision, OccasionKind, OccasionState, Quoting, Stage
from events.dialogue.models import Contribution, Occasion, Question, Reply, Theme, ThemeMember
from events.dialogue.public.fates import Fate, fates_of
from events.dialogue.reports.numbers import LEAST_BROKEN_DOWN
from portal.core.hooks.comments import PARAGRAPH
from portal.core.hooks.site_url import absolute

_MOMENT = "Moment (ISO 8601, UTC)."
_TEXTS = "Text by language (BCP 47)."


@dataclass(frozen=True, slots=True)
class ApiOccasion:
    """An occasion on which input is asked for."""

    key: Annotated[str, "UUID, the same in every language."]
    kind: OccasionKind
    state: OccasionState
    titles: Annotated[Mapping[str, str], _TEXTS]
    urls: Annotated[Mapping[str, str], "Address of the page by language."]
    opens_at: Annotated[str | None, _MOMENT]
    closes_at: Annotated[str | None, _MOMENT]
    report_due: Annotated[str | None, "Day by which the report is promised."]
    reported_at: Annotated[str | None, _MOMENT]
    published: Annotated[int, "Contributions that are shown."]


@dataclass(frozen=True, slots=True)
class ApiOccasions:
    """All occasions, the latest first."""

    occasions: list[ApiOccasion]


@dataclass(frozen=True, slots=True)
class ApiQuestion:
    """A question of an occasion."""

    id: str
    texts: Annotated[Mapping[str, str], _TEXTS]
    published: Annotated[int, "Answers that are shown."]


@dataclass(frozen=True, slots=True)
class ApiReply:
    """What becomes of a theme."""

    decision: Decision
    reasons: Annotated[Mapping[str, str], _TEXTS]
    decided_at: Annotated[str, _MOMENT]
    promised_for: Annotated[str | None, "Day for which something is promised."]


@dataclass(frozen=True, slots=True)
class ApiTheme:
    """What several contributions have in common."""

    id: str
    titles: Annotated[Mapping[str, str], _TEXTS]
    summaries: Annotated[Mapping[str, str], _TEXTS]
    contributions: Annotated[int, "Contributions in it that are shown."]
    replies: Annotated[list[ApiReply], "The reply, or nothing yet."]


@dataclass(frozen=True, slots=True)
class ApiContribution:
    """A contribution that is shown."""

    id: str
    question: Annotated[str | None, "Id of the question that it answers."]
    paragraph: Annotated[str, "Id of the paragraph of the model that it comments on; empty if it does not."]
    version: Annotated[str, "The version of the model that it comments on."]
    quote: Annotated[str, "The words of the paragraph that it is about; empty if it is about all of it."]
    language: Annotated[str, "BCP 47; und if nobody said which."]
    stage: Stage
    channel: Channel
    by_organiser: Annotated[bool, "Whether it is from the organisers."]
    published_at: Annotated[str, _MOMENT]
    country: Annotated[str, "Empty where fewer than ten contributions come from it."]
    text: Annotated[str | None, "Under CC BY 4.0; null if the author does not let it be quoted."]
    name: Annotated[str, "Empty if the author is not to be named."]
    organisation: str
    themes: Annotated[list[str], "Ids of its themes."]
    agree: int
    disagree: int
    passed: int
    in_theme_on: Annotated[str | None, "Day on which it came into a theme."]
    replied_on: Annotated[str | None, "Day of the reply to it, or to its theme."]
    in_text_on: Annotated[str | None, "Day since which a paragraph of the model rests on it, or on its theme."]


@dataclass(frozen=True, slots=True)
class ApiOccasionDetail:
    """An occasion with its questions and themes."""

    occasion: ApiOccasion
    questions: list[ApiQuestion]
    themes: list[ApiTheme]


@dataclass(frozen=True, slots=True)
class ApiContributions:
    """A page of the contributions of an occasion, in the order in which they were shown."""

    total: int
    page: int
    pages: int
    contributions: list[ApiContribution]


def public_occasions() -> QuerySet[Occasion]:
    """Occasions that have been public, with how many contributions are shown."""
    shown = Q(contributions__state=ContributionState.PUBLISHED)
    rows = Occasion.objects.annotate(published=Count("contributions", filter=shown))
    return rows.exclude(pages={}).order_by("-opens_at", "-pk")


def occasion_data(occasion: Any, now: datetime) -> ApiOccasion:
    """An occasion of ``public_occasions``."""
    live = {code: page for code, page in occasion.pages.items() if page["live"]}
    return ApiOccasion(
        key=str(occasion.page_key),
        kind=OccasionKind(occasion.kind),
        state=occasion.state(now),
        titles={code: page["title"] for code, page in live.items()},
        urls={code: absolute(page["url"]) for code, page in live.items()},
        opens_at=_moment(occasion.opens_at),
        closes_at=_moment(occasion.closes_at),
        report_due=occasion.report_due.isoformat() if occasion.report_due else None,
        reported_at=_moment(occasion.reported_at),
        published=occasion.published,
    )


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def questions_of(occasion: Occasion) -> list[ApiQuestion]:
    """The questions of an occasion, those that are asked no longer too if somebody has answered them."""
    shown = Count("contributions", filter=Q(contributions__state=ContributionState.PUBLISHED))
    rows: Any = Question.objects.filter(occasion=occasion).annotate(published=shown).order_by("position", "pk")
    return [ApiQuestion(row.public_id, row.texts, row.published) for row in rows if row.published or not row.retired]


def themes_of(occasion: Occasion) -> list[ApiTheme]:
    """The themes of an occasion once its report is published: until then they are work in progress."""
    if occasion.reported_at is None:
        return []
    shown = Count("members", filter=Q(members__contribution__state=ContributionState.PUBLISHED))
    themes: Any = Theme.objects.filter(occasion=occasion, merged_into=None).annotate(shown=shown)
    replies: dict[int | None, list[ApiReply]] = defaultdict(list)
    for reply in Reply.objects.filter(theme__in=themes.values("pk"), expert=None):
        day = reply.promised_for.isoformat() if reply.promised_for else None
        said = ApiReply(Decision(reply.decision), reply.reasons, reply.decided_at.isoformat(), day)
        replies[reply.theme_id].append(said)
    return [ApiTheme(row.public_id, row.titles, row.summaries, row.shown, replies[row.pk]) for row in themes]


def contributions_of(occasion: Occasion, question: str = "") -> QuerySet[Contribution]:
    """What of an occasion everybody may read, in the order in which it was shown."""
    shown = Contribution.objects.filter(occasion=occasion, state=ContributionState.PUBLISHED)
    if question:
        shown = shown.filter(question__public_id=question)
    return shown.select_related("question").order_by("published_at", "pk")


def described(occasion: Occasion, rows: list[Contribution]) -> list[ApiContribution]:
    """Contributions as they are given out, in nine queries however many there are."""
    countries = _countries_to_name(occasion)
    themes: dict[int, list[str]] = defaultdict(list)
    if occasion.reported_at:
        members = ThemeMember.objects.filter(contribution__in=rows, theme__merged_into=None)
        for contribution, theme in members.values_list("contribution", "theme__public_id"):
            themes[contribution].append(theme)
    counts, fates = _reactions(rows), fates_of(rows)
    return [_described(row, countries, themes[row.pk], counts[row.pk], fates[row.pk]) for row in rows]


def _countries_to_name(occasion: Occasion) -> set[str]:
    rows = contributions_of(occasion).exclude(country="").order_by().values_list("country", flat=True)
    return {country for country, count in Counter(rows).items() if count >= LEAST_BROKEN_DOWN}


def _reactions(rows: list[Contribution]) -> dict[int, Counter[int]]:
    counted = Contribution.objects.filter(pk__in=[row.pk for row in rows], reactions__participant__excluded_at=None)
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for pk, value, number in (
        counted.order_by().exclude(reactions=None).values_list("pk", "reactions__value").annotate(Count("pk"))
    ):
        counts[pk][value] = number
    return counts


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _described(
    row: Contribution, countries: set[str], themes: list[str], counts: Counter[int], fate: Fate
) -> ApiContribution:
    is_comment = row.subject_kind == PARAGRAPH
    named = row.can_be_quoted and row.quoting == Quoting.NAMED
    return ApiContribution(
        id=row.public_id,
        question=row.question.public_id if row.question else None,
        paragraph=row.subject_key if is_comment else "",
        version=row.subject_version if is_comment else "",
        quote=row.subject_quote if is_comment else "",
        language=row.language,
        stage=Stage(row.stage),
        channel=Channel(row.channel),
        by_organiser=row.by_organiser,
        published_at=row.published_at.isoformat() if row.published_at else "",
        country=row.country if row.country in countries else "",
        text=row.text if row.may_leave_its_page else None,
        name=row.shown_name if named else "",
        organisation=row.shown_organisation if named else "",
        themes=themes,
        agree=row.agreed + counts[1],
        disagree=row.disagreed + counts[-1],
        passed=row.passed + counts[0],
        in_theme_on=_day(fate.in_theme),
        replied_on=_day(fate.replied),
        in_text_on=_day(fate.in_text),
    )
