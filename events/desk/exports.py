"""Export of the registrants: the rows of the CSV and XLSX files."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Answer, Event, Registration
from portal.core.files.spreadsheets import PER_QUERY


def rows(event: Event, registrations: QuerySet[Registration]) -> Iterator[list[object]]:
    """Heading and one row per registration; times on the clock of the event."""
    zone, questions = ZoneInfo(event.timezone), list(event.questions.all())
    yield [
        *(_("Number"), _("State"), _("Takes part"), _("Name"), _("Email address")),
        *(pgettext("of a registrant", "Organisation"), _("Language")),
        *(_("Registered"), _("Confirmed"), _("Checked in")),
        *(str(question) for question in questions),
    ]
    for registration, answers in _with_answers(registrations):
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


def _with_answers(registrations: QuerySet[Registration]) -> Iterator[tuple[Registration, dict[int, str]]]:
    """Registrations with their answers by question, a share at a time.

    No ``prefetch_related``: what it fetches and its owner hold each other, and stay until garbage is looked for.
    """
    rest = registrations.iterator(chunk_size=PER_QUERY)
    while share := list(islice(rest, PER_QUERY)):
        answers: defaultdict[int, dict[int, str]] = defaultdict(dict)
        given = Answer.objects.filter(registration__in=[one.pk for one in share])
        for registration, question, text in given.values_list("registration_id", "question_id", "text"):
            answers[registration][question] = text
        yield from ((one, answers[one.pk]) for one in share)


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone).replace(tzinfo=None) if moment else None
