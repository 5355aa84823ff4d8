"""Those who take part: known by a secret URL only, and those who asked by mail to hear what becomes of it."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.dialogue.models.occasions import Occasion
from portal.core.models.subscriptions import Subscription


class Participant(models.Model):
    """Somebody who answered or joined. No name, no mail address, no network address, no link to a registration."""

    #: At random, so that the order of the rows tells nothing.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    #: None: answered standing questions.
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, null=True, blank=True, related_name="participants")
    #: SHA-256 of the secret in the personal URL.
    key_sha256 = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=12)
    #: Came by the link that a registered person was mailed.
    verified = models.BooleanField(default=False)
    excluded_at = models.DateTimeField(null=True, blank=True)
    excluded_because = models.CharField(max_length=200, blank=True)
    #: The hour in which the live room was entered; None who never did.
    joined_hour = models.DateTimeField(null=True, blank=True)
    #: HMAC of the network address for a day, so that the facilitator sees equal patterns of one network; then empty.
    network = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")

    def __str__(self) -> str:
        return str(self.pk)[:8]


class Follower(Subscription):
    """A mail address that is told what becomes of one contribution: of steps such as ``shown`` or ``reply:12``."""

    contribution = models.ForeignKey("dialogue.Contribution", on_delete=models.CASCADE, related_name="followers")

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [models.UniqueConstraint(fields=("contribution", "address_hmac"), name="unique_follower")]

    def __str__(self) -> str:
        return f"#{self.pk}"
