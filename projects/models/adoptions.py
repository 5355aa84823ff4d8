"""Adoptions: municipalities that use a case of somebody else, or elements of the model.

No ``__str__`` here quotes a text or an address: it ends up in logs.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.core.enums import Country, country_label
from portal.core.forms.places import CountryField
from portal.core.i18n.exonyms import name_of_place
from portal.core.models.append_only import AppendOnlyModel
from portal.core.models.fields import EncryptedTextField
from projects.enums import AdoptionAction, AdoptionRefusal, AdoptionStage, AdoptionState, SizeBand
from projects.models.cases import CaseStudyPage

#: Longest answer to one question of the form.
MOST_WORDS = 1500
#: A question by mail that nobody answered for so long counts as a silence.
ANSWER_WITHIN = timedelta(days=30)
#: After so many the entry says since when nobody has confirmed it.
MOST_SILENCES = 2


class Adoption(models.Model):
    """One municipality's "We use this". Kept under the keys of pages, which are the same in every language."""

    #: Names it in the public interface, and in every language.
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    #: Translation key of the case; empty where elements of the model are used.
    case_key = models.UUIDField(null=True, blank=True, db_index=True)
    #: The version of the model whose elements are used.
    model_version = models.PositiveSmallIntegerField(null=True, blank=True)

    municipality = models.CharField(max_length=120)
    country = CountryField(max_length=6, choices=Country)
    size_band = models.CharField(max_length=8, choices=SizeBand, blank=True)
    #: From the place list; empty for a place that it does not know.
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    #: BCP 47: in which it was written, and in which its author is written to.
    language = models.CharField(max_length=8)
    since_year = models.PositiveSmallIntegerField()
    since_month = models.PositiveSmallIntegerField(null=True, blank=True)
    stage = models.CharField(max_length=8, choices=AdoptionStage)
    changed = models.TextField(blank=True)
    result = models.TextField(blank=True)
    did_not_work = models.TextField(blank=True)
    #: Translation key of the case study in which the municipality tells of it at length.
    own_case_key = models.UUIDField(null=True, blank=True)
    #: That case as a reader finds it; ``projects.adoptions.queries`` gives it, if it is public.
    own_case: CaseStudyPage | None

    #: Never shown: confirmations go there. Empty once it was deleted on schedule.
    contact = EncryptedTextField(blank=True)
    #: HMAC of the address as it is compared.
    contact_hmac = models.CharField(max_length=64, blank=True, db_index=True)
    #: SHA-256 of the form's key: the same form sent twice is one adoption.
    form_key = models.CharField(max_length=64, unique=True)

    created_at = models.DateTimeField(db_index=True)
    #: When the link in the first mail was used; nobody reads it before.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    #: When its author last said that it is so.
    last_confirmed = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    #: Questions by mail since then.
    asked = models.PositiveSmallIntegerField(default=0)

    state = models.CharField(max_length=9, choices=AdoptionState, default=AdoptionState.PENDING)
    reason = models.CharField(max_length=10, choices=AdoptionRefusal, blank=True)
    #: What the moderator adds; only the author reads it.
    reason_text = models.CharField(max_length=400, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ("created_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=AdoptionState.REFUSED) | ~Q(reason=""), name="refused_adoption_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=AdoptionState.PUBLISHED) | Q(published_at__isnull=False, confirmed_at__isnull=False),
                name="published_adoption_was_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(case_key__isnull=False) | Q(model_version__isnull=False),
                name="adoption_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(own_case_key=None) | Q(case_key=None) | ~Q(own_case_key=F("case_key")),
                name="own_case_is_another_one",
            ),
        ]
        indexes = [models.Index(fields=("case_key", "state")), models.Index(fields=("state", "confirmed_at"))]

    def __str__(self) -> str:
        return f"adoption {self.pk}"

    @property
    def country_name(self) -> str:
        """Name of the country in the active language."""
        return country_label(self.country)

    @property
    def place_name(self) -> str:
        """The municipality as the active language calls it."""
        return name_of_place(self.municipality)

    @property
    def since(self) -> str:
        """Month, if it is known, and year, as the active language writes them."""
        if self.since_month:
            return str(date_format(date(self.since_year, self.since_month, 1), "YEAR_MONTH_FORMAT"))
        return str(self.since_year)

    @property
    def is_public(self) -> bool:
        """Whether everybody can read it."""
        return self.state == AdoptionState.PUBLISHED

    @property
    def has_texts(self) -> bool:
        """Whether there is more to read than place, stage and time."""
        return bool(self.changed or self.result or self.did_not_work)

    def silent_since(self, now: datetime) -> datetime | None:
        """When it was last confirmed, if its author let two questions pass; None for what counts as so."""
        if self.asked < MOST_SILENCES or self.asked_at is None or self.stage == AdoptionStage.STOPPED:
            return None
        return self.last_confirmed if self.asked_at <= now - ANSWER_WITHIN else None

    @property
    def page_keys(self) -> list[UUID]:
        """Keys of the pages on which it is shown."""
        return [self.case_key] if self.case_key else [row.element_key for row in self.elements.all()]


class AdoptionElement(models.Model):
    """An element of the model that a municipality uses, by its translation key."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="elements")
    element_key = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("adoption", "element_key"), name="unique_adoption_element")]

    def __str__(self) -> str:
        return f"{self.element_key} of {self.adoption_id}"


class AdoptionLink(models.Model):
    """A mailed link to one's own adoption. Each mail has one of its own, and all of them work."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="links")
    fingerprint = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link of {self.adoption_id}"


class AdoptionLog(AppendOnlyModel):
    """One entry of the audit log. ``number`` is no foreign key: the entry outlives what it is about."""

    number = models.PositiveBigIntegerField(db_index=True)
    case_key = models.UUIDField(null=True, blank=True)
    action = models.CharField(max_length=8, choices=AdoptionAction)
    #: The editor who acted; authors are never named.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    from_state = models.CharField(max_length=9, blank=True)
    to_state = models.CharField(max_length=9, blank=True)
    #: A code of the closed list.
    reason = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("entry in the log of adoptions")
        verbose_name_plural = _("entries in the log of adoptions")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.number}"
