"""Answers to the organiser's questions, kept with the wording that was answered."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from events.enums import QuestionKind
from events.models import Answer, Question, Registration

#: Text, yes or no, the id of an option or several; None or empty if nothing was answered.
AnswerValue = str | bool | list[str] | None


def save_answers(registration: Registration, values: Mapping[int, AnswerValue]) -> None:
    """Store the answers given; an emptied answer is deleted.

    Parameters:
        values: by primary key of the question.
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


def answer_text(question: Question, value: AnswerValue, language: str) -> str:
    """The answer as it reads in ``language``."""
    options = dict(question.wording(language).get("options", []))
    if question.kind == QuestionKind.YES_NO:
        with translation.override(language):
            return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(options.get(item, item) for item in value)
    if question.kind == QuestionKind.ONE_OF:
        return str(options.get(value, value))
    return str(value)
