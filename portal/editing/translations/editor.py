"""The translation editor: the segments of one page in one language, with what is known of each."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from portal.core.i18n.text import tidy_text
from portal.core.models import BasePage
from portal.core.types import AnyUser
from portal.editing.models import TranslationState
from portal.editing.translations import rules
from portal.editing.translations.diff import word_diff
from portal.editing.translations.figures import missing_numbers
from portal.editing.translations.safe_text import changed_elements
from portal.editing.translations.splitting import GAP, pairs, sentences_of
from portal.editing.translations.states import OUTDATED, mark
from portal.editing.translations.terms import Term, terms_between

#: ``StringTranslation.tool_name`` of signs and numbers that every language writes alike.
AS_IT_IS = "as it is"


@dataclass(frozen=True)
class Sentence:
    """One sentence or field: its original, its translation as it is now, and what is to do about it."""

    #: Stays the same as long as the sentence does, also when the page is read anew.
    key: str
    field: str
    original: str
    translation: str
    #: ``missing``, ``unsure``, ``outdated``, ``machine`` or empty.
    todo: str
    changed: SafeString | None
    terms: list[Term]
    segment: StringSegment
    place: Any
    row: StringTranslation | None
    #: Of the original and of the translation (BCP 47).
    languages: tuple[str, str]

    @property
    def shown(self) -> str:
        """What a form says that it showed of the translation."""
        return version_of(self.translation)

    @property
    def why(self) -> str:
        """Why the sentence is to be looked at, if that can be seen in it."""
        if self.row is None or self.todo not in {"unsure", ""}:
            return ""
        found = rules.complaint(self.place, self.row.data)
        if found or not self.todo:
            return found
        return doubts(self.segment.string.data, self.row.data, self.languages) or str(self.row.field_error)

    @property
    def name(self) -> str:
        """What a message calls it: its field, and its first words."""
        return name_of(self.field, rules.plain(self.segment.string.data))


def doubts(original: str, translation: str, languages: tuple[str, str]) -> str:
    """What a translator should look at again, as sentences: lost links and emphases, lost numbers, a gap.

    Numbers are compared sentence by sentence where there are as many in both. Both texts as stored.
    """
    said = [changed_elements(original, translation)]
    if GAP in translation and GAP not in original:
        return " ".join(filter(None, (*said, _("A sentence in it is not translated yet."))))
    beside = pairs(original, translation, languages)
    if len(beside) == 1 or len(beside) != len(sentences_of(translation, languages[1])):
        return " ".join(filter(None, (*said, missing_numbers(original, translation))))
    for pair in beside:
        lost = missing_numbers(pair.original, pair.translation)
        said.append(f"{lost} “{beginning_of(rules.plain(pair.original))}”" if lost else "")
    return " ".join(filter(None, said))


def beginning_of(text: str) -> str:
    """The first words of ``text``."""
    words = " ".join(text.split())
    return f"{words[:60].rstrip()}{'…' if len(words) > 60 else ''}"


def name_of(field: str, text: str) -> str:
    """``field`` with the first words of ``text``."""
    return f"{field} “{beginning_of(text)}”"


def version_of(text: str) -> str:
    """A short mark of ``text``: another text has another one."""
    return hashlib.blake2s(tidy_text(text).encode(), digest_size=8).hexdigest()


def sentences(translation: Translation) -> list[Sentence]:
    """All sentences of ``translation`` in the order of the page: three queries, and one for the terms.

    The same sentence twice in one field has one translation, and stands here once.
    """
    source, target = translation.source.locale.language_code, translation.target_locale.language_code
    segments: dict[str, StringSegment] = {}
    for segment in segments_of(translation):
        segments.setdefault(key_of(segment), segment)
    rows: dict[tuple[int, int], StringTranslation] = {}
    earlier: dict[tuple[int, str], str] = {}
    every = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    for row in every.select_related("translation_of", "last_translated_by").order_by("updated_at", "pk"):
        rows[row.context_id, row.translation_of_id] = row
        if row.tool_name != OUTDATED:
            earlier[row.context_id, row.data] = row.translation_of.data
    model = translation.source.specific_content_type.model_class()
    find_terms = terms_between(source, target)
    around = rows, earlier, model, find_terms
    return [_sentence(segment, *around, (source, target)) for segment in segments.values()]


def segments_of(translation: Translation) -> list[StringSegment]:
    """The segments of the original in the order of the page."""
    return list(translation.source.stringsegment_set.select_related("string", "context").order_by("order"))


def key_of(segment: StringSegment) -> str:
    """Stays the same as long as the sentence does, also when the page is read anew."""
    return f"{segment.context_id}-{segment.string_id}"


def _sentence(
    segment: StringSegment, rows: Any, earlier: Any, model: Any, find_terms: Any, languages: tuple[str, str]
) -> Sentence:
    row = rows.get((segment.context_id, segment.string_id))
    html = "<" in segment.string.data
    original = as_typed(segment.string.data, html=html)
    todo, changed = "", None
    if row is None:
        todo = "missing"
    elif row.has_error:
        todo = "unsure"
    elif row.tool_name == OUTDATED:
        todo = "outdated"
        before = earlier.get((segment.context_id, row.data))
        changed = word_diff(as_typed(before, html=html), original) if before else None
    elif row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        todo = "machine"
    return Sentence(
        key=key_of(segment),
        field=rules.field_name(model, segment),
        original=original,
        translation=as_typed(row.data, html=html) if row else "",
        todo=todo,
        changed=changed,
        terms=find_terms(original),
        segment=segment,
        place=rules.place_of(model, segment),
        row=row,
        languages=languages,
    )


def as_typed(data: str, *, html: bool) -> str:
    """A stored string as a translator reads and writes it: as HTML where the original has elements, else as text."""
    return data if html else StringValue(data).render_text()


def as_stored(sentence: Sentence, text: str) -> str:
    """What a translator wrote for ``sentence``, as it is kept."""
    tidied = rules.tidy(sentence.place, text)
    return tidied if "<" in sentence.segment.string.data else str(StringValue.from_plaintext(tidied).data)


def translations_of(translation: Translation) -> dict[tuple[int, int], StringTranslation | None]:
    """What there is in the language of ``translation``, by context and string."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    return {(row.context_id, row.translation_of_id): row for row in rows}


def store(
    translation: Translation,
    segment: StringSegment,
    data: str,
    user: AnyUser | None,
    tool: str = "",
    *,
    unsure: bool = False,
) -> None:
    """Keep ``data`` as what ``user`` made of ``segment``.

    Parameters:
        user: None for the portal itself.
        tool: the kind of file that brought it.
        unsure: keep it, but as no finished translation: somebody is to look at it before it counts.
    """
    StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale=translation.target_locale,
        defaults={
            "data": data,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": tool,
            "last_translated_by": user,
            "has_error": unsure,
            "field_error": "",
        },
    )


def lock(desks: QuerySet[Translation]) -> None:
    """Let nobody else store a sentence at these ``desks`` until this transaction ends; a page is locked before them."""
    list(desks.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def leave_signs(translation: Translation) -> None:
    """Signs and numbers alone need no translator: they stay as they are in every language."""
    known = translations_of(translation)
    for segment in segments_of(translation):
        key = (segment.context_id, segment.string_id)
        if key not in known and rules.needs_no_translation(segment.string.data):
            store(translation, segment, segment.string.data, None, AS_IT_IS)
            known[key] = None


def unfinished(translation: Translation) -> list[str]:
    """What stands against submitting or publishing ``translation``, a line for each sentence."""
    leave_signs(translation)
    found = []
    for sentence in sentences(translation):
        if sentence.todo == "missing":
            found.append(_("%(sentence)s is not translated yet.") % {"sentence": sentence.name})
        elif sentence.todo == "unsure":
            why = sentence.why or _("It is marked as unfinished.")
            found.append(_("%(sentence)s is to be looked at: %(why)s") % {"sentence": sentence.name, "why": why})
        elif sentence.row and (why := rules.complaint(sentence.place, sentence.row.data)):
            found.append(f"{sentence.name}: {why}")
    return found


def save_draft(translation: Translation, user: AnyUser) -> None:
    """Write the translated page as a draft. Readers go on reading what is public.

    wagtail-localize's ``save_target(publish=False)`` would write the draft's texts into the public page.
    """
    page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    page.save_revision(user=user)


def review_latest(page: BasePage) -> Any:
    """Have the review that is under way look at the newest draft; returns its state."""
    state = page.current_workflow_task_state
    state.revision = page.latest_revision
    state.save(update_fields=["revision"])
    return state


def may_review(translation: Translation, user: AnyUser) -> bool:
    """Whether ``user`` is a second person: has translated nothing here by hand since the last review."""
    own = _current(translation).filter(last_translated_by=user)
    own = own.exclude(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    last = _state(translation).values_list("reviewed_at", flat=True).first()
    return not (own.filter(updated_at__gt=last) if last else own).exists()


def review(translation: Translation, user: AnyUser) -> None:
    """``user`` has read the whole translation and finds it right; what a machine made is a person's word from now on.

    Raises:
        ValueError: ``user`` translated it, and must not be the one who reads it.
    """
    if not may_review(translation, user):
        raise ValueError("A translation is reviewed by a second person")
    # Not by ``save``: a review is no new text, and the tool's name stays to tell where it came from.
    machine = _current(translation).filter(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    machine.exclude(tool_name=OUTDATED).update(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL)
    _state(translation).update(reviewed_at=timezone.now(), reviewed_by=user)
    mark(translation.source.object_id)


def _state(translation: Translation) -> QuerySet[TranslationState]:
    return TranslationState.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale
    )


def _current(translation: Translation) -> QuerySet[StringTranslation]:
    """Translated sentences that stand in the page today."""
    return StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale=translation.target_locale,
        translation_of__in=translation.source.stringsegment_set.order_by().values("string"),
    )
