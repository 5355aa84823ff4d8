"""Concurrent edits in the translation editor: what was typed, what the form showed, what others stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation, Translation

from portal.core.types import AnyUser
from portal.editing.translations import editor, rules
from portal.editing.translations.editor import Sentence
from portal.editing.translations.splitting import GAP, joined

#: Prefixes of the form's fields; behind them stands the key of the sentence.
TEXT, SHOWN, CHOICE, SEEN, LABEL = "text-", "shown-", "choice-", "seen-", "label-"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Newer:
    """What somebody stored while the form was open."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Lost:
    """A text whose sentence is no more."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Typed:
    """What a form says of one sentence."""

    key: str
    text: str
    #: Mark of the translation that the form showed; None if it does not say.
    shown: str | None
    #: Between that text and a newer one, and the mark of the newer one.
    choice: str | None
    seen: str | None
    is_done: bool


@dataclass
class Result:
    """What came of a form."""

    stored: int = 0
    #: By key of the sentence: what was typed and not stored.
    kept: dict[str, str] = field(default_factory=dict)
    #: By key of such a sentence: what the form had shown.
    shown: dict[str, str] = field(default_factory=dict)
    newer: dict[str, Newer] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    #: Lines that name what was stored but is to be looked at.
    unsure: list[str] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether all that was typed is stored."""
        return not (self.kept or self.lost)


@transaction.atomic
def save(translation: Translation, posted: Mapping[str, str], done: set[str], user: AnyUser) -> Result:
    """Store what a translator typed; nothing that somebody else stored since the form was shown is overwritten.

    Parameters:
        posted: the fields of the form, by their names; a long text has one for each of its sentences.
        done: keys of sentences whose translation was ticked as right although it is unchanged or unusual.
    """
    editor.lock(Translation.objects.filter(pk=translation.pk))  # two forms one after the other
    known = {sentence.key: sentence for sentence in editor.sentences(translation)}
    result = Result()
    for name, text in joined(posted, TEXT, done).items():
        if name.startswith(TEXT):
            key = name.removeprefix(TEXT)
            typed = Typed(
                key, text, posted.get(SHOWN + key), posted.get(CHOICE + key), posted.get(SEEN + key), key in done
            )
            if key in known:
                _take(translation, known[key], typed, user, result)
            elif not rules.is_blank(text) and editor.version_of(text) != typed.shown:
                result.lost.append(Lost(key, posted.get(LABEL + key, ""), text))
    return result


def _take(translation: Translation, sentence: Sentence, typed: Typed, user: AnyUser, result: Result) -> None:
    version, now = editor.version_of(typed.text), sentence.shown
    # A form that does not say what it showed is read as one that showed what there is.
    before = now if typed.shown is None else typed.shown
    is_same = version in {before, now}
    if (typed.choice == THEIRS and typed.seen == now) or (is_same and not (typed.is_done and sentence.todo)):
        return
    data = editor.as_stored(sentence, typed.text)
    # Chosen is what was seen; what came after that is a third text.
    has_chosen = typed.choice == MINE and typed.seen == now
    if now not in {before, version} and not has_chosen:
        result.newer[sentence.key] = _newer(sentence)
    elif why := _refusal(sentence, typed, data):
        result.refused[sentence.key] = why
    elif not rules.is_blank(typed.text):
        changed = "" if typed.is_done else editor.doubts(sentence.segment.string.data, data, sentence.languages)
        editor.store(translation, sentence.segment, data, user, unsure=bool(changed))
        result.stored += 1
        result.unsure += [f"{sentence.name}: {changed}"] if changed else []
        return
    else:
        return
    result.kept[sentence.key], result.shown[sentence.key] = typed.text, before


def _refusal(sentence: Sentence, typed: Typed, data: str) -> str:
    if rules.is_blank(typed.text) and not sentence.translation:
        return ""  # nothing yet, and nothing new
    if typed.is_done and GAP in typed.text and GAP not in sentence.original:
        return _("A sentence in it is not translated yet.")
    return rules.complaint(sentence.place, data)


def _newer(sentence: Sentence) -> Newer:
    row = sentence.row
    if row is None:  # it was there when the form was shown, and somebody took it away
        return Newer("", "", timezone.now())
    return Newer(sentence.translation, who(row), row.updated_at)


def who(row: StringTranslation) -> str:
    """Who wrote a translation, for a message to others."""
    if row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        return _("a machine")
    user = row.last_translated_by
    name = (user.get_full_name() or user.get_username()) if user else _("somebody")
    return _("%(name)s (from a file)") % {"name": name} if row.tool_name in {"XLIFF", "PO"} else name
