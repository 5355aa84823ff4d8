"""Publication gate of events, and the admin form in which they are edited."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events.dates.texts import event_text
from events.models import EventPage
from partners.teams.forms import OwnedPageForm
from portal.editing.publication.problems import Problem

CONFIRM = "confirm_start"


def begun_gate(event: EventPage) -> Iterator[Problem]:
    """An event that begins today or has begun already is published only if somebody says that the day is right.

    Today is the day on which it goes live, which may be one to come. It is not asked about again while a version of
    it is public with the same first day.
    """
    event.set_span()
    now = timezone.now()
    goes_live = max(event.go_live_at or now, now)
    if event.starts_local.date() > goes_live.astimezone(event.zone).date():
        return
    public = EventPage.objects.filter(translation_key=event.translation_key, live=True, start_date=event.start_date)
    if event.confirmed_start == event.start_date or public.exists():
        return
    if event.starts_local.date() > now.astimezone(event.zone).date():
        warning = _(
            "The event will have begun when the page goes live: %(when)s. Change one of the two, or tick here that it "
            "is right."
        )
    else:
        warning = _(
            "The event begins today or has begun already: %(when)s. Change the day, or tick here that it is right."
        )
    yield Problem(warning % {"when": event_text(event, get_language() or "en")}, CONFIRM)


class EventPageForm(OwnedPageForm):
    """The form of an event, with the answer to the question about its day."""

    confirm_start = forms.BooleanField(
        label=gettext_lazy("The day is right, although it is not in the future"),
        required=False,
        help_text=gettext_lazy("Tick it for an event of today or of the past: nobody announces last year's date then."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if CONFIRM in self.fields and self.instance.confirmed_start:
            self.initial[CONFIRM] = self.instance.confirmed_start == self.instance.start_date

    def clean(self) -> dict[str, object]:
        """The answer holds for the day that the form shows."""
        cleaned: dict[str, Any] = super().clean()
        if CONFIRM in self.fields:
            self.instance.confirmed_start = cleaned.get("start_date") if cleaned.get(CONFIRM) else None
        return cleaned
