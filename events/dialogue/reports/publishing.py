"""What follows from publishing a report: its numbers are frozen, its occasion is reported, and the log knows it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from events.dialogue.audit_log import SYSTEM, desk, record
from events.dialogue.enums import LogAction
from events.dialogue.models import DialogueLog, Occasion, ReportPage
from events.dialogue.reports.numbers import frozen_numbers
from portal.core.types import AnyUser
from portal.core.users.models import User


def freeze(page: ReportPage, user: User | None = None, now: datetime | None = None) -> None:
    """Freeze the numbers of a report in all its languages, once; a translation gets those of its original."""
    now = now or timezone.now()
    with transaction.atomic():
        occasion = Occasion.objects.select_for_update(no_key=True).get(pk=page.occasion_id)
        versions = ReportPage.objects.filter(translation_key=page.translation_key)
        known = next((numbers for numbers in versions.values_list("numbers", flat=True) if numbers), None)
        numbers = known or frozen_numbers(occasion, now)
        versions.update(numbers=numbers)
        page.numbers = numbers
        if occasion.reported_at is None:
            occasion.reported_at = now
            occasion.save(update_fields=["reported_at"])
            by = desk(user) if user else SYSTEM
            record(LogAction.REPORT, by, now, occasion=occasion, amount=numbers["contributions"])


def report_as_before(user: AnyUser, pages: Collection[Page], since: datetime) -> None:
    """Archiving ``pages`` is taken back: the occasions of the reports among them were reported when they were."""
    reported = ReportPage.objects.filter(pk__in=[page.pk for page in pages]).values("occasion")
    for occasion in Occasion.objects.select_for_update(no_key=True).filter(pk__in=reported, reported_at=None):
        entries = DialogueLog.objects.filter(occasion=occasion, action=LogAction.REPORT)
        occasion.reported_at = entries.order_by("-at").values_list("at", flat=True).first()
        occasion.save(update_fields=["reported_at"])


def take_back(page: ReportPage) -> None:
    """A report went offline: without any version that is public, its occasion is not reported any more."""
    others = ReportPage.objects.filter(occasion_id=page.occasion_id, live=True).exclude(pk=page.pk)
    if not others.exists():
        Occasion.objects.filter(pk=page.occasion_id).update(reported_at=None)
