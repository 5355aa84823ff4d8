"""Translations of contributions: by a person at the desk, or by a machine and then checked by a person."""

from datetime import datetime

from django.db import transaction

from events.dialogue.audit_log import desk, record
from events.dialogue.enums import ContributionState, LogAction
from events.dialogue.models import Contribution, Rendering
from events.dialogue.moderation.seals import Outcome, Result
from events.dialogue.signals import contributions_changed
from portal.core.i18n.languages import bare_code
from portal.core.i18n.text import tidy_text
from portal.core.users.models import User

#: Longest translation; Finnish and Icelandic say the same in more letters.
MOST_CHARACTERS = 4000


def save(contribution_id: int, language: str, seen: str, text: str, user: User, now: datetime) -> Outcome:
    """Store a translation of a contribution; without text the one that there was goes. The original stays as it is.

    A text that a person changes is that person's, whoever began it; a machine's that stays as it was is checked now.

    Parameters:
        seen: the translation that was in the form when it was opened.
    """
    text = tidy_text(text)[:MOST_CHARACTERS]
    with transaction.atomic():
        contribution = Contribution.objects.select_for_update(no_key=True, of=("self",)).get(pk=contribution_id)
        if contribution.state == ContributionState.WITHDRAWN or not contribution.text:
            return Outcome(Result.IMPOSSIBLE)
        if bare_code(contribution.language) == language:
            return Outcome(Result.IMPOSSIBLE)
        there = contribution.renderings.filter(language=language).first()
        if (there.text if there else "") != tidy_text(seen):
            return Outcome(Result.STALE)
        if not text and there is None:
            return Outcome(Result.UNCHANGED)
        if there and there.text == text and there.checked_by_id:
            return Outcome(Result.UNCHANGED)
        if not text:
            contribution.renderings.filter(language=language).delete()
        else:
            machine = there.machine if there and there.text == text else ""
            Rendering.objects.update_or_create(
                contribution=contribution,
                language=language,
                defaults={"text": text, "machine": machine, "checked_by": user, "made_at": now},
            )
        record(
            LogAction.TRANSLATE,
            desk(user),
            now,
            occasion=contribution.occasion,
            number=contribution.public_id,
            reason=language,
        )
        contributions_changed.send(sender=Contribution, contributions=[contribution])
        return Outcome(Result.DONE)
