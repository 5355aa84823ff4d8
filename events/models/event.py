"""The event that people register for: one row for all language versions of its page.

Pages hold prose and may be renamed, translated, moved or deleted; registrations point here, so that nobody is
lost. Publishing a page brings its facts here (``events/publishing.py``).
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.dates.zones import span
from events.enums import DatePrecision, EventFormat, EventStatus, PoolKind, Promotion, QuestionKind
from portal.core.i18n.languages import active_language, reading_order
from portal.core.models.fields import EncryptedTextField
from portal.core.operations.retention import REGISTRATION, SENSITIVE_ANSWERS


class Event(models.Model):
    """Facts of one event and the rules of its registration."""

    #: The translation key of its pages; also the UID of its calendar entries, for ever and in every language.
    translation_key = models.UUIDField(unique=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=EventStatus, default=EventStatus.SCHEDULED)

    start_date = models.DateField()
    start_time = models.TimeField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    end_time = models.TimeField(null=True, blank=True)
    timezone = models.CharField(max_length=64, default="Europe/Copenhagen")
    precision = models.CharField(max_length=8, choices=DatePrecision, default=DatePrecision.MINUTE)
    #: Derived from the wall times above; UTC.
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(db_index=True)
    format = models.CharField(max_length=10, choices=EventFormat, default=EventFormat.ONLINE)
    place = models.CharField(max_length=255, blank=True)

    takes_registrations = models.BooleanField(default=False)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    cancel_until = models.DateTimeField(null=True, blank=True)
    promotion = models.CharField(max_length=9, choices=Promotion, default=Promotion.AUTOMATIC)
    offer_hours = models.PositiveSmallIntegerField(default=48, validators=[MaxValueValidator(14 * 24)])
    #: Nobody is promoted later than this many hours before the start: too late to plan the journey.
    cutoff_hours = models.PositiveSmallIntegerField(default=0)
    join_link = EncryptedTextField(blank=True)
    #: Confirmed people see the link this many hours before the start.
    join_link_hours = models.PositiveSmallIntegerField(default=24)
    recordings_link = models.URLField(blank=True)
    first_reminder_days = models.PositiveSmallIntegerField(null=True, blank=True, default=7)
    last_reminder_days = models.PositiveSmallIntegerField(null=True, blank=True, default=1)
    retention_days = models.PositiveSmallIntegerField(default=REGISTRATION.period.days)
    sensitive_retention_days = models.PositiveSmallIntegerField(default=SENSITIVE_ANSWERS.period.days)

    #: Rises with every change that a calendar must know; never falls (SEQUENCE, RFC 5545 section 3.8.7.4).
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-starts_at",)

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive start and end in UTC from wall time and zone."""
        self.starts_at, self.ends_at = span(
            self.precision, self.timezone, self.start_date, self.start_time, self.end_date, self.end_time
        )
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """The title in the active language, or in the one its readers understand best."""
        text = self.text(active_language())
        return text.title if text else str(self.translation_key)

    def text(self, language: str) -> "EventText | None":
        """The version of ``language``, or the best other one; None without any page.

        Of pages that went offline, only if no other is left.
        """
        known = list(self.texts.all())
        texts = {text.language: text for text in known if text.live} or {text.language: text for text in known}
        return next((texts[code] for code in reading_order(language) if code in texts), None)

    def cutoff(self) -> datetime:
        """From this moment on nobody is promoted."""
        return self.starts_at - timedelta(hours=self.cutoff_hours)

    def registration_ends(self) -> datetime:
        """The moment from which nobody can register."""
        return min(self.closes_at or self.starts_at, self.starts_at)

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether visitors can register at this moment (a seat is another question)."""
        now = now or timezone.now()
        return (
            self.takes_registrations
            and self.status == EventStatus.SCHEDULED
            and (self.opens_at is None or self.opens_at <= now)
            and now < self.registration_ends()
        )

    def can_cancel(self, now: datetime | None = None) -> bool:
        """Whether registrants can still cancel by themselves."""
        return (now or timezone.now()) < (self.cancel_until or self.starts_at)

    def join_link_visible_from(self) -> datetime:
        """The moment from which confirmed people see the link to take part."""
        return self.starts_at - timedelta(hours=self.join_link_hours)


class EventText(models.Model):
    """What an event is called in one language, and where its page is."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=255)
    slug = models.SlugField(max_length=255, allow_unicode=True)
    url = models.CharField(max_length=500)
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("event", "language"), name="unique_event_text")]
        indexes = [models.Index(fields=("language", "slug"))]

    def __str__(self) -> str:
        return self.title


class SeatPool(models.Model):
    """Places of one kind. A hybrid event has two pools, each with a waiting list of its own."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="pools")
    kind = models.CharField(max_length=9, choices=PoolKind)
    #: None is unlimited, 0 is closed.
    capacity = models.PositiveIntegerField(null=True, blank=True)
    waiting_list = models.BooleanField(default=True)
    #: Seats above capacity that an organiser knows of, after lowering the capacity or registering by hand.
    acknowledged_over = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("event", "kind"), name="unique_pool_kind")]
        ordering = ("kind",)

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Question(models.Model):
    """A question of the organiser. Once answered it is retired rather than deleted."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    #: Id of the block on the page, the same in every language.
    key = models.UUIDField()
    kind = models.CharField(max_length=10, choices=QuestionKind)
    required = models.BooleanField(default=False)
    #: Needs that tell about health or faith: deleted soon after the event.
    sensitive = models.BooleanField(default=False)
    #: ``{"en": {"label": "...", "help": "...", "options": [["<id>", "..."]]}}``,
    #: the options as a list because PostgreSQL sorts the keys of an object.
    texts = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("event", "key"), name="unique_question_key")]
        ordering = ("position",)

    def __str__(self) -> str:
        return str(self.wording(active_language()).get("label", self.key))

    def wording(self, language: str) -> dict[str, Any]:
        """Label, help and options in ``language`` or the best other one."""
        return next((self.texts[code] for code in reading_order(language) if code in self.texts), {})
