"""Rows of the dialogue for tests: plainly fictional occasions, participants and contributions, without pages."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from events.dialogue.enums import ContributionState, OccasionKind, Quoting, Stage
from events.dialogue.models import Contribution, Occasion, Participant, Question, Reaction, Round, Theme, ThemeMember
from portal.core.web.tokens import fingerprint, new_token
from tests.events.factories import NOW

_numbers = count(1)
#: The same question as the six languages ask it, and a seventh that readers may write in.
QUESTION = {
    "en": "How do people in Testby decide together?",
    "da": "Hvordan beslutter folk i Testby i fællesskab?",
    "nb": "Hvordan bestemmer folk i Testby sammen?",
    "sv": "Hur beslutar människor i Testby tillsammans?",
    "fi": "Miten Testbyn väki päättää yhdessä?",
    "is": "Hvernig ákveður fólk í Testby saman?",
}


def make_occasion(**fields: Any) -> Occasion:
    """A consultation that is open now, with a page in every language."""
    number = next(_numbers)
    pages = {
        code: {"title": f"Høring {number} {code}", "url": f"/{code}/take-part/hearing-{number}/", "live": True}
        for code in QUESTION
    }
    defaults: dict[str, Any] = {
        "page_key": uuid4(),
        "kind": OccasionKind.CONSULTATION,
        "pages": pages,
        "takes_input": True,
        "opens_at": NOW - timedelta(days=1),
        "closes_at": NOW + timedelta(days=20),
    }
    return Occasion.objects.create(**(defaults | fields))


def make_question(occasion: Occasion | None = None, **fields: Any) -> Question:
    """A question of ``occasion``; without one, the standing question of an element."""
    defaults: dict[str, Any] = {"key": uuid4(), "texts": dict(QUESTION), "stages": [stage.value for stage in Stage]}
    if occasion is None:
        defaults["element_key"] = UUID(int=next(_numbers))
    return Question.objects.create(occasion=occasion, **(defaults | fields))


def make_participant(occasion: Occasion | None = None, **fields: Any) -> tuple[Participant, str]:
    """A participant and the secret of the personal URL."""
    secret = new_token()
    fields = {"language": "fi", "key_sha256": fingerprint(secret)} | fields
    return Participant.objects.create(occasion=occasion, **fields), secret


def make_contribution(question: Question, text: str = "Lisää bussivuoroja, kiitos ð", **fields: Any) -> Contribution:
    """A contribution that is shown, may be quoted, and was written by a participant of its own."""
    if "participant" not in fields:
        fields["participant"] = make_participant(question.occasion)[0]
    defaults: dict[str, Any] = {
        "occasion": question.occasion,
        "language": "fi",
        "state": ContributionState.PUBLISHED,
        "quoting": Quoting.ANONYMOUS,
        "licence_version": "1",
        "created_at": NOW,
    }
    fields = defaults | fields
    if fields["state"] == ContributionState.PUBLISHED:
        fields.setdefault("published_at", NOW)
    return Contribution.objects.create(question=question, text=text, **fields)


def make_round(question: Question, number: int = 1, **fields: Any) -> Round:
    """A round of the question's occasion, in which people write."""
    defaults = {"opened_at": NOW, "phase_at": NOW}
    return Round.objects.create(occasion=question.occasion, question=question, number=number, **(defaults | fields))


def react(participant: Participant, contribution: Contribution, value: int, at: datetime = NOW) -> Reaction:
    """One reaction."""
    return Reaction.objects.create(participant=participant, contribution=contribution, value=value, minute=at)


def make_theme(occasion: Occasion, *members: Contribution, **fields: Any) -> Theme:
    """A theme with its members."""
    theme = Theme.objects.create(
        occasion=occasion, **({"titles": {"da": "Bus og bane", "en": "Buses and trains"}, "created_at": NOW} | fields)
    )
    for member in members:
        ThemeMember.objects.create(theme=theme, contribution=member, added_at=NOW)
    return theme
