"""The overview of taking part: occasions by where they stand, with their reports, and the standing questions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Q, QuerySet
from django.urls import reverse

from events.dialogue.enums import ContributionState, OccasionState
from events.dialogue.models import DialogueSettings, Occasion, Question, ReportPage
from events.dialogue.moderation.queries import MonthlyLine, monthly_lines
from portal.core.hooks.openings import OpenQuestion
from portal.core.i18n.languages import reading_order
from portal.core.pagecache.kept import kept
from portal.core.queries import addresses_of, listed

#: Occasions that are open or to come on one page; there are never that many at once.
MOST_CURRENT = 50


@dataclass(frozen=True)
class ListedOccasion:
    """An occasion in a list, as readers of one language get it."""

    key: UUID
    title: str
    url: str
    #: Language of the title (BCP 47).
    language: str
    kind: str
    state: OccasionState
    opens_at: datetime | None
    closes_at: datetime | None
    #: Published contributions.
    published: int
    report_due: date | None
    report: ReportPage | None

    @property
    def is_open(self) -> bool:
        """Whether people can answer or join now."""
        return self.state in {OccasionState.OPEN, OccasionState.LIVE}


def current_occasions(now: datetime) -> QuerySet[Occasion]:
    """Occasions that are open, live or to come, those that close first before the others."""
    goes_on = Q(takes_input=True) & (Q(closes_at=None) | Q(closes_at__gt=now)) | Q(live_code__isnull=False)
    return occasions_with_numbers().filter(goes_on, reported_at=None).order_by("closes_at", "pk")


def past_occasions(now: datetime) -> QuerySet[Occasion]:
    """Occasions that are closed or reported, the latest first; those to which nobody was ever asked are left out."""
    current = current_occasions(now).values("pk")
    asked = Q(reported_at__isnull=False) | Q(closes_at__isnull=False) | Q(contributions__isnull=False)
    about = Q(questions__isnull=False) | ~Q(model_version="")
    found = Occasion.objects.filter(asked, about).exclude(pk__in=current).values("pk")
    return occasions_with_numbers().filter(pk__in=found).order_by("-closes_at", "-pk")


def occasions_with_numbers() -> QuerySet[Occasion]:
    """Occasions with ``published``: how many contributions of people are shown."""
    shown = Q(contributions__state=ContributionState.PUBLISHED, contributions__by_organiser=False)
    return Occasion.objects.select_related("event").annotate(published=Count("contributions", filter=shown))


def present(occasions: Iterable[Occasion], language: str, now: datetime) -> list[ListedOccasion]:
    """Occasions of ``occasions_with_numbers`` as readers of ``language`` get them; without any page they are left out.

    One query for the reports of all of them.
    """
    occasions = [occasion for occasion in occasions if any(page["live"] for page in occasion.pages.values())]
    reports = reports_of(occasions, language)
    foreign = [one.page_key for one in occasions if not one.pages.get(language, {}).get("live")]
    addresses = addresses_of(foreign, language) if foreign else {}
    return [_present(one, language, now, reports.get(one.pk), addresses.get(one.page_key)) for one in occasions]


def _present(
    occasion: Any, language: str, now: datetime, report: ReportPage | None, address: str | None
) -> ListedOccasion:
    live = {code for code, page in occasion.pages.items() if page["live"]}
    code = next(code for code in reading_order(language) if code in live)
    return ListedOccasion(
        key=occasion.page_key,
        title=occasion.pages[code]["title"],
        url=address or occasion.pages[code]["url"],
        language=code,
        kind=occasion.get_kind_display(),
        state=occasion.state(now),
        opens_at=occasion.opens_at,
        closes_at=occasion.closes_at,
        published=occasion.published,
        report_due=occasion.report_due,
        report=report,
    )


def reports_of(occasions: Iterable[Occasion], language: str) -> dict[int, ReportPage]:
    """The public report of each occasion that has one, in the version that readers of ``language`` understand best."""
    keys = [occasion.pk for occasion in occasions if occasion.reported_at]
    found = listed(ReportPage.objects.filter(occasion__in=keys), language) if keys else []
    return {page.occasion_id: page for page in found}


@dataclass(frozen=True)
class StandingQuestions:
    """The questions of one element that can be answered at any time."""

    #: Translation key of the element.
    element_key: UUID
    questions: int
    published: int


def standing_questions() -> list[StandingQuestions]:
    """Elements whose guiding questions take answers, with how many were published; none if that is switched off."""
    numbers: Counter[UUID] = Counter()
    answers: Counter[UUID] = Counter()
    for key, published in _standing().order_by("position", "pk").values_list("element_key", "answers"):
        if key is not None:
            numbers[key] += 1
            answers[key] += published
    return [StandingQuestions(key, count, answers[key]) for key, count in numbers.items()]


def _standing() -> QuerySet[Any]:
    """Standing questions with ``answers``: how many are published; none if they are switched off."""
    off = DialogueSettings.objects.filter(standing_questions=False)
    asked = Question.objects.filter(~Exists(off), occasion=None, retired=False)
    return asked.annotate(answers=Count("contributions", filter=Q(contributions__state=ContributionState.PUBLISHED)))


@kept(32)
def waiting_question(language: str) -> OpenQuestion | None:
    """The standing question that has the fewest answers, as readers of ``language`` get it; None if none is asked."""
    question = _standing().order_by("answers", "position", "pk").first()
    if question is None:
        return None
    return OpenQuestion(
        text=question.text(language),
        language=question.language_for(language),
        url=reverse("dialogue:question", args=[question.public_id]),
        answer_url=reverse("dialogue:answer", args=[question.public_id]),
        published=question.answers,
    )


def latest_moderation(now: datetime) -> MonthlyLine | None:
    """The public line of the latest month in which something was decided, of this or the one before."""
    this_month = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    first = (this_month - timedelta(days=1)).replace(day=1)
    lines = monthly_lines(since=first)
    return lines[0] if lines else None
