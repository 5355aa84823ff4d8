"""Translation states: works out ``TranslationState`` whenever a page or a string changes.

wagtail-localize alone says "up to date" after an edit of the source that was never passed on, and after one that left
the old sentence standing in the translation.
"""

import threading
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from portal.core.hooks.bulk import is_bulk_change
from portal.core.i18n.locales import locale_ids
from portal.core.models import BasePage
from portal.core.pages import published
from portal.editing.enums import State
from portal.editing.models import TranslationState

#: ``StringTranslation.tool_name`` of a sentence that was translated from an older version of its source.
OUTDATED = "outdated"
#: Saving and publishing are not one moment.
SAME_MOMENT = timedelta(seconds=5)
_BATCH = 200
_COUNTED = ("page_id", "translation_id", "state", "total", "missing", "outdated", "machine", "behind_since")
#: The states of some pages were worked out after a change. Argument: ``keys``, their translation keys.
worked_out = Signal()
#: A row of the database, by the names of its columns.
Row = dict[str, Any]
_NO_STRINGS: Row = {"done": 0, "outdated": 0, "machine": 0, "changed": None}
#: Keys to work out when the transaction of this thread is committed.
_marked = threading.local()


@dataclass
class VersionRecords:
    """What the database says about one page in all languages."""

    pages: dict[int, Row] = field(default_factory=dict)
    source: Row | None = None
    translations: dict[int, int] = field(default_factory=dict)
    total: int = 0
    strings: dict[int, Row] = field(default_factory=dict)
    known: dict[int, Row] = field(default_factory=dict)

    @property
    def source_locale(self) -> int:
        """Locale of the original: as wagtail-localize has it, else the oldest version."""
        if self.source and self.source["locale_id"] in self.pages:
            return int(self.source["locale_id"])
        return min(
            self.pages, key=lambda locale: (self.pages[locale]["alias_of_id"] is not None, self.pages[locale]["pk"])
        )


def mark(key: UUID) -> None:
    """Have the states of a page worked out anew when the present transaction is committed."""
    _marked.__dict__.setdefault("keys", set()).add(key)
    transaction.on_commit(refresh_marked)


def refresh_marked() -> None:
    """Work out what was marked; the first of many calls does it for all."""
    keys = _marked.__dict__.pop("keys", set())
    refresh(keys)
    if keys and not is_bulk_change():
        published.note_approvals(keys)
        worked_out.send(sender=TranslationState, keys=keys)


def refresh_all() -> int:
    """Work out the states of all pages; returns how many. Run daily, against whatever was missed."""
    keys = list(Page.objects.filter(depth__gt=1).order_by().values_list("translation_key", flat=True).distinct())
    refresh(keys)
    TranslationState.objects.exclude(translation_key__in=Page.objects.order_by().values("translation_key")).delete()
    return len(keys)


def refresh(keys: Iterable[UUID]) -> None:
    """Work out the states of the pages with these translation keys: seven queries for up to 200 of them."""
    keys = list(keys)
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        found = collect(batch)
        TranslationState.objects.filter(translation_key__in=set(batch) - set(found)).delete()
        rows = [row for key, records in found.items() for row in rows_of(key, records)]
        TranslationState.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["translation_key", "locale"],
            update_fields=[name.removesuffix("_id") if name == "page_id" else name for name in _COUNTED],
        )


def waiting(keys: Collection[UUID]) -> set[int]:
    """Numbers of the pages with these translation keys of which something is not public yet: three queries.

    Whatever their states: a translation that is outdated, or a machine's, can hold new sentences too.
    """
    translations = Translation.objects.filter(source__object_id__in=keys, enabled=True)
    rows = translations.values_list("source_id", "target_locale_id", "source__object_id")
    key_of = {(source, locale): key for source, locale, key in rows}
    segments = StringSegment.objects.filter(source__object_id__in=keys).order_by()
    strings = {(key_of.get((row["source_id"], row["locale"])), row["locale"]): row for row in _translated(segments)}
    pages = Page.objects.filter(translation_key__in=keys, alias_of=None, latest_revision__isnull=False).values(
        "pk", "translation_key", "locale_id", "live", "has_unpublished_changes", "last_published_at"
    )
    return {
        page["pk"]
        for page in pages
        if _waits(page, strings.get((page["translation_key"], page["locale_id"]), _NO_STRINGS))
    }


def collect(keys: list[UUID]) -> dict[UUID, VersionRecords]:
    """The records about pages and their versions, by translation key."""
    found: dict[UUID, VersionRecords] = defaultdict(VersionRecords)
    pages = Page.objects.filter(translation_key__in=keys, depth__gt=1).values(
        "pk", "translation_key", "locale_id", "live", "has_unpublished_changes", "alias_of_id", "last_published_at"
    )
    for page in pages:
        found[page["translation_key"]].pages[page["locale_id"]] = page
    sources = TranslationSource.objects.filter(object_id__in=found).values(
        "pk", "object_id", "locale_id", "last_updated_at"
    )
    by_source = {}
    for source in sources:
        by_source[source["pk"]] = found[source["object_id"]]
        found[source["object_id"]].source = source
    for row in Translation.objects.filter(source__in=by_source, enabled=True).values(
        "pk", "source_id", "target_locale_id"
    ):
        by_source[row["source_id"]].translations[row["target_locale_id"]] = row["pk"]
    segments = StringSegment.objects.filter(source__in=by_source).order_by()
    for row in segments.values("source_id").annotate(total=Count("pk")):
        by_source[row["source_id"]].total = row["total"]
    for row in _translated(segments):
        by_source[row["source_id"]].strings[row["locale"]] = row
    for row in TranslationState.objects.filter(translation_key__in=found).values(
        "translation_key", "locale_id", "wanted", "reviewed_at", "behind_since"
    ):
        found[row["translation_key"]].known[row["locale_id"]] = dict(row)
    return found


def _translated(segments: Any) -> Any:
    """Per source and language: how many segments have a translation, and of which kinds."""
    kind = "string__translations__"
    return (
        segments.filter(**{f"{kind}context": F("context"), f"{kind}has_error": False})
        .values("source_id", locale=F(f"{kind}locale_id"))
        .annotate(
            done=Count("pk"),
            outdated=Count("pk", filter=Q(**{f"{kind}tool_name": OUTDATED})),
            machine=Count("pk", filter=Q(**{f"{kind}translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE})),
            # An old sentence that was carried over to a changed original is nothing new.
            changed=Max(f"{kind}updated_at", filter=~Q(**{f"{kind}tool_name": OUTDATED})),
        )
    )


def rows_of(key: UUID, records: VersionRecords) -> list[TranslationState]:
    """A row for every language that is switched on."""
    ids = locale_ids()
    rows = []
    for code, _name in settings.LANGUAGES:
        locale = ids.get(code)
        if locale is None:
            continue
        strings = records.strings.get(locale, _NO_STRINGS)
        translated = locale != records.source_locale and locale in records.translations
        page = records.pages.get(locale)
        state = state_of(records, locale, strings)
        rows.append(
            TranslationState(
                translation_key=key,
                locale_id=locale,
                page_id=page["pk"] if page else None,
                translation_id=records.translations.get(locale) if translated else None,
                total=records.total if translated else 0,
                missing=max(records.total - strings["done"], 0) if translated else 0,
                outdated=strings["outdated"] if translated else 0,
                machine=strings["machine"] if translated else 0,
                state=state,
                behind_since=_behind_since(records, locale, strings, state),
            )
        )
    return rows


def state_of(records: VersionRecords, locale: int, strings: Row) -> State:
    """The one word for a page in a language."""
    page, known = records.pages.get(locale), records.known.get(locale, {"wanted": True, "reviewed_at": None})
    if locale == records.source_locale:
        return State.SOURCE
    if page is None or page["alias_of_id"]:
        return State.MISSING if known["wanted"] else State.UNWANTED
    if locale not in records.translations or records.source is None:
        return State.SEPARATE
    missing = records.total > strings["done"]
    reviewed = bool(known["reviewed_at"]) and not _later(strings["changed"], known["reviewed_at"])
    worst_first = (
        (strings["outdated"] or (page["live"] and missing) or _not_passed_on(records), State.OUTDATED),
        (missing, State.PARTLY),
        (strings["machine"] and not reviewed, State.MACHINE),
        (_waits(page, strings), State.DRAFT),
        (reviewed, State.REVIEWED),
    )
    return next((state for holds, state in worst_first if holds), State.COMPLETE)


def _waits(page: Row, strings: Row) -> bool:
    """Whether something of a translation is not public yet."""
    changed = _later(strings["changed"], page["last_published_at"])
    return not page["live"] or page["has_unpublished_changes"] or changed


def _behind_since(records: VersionRecords, locale: int, strings: Row, state: State) -> datetime | None:
    """When visitors began to read a translation of an older original: what ends it is a publication, not a draft."""
    page = records.pages.get(locale)
    if page is None or not page["live"]:
        return None
    known: datetime | None = records.known.get(locale, {}).get("behind_since")
    if state == State.OUTDATED:
        return known or records.pages[records.source_locale]["last_published_at"] or timezone.now()
    return known if _waits(page, strings) else None


def _not_passed_on(records: VersionRecords) -> bool:
    """Whether the original was published after wagtail-localize last looked at it."""
    original = records.pages[records.source_locale]
    return records.source is not None and _later(original["last_published_at"], records.source["last_updated_at"])


def _later(first: datetime | None, second: datetime | None) -> bool:
    return bool(first and second and first > second + SAME_MOMENT)


def connect_receivers() -> None:
    """Listen to everything that changes a state; called when the app is ready."""
    for signal in (page_published, page_unpublished):
        signal.connect(_page_changed, dispatch_uid="portal-states")
    for model, receiver in ((Translation, _translation_changed), (StringTranslation, _string_changed)):
        for change in (post_save, post_delete):
            change.connect(receiver, sender=model, dispatch_uid=f"portal-states-{model.__name__}")
    for change in (post_save, post_delete):
        change.connect(_any_change, dispatch_uid="portal-states-pages")


def _any_change(sender: Any, instance: Any, **kwargs: object) -> None:
    if issubclass(sender, BasePage):
        mark(instance.translation_key)


def _page_changed(instance: Page, **kwargs: object) -> None:
    mark(instance.translation_key)


def _translation_changed(instance: Translation, **kwargs: object) -> None:
    key = TranslationSource.objects.filter(pk=instance.source_id).values_list("object_id", flat=True).first()
    if key:
        mark(key)


def _string_changed(instance: StringTranslation, **kwargs: object) -> None:
    if instance.context_id:
        mark(instance.context.object_id)
