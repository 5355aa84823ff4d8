"""Roots: where a paragraph comes from, what supports it, what speaks against it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.modeltext.enums import Relation, SuggestionState
from projects.modeltext.models.versions import ModelVersion, Paragraph


class Source(models.Model):
    """A source outside of the portal: a document, an invitation, a report."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200, help_text=_("As the document calls itself."))
    publisher = models.CharField(
        _("publisher"), max_length=160, help_text=_("Who answers for it, for example Nordic Innovation.")
    )
    url = models.URLField(
        _("address"), max_length=500, help_text=_("The page or file itself, beginning with https://.")
    )
    year = models.CharField(
        _("date"), max_length=20, blank=True, help_text=_("As far as the source says it, for example 2021-09-20.")
    )
    #: Language of ``title``.
    language = models.CharField(max_length=12, default="en")

    class Meta:
        verbose_name = _("outside source")
        verbose_name_plural = _("outside sources")
        constraints = [models.UniqueConstraint(fields=("url",), name="unique_outside_source")]

    def __str__(self) -> str:
        return self.title


class Root(models.Model):
    """What a paragraph, or the text as a whole, rests on. Once published it is never deleted: it ends with a version.

    What it refers to is a kind and a key of ``portal.core.hooks.roots``; no words of others stand here.
    """

    #: Empty: the whole text.
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, null=True, blank=True, related_name="roots")
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=64)
    relation = models.CharField(max_length=8, choices=Relation)
    #: A sentence why, by language, in the words of the editors.
    because = models.JSONField(default=dict)
    #: The version that brought it to readers; empty while none has.
    from_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    #: The first version without it.
    until_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    #: It ends with the next version.
    is_ending = models.BooleanField(default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("root of a paragraph")
        verbose_name_plural = _("roots of paragraphs")
        ordering = ("pk",)
        indexes = [models.Index(fields=("kind", "key"))]
        constraints = [
            models.UniqueConstraint(
                fields=("paragraph", "kind", "key", "relation"),
                condition=Q(until_version=None, paragraph__isnull=False),
                name="unique_root_of_paragraph",
            ),
            models.UniqueConstraint(
                fields=("kind", "key", "relation"),
                condition=Q(until_version=None, paragraph=None),
                name="unique_root_of_text",
            ),
            models.CheckConstraint(
                condition=Q(until_version=None) | Q(from_version__isnull=False), name="root_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SuggestedRoot(models.Model):
    """A root that somebody of a team suggests for a paragraph; editors of the model accept or decline it."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="suggested_roots")
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=64)
    relation = models.CharField(max_length=8, choices=Relation)
    #: A sentence why, by language, in the words of whoever suggests it.
    because = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=SuggestionState, default=SuggestionState.WAITING)
    suggested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    suggested_at = models.DateTimeField()
    #: Why it was declined.
    answer = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("suggested root")
        verbose_name_plural = _("suggested roots")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("paragraph", "kind", "key", "relation"),
                condition=Q(state=SuggestionState.WAITING),
                name="unique_waiting_suggestion",
            ),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.WAITING, decided_at=None)
                | (~Q(state=SuggestionState.WAITING) & Q(decided_at__isnull=False)),
                name="suggestion_decided_or_not",
            ),
            models.CheckConstraint(
                condition=~Q(state=SuggestionState.DECLINED) | ~Q(answer=""), name="declined_suggestion_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
