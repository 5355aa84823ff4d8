"""What the dialogue tells the rooms below about a page: which questions can be answered, live room and report."""

from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import override

from events.dialogue.enums import ContributionState
from events.dialogue.models import DialogueSettings, Occasion, Question, ReportPage
from events.dialogue.queries import free_to_leave, takes_answers
from portal.core.hooks.openings import NOTHING, Opening, OpenQuestion, Said
from portal.core.i18n.locales import best_version
from portal.core.pagecache.kept import kept

#: The kind of thing that is a page of the site; its key is the translation key.
PAGE = "page"
#: Characters of an answer that stand below its question.
MOST_QUOTED = 160


def find_opening(kind: str, key: UUID, language: str) -> Opening:
    """What can be answered about a page, for readers of ``language``; in one query where nothing is reported yet."""
    if kind != PAGE:
        return NOTHING
    questions = _asked_by(key, language)
    occasion = questions[0].occasion if questions else _occasion_of(key)
    if occasion is None and not questions:
        return NOTHING
    shown = _questions(questions, language)
    report = _report(occasion, language) if occasion and occasion.reported_at else None
    return Opening(
        questions=shown,
        is_open=any(question.is_open for question in shown),
        opens_at=occasion.opens_at if occasion else None,
        closes_at=occasion.closes_at if occasion else None,
        live_url=_live_url(occasion, language) if occasion else "",
        report_url=report.url_path if report else "",
        report_title=report.title if report else "",
        report_due=occasion.report_due if occasion else None,
    )


@kept(500)
def _occasion_of(key: UUID) -> Occasion | None:
    return Occasion.objects.filter(page_key=key).first()


@kept(500)
def _asked_by(key: UUID, language: str) -> list[Question]:
    """Questions of a page, with ``answers`` (how many are shown), ``said_…`` (one of them that may be quoted) and
    ``is_off`` (nobody can answer standing ones).
    """
    here = Q(occasion__page_key=key) | Q(occasion=None, element_key=key)
    published = ContributionState.PUBLISHED
    shown = Q(contributions__state=published) & (
        Q(contributions__replaced_by=None) | ~Q(contributions__replaced_by__state=published)
    )
    off = DialogueSettings.objects.filter(standing_questions=False)
    asked = Question.objects.filter(here, retired=False).select_related("occasion__event")
    foreign = Case(When(language=language, then=0), default=1)
    quoted = free_to_leave().filter(question=OuterRef("pk")).order_by(foreign, "-published_at", "-pk")
    said = {f"said_{name}": Subquery(quoted.values(name)[:1]) for name in ("text", "language", "public_id")}
    counted = Count("contributions", filter=shown)
    return list(asked.annotate(answers=counted, is_off=Exists(off), **said).order_by("position", "pk"))


def _said(text: str | None, language: str, public_id: str) -> Said | None:
    if text is None:
        return None
    return Said(Truncator(text).chars(MOST_QUOTED), language, reverse("dialogue:contribution", args=[public_id]))


def _questions(questions: list[Any], language: str) -> list[OpenQuestion]:
    now = timezone.now()
    with override(language):
        return [
            OpenQuestion(
                text=question.text(language),
                language=question.language_for(language),
                url=reverse("dialogue:question", args=[question.public_id]),
                answer_url=reverse("dialogue:answer", args=[question.public_id]),
                published=question.answers,
                is_open=takes_answers(question, now, standing=not question.is_off),
                said=_said(question.said_text, question.said_language, question.said_public_id),
            )
            for question in questions
        ]


def _report(occasion: Occasion, language: str) -> ReportPage | None:
    versions = list(ReportPage.objects.live().public().filter(occasion=occasion))
    return best_version(versions, language) if versions else None


def _live_url(occasion: Occasion, language: str) -> str:
    """Where people join, while they can."""
    if not occasion.live_code:
        return ""
    try:
        with override(language):
            return reverse("dialogue:room", args=[occasion.live_code])
    except NoReverseMatch:
        return ""
