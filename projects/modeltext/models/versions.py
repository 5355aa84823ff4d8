"""Versions of the model (immutable snapshots), and the paragraphs that stand in them."""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.base import ModelBase
from django.utils.translation import gettext_lazy as _

from portal.core.hooks.comments import DRAFT
from projects.modeltext.enums import COMING, FROZEN, LineageKind, VersionState

#: ``1.0``, ``1.1``, and corrections such as ``1.1.1``; no number begins with a nought that it does not need.
NUMBER = re.compile(r"([1-9]\d{0,3})\.(0|[1-9]\d{0,3})(?:\.([1-9]\d{0,3}))?")
#: Figures of a block's id that name a paragraph; more, where another one has them.
SHORT_ID = 8


class FrozenError(TypeError):
    """A published version, or what stands in one, was to be changed or deleted."""


class Unfrozen(models.QuerySet["ModelVersion"]):
    """Versions; changing or deleting many at once spares those that are published."""

    def update(self, **fields: object) -> int:
        """As Django's.

        Raises:
            FrozenError: one of them is published, and more than its state would change.
        """
        if set(fields) - {"state"} and self.filter(state__in=FROZEN).exists():
            raise FrozenError("A published version of the model cannot change.")
        return super().update(**fields)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's.

        Raises:
            FrozenError: one of them is published.
        """
        if self.filter(state__in=FROZEN).exists():
            raise FrozenError("A published version of the model cannot be deleted.")
        return super().delete()


class ModelVersion(models.Model):
    """One version of the whole text. ``snapshot`` is frozen when it is published; a mistake needs a correction."""

    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField(default=0)
    patch = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    #: See ``projects.modeltext.snapshots``: roots of the whole, sections, paragraphs with their texts and roots.
    snapshot: Any = models.JSONField(default=dict)
    #: SHA-256 of the snapshot in its canonical form, hexadecimal.
    sha256 = models.CharField(max_length=64)
    #: The text as it was put out for consultation, and when; it stays readable as ``1.1-draft``.
    consulted: Any = models.JSONField(default=dict)
    consulted_at = models.DateTimeField(null=True, blank=True)
    #: What is new and why, or of a correction what was wrong: ``{"da": "…"}``.
    news = models.JSONField(default=dict)
    #: The initial content brought it: no two persons stand behind it.
    loaded = models.BooleanField(default=False)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = Unfrozen.as_manager()

    class Meta:
        verbose_name = _("version of the model")
        verbose_name_plural = _("versions of the model")
        ordering = ("-major", "-minor", "-patch")
        constraints = [
            models.UniqueConstraint(fields=("major", "minor", "patch"), name="unique_model_version"),
            models.UniqueConstraint(
                fields=("state",), condition=Q(state=VersionState.PUBLISHED), name="one_model_version_in_force"
            ),
            models.UniqueConstraint(models.Value(1), condition=Q(state__in=COMING), name="one_model_version_to_come"),
            models.CheckConstraint(
                condition=Q(state__in=COMING, published_at=None) | Q(state__in=FROZEN, published_at__isnull=False),
                name="model_version_published_or_not",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(published_by=None) | ~Q(proposed_by=F("published_by")),
                name="model_version_by_two_persons",
            ),
            models.CheckConstraint(condition=Q(major__gte=1), name="model_versions_begin_with_one"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """``1.1``; of a correction ``1.1.1``."""
        return f"{self.major}.{self.minor}" + (f".{self.patch}" if self.patch else "")

    @property
    def draft_number(self) -> str:
        """Names the text that was put out for consultation."""
        return f"{self.number}{DRAFT}"

    @property
    def parts(self) -> tuple[int, int, int]:
        """The number as versions are ordered."""
        return self.major, self.minor, self.patch

    @property
    def is_frozen(self) -> bool:
        """Whether it was published, and thus can be cited."""
        return self.state in FROZEN

    def save(
        self,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Store it, as long as the row that is there is not published.

        Raises:
            FrozenError: it is.
        """
        if self.pk and type(self).objects.filter(pk=self.pk, state__in=FROZEN).exists():
            raise FrozenError("A published version of the model cannot change.")
        super().save(force_insert=force_insert, force_update=force_update, using=using, update_fields=update_fields)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Delete it, as long as it is not published.

        Raises:
            FrozenError: it is.
        """
        if type(self).objects.filter(pk=self.pk, state__in=FROZEN).exists():
            raise FrozenError("A published version of the model cannot be deleted.")
        return super().delete(using=using, keep_parents=keep_parents)


class Paragraph(models.Model):
    """A paragraph of the model in all languages and versions; its identity is the id of the block on the page."""

    key = models.UUIDField(unique=True)
    #: Names it in addresses: the first figures of ``key``.
    short_id = models.CharField(max_length=32, unique=True)
    #: Translation key of the element's pages.
    element_key = models.UUIDField(db_index=True)
    #: Empty until a version with it is published.
    first_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    #: The latest version in which it stands.
    last_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("paragraph of the model")
        verbose_name_plural = _("paragraphs of the model")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_version=None, last_version=None)
                | Q(first_version__isnull=False, last_version__isnull=False),
                name="paragraph_in_versions_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.short_id


class Lineage(models.Model):
    """What became of a paragraph that left the text with ``version``."""

    gone = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="followed_by")
    successor = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=8, choices=LineageKind)
    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="lineages")

    class Meta:
        verbose_name = _("successor of a paragraph")
        verbose_name_plural = _("successors of paragraphs")
        constraints = [
            models.UniqueConstraint(fields=("gone", "successor"), name="unique_lineage"),
            models.CheckConstraint(condition=~Q(gone=F("successor")), name="no_paragraph_follows_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.successor_id}"


class EditorialMark(models.Model):
    """A change of wording that needs no root, since it changes nothing that is said; with the reason."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="editorial_marks")
    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="editorial_marks")
    reason = models.CharField(max_length=300)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("editorial change")
        verbose_name_plural = _("editorial changes")
        constraints = [
            models.UniqueConstraint(fields=("paragraph", "version"), name="unique_editorial_mark"),
            models.CheckConstraint(condition=~Q(reason=""), name="editorial_mark_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason
