"""Export and import of translations for people who work elsewhere: XLIFF or PO."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation, Translation

from portal.core.types import AnyUser
from portal.editing.translations import codes, editor, po_files, rules, xliff
from portal.editing.translations.returned import ExchangeError, Matcher, Note, Outcome, Target, is_language
from portal.editing.translations.typed import who

#: Bytes; a page of 5,000 sentences stays below.
MOST_BYTES = 5_000_000
#: Endings with the media type of the file.
KINDS = {"xlf": "application/xliff+xml", "po": "text/x-gettext-translation"}


def export(translation: Translation, kind: str) -> bytes:
    """The translation as a file; ``kind`` is an ending of ``KINDS``. Sentences that need a look are marked so."""
    sentences = editor.sentences(translation)
    if kind == "po":
        return po_files.write(translation, sentences, timezone.now())
    units = [
        xliff.Unit(
            sentence.key,
            sentence.segment.context.path,
            sentence.segment.string.data,
            sentence.row.data if sentence.row else "",
            sentence.todo,
            ", ".join(f"{term.original} → {term.translation}" for term in sentence.terms),
        )
        for sentence in sentences
    ]
    source, target = translation.source.locale.language_code, translation.target_locale.language_code
    return xliff.write(str(translation.uuid), source, target, units, timezone.now())


def bring_in(translation: Translation, data: bytes, user: AnyUser) -> Outcome:
    """Store what a translator made of the file.

    Texts that are unchanged and still marked as needing a look leave their sentence as it is. What somebody wrote at
    the translation editor since the file was made is not overwritten. One sentence that cannot be taken costs no other.

    Parameters:
        data: an XLIFF or PO file that ``export`` made of the same translation.
        user: who uploads it, and answers for it.

    Raises:
        ExchangeError: malformed, too large, or of another translation.
    """
    if len(data) > MOST_BYTES:
        raise ExchangeError(_("The file is too large."))
    if not data.strip():
        raise ExchangeError(_("The file is empty."))
    if xliff.looks_like_xml(data):
        return _store(translation, *_read_xliff(translation, data), user, "XLIFF")
    return _store(translation, *po_files.read(translation, editor.sentences(translation), data), user, "PO")


def _read_xliff(translation: Translation, data: bytes) -> tuple[str, list[Target | Note]]:
    """When the file was made, if it says so, and what came back.

    Raises:
        ExchangeError: no XLIFF file, or one of another translation.
    """
    try:
        files = xliff.read(data)
    except ValueError as error:
        raise ExchangeError(
            _("This is not an XLIFF 1.2 file or an XLIFF 2 file that can be read: %(reason)s.") % {"reason": error}
        ) from error
    own = [file for file in files if file.original == str(translation.uuid)]
    # Platforms put a name of their own where ours stood; then the sentences tell whose file it is.
    ours = own or [file for file in files if not _is_another(translation, file.original)]
    language = translation.target_locale.language_code
    if not ours or any(file.language and not is_language(file.language, language) for file in ours):
        raise ExchangeError(_("This file belongs to another translation."))
    matcher = Matcher(editor.sentences(translation))
    found = [_take(unit, matcher) for file in ours for unit in file.units]
    if not own and not any(isinstance(one, Target) for one in found):
        refused = [str(one) for one in found if isinstance(one, Note) and one.kind == "refused"]
        raise ExchangeError(" ".join([_("This file belongs to another translation."), *refused[:1]]))
    others = [unit for file in files if file not in ours for unit in file.units]
    found += [Note("unknown", _name(unit)) for unit in others]
    return ours[0].date, [one for one in found if one is not None]


def _is_another(translation: Translation, original: str) -> bool:
    """Whether ``original`` names another translation of the portal."""
    try:
        return Translation.objects.filter(uuid=UUID(original)).exclude(pk=translation.pk).exists()
    except ValueError:
        return False


def _take(unit: xliff.Returned, matcher: Matcher) -> Target | Note | None:
    sentence = matcher.find(unit.key, unit.field, codes.words_of(unit.source))
    original = sentence.segment.string.data if sentence else ""
    try:
        text = codes.Reader(original, unit.source, unit.originals).html(unit.target).strip()
    except ValueError as error:
        return Note("refused", sentence.name if sentence else _name(unit), str(error))
    if not text:
        return None
    return Target(sentence, text, unit.finished) if sentence else Note("unknown", _name(unit))


def _name(unit: xliff.Returned) -> str:
    return editor.name_of(unit.field, codes.words_of(unit.source) or codes.words_of(unit.target))


@transaction.atomic
def _store(translation: Translation, date: str, found: list[Target | Note], user: AnyUser, tool: str) -> Outcome:
    editor.lock(Translation.objects.filter(pk=translation.pk))  # one after the other, also with the translation editor
    rows = editor.translations_of(translation)
    since = _moment(date)
    notes, stored = [], 0
    for target in found:
        if isinstance(target, Note):
            notes.append(target)
            continue
        segment = target.sentence.segment
        row = rows.get((segment.context_id, segment.string_id))
        note, text = _judge(target, row, since)
        if note:
            notes.append(note)
        if text:
            unsure = note is not None and note.kind == "unsure"
            editor.store(translation, segment, text, user, tool, unsure=unsure)
            stored += 1
    return Outcome(stored, sum(note.kind == "unknown" for note in notes), tuple(notes))


def _judge(target: Target, row: StringTranslation | None, since: datetime | None) -> tuple[Note | None, str]:
    """What to say of a sentence, if anything, and the text to store, if any."""
    sentence = target.sentence
    original = sentence.segment.string.data
    text = rules.tidy(sentence.place, target.text)
    if row is not None and row.data == text:
        # Marked and left as it was, or called right at last.
        return None, text if target.finished and sentence.todo else ""
    if target.finished is False and text == original:
        return None, ""  # a tool's way to say that there is nothing yet
    if row is not None and since and row.updated_at > since and _is_from_desk(row):
        said = _("%(name)s changed it after the file was made; the file says “%(text)s”.")
        return Note("newer", sentence.name, said % {"name": who(row), "text": rules.plain(text)}), ""
    if why := rules.complaint(sentence.place, text):
        return Note("refused", sentence.name, f"{why} “{_beginning(rules.plain(text))}”"), ""
    why = editor.doubts(original, text, sentence.languages) or (
        _("The file calls it unfinished.") if target.finished is False else ""
    )
    return (Note("unsure", sentence.name, why) if why else None), text


def _is_from_desk(row: StringTranslation) -> bool:
    return not row.tool_name and row.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL


def _beginning(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]}…"


def _moment(date: str) -> datetime | None:
    """A date of a file, if it can be understood."""
    try:
        found = parse_datetime(date)
    except ValueError:
        return None
    return found if found and timezone.is_aware(found) else None
