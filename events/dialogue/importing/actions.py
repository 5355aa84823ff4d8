"""Business action of the import: what a preview showed comes in, once, however often it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.dialogue.audit_log import desk, record
from events.dialogue.enums import LogAction
from events.dialogue.importing.preview import Entry
from events.dialogue.input.actions import About, contribute
from events.dialogue.models import Contribution, Occasion
from events.dialogue.moderation.actions import show
from events.dialogue.moderation.seals import Result, seal
from portal.core.users.models import User
from portal.core.web.tokens import fingerprint

#: Lines of one transaction: an interrupted import goes on where it stopped when it is sent again.
_PER_TRANSACTION = 100


@dataclass(frozen=True)
class Imported:
    """How many came in, how many had come in before by the same preview, and how many of them are shown."""

    new: int = 0
    before: int = 0
    shown: int = 0


def bring_in(
    occasion: Occasion | None, entries: Iterable[Entry], key: str, user: User, now: datetime, *, read: bool = False
) -> Imported:
    """Store contributions that people gave elsewhere; each knows that the team entered it.

    Parameters:
        key: of the preview: the same line of the same preview is one contribution.
        read: the person has read all of them, so they are shown; what the portal holds back stays held.
    """
    wanted, new, before, shown = list(entries), 0, 0, 0
    for start in range(0, len(wanted), _PER_TRANSACTION):
        with transaction.atomic():
            part = {_key_of(key, entry): entry for entry in wanted[start : start + _PER_TRANSACTION]}
            there = Contribution.objects.filter(form_key__in=[fingerprint(form_key) for form_key in part])
            known = set(there.values_list("form_key", flat=True))
            for form_key, entry in part.items():
                if fingerprint(form_key) in known:
                    before += 1
                    continue
                contribution = contribute(
                    entry.words,
                    About(occasion, entry.question),
                    now=now,
                    channel=entry.channel,
                    by=desk(user),
                    form_key=form_key,
                )
                new += 1
                shown += read and show(contribution.pk, seal(contribution), user, now).result == Result.DONE
    if new:
        record(LogAction.IMPORT, desk(user), now, occasion=occasion, amount=new)
    return Imported(new, before, shown)


def _key_of(key: str, entry: Entry) -> str:
    return f"import:{key}:{entry.line}"
