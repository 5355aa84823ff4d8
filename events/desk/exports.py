"""Export of the registrants: the rows of the CSV and XLSX files."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Event, Registration


def rows(event: Event, registrations: Iterable[Registration]) -> Iterator[list[object]]:
    """Heading and one row per registration; times on the clock of the event."""
    zone, questions = ZoneInfo(event.timezone), list(event.questions.all())
    yield [
        *(_("Number"), _("State"), _("Takes part"), _("Name"), _("Email address")),
        *(pgettext("of a registrant", "Organisation"), _("Language")),
        *(_("Registered"), _("Confirmed"), _("Checked in")),
        *(str(question) for question in questions),
    ]
    for registration in registrations:
        answers = {answer.question_id: answer.text for answer in registration.answers.all()}
        moments = (registration.created_at, registration.confirmed_at, registration.attended_at)
        yield [
            registration.pk,
            registration.get_state_display(),
            str(registration.pool),
            registration.name,
            registration.email,
            registration.organisation,
            registration.language,
            *(_local(moment, zone) for moment in moments),
            *(answers.get(question.pk, "") for question in questions),
        ]


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone).replace(tzinfo=None) if moment else None
