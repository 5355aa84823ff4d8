"""Works out ``PublishedText``: what was published, whether anything in it changed, and what of it a machine made."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.core.models import BasePage
from portal.core.models.published import MachineShare, PublishedText

#: What tells rows of a page's relations apart, and says nothing.
_KEYS = frozenset({"pk", "id", "page", "locale", "translation_key"})
#: Facts that only editors see.
_UNSEEN = frozenset({"editorial_notes"})


def said(page_type: type[Page], content: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What a revision's ``content`` tells visitors, to be compared with another one; None without content."""
    if content is None:
        return None
    names = {declared.field_name for declared in page_type.translatable_fields} - _UNSEEN
    return {name: _plain(content.get(name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: item for key, item in value.items() if key not in _KEYS}
    return value


def note_publication(page_id: int, revision: Revision, before: Mapping[str, object] | None) -> None:
    """Remember that ``revision`` was published, unless that comes later.

    It is a change only if visitors read something else than in ``before``, the content that was public until now (None
    if nothing was).
    """
    page = Page.objects.get(pk=page_id).specific
    if page.live_revision_id != revision.pk:
        return
    row = PublishedText.objects.filter(page_id=page_id).first() or _new_row(page)
    if said(type(page), before) != said(type(page), revision.content):
        row.changed_at = timezone.now()
    row.machine, row.translated_from = share_of(page, just_published=True)
    row.save()


def note_approvals(keys: Iterable[UUID]) -> None:
    """Look again at the public pages with these translation keys: editors may have approved sentences."""
    rows = PublishedText.objects.filter(page__translation_key__in=list(keys)).exclude(machine=MachineShare.NONE)
    for row in rows.select_related("page"):
        row.machine, row.translated_from = share_of(row.page.specific, just_published=False)
        row.save(update_fields=["machine", "translated_from"])


def note_import(rows: Collection[PublishedText], record: Mapping[str, Any]) -> None:
    """Remember what the import published. It changes no dates, but for those that the record itself states."""
    stated = {name: date.fromisoformat(record[name]) for name in ("facts_checked", "changed") if record.get(name)}
    known = {row.page_id: row for row in PublishedText.objects.filter(page__in=[row.page_id for row in rows])}
    for row in rows:
        before = known.get(row.page_id, row)
        row.translated_from = row.translated_from if row.machine else ""
        row.changed_at, row.facts_checked = before.changed_at, before.facts_checked
        if "changed" in stated:
            moment = datetime.combine(stated["changed"], time(12), tzinfo=UTC)
            row.changed_at = max(row.changed_at or moment, moment)
        if "facts_checked" in stated:
            row.facts_checked = max(row.facts_checked or stated["facts_checked"], stated["facts_checked"])
    PublishedText.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["machine", "translated_from", "changed_at", "facts_checked"],
    )


def check_facts(page: Page, day: date | None) -> None:
    """The facts of ``page`` were compared with their sources on ``day``; that holds in every language."""
    versions = Page.objects.filter(translation_key=page.translation_key)
    PublishedText.objects.bulk_create(
        [PublishedText(page=version, facts_checked=day) for version in versions],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["facts_checked"],
    )


def _new_row(page: Page) -> PublishedText:
    """A row for a page that had none; what is true of its facts in another language is true here."""
    siblings = PublishedText.objects.filter(page__translation_key=page.translation_key, facts_checked__isnull=False)
    return PublishedText(page_id=page.pk, facts_checked=siblings.values_list("facts_checked", flat=True).first())


def share_of(page: BasePage, *, just_published: bool) -> tuple[str, str]:
    """How much of the public text of ``page`` is a machine's that nobody checked, and from which language.

    Parameters:
        page: the page with its public text.
        just_published: it holds the sentences as the translation editor has them now. Otherwise a sentence that is
            not there any more is what it was before: somebody typed a better one, which waits for its publication.
    """
    translation = _translation_into(page)
    if translation is None:
        return MachineShare.NONE, ""
    machine, checked, originals = _known_sentences(translation)
    made = other = 0
    for path, text in sentences_of(page):
        if text in machine.get(path, ()):
            made += 1
        elif text in originals.get(path, ()):
            continue
        elif just_published or text in checked.get(path, ()):
            other += 1
        else:
            made += 1
    if not made:
        return MachineShare.NONE, ""
    return MachineShare.PART if other else MachineShare.ALL, translation.source.get_source_instance().language


def sentences_of(page: BasePage) -> list[tuple[str, str]]:
    """The sentences of ``page`` as the translation editor has them: field path and text."""
    return [
        (segment.path, segment.string.data)
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue) and not segment.is_empty()
    ]


def _translation_into(page: BasePage) -> Translation | None:
    found = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    return found.exclude(source__locale_id=page.locale_id).select_related("source").first()


def _known_sentences(translation: Translation) -> tuple[dict[str, set[str]], ...]:
    """Per field path: what a machine made, what people made or approved, and the originals."""
    machine: dict[str, set[str]] = {}
    checked: dict[str, set[str]] = {}
    originals: dict[str, set[str]] = {}
    segments = translation.source.stringsegment_set.order_by().values_list(
        "context_id", "context__path", "string_id", "string__data"
    )
    paths = {}
    for context, path, string, data in segments:
        paths[context, string] = path
        originals.setdefault(path, set()).add(data)
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id, has_error=False
    )
    for context, string, kind, data in rows.values_list("context_id", "translation_of_id", "translation_type", "data"):
        if path := paths.get((context, string)):
            by = machine if kind == StringTranslation.TRANSLATION_TYPE_MACHINE else checked
            by.setdefault(path, set()).add(data)
    return machine, checked, originals
