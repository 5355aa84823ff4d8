"""Approvals of a case by its owner, the person named in it, who has no account."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.models.fields import EncryptedTextField
from portal.core.operations.retention import CASE_APPROVALS
from projects.enums import OwnersAnswer
from projects.models.cases import CaseStudyPage


class CaseApproval(models.Model):
    """What the owner of a case was asked by mail about one version of it, and what came back."""

    #: So long the mailed link works, and so long the row is kept.
    KEPT_FOR = CASE_APPROVALS.period

    case = models.ForeignKey(CaseStudyPage, on_delete=models.CASCADE, related_name="approvals")
    #: SHA-256 of what the version that was shown tells visitors; another wording is not what was asked about.
    said_sha256 = models.CharField(max_length=64)
    address = EncryptedTextField()
    language = models.CharField(max_length=12)
    token_sha256 = models.CharField(max_length=64, unique=True)
    answer = models.CharField(max_length=9, choices=OwnersAnswer, blank=True)
    #: What is wrong, in the owner's words.
    comment = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("approval by the owner of a case")
        verbose_name_plural = _("approvals by owners of cases")
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"#{self.pk}"
