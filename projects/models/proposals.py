"""Projects that municipalities without an editor tell about, until their address is confirmed."""

from django.db import models

from partners.models import Organisation
from portal.core.operations.retention import PROPOSALS, PROPOSED_PHOTOS


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


class ProposedPhoto(models.Model):
    """A photo that came with a proposal, until an editor takes it; it belongs to the proposal, then to its draft."""

    #: How long somebody has to decide about it.
    KEPT_FOR = PROPOSED_PHOTOS.period

    proposal = models.OneToOneField(Proposal, null=True, on_delete=models.CASCADE, related_name="photo")
    case = models.ForeignKey("projects.CaseStudyPage", null=True, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField()
    credit = models.CharField(max_length=160)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.credit} ({self.created_at:%Y-%m-%d})"
