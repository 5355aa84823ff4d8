"""Themes: what contributions have in common, and the replies that say what becomes of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.dialogue.enums import ApprovalState, Decision
from events.dialogue.models.contributions import Contribution
from events.dialogue.models.fields import PublicIdField
from events.dialogue.models.occasions import Occasion
from events.models import Event
from portal.core.i18n.languages import active_language, reading_order
from portal.core.models.fields import EncryptedTextField

#: Themes of one contribution at most.
MOST_THEMES = 3


def best_text(texts: dict[str, str], language: str) -> tuple[str, str]:
    """Of texts by language, the one that readers of ``language`` understand best, and its language; empty if none."""
    code = next((code for code in reading_order(language) if texts.get(code)), "")
    return (texts[code], code) if code else ("", "")


class Theme(models.Model):
    """What several contributions of one occasion have in common. Merged themes keep a pointer; none is destroyed."""

    public_id = PublicIdField()
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="themes")
    #: ``{"da": "…"}``; written in one language, translated like pages.
    titles = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    #: Which change of the theme it is: of two people who change it at once, the second is told.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return best_text(self.titles, active_language())[0] or self.public_id


class ThemeMember(models.Model):
    """A contribution in a theme."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="members")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="memberships")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()
    #: The portal suggested it, and somebody accepted; ``because`` has the words that led there.
    suggested = models.BooleanField(default=False)
    because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("theme", "contribution"), name="unique_theme_member")]

    def __str__(self) -> str:
        return f"{self.contribution_id} in {self.theme_id}"


class ThemeProposal(models.Model):
    """A theme that the portal proposes. Somebody of the team accepts, renames or drops it; nobody else sees it."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="proposals")
    title = models.CharField(max_length=200)
    #: Language of ``title``.
    language = models.CharField(max_length=12)
    contributions = models.ManyToManyField(Contribution, related_name="+")
    #: The words that they share.
    because = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("proposed theme")
        verbose_name_plural = _("proposed themes")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"#{self.pk}"


class StatementApproval(models.Model):
    """An expert's approval of a comment statement on an event page, asked for and given by a mailed link."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="approvals")
    #: Id of the statement's block on the page, the same in every language.
    block_key = models.UUIDField()
    name = models.CharField(max_length=120)
    address = EncryptedTextField(blank=True)
    language = models.CharField(max_length=12)
    token_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    #: What was shown to the expert: ``{"name", "role", "organisation", "country", "text", "language"}``.
    shown = models.JSONField(default=dict)
    #: SHA-256 of what was approved; another wording is not approved.
    approved_sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=9, choices=ApprovalState, default=ApprovalState.ASKED)
    #: What the expert wants instead, until the editor has taken it over.
    correction = models.JSONField(default=dict)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField()

    class Meta:
        verbose_name = _("approval of a comment statement")
        verbose_name_plural = _("approvals of comment statements")
        constraints = [models.UniqueConstraint(fields=("event", "block_key"), name="unique_statement_approval")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Reply(models.Model):
    """A public answer to a theme or a contribution: what becomes of it, and why."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    #: Empty for the answer of an expert, who decides nothing.
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    reasons = models.JSONField(default=dict)
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    expert = models.ForeignKey(
        StatementApproval, on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    #: The day for which something was promised.
    promised_for = models.DateField(null=True, blank=True)
    #: What came of it: ``[["paragraph", "3f9a2c1b"], ["case", "<key>"]]``, kinds of ``portal.core.hooks.roots``.
    outcomes = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ("decided_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__isnull=False, contribution__isnull=True)
                | Q(theme__isnull=True, contribution__isnull=False),
                name="reply_has_one_subject",
            ),
            models.UniqueConstraint(
                fields=("theme",), condition=Q(theme__isnull=False, expert__isnull=True), name="one_decision_per_theme"
            ),
            models.UniqueConstraint(
                fields=("theme", "expert"),
                condition=Q(theme__isnull=False, expert__isnull=False),
                name="one_answer_per_expert_and_theme",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def reason(self, language: str) -> tuple[str, str]:
        """The reason in the language that readers of ``language`` understand best, and that language."""
        return best_text(self.reasons, language)


class OpinionAnalysis(models.Model):
    """The latest opinion groups of an occasion, computed by the worker; see ``events.dialogue.analysis.groups``."""

    occasion = models.OneToOneField(Occasion, on_delete=models.CASCADE, related_name="analysis")
    computed_at = models.DateTimeField()
    #: How many reactions it was computed from: nothing new, nothing to do.
    reactions = models.PositiveIntegerField(default=0)
    result: Any = models.JSONField(default=dict)
    #: How telling each statement is, also of rounds that go on: ``{"k7m2p9qd": 0.42}``; empty without groups.
    telling = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("opinion groups")
        verbose_name_plural = _("opinion groups")

    def __str__(self) -> str:
        return f"{self.occasion_id} at {self.computed_at:%H:%M}"
