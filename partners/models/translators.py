"""Translators across partners: which teams serve a language, and what they are asked to translate into it."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

from partners.enums import RequestEnd
from partners.models.teams import Team
from portal.core.operations.retention import TRANSLATION_REQUESTS
from portal.core.types import AnyUser


class ServedLanguage(models.Model):
    """A language into which a team translates for others; several teams may serve one."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="served_languages")
    language = models.CharField(max_length=12)
    reviews = models.BooleanField(
        _("reviews"),
        default=False,
        help_text=_("The team also reads and publishes what others have translated into this language."),
    )

    class Meta:
        verbose_name = _("served language")
        verbose_name_plural = _("served languages")
        constraints = [models.UniqueConstraint(fields=("team", "language"), name="unique_served_language")]

    def __str__(self) -> str:
        return f"{self.team}: {self.language}"

    @classmethod
    def of(cls, user: AnyUser) -> models.QuerySet[Self]:
        """What the teams of ``user`` serve."""
        return cls.objects.filter(team__group__user=user.pk)


class RequestQuerySet(models.QuerySet["TranslationRequest"]):
    """Requests by who may do what about them."""

    def open(self) -> Self:
        """Those that nobody has ended."""
        return self.filter(ended_at=None)

    def for_page(self, page: Page) -> Self:
        """Those that ask for ``page``, as a translation."""
        language = page.locale.language_code
        return self.filter(original__translation_key=page.translation_key, language=language).exclude(original=page.pk)

    def served_by(self, user: AnyUser) -> Self:
        """Those into a language that ``user`` serves."""
        return self.filter(language__in=ServedLanguage.of(user).values("language"))

    def in_hand_of(self, user: AnyUser) -> Self:
        """Open ones that ``user`` has taken, and still serves."""
        return self.open().served_by(user).filter(taken_by=user.pk)

    def for_reviewer(self, user: AnyUser) -> Self:
        """Open ones into a language of which ``user`` is a reviewer, but for those that they have taken themselves."""
        languages = ServedLanguage.of(user).filter(reviews=True).values("language")
        return self.open().filter(language__in=languages).exclude(taken_by=user.pk)

    def reviewed_by(self, user: AnyUser) -> Self:
        """Those of ``for_reviewer`` that somebody else is at work on, or has submitted."""
        reviews = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS,
            base_content_type__app_label=Page._meta.app_label,
            base_content_type__model=Page._meta.model_name,
            object_id=Cast(OuterRef("pk"), models.CharField()),
        )
        submitted = Page.objects.filter(
            Exists(reviews.exclude(requested_by=user.pk)),
            translation_key=OuterRef("original__translation_key"),
            locale__language_code=OuterRef("language"),
        )
        return self.for_reviewer(user).filter(Q(taken_by__isnull=False) | Exists(submitted))

    def no_longer_served(self) -> Self:
        """Open ones whose translator has left the team or the portal, or whose team serves the language no more."""
        serves = ServedLanguage.objects.filter(language=OuterRef("language"), team__group__user=OuterRef("taken_by"))
        helps_all = Q(taken_by__is_superuser=True) | Q(taken_by__groups__permissions__codename="act_for_all")
        active = Q(taken_by__is_active=True)
        return self.open().filter(taken_by__isnull=False).exclude(active & Exists(serves)).exclude(active & helps_all)

    def pages(self) -> models.QuerySet[Page]:
        """The translations that they ask for, as far as they are begun."""
        asked = self.filter(
            original__translation_key=OuterRef("translation_key"), language=OuterRef("locale__language_code")
        )
        return Page.objects.filter(Exists(asked))


class TranslationRequest(models.Model):
    """A wish for a page in one more language. While it is open, whoever takes it may translate that page, no other."""

    KEPT_FOR: timedelta = TRANSLATION_REQUESTS.period

    original = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    wished_for = models.DateField(
        _("Wished for by"),
        null=True,
        blank=True,
        help_text=_("A day by which you would like to have it. Leave it empty if there is no hurry."),
    )
    note = models.TextField(
        _("Note to the translators"),
        blank=True,
        max_length=1000,
        help_text=_("What they should know: for whom it is, or words that you use."),
    )
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, db_index=True)
    end = models.CharField(max_length=10, choices=RequestEnd, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a translation")
        verbose_name_plural = _("requests for translations")
        constraints = [
            models.UniqueConstraint(
                fields=("original", "language"), condition=Q(ended_at=None), name="one_open_request_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.original_id} {self.language}"
