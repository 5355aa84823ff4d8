"""Queries for the page behind a personal URL; nothing is changed here."""

from dataclasses import dataclass
from datetime import datetime

from events.dialogue.input.paragraphs import titles_of
from events.dialogue.models import Contribution, DialogueSettings, Participant, Question, Reaction
from events.dialogue.queries import ShownReply, ShownTheme, outcome, takes_answers, with_outcome
from portal.core.hooks.roots import Reference, users

#: Reactions that the page lists.
MOST_REACTIONS = 50


@dataclass(frozen=True)
class OwnContribution:
    """One's own contribution and what became of it."""

    contribution: Contribution
    themes: list[ShownTheme]
    replies: list[ShownReply]
    #: Where it went: paragraphs of the model, directly or by its themes, and the report.
    used_in: list[Reference]
    #: Of a comment on the model's text: which paragraph it is about.
    paragraph: str = ""


def own_contributions(participant: Participant, language: str) -> list[OwnContribution]:
    """All that a participant has said, the newest first."""
    found = Contribution.objects.filter(participant=participant).select_related("question", "occasion", "replaced_by")
    contributions = list(with_outcome(found).order_by("-created_at", "-pk"))
    titles = titles_of(contributions)
    outcomes = [outcome(contribution, language) for contribution in contributions]
    # Its themes stand beside it already, with their replies.
    said = [contribution.public_id for contribution in contributions]
    direct = users("contribution", said, language, "paragraph")
    themed = users("theme", [theme.public_id for themes, _replies in outcomes for theme in themes], language)
    return [
        OwnContribution(
            contribution,
            themes,
            replies,
            _once([*direct[contribution.public_id], *(one for theme in themes for one in themed[theme.public_id])]),
            titles.get(contribution.pk, ""),
        )
        for contribution, (themes, replies) in zip(contributions, outcomes, strict=True)
    ]


def _once(references: list[Reference]) -> list[Reference]:
    return list({(reference.kind, reference.key): reference for reference in references}.values())


def own_reactions(participant: Participant) -> list[Reaction]:
    """What a participant agrees or disagrees with, as far as it can be read."""
    found = participant.reactions.select_related("contribution").exclude(contribution__text="")
    return list(found.order_by("-minute", "-pk")[:MOST_REACTIONS])


def open_questions(participant: Participant, now: datetime) -> list[Question]:
    """Questions of the occasion that can be answered now; of standing questions, those answered already."""
    if participant.occasion is None:
        asked = Question.objects.filter(contributions__participant=participant, occasion=None).distinct()
    else:
        asked = participant.occasion.questions.filter(retired=False)
    questions = list(asked)
    for question in questions:
        question.occasion = participant.occasion
    standing = bool(questions) and participant.occasion is None and DialogueSettings.load().standing_questions
    return [question for question in questions if takes_answers(question, now, standing=standing)]
