"""Event pages: prose and facts of workshops and of the arenas where the model was shown."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from events.blocks import AgendaItemBlock, MaterialBlock, StatementBlock
from events.dates.zones import span, zone_names
from events.enums import DatePrecision, EventFormat, EventType
from events.models.asking import AsksForInput
from events.models.settings import RegistrationSettings
from partners.models import OwnedMixin
from portal.core.blocks import ParagraphBlock
from portal.core.enums import country_label
from portal.core.forms.countries import country_choices, zone_of
from portal.core.forms.places import NO_ZONE, CountryField, ZoneField
from portal.core.models import BasePage, PlacedMixin, SourcedMixin, facts, prose


class EventIndexPage(BasePage):
    """Overview of all events: what comes, and what has been, by year."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    translatable_fields = BasePage.base_translatable_fields

    class Meta:
        verbose_name = _("overview of events")
        verbose_name_plural = _("overviews of events")


class EventPage(AsksForInput, RegistrationSettings, OwnedMixin, PlacedMixin, SourcedMixin, BasePage):
    """One event. Facts are the same in every language; what people register for is kept apart from the page."""

    #: Shows one ``event`` in a list, in rooms too that may not name a template of this one.
    row_template = "events/components/event_row.html"
    row_fields = (
        *BasePage.row_fields,
        *("event_type", "format", "cancelled", "city", "country"),
        *("precision", "timezone", "start_date", "starts_at", "ends_at"),
    )

    event_type = models.CharField(
        _("type"),
        max_length=12,
        choices=EventType,
        default=EventType.WORKSHOP,
        help_text=_(
            "At a workshop people work together; conferences, expos and launches are where the model was shown."
        ),
    )
    featured = models.BooleanField(
        _("the initiative's own event"),
        default=False,
        help_text=_("Only events that the initiative arranges itself. They stand first."),
    )
    precision = models.CharField(
        _("precision of the date"),
        max_length=8,
        choices=DatePrecision,
        default=DatePrecision.MINUTE,
        help_text=_("For past arenas of which only the day or the month is known."),
    )
    start_date = models.DateField(_("first day"), help_text=_("For month precision, any day of the month."))
    start_time = models.TimeField(
        _("starts at"), null=True, blank=True, help_text=_("On the clock in the time zone below.")
    )
    end_date = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty if it is the first day."))
    end_time = models.TimeField(
        _("ends at"), null=True, blank=True, help_text=_("On the same clock. People plan their way home by it.")
    )
    timezone = ZoneField(
        _("time zone"),
        max_length=64,
        blank=True,
        help_text=_("The city whose clock is meant. Summer time is then right by itself."),
    )
    #: The first day of which an editor has said that it is right although it is not in the future.
    confirmed_start = models.DateField(null=True, editable=False)
    starts_at = models.DateTimeField(editable=False, db_index=True)
    ends_at = models.DateTimeField(editable=False, db_index=True)
    format = models.CharField(
        _("format"),
        max_length=10,
        choices=EventFormat,
        default=EventFormat.ONLINE,
        help_text=_("Decides what people are asked when they register."),
    )
    venue = models.CharField(
        _("venue"),
        max_length=160,
        blank=True,
        help_text=_("Name and street, for example: City Hall, Rådhusplassen 1. Empty if it is online."),
    )
    city = models.CharField(
        _("city"), max_length=80, blank=True, help_text=_("By its local name, for example Göteborg.")
    )
    country = CountryField(
        _("country"),
        max_length=6,
        blank=True,
        choices=country_choices,
        help_text=_("Where it takes place. Empty if it is online only."),
    )
    open_to_all = models.BooleanField(
        _("open to all"), null=True, blank=True, help_text=_("Unknown for some past arenas.")
    )
    funder = models.ForeignKey(
        "partners.PartnerPage",
        verbose_name=_("funder"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who pays for the event, if it is one of the partners."),
    )
    description = StreamField([("paragraph", ParagraphBlock())], verbose_name=_("description"), blank=True)
    agenda = StreamField([("item", AgendaItemBlock())], verbose_name=_("programme"), blank=True)
    statements = StreamField(
        [("statement", StatementBlock())],
        verbose_name=_("comment statements"),
        blank=True,
        help_text=_("Experts from each country and what they said. Ask them before you publish their words."),
    )
    afterwards = StreamField(
        [("paragraph", ParagraphBlock()), ("material", MaterialBlock())],
        verbose_name=_("afterwards"),
        blank=True,
        help_text=_("What was heard, recordings and slides."),
    )

    #: A copy is another event: its day has to be looked at again.
    exclude_fields_in_copy = ["confirmed_start"]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("event_type"), FieldPanel("featured")]),
                FieldPanel("precision"),
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                FieldPanel("confirm_start"),
                FieldPanel("timezone"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("format"),
                FieldPanel("venue"),
                FieldRowPanel([FieldPanel("city"), FieldPanel("country")]),
                FieldPanel("open_to_all"),
            ],
            heading=_("Where, and who may come"),
        ),
        FieldPanel("description"),
        FieldPanel("agenda"),
        FieldPanel("statements"),
        InlinePanel("event_elements", label=_("Element"), heading=_("Elements discussed")),
        MultiFieldPanel(
            [InlinePanel("organisers", label=_("Organiser")), FieldPanel("funder"), FieldPanel("organisation")],
            heading=_("Organisers and funder"),
        ),
        FieldPanel("afterwards"),
    ]
    note_panels = SourcedMixin.note_panels
    more_tabs = [
        ObjectList(RegistrationSettings.registration_panels, heading=_("Registration")),
        ObjectList(AsksForInput.input_panels, heading=_("Input")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("description"),
        index.SearchField("agenda"),
        index.SearchField("city"),
        index.FilterField("event_type"),
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
    ]
    translatable_fields = [
        *BasePage.base_translatable_fields,
        *facts(
            "organisation",
            "event_type",
            "featured",
            "precision",
            "start_date",
            "start_time",
            "confirmed_start",
            "end_date",
            "end_time",
            "timezone",
            "starts_at",
            "ends_at",
            "format",
            "venue",
            "city",
            "country",
            "open_to_all",
            "funder",
        ),
        *prose("description", "agenda", "statements", "afterwards"),
        *facts("organisers", "event_elements"),
        *SourcedMixin.sourced_fields,
        *RegistrationSettings.registration_fields,
        *AsksForInput.input_fields,
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose clock the times are read on."""
        return ZoneInfo(self.timezone or zone_of(self.country, self.city))

    @property
    def starts_local(self) -> datetime:
        """Start on the clock of the event's zone."""
        return self.starts_at.astimezone(self.zone)

    @property
    def ends_local(self) -> datetime:
        """End on the clock of the event's zone."""
        return self.ends_at.astimezone(self.zone)

    @property
    def last_day(self) -> date:
        """The last day of the event on the calendar of its zone; for month precision, the last of the month."""
        return (
            (self.ends_local - timedelta(microseconds=1)).date() if self.ends_at > self.starts_at else self.start_date
        )

    @property
    def is_past(self) -> bool:
        """Whether it is over."""
        return self.ends_at <= timezone.now()

    @property
    def has_statements(self) -> bool:
        """Whether any of the people who are named said something that may be read; else they are speakers."""
        return any(block.value["text"] for block in self.statements)

    @property
    def country_name(self) -> str:
        """Name of the country in the reader's language; arenas lie outside the Nordic countries too."""
        return country_label(self.country)

    def clean(self) -> None:
        """Times that exist and follow each other; then what follows from them in UTC."""
        super().clean()
        if self.timezone not in zone_names():
            raise ValidationError({"timezone": NO_ZONE % {"value": self.timezone}})
        if not self.start_date:
            return
        if self.precision == DatePrecision.MINUTE and not self.start_time:
            raise ValidationError({"start_time": _("Write the time at which it starts, or choose a lower precision.")})
        if self.precision == DatePrecision.MINUTE and self.end_date and not self.end_time:
            raise ValidationError({"end_time": _("Write the time at which it ends, or remove the last day.")})
        self.set_span()
        if self.ends_at < self.starts_at:
            raise ValidationError({"end_date": _("The event ends before it starts. Check days and times.")})

    def set_span(self) -> None:
        """Derive ``starts_at`` and ``ends_at`` from wall time, zone and precision."""
        self.starts_at, self.ends_at = span(
            self.precision, self.zone.key, self.start_date, self.start_time, self.end_date, self.end_time
        )

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Zone and span are set before the fields are checked, since pages made in code have none yet."""
        if not self.timezone:
            self.timezone = zone_of(self.country, self.city)
        if self.start_date and self.timezone in zone_names():
            self.set_span()
        super().full_clean(*args, **kwargs)


class EventOrganiser(Orderable):
    """An organisation that holds the event."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="organisers")
    partner = models.ForeignKey(
        "partners.PartnerPage",
        verbose_name=_("partner"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Who invites to the event. The first is named first."),
    )

    panels = [FieldPanel("partner")]


class EventElement(Orderable):
    """An element of the model that is discussed."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="event_elements")
    element = models.ForeignKey(
        "projects.ElementPage",
        verbose_name=_("element"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("An element that people work with there. One to three are enough."),
    )

    panels = [FieldPanel("element")]
