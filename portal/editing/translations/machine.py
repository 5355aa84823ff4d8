"""Machine proposals at the translation desk: missing sentences, by the machine of ``MACHINE_TRANSLATION``.

What comes back stands at the desk as a proposal. Nothing is published by it: a person approves, ticks or retypes it.
"""

import logging
from dataclasses import dataclass, field
from typing import Protocol

from django.db import transaction
from requests import Timeout
from wagtail.models import Locale
from wagtail_localize.machine_translators.deepl import DeepLTranslator
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from portal.core.types import AnyUser
from portal.editing.translations import editor, rules
from portal.editing.translations.editor import Sentence
from portal.editing.translations.safe_text import only_known_elements

logger = logging.getLogger(__name__)
#: Sentences that are sent at once: what arrived before a machine failed is kept.
PER_REQUEST = 20


class Machine(Protocol):
    """The interface of wagtail-localize to a machine translator."""

    display_name: str

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: list[StringValue]
    ) -> dict[StringValue, StringValue]:
        """The translation of each string."""


class DeepL(DeepLTranslator):
    """DeepL, at its own address or behind a gateway that speaks its protocol."""

    def get_api_endpoint(self) -> str:
        """The address to which texts are sent."""
        return str(self.options.get("URL") or super().get_api_endpoint())


@dataclass
class Proposals:
    """What came of asking a machine."""

    stored: int = 0
    #: Lines that name what was kept but is to be looked at, and why.
    unsure: list[str] = field(default_factory=list)
    is_complete: bool = True


def propose(translation: Translation, machine: Machine, user: AnyUser) -> Proposals:
    """Have ``machine`` propose what is missing in ``translation``. What somebody writes meanwhile stays.

    One that is too slow for so much is asked once more for half of it.
    """
    made, most, was_slow = Proposals(), PER_REQUEST, False
    missing = [sentence for sentence in editor.sentences(translation) if sentence.todo == "missing"]
    while missing:
        batch = missing[:most]
        try:
            said = _asked(translation, machine, batch)
        except Timeout:
            if not was_slow and len(batch) > 1:
                most, was_slow = (len(batch) + 1) // 2, True
                continue
            said = None
        if said is None:
            made.is_complete = False
            break
        missing = missing[len(batch) :]
        with transaction.atomic():
            editor.lock(Translation.objects.filter(pk=translation.pk))
            for sentence, data in zip(batch, said, strict=True):
                _keep(translation, machine, sentence, data, user, made)
    return made


def _asked(translation: Translation, machine: Machine, batch: list[Sentence]) -> list[str] | None:
    """What the machine makes of each sentence of ``batch``; None if it is away, refuses, or answers something else.

    Raises:
        Timeout: it was too slow.
    """
    strings = [StringValue(sentence.segment.string.data) for sentence in batch]
    locales = translation.source.locale, translation.target_locale
    try:
        said = machine.translate(*locales, strings)
        return [str(said[string].data or "") for string in strings]
    except (OSError, LookupError, TypeError, ValueError) as error:
        # The message may quote what was sent, and the key.
        logger.warning("Machine translation to %s failed: %s", locales[1].language_code, type(error).__name__)
        if isinstance(error, Timeout):
            raise Timeout from None
        return None


def _keep(
    translation: Translation, machine: Machine, sentence: Sentence, said: str, user: AnyUser, made: Proposals
) -> None:
    original = sentence.segment.string.data
    data = rules.tidy(sentence.place, only_known_elements(original, said))
    if rules.is_blank(rules.plain(data)):
        return
    why = rules.complaint(sentence.place, data) or editor.doubts(original, data, sentence.languages)
    _row, is_new = StringTranslation.objects.get_or_create(
        translation_of_id=sentence.segment.string_id,
        context_id=sentence.segment.context_id,
        locale=translation.target_locale,
        defaults={
            "data": data,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
            "tool_name": machine.display_name,
            "last_translated_by": user,
            "has_error": bool(why),
        },
    )
    made.stored += is_new
    made.unsure += [f"{sentence.name}: {why}"] if why and is_new else []
