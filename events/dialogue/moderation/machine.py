"""Machine translation of contributions that are shown, by the machine that translates pages.

What somebody has not decided to show leaves the portal for no machine. A person may check or change what comes back.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.strings import StringValue

from events.dialogue.audit_log import By, record
from events.dialogue.enums import LogAction, LogActor
from events.dialogue.models import Contribution, Rendering
from events.dialogue.moderation.renderings import MOST_CHARACTERS
from portal.core.i18n.languages import bare_code
from portal.core.i18n.text import tidy_text
from portal.core.users.models import User

logger = logging.getLogger(__name__)
#: Texts that are sent at once.
PER_REQUEST = 20
#: Language of a text of which nobody said in which it is.
UNKNOWN = "und"


class Machine(Protocol):
    """The interface of wagtail-localize to a machine translator."""

    display_name: str

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        """Whether it knows the two languages."""

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Sequence[StringValue]
    ) -> dict[StringValue, StringValue]:
        """The translation of each string."""


def configured() -> Machine | None:
    """The machine of ``MACHINE_TRANSLATION``; None without one."""
    machine: Machine | None = get_machine_translator()
    return machine


def can_be_translated(contribution: Contribution) -> bool:
    """Whether a machine may read a contribution: everybody can, and its language is known."""
    return contribution.is_public and bool(contribution.text) and contribution.language != UNKNOWN


def translate(numbers: Iterable[int], user: User | None, now: datetime) -> int:
    """Have contributions translated into every language of the portal in which they are not yet; returns how many came.

    Idempotent: what is there stays, whoever made it. What the machine cannot do now is left for another time.

    Parameters:
        numbers: primary keys.
        user: who asked for it.
    """
    machine = configured()
    if machine is None:
        return 0
    found = Contribution.objects.filter(pk__in=list(numbers)).prefetch_related("renderings")
    wanted: dict[tuple[str, str], list[Contribution]] = defaultdict(list)
    for contribution in filter(can_be_translated, found):
        source = bare_code(contribution.language)
        there = {source, *(rendering.language for rendering in contribution.renderings.all())}
        for code, _name in settings.LANGUAGES:
            if code not in there:
                wanted[source, code].append(contribution)
    made = 0
    for (source, target), contributions in wanted.items():
        for start in range(0, len(contributions), PER_REQUEST):
            batch = contributions[start : start + PER_REQUEST]
            texts = _translated(machine, source, target, [one.text for one in batch])
            made += sum(
                _store(one, target, text, str(machine.display_name), user, now)
                for one, text in zip(batch, texts, strict=False)
            )
    return made


def _translated(machine: Machine, source: str, target: str, texts: Sequence[str]) -> list[str]:
    """Texts in another language, line by line; none of them if the machine is away or does not know the languages."""
    locales = Locale(language_code=source), Locale(language_code=target)
    lines = {line: StringValue.from_plaintext(line) for text in texts for line in text.split("\n") if line.strip()}
    try:
        if not machine.can_translate(*locales):
            return []
        said = machine.translate(*locales, list(lines.values()))
        made = {line: said[string].render_text() for line, string in lines.items()}
    except (OSError, LookupError, TypeError, ValueError) as error:
        # The message may quote what was sent.
        logger.warning("Machine translation from %s to %s failed: %s", source, target, type(error).__name__)
        return []
    return ["\n".join(made.get(line, "") for line in text.split("\n")) for text in texts]


def _store(
    contribution: Contribution, language: str, text: str, machine: str, user: User | None, now: datetime
) -> bool:
    """Store a translation, unless the words were changed or taken back meanwhile, or somebody was faster."""
    text = tidy_text(text)[:MOST_CHARACTERS]
    with transaction.atomic():
        now_there = Contribution.objects.select_for_update(no_key=True, of=("self",)).get(pk=contribution.pk)
        same = (now_there.text, now_there.language) == (contribution.text, contribution.language)
        if not text or not same or not can_be_translated(now_there):
            return False
        _rendering, is_new = Rendering.objects.get_or_create(
            contribution=contribution,
            language=language,
            defaults={"text": text, "machine": machine[:40], "made_at": now},
        )
        if is_new:
            record(
                LogAction.TRANSLATE,
                By(LogActor.DESK if user else LogActor.SYSTEM, user),
                now,
                occasion=contribution.occasion,
                number=contribution.public_id,
                reason=language,
            )
        return is_new
