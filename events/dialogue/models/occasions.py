"""Occasions on which input is asked for, their questions, and the rounds of a live workshop."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.dialogue.enums import OccasionKind, OccasionState, Phase
from events.dialogue.models.fields import PublicIdField
from events.enums import Moderation
from events.models import Event
from portal.core.i18n.languages import active_language, reading_order
from portal.core.operations.retention import CONTRIBUTIONS

#: Length of the code under which people join a live room.
CODE_LENGTH = 5


class Occasion(models.Model):
    """A workshop or a consultation: one row for all language versions of its page, written when that is published."""

    #: The translation key of its pages.
    page_key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=12, choices=OccasionKind)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="occasion")
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: What it is called and where its page is: ``{"fi": {"title": "…", "url": "/fi/…", "live": true}}``.
    pages = models.JSONField(default=dict)
    takes_input = models.BooleanField(default=False)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    moderation = models.CharField(max_length=6, choices=Moderation, default=Moderation.BEFORE)
    asks_country = models.BooleanField(default=False)
    asks_role = models.BooleanField(default=False)
    report_due = models.DateField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    retention_months = models.PositiveSmallIntegerField(default=CONTRIBUTIONS.period.days // 30)
    #: The version of the model's text that a consultation is about, ``1.0`` or ``1.1-draft``; empty: about questions.
    model_version = models.CharField(max_length=20, blank=True)
    #: Translation keys of the elements whose paragraphs can be commented on; empty: all.
    model_elements = models.JSONField(default=list, blank=True)

    #: The code of the live room; None while nobody can join.
    live_code = models.CharField(max_length=CODE_LENGTH, null=True, blank=True, unique=True)
    #: The code that the room had, so that who types it afterwards is led to the report.
    former_code = models.CharField(max_length=CODE_LENGTH, blank=True, db_index=True)
    live_since = models.DateTimeField(null=True, blank=True)
    live_ended_at = models.DateTimeField(null=True, blank=True)
    #: Rises with every click of a facilitator: a click on an older page changes nothing.
    phase_version = models.PositiveIntegerField(default=0)
    #: Everything can be read and nothing written: for when something goes wrong.
    frozen = models.BooleanField(default=False)
    #: Many people join from behind one network address.
    one_room = models.BooleanField(default=False)
    #: Page of the projector: which page of the wall, or of the themes, is shown.
    screen = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("occasion for input")
        verbose_name_plural = _("occasions for input")
        ordering = ("-opens_at", "-pk")
        permissions = [("read_desk", "Can read every desk of the dialogue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=models.F("opens_at")),
                name="occasion_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def page(self, language: str) -> dict[str, Any]:
        """Title and path of the page in ``language``, or in the language its readers understand best; empty if none."""
        live = {code: page for code, page in self.pages.items() if page["live"]} or self.pages
        return next((live[code] for code in reading_order(language) if code in live), {})

    @property
    def title(self) -> str:
        """The title in the active language, or in the one its readers understand best."""
        return str(self.page(active_language()).get("title") or self.page_key)

    def state(self, now: datetime | None = None) -> OccasionState:
        """Where the occasion stands at ``now``."""
        now = now or timezone.now()
        if self.reported_at and self.reported_at <= now:
            return OccasionState.REPORTED
        if self.live_code:
            return OccasionState.LIVE
        if not self.takes_input or (self.closes_at and self.closes_at <= now):
            return OccasionState.CLOSED
        if self.opens_at and self.opens_at > now:
            return OccasionState.PLANNED
        return OccasionState.OPEN

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether its questions can be answered at ``now`` (a round may take statements all the same)."""
        now = now or timezone.now()
        return (
            self.takes_input
            and not self.frozen
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or now < self.closes_at)
        )

    def is_about(self, element_key: object) -> bool:
        """Whether the paragraphs of an element can be commented on here."""
        return bool(self.model_version) and (not self.model_elements or str(element_key) in self.model_elements)


class Question(models.Model):
    """A question to everybody: of an occasion, or the standing question of an element."""

    public_id = PublicIdField()
    #: None: a standing question, which can always be answered.
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    #: Id of the block on the page that asks, the same in every language.
    key = models.UUIDField()
    #: Translation key of the element page whose question it is.
    element_key = models.UUIDField(null=True, blank=True, db_index=True)
    #: The wording: ``{"fi": "…"}``.
    texts = models.JSONField(default=dict)
    #: Values of ``Stage``.
    stages = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    #: No longer asked; its answers stay readable.
    retired = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("occasion", "key"), condition=Q(occasion__isnull=False), name="unique_occasion_question"
            ),
            models.UniqueConstraint(
                fields=("key",), condition=Q(occasion__isnull=True), name="unique_standing_question"
            ),
        ]

    def __str__(self) -> str:
        return self.text(active_language())

    def language_for(self, language: str) -> str:
        """The language in which readers of ``language`` get the question."""
        return next((code for code in reading_order(language) if code in self.texts), "")

    def text(self, language: str) -> str:
        """The wording in ``language``, or in the one its readers understand best."""
        return str(self.texts.get(self.language_for(language), ""))


class Round(models.Model):
    """One question in a live workshop, from writing to looking at all that was said."""

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="rounds")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    phase = models.CharField(max_length=6, choices=Phase, default=Phase.WRITE)
    #: Takes nothing and keeps its phase.
    paused = models.BooleanField(default=False)
    #: Advisory: the clock on the facilitator's page closes nothing.
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField()
    phase_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("occasion", "number"), name="unique_round_number"),
            models.UniqueConstraint(
                fields=("occasion",), condition=~Q(phase=Phase.CLOSED), name="one_open_round_per_occasion"
            ),
            models.CheckConstraint(
                condition=Q(phase=Phase.CLOSED, closed_at__isnull=False)
                | ~Q(phase=Phase.CLOSED) & Q(closed_at__isnull=True),
                name="closed_round_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.question}"
