"""Publishing: the questions that pages ask are copied to the rows that people answer.

Facts come from the original page only; a translation brings its wording, its title and its address. A question that was
answered is retired, never deleted.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.dialogue.enums import Channel, ContributionState, OccasionKind, Stage
from events.dialogue.models import ConsultationPage, Contribution, Occasion, Question, Rendering
from events.dialogue.signals import contributions_changed
from events.models import Event, EventPage
from events.models.asking import AsksForInput, input_closes
from events.publishing import is_translation
from portal.core.frame import rebuild
from portal.core.hooks.openings import AskedQuestion
from portal.core.models import BasePage

#: Subject of a statement that the organisers wrote on the page; its key is the id of the statement there.
SEED = "seed"


def publish(page: BasePage, now: datetime | None = None) -> None:
    """Bring the questions of a published page to their rows; a page that never asked anything is left alone."""
    now = now or timezone.now()
    if isinstance(page, AsksForInput):
        known = Occasion.objects.filter(page_key=page.translation_key).exists()
        if known or page.takes_input or page.input_questions:
            _publish_occasion(page, now)
        return
    asked = page.asks()
    standing = Question.objects.filter(occasion=None, element_key=page.translation_key)
    if asked or standing.exists():
        with transaction.atomic():
            _bring_standing(page, asked, standing)


def withdraw(page: BasePage) -> None:
    """A page went offline or was deleted: without any page, an occasion takes nothing more and questions retire."""
    occasion = Occasion.objects.filter(page_key=page.translation_key).first()
    if occasion is not None and page.locale_code in occasion.pages:
        occasion.pages[page.locale_code]["live"] = False
        if not any(version["live"] for version in occasion.pages.values()):
            occasion.takes_input = False
        occasion.save(update_fields=["pages", "takes_input"])
        if occasion.model_version:
            rebuild()
    others = BasePage.of_key(page.translation_key).filter(live=True).exclude(pk=page.pk)
    if not others.exists():
        Question.objects.filter(occasion=None, element_key=page.translation_key).update(retired=True)


def _publish_occasion(page: Any, now: datetime) -> Occasion:
    """The occasion of a page, with its facts and questions.

    Parameters:
        page: an event or consultation page.
    """
    with transaction.atomic():
        Occasion.objects.get_or_create(page_key=page.translation_key, defaults={"kind": _kind_of(page)})
        occasion = Occasion.objects.select_for_update(no_key=True).get(page_key=page.translation_key)
        original, had_version = not is_translation(page), bool(occasion.model_version)
        if original or occasion.event_id is None:
            _bring_facts(occasion, page)
        occasion.pages[page.locale_code] = {"title": page.title, "url": page.url_path, "live": True}
        occasion.save()
        if occasion.model_version or had_version:
            rebuild()  # pages of the model learn from the frame that they can be commented on
        _bring_questions(occasion, page, original=original, now=now)
    return occasion


def _kind_of(page: object) -> OccasionKind:
    return OccasionKind.WORKSHOP if isinstance(page, EventPage) else OccasionKind.CONSULTATION


def _bring_facts(occasion: Occasion, page: Any) -> None:
    occasion.kind = _kind_of(page)
    occasion.event = Event.objects.filter(translation_key=page.translation_key).first()
    occasion.organisation_id = page.organisation_id
    occasion.takes_input = page.takes_input
    occasion.opens_at, occasion.closes_at = page.input_opens, input_closes(page)
    if occasion.opens_at and occasion.closes_at and occasion.closes_at <= occasion.opens_at:
        occasion.closes_at = None  # the event was moved to before its input opens: nothing closes by itself
    occasion.moderation, occasion.report_due = page.moderation, page.report_due
    occasion.asks_country, occasion.asks_role = page.asks_country, page.asks_role
    if isinstance(page, ConsultationPage):
        occasion.model_version = page.model_version
        occasion.model_elements = [str(one.value.translation_key) for one in page.model_elements if one.value]
    occasion.retention_months = page.input_retention_months


def _bring_questions(occasion: Occasion, page: Any, *, original: bool, now: datetime) -> None:
    known = {question.key: question for question in occasion.questions.all()}
    position = 0
    for asked in page.asks():
        for key, texts, element_key in _rows_of(asked, page.locale_code):
            question = known.pop(key, None) or Question(occasion=occasion, key=key, element_key=element_key)
            if original or question.pk is None:
                question.stages, question.position, question.retired = list(asked.stages), position, False
            question.texts = {**question.texts, **texts}
            question.save()
            position += 1
            _bring_seeds(question, asked.seeds, page.locale_code, original=original, now=now)
    if original:
        _retire(occasion.questions.filter(pk__in=[question.pk for question in known.values()]))


def _rows_of(asked: AskedQuestion, language: str) -> Iterable[tuple[UUID, dict[str, str], UUID | None]]:
    """Key, wording by language and element of what one block asks: one question, or those of an element."""
    if asked.key is not None:
        yield asked.key, {language: asked.text}, None
        return
    standing = Question.objects.filter(occasion=None, element_key=asked.element_key, retired=False)
    for number, question in enumerate(standing, 1):
        if asked.number in {None, number}:
            yield question.key, question.texts, question.element_key


def _retire(questions: QuerySet[Question]) -> None:
    """Ask no longer: what was answered, or asked in a round, stays readable; the rest goes."""
    questions.update(retired=True)
    questions.filter(contributions__isnull=True, rounds__isnull=True).delete()


def _bring_standing(page: BasePage, asked: list[AskedQuestion], standing: QuerySet[Question]) -> None:
    """The guiding questions of an element; occasions that ask them too get the wording."""
    original, known = not is_translation(page), {question.key: question for question in standing}
    for position, one in enumerate(asked):
        if one.key is None:
            continue
        question = known.pop(one.key, None) or Question(key=one.key, element_key=page.translation_key)
        if original or question.pk is None:
            question.position, question.retired = position, False
        question.texts = {**question.texts, page.locale_code: one.text}
        question.save()
        for copy in Question.objects.filter(key=one.key, occasion__isnull=False):
            copy.texts = question.texts
            copy.save(update_fields=["texts"])
    if original:
        _retire(standing.filter(pk__in=[question.pk for question in known.values()]))


def _bring_seeds(
    question: Question, seeds: Iterable[tuple[str, str]], language: str, *, original: bool, now: datetime
) -> None:
    """Statements of the organisers: one contribution each, in the language of the original; translations beside it."""
    for key, text in seeds:
        seed = Contribution.objects.filter(question=question, subject_kind=SEED, subject_key=key).first()
        if seed is None:
            seed = Contribution.objects.create(
                occasion=question.occasion,
                question=question,
                subject_kind=SEED,
                subject_key=key,
                by_organiser=True,
                stage=Stage.BEFORE,
                channel=Channel.WEB,
                language=language,
                text=text,
                state=ContributionState.PUBLISHED,
                created_at=now,
                published_at=now,
            )
        elif seed.language == language:
            if original and seed.text != text and not seed.reactions.exists():
                seed.text = text
                seed.save(update_fields=["text"])
            else:
                continue
        else:
            Rendering.objects.update_or_create(
                contribution=seed, language=language, defaults={"text": text, "machine": "", "made_at": now}
            )
        contributions_changed.send(sender=Contribution, contributions=[seed])
