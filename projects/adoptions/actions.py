"""Business actions of an adoption's author, each one transaction that locks the adoption and reads it again.

``editors.md`` in docs has the way of an adoption: told, confirmed by mail, read, shown, asked about once a year.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from portal.core.mail.addresses import address_key, tidy_address
from portal.core.mail.outbox.queueing import forget, queue
from projects.adoptions.audit_log import record
from projects.adoptions.signals import adoptions_changed
from projects.enums import AdoptionAction, AdoptionStage, AdoptionState
from projects.models import Adoption, AdoptionElement

#: Kind of thing that mails are about, and of the mails.
ABOUT = "adoption"
CONFIRM, DECIDED, STILL, LINKS = "adoptions.confirm", "adoptions.decided", "adoptions.still", "adoptions.links"
TEXTS = ("changed", "result", "did_not_work")


class Outcome(StrEnum):
    """What became of an action."""

    DONE = "done"
    #: It is gone, or not in a state for this.
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Words:
    """What somebody says of their municipality."""

    municipality: str
    country: str
    latitude: float | None
    longitude: float | None
    size_band: str
    since_year: int
    since_month: int | None
    stage: str
    changed: str
    result: str
    did_not_work: str
    #: Translation key of their own case study.
    own_case_key: UUID | None = None


@dataclass(frozen=True)
class Subject:
    """What is used: a case, or elements of a version of the model."""

    case_key: UUID | None = None
    model_version: int | None = None
    element_keys: Sequence[UUID] = ()


def tell(words: Words, subject: Subject, *, address: str, language: str, form_key: str, now: datetime) -> Adoption:
    """Keep what somebody told, and ask the address to confirm it. The same form sent twice is one adoption."""
    with transaction.atomic():
        adoption, created = Adoption.objects.get_or_create(
            form_key=sha256(form_key.encode()).hexdigest(),
            defaults={
                **asdict(words),
                "case_key": subject.case_key,
                "model_version": subject.model_version,
                "contact": tidy_address(address),
                "contact_hmac": _hmac_of(address),
                "language": language,
                "created_at": now,
            },
        )
        if created:
            keys = dict.fromkeys(subject.element_keys)
            AdoptionElement.objects.bulk_create(AdoptionElement(adoption=adoption, element_key=key) for key in keys)
            queue(CONFIRM, about=(ABOUT, adoption.pk), language=language, dedupe="confirm")
    return adoption


def _hmac_of(address: str) -> str:
    """The address as it is compared."""
    return salted_hmac("projects.adoption", address_key(address), algorithm="sha256").hexdigest()


def ask_for_links(address: str, language: str) -> None:
    """Remember that somebody has lost their links.

    What they told is looked up later, so that the request takes the same time for everybody.
    """
    queue(LINKS, address=tidy_address(address), language=language)


def queue_links(address: str) -> None:
    """Queue a mail with a link for each adoption that was told from an address; for an unknown one there is none."""
    for adoption in Adoption.objects.filter(contact_hmac=_hmac_of(address)).exclude(contact=""):
        queue(LINKS, about=(ABOUT, adoption.pk), language=adoption.language)


def confirm(adoption_id: int, now: datetime) -> Outcome:
    """Complete the double opt-in: now somebody reads it. Only ever called by a POST."""

    def act(adoption: Adoption) -> Outcome:
        if adoption.confirmed_at is None:
            adoption.confirmed_at = adoption.last_confirmed = now
            adoption.save(update_fields=["confirmed_at", "last_confirmed"])
            record(AdoptionAction.CONFIRM, adoption, now)
        return Outcome.DONE

    return _locked(adoption_id, act)


def change(adoption_id: int, words: Words, now: datetime) -> Outcome:
    """Say something else. New words are read before they are shown; a new stage is shown at once."""

    def act(adoption: Adoption) -> Outcome:
        if adoption.confirmed_at is None:
            return Outcome.IMPOSSIBLE
        before = adoption.state
        typed = ("municipality", "country", "own_case_key", *TEXTS)
        is_reworded = any(getattr(adoption, name) != getattr(words, name) for name in typed)
        for name, value in asdict(words).items():
            setattr(adoption, name, value)
        if is_reworded:
            adoption.state, adoption.reason, adoption.reason_text = AdoptionState.PENDING, "", ""
            adoption.changed_at = now
        _answered(adoption, now)
        adoption.save()
        record(AdoptionAction.CHANGE, adoption, now, from_state=before)
        announce(adoption)
        return Outcome.DONE

    return _locked(adoption_id, act)


def still(adoption_id: int, now: datetime) -> Outcome:
    """Say that it is still so."""
    return _answer(adoption_id, now, AdoptionAction.STILL)


def stop(adoption_id: int, now: datetime) -> Outcome:
    """Say that it was stopped. It stays, since others learn from that; nobody is asked again."""
    return _answer(adoption_id, now, AdoptionAction.STOP, AdoptionStage.STOPPED)


def _answer(adoption_id: int, now: datetime, action: AdoptionAction, stage: str = "") -> Outcome:
    def act(adoption: Adoption) -> Outcome:
        if adoption.confirmed_at is None:
            return Outcome.IMPOSSIBLE
        adoption.stage = stage or adoption.stage
        _answered(adoption, now)
        adoption.save(update_fields=["stage", "last_confirmed", "asked"])
        record(action, adoption, now)
        announce(adoption)
        return Outcome.DONE

    return _locked(adoption_id, act)


def withdraw(adoption_id: int, now: datetime) -> Outcome:
    """Delete everything: words, place, address, links and mails. The log keeps the number only."""

    def act(adoption: Adoption) -> Outcome:
        erase(adoption, AdoptionAction.WITHDRAW, now)
        return Outcome.DONE

    return _locked(adoption_id, act)


def erase(adoption: Adoption, action: AdoptionAction, now: datetime) -> None:
    """Delete an adoption with all that leads to it."""
    record(action, adoption, now)
    forget(ABOUT, [adoption.pk])
    keys = adoption.page_keys
    adoption.delete()
    adoptions_changed.send(sender=Adoption, keys=keys)


def announce(adoption: Adoption) -> None:
    """Tell what keeps something about adoptions that this one changed."""
    adoptions_changed.send(sender=Adoption, keys=adoption.page_keys)


def _answered(adoption: Adoption, now: datetime) -> None:
    adoption.last_confirmed, adoption.asked = now, 0


def _locked(adoption_id: int, act: Callable[[Adoption], Outcome]) -> Outcome:
    with transaction.atomic():
        adoption = Adoption.objects.select_for_update(no_key=True).filter(pk=adoption_id).first()
        return act(adoption) if adoption else Outcome.IMPOSSIBLE
