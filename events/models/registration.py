"""Registrations and what belongs to them. No ``__str__`` here names a person: it ends up in logs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events.enums import LIVE_STATES, SEATED_STATES, RegistrationState, TokenPurpose
from events.models.event import Event, Question, SeatPool
from portal.core.models import OutgoingMail

#: Longest name or organisation that is kept.
MAX_NAME = 300


class Registration(models.Model):
    """One person's registration for one event."""

    #: What the outbox calls it.
    ABOUT: ClassVar[str] = "registration"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    pool = models.ForeignKey(SeatPool, on_delete=models.PROTECT, related_name="registrations")
    state = models.CharField(max_length=11, choices=RegistrationState, default=RegistrationState.UNCONFIRMED)

    name = models.CharField(max_length=MAX_NAME, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    #: The address as it is compared, see ``portal.core.mail.addresses``. Empty once anonymised.
    email_key = models.CharField(max_length=254, blank=True)
    organisation = models.CharField(max_length=MAX_NAME, blank=True)
    language = models.CharField(max_length=12)

    #: Number of the seat within the pool; None without a seat and in pools without a limit.
    seat_no = models.PositiveIntegerField(null=True, blank=True)
    #: Place in the queue: the time of confirmation.
    queue_at = models.DateTimeField(null=True, blank=True)
    offer_until = models.DateTimeField(null=True, blank=True)
    #: Changes of state so far; part of calendar sequences and of the keys that keep mails from going twice.
    sequence = models.PositiveIntegerField(default=0)
    attended_at = models.DateTimeField(null=True, blank=True)
    #: The mail server said for good that this address does not work.
    bounced_at = models.DateTimeField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)
    #: SHA-256 of the form's nonce: the same form sent twice is one registration.
    form_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=("event", "email_key"),
                condition=Q(state__in=LIVE_STATES) & ~Q(email_key=""),
                name="unique_live_registration",
            ),
            models.UniqueConstraint(fields=("pool", "seat_no"), condition=Q(seat_no__isnull=False), name="unique_seat"),
            models.CheckConstraint(
                condition=Q(seat_no__isnull=True) | Q(state__in=SEATED_STATES), name="seat_only_when_seated"
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.OFFERED) | Q(offer_until__isnull=False),
                name="offer_has_end",
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.WAITING) | Q(queue_at__isnull=False),
                name="waiting_has_place",
            ),
        ]
        indexes = [models.Index(fields=("pool", "state", "queue_at")), models.Index(fields=("email_key",))]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_live(self) -> bool:
        """Confirmed, waiting or offered a seat."""
        return self.state in LIVE_STATES

    @property
    def mails(self) -> QuerySet[OutgoingMail]:
        """Its rows of the outbox."""
        return OutgoingMail.objects.about(self.ABOUT, [self.pk])


class Answer(models.Model):
    """An answer with the wording that was answered: a later edit of the question does not change it."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    label = models.CharField(max_length=500)
    #: Text, true or false, an option id or a list of option ids.
    value = models.JSONField()
    #: The answer as it read, in the language of the registration.
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("registration", "question"), name="unique_answer")]

    def __str__(self) -> str:
        return f"{self.question_id} of #{self.registration_id}"


class ConsentText(models.Model):
    """A version of the consent text. Never changed: a new wording is a new row."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="consent_texts")
    language = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("event", "language", "version"), name="unique_consent_version")]

    def __str__(self) -> str:
        return f"{self.language} {self.version}"


class Consent(models.Model):
    """Consent of a registrant: to which version of the wording, and when."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="consent")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.text} of #{self.registration_id}"


class Token(models.Model):
    """A bearer token in a mailed link. Only its SHA-256 is stored: who reads the database cannot act for anybody."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=7, choices=TokenPurpose)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} of #{self.registration_id}"
