"""Asking once a year whether it is still so, and deleting what is due. Both may be cut off or done twice."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.core.mail.outbox.queueing import queue
from portal.core.operations.retention import ADOPTION_CONTACTS, REFUSED_ADOPTIONS, UNCONFIRMED_ADOPTIONS
from projects.adoptions.actions import ABOUT, STILL, erase
from projects.enums import AdoptionAction, AdoptionStage, AdoptionState
from projects.models import Adoption, AdoptionLink

YEAR = timedelta(days=365)


def ask_again(now: datetime | None = None) -> int:
    """Queue the yearly question to those whose last answer and last question are a year ago; returns how many."""
    now = now or timezone.now()
    shown = Adoption.objects.filter(state=AdoptionState.PUBLISHED, last_confirmed__lte=now - YEAR).exclude(contact="")
    unasked = Q(asked_at=None) | Q(asked_at__lte=now - YEAR)
    due = shown.filter(unasked).exclude(stage=AdoptionStage.STOPPED)
    number = 0
    for adoption in due:
        with transaction.atomic():
            taken = due.filter(pk=adoption.pk).update(asked_at=now, asked=F("asked") + 1)
            if taken:
                queue(STILL, about=(ABOUT, adoption.pk), language=adoption.language, dedupe=f"{now:%Y%m%d}")
                number += taken
    return number


def forget_old(now: datetime | None = None) -> int:
    """Delete what nobody confirmed, what was refused, and addresses whose time is over; returns how many."""
    now = now or timezone.now()
    unconfirmed = Q(confirmed_at=None, created_at__lte=now - UNCONFIRMED_ADOPTIONS.period)
    refused = Q(state=AdoptionState.REFUSED, decided_at__lte=now - REFUSED_ADOPTIONS.period)
    number = 0
    with transaction.atomic():
        for adoption in Adoption.objects.select_for_update(no_key=True).filter(unconfirmed | refused):
            erase(adoption, AdoptionAction.ERASE, now)
            number += 1
        silent = Adoption.objects.filter(last_confirmed__lte=now - ADOPTION_CONTACTS.period).exclude(contact="")
        AdoptionLink.objects.filter(adoption__in=silent).delete()
        return number + silent.update(contact="", contact_hmac="")
