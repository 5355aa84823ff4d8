"""What the dialogue tells the rooms below about a page: which questions can be answered, live room and report."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import override

from events.dialogue.models import DialogueSettings, Occasion, Question, ReportPage
from events.dialogue.queries import count_published, takes_answers
from portal.core.hooks.openings import NOTHING, Opening, OpenQuestion
from portal.core.i18n.locales import best_version

#: The kind of thing that is a page of the site; its key is the translation key.
PAGE = "page"


def find_opening(kind: str, key: UUID, language: str) -> Opening:
    """What can be answered about a page, for readers of ``language``; in six queries at most."""
    if kind != PAGE:
        return NOTHING
    occasion = Occasion.objects.select_related("event").filter(page_key=key).first()
    found = occasion.questions if occasion else Question.objects.filter(occasion=None, element_key=key)
    questions = list(found.filter(retired=False))
    if occasion is None and not questions:
        return NOTHING
    for question in questions:
        question.occasion = occasion
    shown = _questions(questions, language)
    report = _report(occasion, language) if occasion else None
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


def _questions(questions: list[Question], language: str) -> list[OpenQuestion]:
    counts, now = count_published(questions), timezone.now()
    standing = any(question.occasion is None for question in questions) and DialogueSettings.load().standing_questions
    with override(language):
        return [
            OpenQuestion(
                text=question.text(language),
                language=question.language_for(language),
                url=reverse("dialogue:question", args=[question.public_id]),
                answer_url=reverse("dialogue:answer", args=[question.public_id]),
                published=counts.get(question.pk, 0),
                is_open=takes_answers(question, now, standing=standing),
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
