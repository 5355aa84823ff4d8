"""Projects that municipalities without an editor tell about, until their address is confirmed."""

from django.db import models

from partners.models import Organisation
from portal.core.operations.retention import PROPOSALS


class Proposal(models.Model):
    """What somebody typed into the public form. It becomes a draft once the address is confirmed."""

    #: How long the mailed link works; then everything is forgotten.
    CONFIRM_WITHIN = PROPOSALS.period

    fingerprint = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="+")
    submitted = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.submitted.get('title', '')} ({self.language})"
