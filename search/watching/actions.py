"""Watching a list by mail: each list once for an address, and an end that needs no log-in."""

from datetime import datetime

from django.utils import timezone

from portal.core.operations.retention import UNCONFIRMED_WATCHES, WATCHES
from portal.core.web.double_opt_in import DoubleOptIn
from search.models import Watch
from search.watching.lists import WatchedList

WATCHING = DoubleOptIn(
    model=Watch,
    about="watch",
    confirm_mail="watching.confirm",
    confirm_view="watch_confirm",
    end_view="watch_end",
    hmac_salt="search.watching",
    end_salt="search.watching.end",
    unconfirmed=UNCONFIRMED_WATCHES,
    confirmed=WATCHES,
)


def watch(watched: WatchedList, address: str, language: str, now: datetime) -> Watch:
    """Ask an address to confirm that it wants to hear what is new in a list."""
    key = {"list_hmac": WATCHING.hmac(f"{watched.place}?{watched.query}#{language}")}
    return WATCHING.ask(address, language, now, key, place=watched.place, query=watched.query)


def end_path(watch: Watch) -> str:
    """The path that ends a watch, for the foot of each of its mails."""
    return WATCHING.end_path(watch, str(watch.pk))


def read_end(signed: str) -> int | None:
    """The number of the watch that a link of a mail's foot names; None if the portal did not write it."""
    number = WATCHING.read_end(signed)
    return int(number) if number else None


def forget_ended(now: datetime | None = None) -> int:
    """Delete what nobody confirmed in time, and watches whose time is over; returns how many."""
    return WATCHING.end(Watch.objects.filter(ends_at__lte=now or timezone.now()))
