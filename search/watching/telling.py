"""Queueing the mails of watches: by comparing what is in a list with what was told of it, again and again."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from wagtail.models import Page

from portal.core.mail.outbox.queueing import new_mail, queue_many
from search.models import SearchDocument, Watch
from search.watching.actions import WATCHING
from search.watching.lists import WatchedList

NEWS = "watching.news"
#: A watch gets one mail in this time at most.
BETWEEN_MAILS = timedelta(days=7)
#: Watches that are looked at in one go.
BATCH = 500
Lists = dict[tuple[str, str, str], set[UUID]]


def tell_watchers(now: datetime | None = None) -> int:
    """Queue one mail for each confirmed watch in whose list something is new; returns how many."""
    now = now or timezone.now()
    ready = Q(last_told__isnull=True) | Q(last_told__lte=now - BETWEEN_MAILS)
    due = Watch.objects.filter(ready, confirmed_at__isnull=False, ends_at__gt=now).order_by("pk")
    first = due.aggregate(first=Min("confirmed_at"))["first"]
    published = _published_since(first) if first else {}
    if not published:
        return 0
    number, last = 0, 0
    lists: Lists = {}
    while batch := list(due.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        number += _tell(batch, published, lists, now)
    return number


def _published_since(moment: datetime) -> Mapping[UUID, datetime]:
    """When what has come since ``moment`` was published first, in whatever language; the newest first."""
    versions = Page.objects.filter(first_published_at__isnull=False).order_by().values("translation_key")
    rows = versions.annotate(first=Min("first_published_at")).filter(first__gt=moment).order_by("-first")
    return dict(rows.values_list("translation_key", "first"))


def _tell(watches: list[Watch], published: Mapping[UUID, datetime], lists: Lists, now: datetime) -> int:
    changed, mails = [], []
    for watch in watches:
        told, since = set(watch.told), watch.confirmed_at or now
        coming = [key for key, first in published.items() if first > since and str(key) not in told]
        new = _fitting(watch, coming, lists) if coming else []
        if not new:
            continue
        watch.told, watch.telling, watch.last_told = [*watch.told, *new], new, now
        changed.append(watch)
        mails.append(
            new_mail(NEWS, about=(WATCHING.about, watch.pk), language=watch.language, dedupe=f"{now:%Y%m%dT%H%M}")
        )
    with transaction.atomic():
        Watch.objects.bulk_update(changed, ["told", "telling", "last_told"])
        queue_many(mails)
    return len(mails)


def _fitting(watch: Watch, coming: list[UUID], lists: Lists) -> list[str]:
    """Those that are in the list of the watch, which is looked up once for all who watch it."""
    name = (watch.place, watch.query, watch.language)
    if name not in lists:
        lists[name] = WatchedList.read(watch.place, watch.query).keys(watch.language)
    fitting = [key for key in coming if key in lists[name]]
    shown = {row.translation_key for row in documents(fitting, watch.language)} if fitting else set()
    return [str(key) for key in fitting if key in shown]


def documents(keys: Collection[UUID | str], language: str) -> list[SearchDocument]:
    """What is public of some things, each in the version that a reader of ``language`` understands best."""
    rows = SearchDocument.objects.filter(translation_key__in=keys, removed=False)
    rows = rows.only("translation_key", "kind", "url", "language", "title", "summary", "shown_for")
    return [row for row in rows.order_by("pk") if language in row.shown_for]
