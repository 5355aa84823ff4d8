"""Plainly fictional occasions, contributions and people at their desks."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from django.contrib.auth import get_user_model

from events.dialogue.audit_log import AUTHOR, record
from events.dialogue.enums import ContributionState, LogAction, OccasionKind
from events.dialogue.models import Contribution, Occasion, Participant, Question, Theme
from events.dialogue.moderation.seals import seal
from partners.models import Organisation
from partners.teams.groups import make_team, secretariat

#: A Monday morning.
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
_numbers = count(1)


def later(**delta) -> datetime:
    return NOW + timedelta(**delta)


def make_organisation(slug: str) -> Organisation:
    return Organisation.objects.create(slug=slug, name=slug.title(), translation_key=uuid4())


def member(name: str, organisation: Organisation):
    """Somebody of the organisation's team."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "a long password", first_name=name.title())
    user.groups.add(make_team(organisation).group)
    return user


def secretary(name: str = "sekretær"):
    user = get_user_model().objects.create_user(name, "secretary@example.org", "a long password", first_name="Sif")
    user.groups.add(secretariat())
    return user


def make_occasion(organisation: Organisation | None = None, questions: int = 1, **fields) -> Occasion:
    """A workshop that takes input, with questions."""
    number = next(_numbers)
    pages = {
        "en": {"title": f"Test workshop {number}", "url": f"/en/events/test-{number}/", "live": True},
        "is": {"title": f"Tilraunasmiðja {number}", "url": f"/is/events/test-{number}/", "live": True},
    }
    defaults = {"page_key": uuid4(), "kind": OccasionKind.WORKSHOP, "pages": pages, "takes_input": True}
    occasion = Occasion.objects.create(**{**defaults, "organisation": organisation, **fields})
    for position in range(questions):
        make_question(occasion, position)
    return occasion


def make_question(occasion: Occasion | None = None, position: int = 0) -> Question:
    return Question.objects.create(
        occasion=occasion,
        key=uuid4(),
        texts={"en": f"What is question {position + 1}?", "fi": f"Mikä on kysymys {position + 1}?"},
        stages=["before", "live", "after"],
        position=position,
    )


def contribute(occasion: Occasion | None, text: str = "Bæði ég og þú á götunni", **fields) -> Contribution:
    """A contribution as it came by the form: it waits to be read."""
    question = fields.pop("question", None) or Question.objects.filter(occasion=occasion).first()
    at = fields.pop("created_at", NOW)
    if "participant" not in fields and not fields.get("by_organiser"):
        fields["participant"] = Participant.objects.create(occasion=occasion, key_sha256=uuid4().hex, language="is")
    if fields.get("state") == ContributionState.PUBLISHED:
        fields.setdefault("published_at", at)
    contribution = Contribution.objects.create(
        **{"occasion": occasion, "question": question, "language": "is", "text": text, "created_at": at, **fields}
    )
    record(LogAction.CONTRIBUTE, AUTHOR, at, occasion=occasion, number=contribution.public_id)
    return Contribution.objects.get(pk=contribution.pk)


def shown(occasion: Occasion | None, text: str = "Meira traust, takk", **fields) -> Contribution:
    return contribute(occasion, text, state=ContributionState.PUBLISHED, **fields)


def make_theme(occasion: Occasion, title: str = "Traust", **fields) -> Theme:
    return Theme.objects.create(occasion=occasion, titles={"is": title}, created_at=NOW, **fields)


def seen(contribution: Contribution) -> str:
    """The seal of a contribution as it is now."""
    return seal(Contribution.objects.get(pk=contribution.pk))
