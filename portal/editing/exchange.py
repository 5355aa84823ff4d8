"""Translations as files for people who work elsewhere: out as XLIFF or PO, and back in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polib
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, Translation

from portal.editing import desk, xliff
from portal.editing.desk import Sentence

#: Bytes; a page of 5,000 sentences stays below.
MOST_BYTES = 5_000_000
#: Endings with the media type of the file.
KINDS = {"xlf": "application/xliff+xml", "po": "text/x-gettext-translation"}
_MARK = "X-WagtailLocalize-TranslationID"
#: Finds the key of a sentence in the file.
Key = Callable[[StringSegment], str]


class ExchangeError(Exception):
    """The file cannot be taken in; the message says why, for the editor."""


@dataclass(frozen=True)
class Outcome:
    """What came of a file: sentences stored, and sentences that the page does not have any more."""

    stored: int
    unknown: int


def export(translation: Translation, kind: str) -> bytes:
    """The translation as a file; ``kind`` is an ending of ``KINDS``. Sentences that need a look are marked so."""
    every = {sentence.pk: sentence for sentence in desk.sentences(translation)}
    return _as_po(translation, every) if kind == "po" else _as_xliff(translation, every)


def _as_xliff(translation: Translation, sentences: dict[int, Sentence]) -> bytes:
    known = desk.translations_of(translation)
    # The same sentence twice in one field has one translation.
    units = {}
    for segment in _segments(translation):
        sentence = sentences[segment.pk]
        row = known.get((segment.context_id, segment.string_id))
        terms = ", ".join(f"{term.original} → {term.translation}" for term in sentence.terms)
        text = row.data if row else ""
        key, field = _key(segment), segment.context.path
        units[key] = xliff.Unit(key, field, segment.string.data, text, sentence.todo, terms)
    source, target = translation.source.locale.language_code, translation.target_locale.language_code
    return xliff.write(str(translation.uuid), source, target, units.values())


def _as_po(translation: Translation, sentences: dict[int, Sentence]) -> bytes:
    po = translation.export_po()
    unsure = {
        _po_key(segment) for segment in _segments(translation) if sentences[segment.pk].todo in {"outdated", "machine"}
    }
    for entry in po:
        if not entry.obsolete and f"{entry.msgctxt}\n{entry.msgid}" in unsure:
            entry.flags.append("fuzzy")
    return str(po).encode()


def bring_in(translation: Translation, data: bytes, user: Any) -> Outcome:
    """Store what a translator made of the file.

    Texts that are unchanged and still marked as needing a look leave their sentence as it is.

    Parameters:
        data: an XLIFF or PO file that ``export`` made of the same translation.
        user: who uploads it, and answers for it.

    Raises:
        ExchangeError: malformed, too large, or of another translation.
    """
    if len(data) > MOST_BYTES:
        raise ExchangeError(_("The file is too large."))
    is_xml = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    targets = _read_xliff(translation, data) if is_xml else _read_po(translation, data)
    key_of: Key = _key if is_xml else _po_key
    return _store(translation, targets, key_of, user, "XLIFF" if is_xml else "PO")


def _read_xliff(translation: Translation, data: bytes) -> list[xliff.Target]:
    try:
        document = xliff.read(data)
    except ValueError as error:
        raise ExchangeError(
            _("This is not an XLIFF 1.2 file that can be read: %(reason)s.") % {"reason": error}
        ) from error
    language = translation.target_locale.language_code
    if document.original != str(translation.uuid) or document.language != language:
        raise ExchangeError(_("This file belongs to another translation."))
    return document.targets


def _read_po(translation: Translation, data: bytes) -> list[xliff.Target]:
    try:
        text = data.decode("utf-8-sig")
        # Without a line break polib would take the text for the name of a file.
        po = polib.pofile(text + "\n")
    except (OSError, ValueError) as error:  # polib reports its own errors as OSError
        raise ExchangeError(_("This is neither a PO file nor an XLIFF file that can be read.")) from error
    if po.metadata.get(_MARK) != str(translation.uuid):
        raise ExchangeError(_("This file belongs to another translation."))
    return [
        xliff.Target(f"{entry.msgctxt}\n{entry.msgid}", entry.msgstr.strip(), "fuzzy" not in entry.flags)
        for entry in po
        if not entry.obsolete
    ]


@transaction.atomic
def _store(translation: Translation, targets: list[xliff.Target], key_of: Key, user: Any, tool: str) -> Outcome:
    segments = {key_of(segment): segment for segment in _segments(translation)}
    todo = {sentence.pk: sentence.todo for sentence in desk.sentences(translation)}
    known = desk.translations_of(translation)
    stored = unknown = 0
    for target in targets:
        if not target.text:
            continue
        segment = segments.get(target.key)
        if segment is None:
            unknown += 1
            continue
        row = known.get((segment.context_id, segment.string_id))
        unchanged = row is not None and row.data == target.text
        if unchanged and not (target.finished and todo[segment.pk]):
            continue
        desk.store(translation, segment, target.text, user, tool)
        stored += 1
    return Outcome(stored, unknown)


def _segments(translation: Translation) -> list[StringSegment]:
    return list(translation.source.stringsegment_set.select_related("string", "context").order_by("order"))


def _key(segment: StringSegment) -> str:
    """Stays the same as long as the sentence does, also when the page is read anew."""
    return f"{segment.context_id}-{segment.string_id}"


def _po_key(segment: StringSegment) -> str:
    return f"{segment.context.path}\n{segment.string.data}"
