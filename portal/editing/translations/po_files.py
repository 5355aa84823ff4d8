"""PO, the file format of gettext: one translation of one page."""

import codecs
import re
from datetime import datetime

import polib
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from portal.editing.translations.editor import Sentence, name_of
from portal.editing.translations.returned import ExchangeError, Matcher, Note, Target, is_language, plain_words, text_of

_MARK = "X-WagtailLocalize-TranslationID"
_DATE = "X-Portal-Exported"
_CHARSET = re.compile(rb"charset=([\w.:-]+)", re.IGNORECASE)


def write(translation: Translation, sentences: list[Sentence], date: datetime) -> bytes:
    """The file as of ``date``; what needs a look is fuzzy."""
    po = translation.export_po()
    po.metadata["Language"] = translation.target_locale.language_code
    po.metadata[_DATE] = date.isoformat()
    unsure = {
        (sentence.segment.context.path, sentence.segment.string.data)
        for sentence in sentences
        if sentence.todo in {"outdated", "machine", "unsure"}
    }
    for entry in po:
        if not entry.obsolete and (entry.msgctxt, entry.msgid) in unsure:
            entry.flags.append("fuzzy")
    return str(po).encode()


def read(translation: Translation, sentences: list[Sentence], data: bytes) -> tuple[str, list[Target | Note]]:
    """When the file was made, if it says so, and what came back.

    Raises:
        ExchangeError: no PO file, or one of another translation.
    """
    try:
        # With a line break, or polib would take a short text for the name of a file.
        po = polib.pofile("\n".join(_decoded(data).splitlines()) + "\n")
    except (OSError, ValueError, LookupError, IndexError, AttributeError) as error:  # polib reports its own as OSError
        raise ExchangeError(_("This is neither a PO file nor an XLIFF file that can be read.")) from error
    mark, language = po.metadata.get(_MARK, ""), po.metadata.get("Language", "")
    if mark not in {"", str(translation.uuid)}:
        raise ExchangeError(_("This file belongs to another translation."))
    if language and not is_language(language, translation.target_locale.language_code):
        raise ExchangeError(_("This file belongs to another translation."))
    matcher = Matcher(sentences)
    found: list[Target | Note] = []
    for entry in po:
        if entry.obsolete or not entry.msgstr.strip():
            continue
        sentence = matcher.find("", entry.msgctxt or "", plain_words(entry.msgid))
        if sentence is None:
            found.append(Note("unknown", name_of(entry.msgctxt or "", plain_words(entry.msgid))))
        else:
            found.append(Target(sentence, entry.msgstr.strip(), "fuzzy" not in entry.flags))
    if not mark and not any(isinstance(one, Target) for one in found):
        raise ExchangeError(_("This file belongs to another translation."))
    return po.metadata.get(_DATE, ""), found


def _decoded(data: bytes) -> str:
    """The text, in the encoding that the file begins with, else in UTF-8 or the one that its header names."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig")
    named = _CHARSET.search(data[:4000])
    return text_of(data, named[1].decode() if named else "utf-8") if b"msgid" in data else data.decode()
