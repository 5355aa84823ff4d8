"""Agreeing with what somebody else has said already, in place of saying it again."""

from datetime import datetime

from django.db import transaction

from events.dialogue.enums import ReactionValue
from events.dialogue.models import Contribution, Participant, Reaction


def agree(participant: Participant, contribution: Contribution, now: datetime) -> bool:
    """Count ``participant`` among those who agree; sent again, it is one reaction.

    Returns:
        Whether it counts: the contribution is published, of the same occasion, and not the participant's own.
    """
    with transaction.atomic():
        fresh = Contribution.objects.select_for_update(no_key=True).filter(pk=contribution.pk).first()
        if fresh is None or not fresh.is_public:
            return False
        if fresh.occasion_id != participant.occasion_id or fresh.participant_id == participant.pk:
            return False
        Reaction.objects.update_or_create(
            participant=participant,
            contribution=fresh,
            defaults={"value": ReactionValue.AGREE, "minute": now.replace(second=0, microsecond=0)},
        )
    return True
