"""Plainly fictional occasions, questions and contributions."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from django.utils import timezone

from events.dialogue.enums import ContributionState, OccasionKind
from events.dialogue.input import actions, participants
from events.dialogue.input.actions import About, Words
from events.dialogue.models import Contribution, Occasion, Participant, Question

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
_numbers = count(1)


def make_occasion(**fields) -> Occasion:
    """A consultation that takes input, with pages in English and Finnish."""
    number = next(_numbers)
    pages = {
        code: {"title": f"{title} {number}", "url": f"/{code}/take-part/testing-{number}/", "live": True}
        for code, title in (("en", "Test consultation"), ("fi", "Testikuuleminen"))
    }
    return Occasion.objects.create(
        **{"page_key": uuid4(), "kind": OccasionKind.CONSULTATION, "pages": pages, "takes_input": True, **fields}
    )


def make_question(occasion: Occasion | None = None, **fields) -> Question:
    """A question in English, Finnish and Icelandic."""
    texts = {
        "en": "What makes a bench good?",
        "fi": "Mikä tekee penkistä hyvän?",
        "is": "Hvað gerir bekk góðan?",
    }
    return Question.objects.create(
        **{"occasion": occasion, "key": uuid4(), "element_key": None if occasion else uuid4(), "texts": texts, **fields}
    )


def make_participant(occasion: Occasion | None = None, language: str = "en") -> tuple[Participant, str]:
    """A participant and the secret."""
    return participants.create(occasion, language)


def said(question: Question, text: str | None = None, *, now: datetime | None = None, **fields) -> Contribution:
    """A contribution in its first state; ``fields`` are those of ``Words``, and the participant."""
    participant = fields.pop("participant", None) or make_participant(question.occasion)[0]
    words = Words(**{"text": text or f"A bench needs shade, number {next(_numbers)}.", "language": "en", **fields})
    return actions.contribute(words, About(question.occasion, question), participant=participant, now=now or NOW)


def set_state(contribution: Contribution, state: str, **fields) -> Contribution:
    """Put a contribution into a state, as a moderator's decision would."""
    values = {"state": state, "hold_reason": "", **fields}
    if state == ContributionState.PUBLISHED:
        values.setdefault("published_at", NOW)
    Contribution.objects.filter(pk=contribution.pk).update(**values)
    contribution.refresh_from_db()
    return contribution


def shown(question: Question, text: str | None = None, **fields) -> Contribution:
    """A published contribution."""
    return set_state(said(question, text, **fields), ContributionState.PUBLISHED)


def in_days(days: int) -> datetime:
    """By the real clock, for tests of pages."""
    return timezone.now() + timedelta(days=days)
