"""Answers to the organiser's questions, kept with the wording that was answered."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from events.enums import QuestionKind
from events.models import Answer, Question, Registration


def save_answers(registration: Registration, values: Mapping[int, Any]) -> None:
    """Store the answers given; an emptied answer is deleted.

    Parameters:
        values: by primary key of the question: text, True or False, an option id or a list of option ids.
    """
    questions = {question.pk: question for question in registration.event.questions.filter(pk__in=values)}
    for pk, value in values.items():
        question = questions[pk]
        if value in (None, "", []):
            registration.answers.filter(question=question).delete()
            continue
        wording = question.wording(registration.language)
        Answer.objects.update_or_create(
            registration=registration,
            question=question,
            defaults={
                "value": value,
                "label": wording.get("label", "")[:500],
                "text": answer_text(question, value, registration.language),
            },
        )


def answer_text(question: Question, value: Any, language: str) -> str:
    """The answer as it reads in ``language``."""
    options = dict(question.wording(language).get("options", []))
    if question.kind == QuestionKind.YES_NO:
        with translation.override(language):
            return _("Yes") if value else _("No")
    if question.kind == QuestionKind.SOME_OF:
        return ", ".join(options.get(item, item) for item in value)
    if question.kind == QuestionKind.ONE_OF:
        return str(options.get(value, value))
    return str(value)
