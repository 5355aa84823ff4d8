"""The steps of the event wizard, in the order in which an invitation is written."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from events.dates.zones import exists, is_ambiguous
from events.enums import EventFormat, EventType
from events.models import EventIndexPage, EventPage
from events.wizard.lines import read_agenda, read_questions, read_speakers
from events.wizard.places import place_of, zone_name
from partners.teams.forms import OwnerField
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.forms.countries import country_choices
from portal.core.forms.places import CountryChoiceField, ZoneChoiceField
from portal.core.i18n.locales import own_name
from portal.editing.wizard.forms import Said, StepForm
from portal.editing.wizard.lines import MOST_TEXT, LinesField

YES, NO = "yes", "no"


class WhatStep(StepForm):
    """What it is, and for whom."""

    title = forms.CharField(
        label=_("What is the event called?"),
        max_length=EventPage._meta.get_field("title").max_length,
        help_text=_("What people will do or hear there, for example: Sharing tools between neighbours."),
    )
    event_type = forms.ChoiceField(
        label=_("What sort of event is it?"),
        choices=EventType.choices,
        initial=EventType.WORKSHOP,
        help_text=_("At a workshop people work together; at the others they mostly listen or look."),
    )
    summary = forms.CharField(
        label=_("The invitation in one or two sentences"),
        max_length=EventPage._meta.get_field("summary").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown in lists, in search and when the page is shared."),
    )
    description = forms.CharField(
        label=_("What is it about, and for whom?"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What people take home, and what they need to know before. An empty line begins a new paragraph."),
    )
    open_to_all = forms.ChoiceField(
        label=_("Who may come?"),
        choices=[(YES, _("Everybody")), (NO, _("Only those who are invited"))],
        initial=YES,
        widget=forms.RadioSelect,
        help_text=_("The page can be read by everybody in any case."),
    )
    written_in = forms.ChoiceField(
        label=_("In which language do you write?"),
        help_text=_("The page can be translated afterwards."),
    )
    organisation = OwnerField(_("Which organisation invites?"))

    def prepare(self) -> None:
        """Members of a team write for their own organisation; who has one is not asked."""
        language: Any = self.fields["written_in"]
        there = set(EventIndexPage.objects.order_by().values_list("locale__language_code", flat=True))
        language.choices = [(code, own_name(code)) for code, _name in settings.LANGUAGES if code in there]
        language.initial = self.language
        owner: Any = self.fields["organisation"]
        owner.narrow_to(self.user)
        if not acts_for_all(self.user) and len(organisation_ids(self.user)) < 2:
            del self.fields["organisation"]


class WhenStep(StepForm):
    """When and where."""

    folded = ("end_date", "country", "timezone")
    fold_label = _("Several days, or another country or clock")

    start_date = forms.DateField(
        label=_("Which day?"),
        widget=AdminDateInput,
        help_text=_("As you write it: 15.3.2027, or with the name of the month."),
    )
    start_time = forms.TimeField(
        label=_("When does it start?"), widget=AdminTimeInput, help_text=_("On the clock of the place.")
    )
    end_time = forms.TimeField(
        label=_("When does it end?"), widget=AdminTimeInput, help_text=_("People plan their way home by it.")
    )
    format = forms.ChoiceField(
        label=_("How does one take part?"),
        choices=EventFormat.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "The link for those who take part online is sent only to people who have registered. You write it under "
            "“Registrations” once the page is public."
        ),
    )
    city = forms.CharField(
        label=_("In which town?"),
        max_length=EventPage._meta.get_field("city").max_length,
        required=False,
        help_text=_(
            "By its local name, for example Göteborg. Country and clock follow from it. Empty if it is online."
        ),
    )
    venue = forms.CharField(
        label=_("Where there?"),
        max_length=EventPage._meta.get_field("venue").max_length,
        required=False,
        help_text=_("Name and street, for example: City Hall, Rådhusplassen 1. Empty if it is online."),
    )
    end_date = forms.DateField(
        label=_("Last day"), required=False, widget=AdminDateInput, help_text=_("Empty if it is the first day.")
    )
    country = CountryChoiceField(
        label=_("Country"),
        required=False,
        choices=lambda: [("", gettext("As the town says")), *country_choices()],
        help_text=_("Only if the town lies in another country than you would think, or is small."),
    )
    timezone = ZoneChoiceField(
        label=_("Clock"),
        required=False,
        help_text=_("The city whose clock is meant, if it is another one than that of the place."),
    )

    def clean(self) -> dict[str, object]:
        """A place that is known, and times that lie ahead, exist and follow each other."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("format") in {EventFormat.IN_PERSON, EventFormat.HYBRID}:
            self._clean_place(data)
        zone = zone_name({"clock": timezone.get_current_timezone_name(), **data})
        first, last = data.get("start_date"), data.get("end_date")
        if first and first <= timezone.localdate():
            self.add_error("start_date", _("An event that is announced lies ahead. Write a day after today."))
        if first and last and last < first:
            self.add_error("end_date", _("The last day comes before the first one."))
        start, end = data.get("start_time"), data.get("end_time")
        if start and end and first and end <= start and (last or first) == first:
            self.add_error("end_time", _("The event ends before it starts. Check days and times."))
        for day, clock, name in ((first, start, "start_time"), (last or first, end, "end_time")):
            self._clean_clock(day, clock, name, zone)
        return data

    def _clean_place(self, data: Said) -> None:
        city = data.get("city")
        if not city and "city" not in self.errors:
            self.add_error("city", _("Write the town in which people meet, or choose that it is online."))
        elif city and not place_of(data).country and "country" not in self.errors:
            said = gettext("The portal does not know “%(town)s”. Choose the country in which it lies.")
            self.add_error("country", said % {"town": city})

    def _clean_clock(self, day: date | None, clock: time | None, name: str, zone: str) -> None:
        if day and clock and (not exists(day, clock, zone) or is_ambiguous(day, clock, zone)):
            self.add_error(name, _("The clocks are changed that night: choose a time that they show once."))


class ProgrammeStep(StepForm):
    """What happens, and who speaks."""

    agenda = LinesField(
        read_agenda,
        rows=8,
        label=_("The programme"),
        help_text=_(
            "One line for each item, the time first if you know it: “13.00 Welcome”, “13.10–14.00 Work in groups”."
        ),
    )
    speakers = LinesField(
        read_speakers,
        rows=4,
        label=_("Who speaks or leads?"),
        help_text=_(
            "One line for each person: name, role, organisation, with commas between. Ask them before you publish."
        ),
    )


class QuestionsStep(StepForm):
    """What everybody is asked."""

    questions = LinesField(
        read_questions,
        rows=5,
        label=_("What do you want to hear from people?"),
        help_text=_(
            "One open question in each line, two to four of them, beginning with how, what or where. People can answer "
            "on the page before, during and after the event, registered or not. Empty: you ask nothing."
        ),
    )


class RegistrationStep(StepForm):
    """Who comes."""

    folded = ("closes", "waiting_list")
    fold_label = _("Last day to register, and the waiting list")

    takes_registrations = forms.ChoiceField(
        label=_("Do people register here?"),
        choices=[(YES, _("Yes, on the page of the event")), (NO, _("No"))],
        widget=forms.RadioSelect,
        help_text=_("Reminders are sent by themselves, and what people tell about themselves is deleted afterwards."),
    )
    in_person_places = forms.IntegerField(
        label=_("How many places are there in the room?"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: no limit."),
    )
    online_places = forms.IntegerField(
        label=_("How many places are there online?"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: no limit."),
    )
    closes = forms.DateField(
        label=_("Last day to register"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Empty: until the event starts."),
    )
    waiting_list = forms.ChoiceField(
        label=_("When all places are taken"),
        choices=[(YES, _("people can join a queue")), (NO, _("registration is over"))],
        initial=YES,
        required=False,
        help_text=_("Who stands first in the queue gets the next free place by itself."),
    )

    def prepare(self) -> None:
        """Only the places that there are."""
        held = self.said.get("format")
        if held == EventFormat.ONLINE:
            del self.fields["in_person_places"]
        elif held == EventFormat.IN_PERSON:
            del self.fields["online_places"]

    def clean_closes(self) -> date | None:
        """From today on, before the event."""
        closes: date | None = self.cleaned_data["closes"]
        start = self.said.get("start_date")
        if closes and closes < timezone.localdate():
            raise forms.ValidationError(_("That day is over. Choose one from today on, or leave it empty."))
        if closes and start and closes > date.fromisoformat(start):
            raise forms.ValidationError(_("That is after the event has begun."))
        return closes


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last minute of a day on the clock of an event."""
    return datetime.combine(day, time(23, 59), tzinfo=zone)


def same_weekday(day: date, today: date) -> timedelta:
    """How far an event of ``day`` is moved to lie ahead of ``today`` on the same day of the week.

    Years of 52 weeks: a Tuesday in the middle of March becomes a Tuesday in the middle of March.
    """
    weeks = timedelta(days=364)
    return weeks * max(1, (today - day) // weeks + 1)


STEPS: dict[str, tuple[Any, type[StepForm]]] = {
    "what": (_("What and for whom"), WhatStep),
    "when": (_("When and where"), WhenStep),
    "programme": (_("Programme"), ProgrammeStep),
    "questions": (_("Questions"), QuestionsStep),
    "registration": (_("Registration"), RegistrationStep),
}
