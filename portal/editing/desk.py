"""The translation desk: the sentences of one page in one language, with what is known of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from portal.editing.diff import word_diff
from portal.editing.states import OUTDATED, mark
from portal.editing.terms import Term, terms_between
from portal.models import TranslationState


@dataclass(frozen=True)
class Sentence:
    """One sentence or field: its original, its translation as it is now, and what is to do about it."""

    pk: int
    field: str
    original: str
    translation: str
    #: ``missing``, ``outdated``, ``machine`` or empty.
    todo: str
    changed: SafeString | None
    terms: list[Term]
    rows: int


def sentences(translation: Translation) -> list[Sentence]:
    """All sentences of ``translation`` in the order of the page: three queries, and one for the terms."""
    source, target = translation.source.locale.language_code, translation.target_locale.language_code
    segments = list(translation.source.stringsegment_set.select_related("string", "context").order_by("order"))
    rows: dict[tuple[int, int], StringTranslation] = {}
    earlier: dict[tuple[int, str], str] = {}
    every = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    for row in every.select_related("translation_of").order_by("updated_at"):
        rows[row.context_id, row.translation_of_id] = row
        if row.tool_name != OUTDATED:
            earlier[row.context_id, row.data] = row.translation_of.data
    model = translation.source.specific_content_type.model_class()
    find_terms = terms_between(source, target)
    return [_sentence(segment, rows, earlier, model, find_terms) for segment in segments]


def _sentence(segment: StringSegment, rows: Any, earlier: Any, model: Any, find_terms: Any) -> Sentence:
    row = rows.get((segment.context_id, segment.string_id))
    original = as_typed(segment.string.data)
    todo, changed = "", None
    if row is None or row.has_error:
        todo = "missing"
    elif row.tool_name == OUTDATED:
        todo = "outdated"
        before = earlier.get((segment.context_id, row.data))
        changed = word_diff(as_typed(before), original) if before else None
    elif row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        todo = "machine"
    return Sentence(
        pk=segment.pk,
        field=_field_name(model, segment.context.path),
        original=original,
        translation=as_typed(row.data) if row else "",
        todo=todo,
        changed=changed,
        terms=find_terms(original),
        rows=min(12, max(2, len(original) // 70 + 1)),
    )


def _field_name(model: Any, path: str) -> str:
    name = path.split(".", maxsplit=1)[0]
    try:
        return str(model._meta.get_field(name).verbose_name).capitalize()
    except (AttributeError, LookupError):
        return name


def as_typed(data: str) -> str:
    """A stored string as a translator reads and writes it: tags stay where there are any, otherwise plain text."""
    return data if "<" in data else StringValue(data).render_text()


def translations_of(translation: Translation) -> dict[tuple[int, int], StringTranslation]:
    """What there is in the language of ``translation``, by context and string."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    return {(row.context_id, row.translation_of_id): row for row in rows}


@transaction.atomic
def save(translation: Translation, typed: Mapping[str, Any], done: set[str], user: Any) -> int:
    """Store what a translator typed.

    Parameters:
        typed: text by the number of its segment.
        done: numbers of segments whose translation was ticked as right although it is unchanged.

    Returns:
        The number of sentences that changed or were confirmed.
    """
    known = {s.pk: s for s in sentences(translation)}
    segments = translation.source.stringsegment_set.filter(pk__in=known).select_related("string")
    count = 0
    for segment in segments:
        text = str(typed.get(str(segment.pk), "")).strip().replace("\r\n", "\n")
        unchanged = text == known[segment.pk].translation
        if not text or (unchanged and str(segment.pk) not in done):
            continue
        data = text if "<" in segment.string.data else StringValue.from_plaintext(text).data
        store(translation, segment, data, user)
        count += 1
    return count


def store(translation: Translation, segment: StringSegment, data: str, user: Any, tool: str = "") -> None:
    """Keep ``data`` as what ``user`` made of ``segment``; ``tool`` names the kind of file that brought it."""
    StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale=translation.target_locale,
        defaults={
            "data": data,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": tool,
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )


def save_draft(translation: Translation, user: Any) -> None:
    """Write the translated page as a draft. Readers go on reading what is public.

    wagtail-localize's ``save_target(publish=False)`` would write the draft's texts into the public page.
    """
    page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    page.save_revision(user=user)


def review_latest(page: Any) -> Any:
    """Have the review that is under way look at the newest draft; returns its state."""
    state = page.current_workflow_task_state
    state.revision = page.latest_revision
    state.save(update_fields=["revision"])
    return state


def may_review(translation: Translation, user: Any) -> bool:
    """Whether ``user`` is a second person: has translated nothing here by hand since the last review."""
    own = _current(translation).filter(last_translated_by=user)
    own = own.exclude(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    last = _state(translation).values_list("reviewed_at", flat=True).first()
    return not (own.filter(updated_at__gt=last) if last else own).exists()


def review(translation: Translation, user: Any) -> None:
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
