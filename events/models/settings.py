"""Settings of the registration: the part of the event page that editors fill in once, for all languages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField

from events.blocks import NeedBlock, QuestionBlock
from events.dates.zones import exists, is_ambiguous
from events.enums import DatePrecision, Promotion
from portal.core.models import facts, prose
from portal.core.operations.retention import REGISTRATION, SENSITIVE_ANSWERS


class RegistrationSettings(models.Model):
    """Fields of the event page that the registration needs; the page must have the times of an event."""

    cancelled = models.BooleanField(
        _("cancelled"),
        default=False,
        help_text=_("Everybody who is registered or waiting gets a mail when you publish this."),
    )
    takes_registrations = models.BooleanField(
        _("people can register here"), default=False, help_text=_("Needs a start with a time of day.")
    )
    online_places = models.PositiveIntegerField(
        _("places online"), null=True, blank=True, help_text=_("Empty: no limit. 0: closed.")
    )
    in_person_places = models.PositiveIntegerField(
        _("places in person"), null=True, blank=True, help_text=_("Empty: no limit. 0: closed.")
    )
    waiting_list = models.BooleanField(
        _("waiting list"), default=True, help_text=_("When all places are taken, people can join a queue.")
    )
    registration_opens = models.DateTimeField(
        _("registration opens"), null=True, blank=True, help_text=_("Empty: as soon as the page is published.")
    )
    registration_closes = models.DateTimeField(
        _("registration closes"), null=True, blank=True, help_text=_("Empty: when the event starts.")
    )
    cancel_until = models.DateTimeField(
        _("cancelling possible until"), null=True, blank=True, help_text=_("Empty: until the event starts.")
    )
    promotion = models.CharField(
        _("when a place becomes free"),
        max_length=9,
        choices=Promotion,
        default=Promotion.AUTOMATIC,
        help_text=_("Ask people if they have to travel. On the last day places are always given at once."),
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(14 * 24)],
        help_text=_("How long somebody from the waiting list has to accept a place. Two days suit most events."),
    )
    cutoff_hours = models.PositiveSmallIntegerField(
        _("no new places within"),
        default=0,
        validators=[MaxValueValidator(14 * 24)],
        help_text=_("Hours before the start. After that nobody moves up from the waiting list."),
    )
    first_reminder_days = models.PositiveSmallIntegerField(
        _("first reminder, days before"),
        null=True,
        blank=True,
        default=7,
        help_text=_("A mail to everybody who is registered, for example 7. Empty: none."),
    )
    last_reminder_days = models.PositiveSmallIntegerField(
        _("last reminder, days before"),
        null=True,
        blank=True,
        default=1,
        help_text=_("A second mail with the link or the address, for example 1. Empty: none."),
    )
    retention_days = models.PositiveSmallIntegerField(
        _("delete personal data after"),
        default=REGISTRATION.period.days,
        validators=[MaxValueValidator(REGISTRATION.most.days)],
        help_text=_("Days after the event. It happens by itself; the numbers stay."),
    )
    sensitive_retention_days = models.PositiveSmallIntegerField(
        _("delete sensitive answers after"),
        default=SENSITIVE_ANSWERS.period.days,
        validators=[MaxValueValidator(SENSITIVE_ANSWERS.most.days)],
        help_text=_("Days after the event, for example for needs that tell about somebody's health."),
    )
    questions = StreamField(
        [("question", QuestionBlock()), ("need", NeedBlock())],
        verbose_name=_("questions"),
        blank=True,
        help_text=_("Ask only what you will use. Name, mail address and organisation are asked anyway."),
    )
    consent_text = models.TextField(
        _("consent"),
        max_length=1000,
        blank=True,
        help_text=_("What people agree to. Empty: that their information is stored for this event, and how long."),
    )

    registration_panels = [
        HelpPanel(template="events/admin/registration_help.html"),
        MultiFieldPanel(
            [
                FieldPanel("takes_registrations"),
                FieldRowPanel([FieldPanel("online_places"), FieldPanel("in_person_places")]),
                FieldPanel("waiting_list"),
                FieldRowPanel([FieldPanel("registration_opens"), FieldPanel("registration_closes")]),
                FieldPanel("cancel_until"),
            ],
            heading=_("Places and times"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("promotion"),
                FieldRowPanel([FieldPanel("offer_hours"), FieldPanel("cutoff_hours")]),
                FieldRowPanel([FieldPanel("first_reminder_days"), FieldPanel("last_reminder_days")]),
            ],
            heading=_("Waiting list and reminders"),
        ),
        FieldPanel("questions"),
        MultiFieldPanel(
            [
                FieldPanel("consent_text"),
                FieldRowPanel([FieldPanel("retention_days"), FieldPanel("sensitive_retention_days")]),
            ],
            heading=_("Personal data"),
        ),
        FieldPanel("cancelled"),
    ]
    registration_facts = (
        "cancelled",
        "takes_registrations",
        "online_places",
        "in_person_places",
        "waiting_list",
        "registration_opens",
        "registration_closes",
        "cancel_until",
        "promotion",
        "offer_hours",
        "cutoff_hours",
        "first_reminder_days",
        "last_reminder_days",
        "retention_days",
        "sensitive_retention_days",
    )
    registration_fields = [*facts(*registration_facts), *prose("questions", "consent_text")]

    class Meta:
        abstract = True

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.cancelled

    def clean(self) -> None:
        """Registration needs a moment to count from, and a clock that shows it exactly once."""
        super().clean()
        if not self.takes_registrations:
            return
        page: Any = self
        if page.precision != DatePrecision.MINUTE:
            raise ValidationError({"takes_registrations": _("People can register once the event has a time of day.")})
        for day, clock, name in (
            (page.start_date, page.start_time, "start_time"),
            (page.end_date or page.start_date, page.end_time, "end_time"),
        ):
            if clock and not exists(day, clock, page.timezone):
                raise ValidationError(
                    {name: _("The clocks are set forward that night: this time does not exist. Choose another one.")}
                )
            if clock and is_ambiguous(day, clock, page.timezone):
                raise ValidationError(
                    {name: _("The clocks are set back that night and show this time twice. Choose another one.")}
                )
        if self.registration_opens and self.registration_closes and self.registration_closes <= self.registration_opens:
            raise ValidationError({"registration_closes": _("Registration closes before it opens.")})
