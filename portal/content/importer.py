"""Loads records into pages: the source language first, then real wagtail-localize translations.

A record is imported once and left alone afterwards, unless the file changes; a page that an editor has changed since is
never overwritten unless told to. ``ImportedRecord`` remembers what was imported.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import (
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.content.schema import Check, ContentError, check_record, check_unique
from portal.editing import sync
from portal.languages import LANGUAGES, reading_order
from portal.models import BasePage, ImportedRecord

DATA = Path(__file__).parent / "data"
CREATED, CHANGED, UNCHANGED, KEPT = "created", "changed", "left alone", "kept as edited"
Record = dict[str, Any]


@dataclass
class Report:
    """What the import did, by record kind."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    notes: list[str] = field(default_factory=list)

    def add(self, kind: str, outcome: str) -> None:
        """Count one page or object."""
        self.counts[kind][outcome] += 1


@dataclass(frozen=True)
class PageKind:
    """How records of one file become pages.

    ``fill`` sets everything that a language version holds; it is called for the source and for each translation.
    ``relate`` sets the links to other pages, on the source only.
    """

    name: str
    file: str
    checks: Mapping[str, Check]
    model: Callable[[Record], type[BasePage]]
    parent: Callable[[Record, Locale], Any]
    fill: Callable[[Any, Record, str], None]
    relate: Callable[[Any, Record], None] = lambda page, record: None
    #: Fields that name records of another kind by slug, with the name of that kind.
    references: Mapping[str, str] = field(default_factory=dict)
    #: Sets what a page needs to exist, where ``fill`` needs other pages of the same file to exist before.
    found: Callable[[Any, Record, str], None] | None = None
    #: Pages of the site's structure exist in every language, in a borrowed text if need be.
    structural: bool = False
    slug: Callable[[Record, str], str] = lambda record, language: record["slug"]


def read_records(path: Path, checks: Mapping[str, Check]) -> list[Record]:
    """Read and check one content file.

    Raises:
        ContentError: the file is missing, is not JSON, or holds a faulty record.
    """
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ContentError(f"{path.name}: the file does not exist in {path.parent}.") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ContentError(f"{path.name}: not readable as UTF-8 JSON ({error}).") from error
    if not isinstance(records, list):
        raise ContentError(f"{path.name}: must hold a list of records.")
    for record in records:
        check_record(path.name, record, checks)
    check_unique(path.name, records)
    return records


def in_language(value: Any, language: str) -> Any:
    """``value`` with every translated text replaced by that of ``language`` (None where it has none)."""
    if isinstance(value, dict):
        if value and all(key in LANGUAGES for key in value):
            return value.get(language)
        return {key: in_language(item, language) for key, item in value.items() if key != "languages"}
    if isinstance(value, list):
        return [in_language(item, language) for item in value]
    return value


def digest_of(record: Record, language: str) -> str:
    """What a record says in one language, as a hash."""
    said = json.dumps(in_language(record, language), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def tree_of(language: str) -> str:
    """The language tree in which a text of ``language`` lives."""
    active = dict(settings.LANGUAGES)
    return language if language in active else LANGUAGES[language].carried_by


def state_of(page: Any) -> str:
    """Changes whenever somebody saves the page, also as a draft."""
    return str(page.latest_revision_id)


class PageImport:
    """Imports the records of one kind, in one transaction."""

    def __init__(self, kind: PageKind, report: Report, *, overwrite: bool = False) -> None:
        self.kind, self.report, self.overwrite = kind, report, overwrite
        self.founded: dict[str, BasePage] = {}
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}

    def run(self, records: list[Record], progress: Callable[[list[Record]], Iterable[Record]]) -> None:
        """Import ``records``; ``progress`` wraps the iteration to show how far it is."""
        with sync.paused(), transaction.atomic():
            for record in records:
                self._found(record)
            for record in progress(records):
                self.import_record(record)

    def import_record(self, record: Record) -> None:
        """Bring one record's source page and its translations up to date."""
        known = {row.language: row for row in ImportedRecord.objects.filter(kind=self.kind.name, slug=record["slug"])}
        first = next((row for row in known.values() if row.language == record["original_language"]), None)
        page, touched = self._source(record, first)
        if page is None:
            return
        for language in self._translations(record):
            self._translation(page, record, language, known.get(language), touched=touched)

    def _found(self, record: Record) -> None:
        """Make a new record's source page in the order of the file, so that all pages exist before any is filled."""
        language, found = record["original_language"], self.kind.found
        known = ImportedRecord.objects.filter(kind=self.kind.name, slug=record["slug"], language=language)
        if found and not known.exists() and (page := self._new_page(record)):
            found(page, record, language)
            self.kind.parent(record, page.locale).add_child(instance=page)
            self.founded[record["slug"]] = page

    def _new_page(self, record: Record) -> BasePage | None:
        """An unsaved page for ``record``; None where an editor's page has the address already."""
        locale = self.locales[tree_of(record["original_language"])]
        slug = self.kind.slug(record, locale.language_code)
        if self.kind.parent(record, locale).get_children().filter(slug=slug).exists():
            return None
        return self.kind.model(record)(locale=locale, slug=slug)

    def _source(self, record: Record, known: ImportedRecord | None) -> tuple[BasePage | None, bool]:
        language = record["original_language"]
        digest = digest_of(record, language)
        if known is None:
            page = self.founded.get(record["slug"]) or self._new_page(record)
            if page is None:
                self._keep(record, "an editor's page has this address already")
                return None, False
            self._write(page, record, language)
            self._remember(record, language, digest, page, CREATED)
            return page, True
        existing = self.kind.model(record).objects.filter(pk=known.object_id).first()
        if known.digest == digest and not self.overwrite:
            self.report.add(self.kind.name, UNCHANGED)
            return existing, False
        if existing is None:
            self._keep(record, "an editor deleted the page")
            return None, False
        if state_of(existing) != known.state and not self.overwrite:
            self._keep(record, f"edited since ({language})")
            return None, False
        self._write(existing, record, language)
        self._remember(record, language, digest, existing, CHANGED)
        return existing, True

    def _write(self, page: BasePage, record: Record, language: str) -> None:
        self.kind.fill(page, record, language)
        page.text_language = language if language != tree_of(language) else ""
        self.kind.relate(page, record)
        if page.pk is None:
            self.kind.parent(record, page.locale).add_child(instance=page)
        page.save_revision().publish()

    def _translations(self, record: Record) -> Iterator[str]:
        source = tree_of(record["original_language"])
        for code, _name in settings.LANGUAGES:
            if code != source and (self.kind.structural or code in record["languages"]):
                yield code

    def _translation(
        self, page: BasePage, record: Record, language: str, known: ImportedRecord | None, *, touched: bool
    ) -> None:
        text_language = self._text_language(record, language)
        digest = digest_of(record, text_language)
        if known and known.digest == digest and not touched and not self.overwrite:
            self.report.add(self.kind.name, UNCHANGED)
            return
        if known and not self.overwrite:
            existing = type(page).objects.filter(pk=known.object_id).first()
            if existing is None or state_of(existing) != known.state:
                why = "an editor deleted the page" if existing is None else "edited since"
                self._keep(record, f"{why} ({language})")
                return
        translated = self._translate(page, record, language, text_language)
        self._remember(record, language, digest, translated, CHANGED if known else CREATED)

    def _text_language(self, record: Record, language: str) -> str:
        if language in record["languages"]:
            return language
        return next(code for code in reading_order(language) if code in record["languages"])

    def _translate(self, page: BasePage, record: Record, language: str, text_language: str) -> BasePage:
        locale = self.locales[language]
        source, _created = TranslationSource.update_or_create_from_instance(page)
        translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
        twin = source.as_instance()
        self.kind.fill(twin, record, text_language)
        self._store_strings(source, twin, locale, record)
        slug = self.kind.slug(record, language)
        if slug != page.slug:
            context, _created = TranslationContext.objects.get_or_create(object=source.object, path="slug")
            SegmentOverride.objects.update_or_create(
                locale=locale, context=context, defaults={"data_json": json.dumps(slug)}
            )
        translation.translations_last_updated_at = timezone.now()
        translation.save()
        translation.save_target(publish=True)
        translated = page.get_translation(locale)
        done = translation.get_progress()
        if done[0] != done[1]:
            raise ContentError(
                f"{self.kind.file}, record “{record['slug']}”: only {done[1]} of {done[0]} texts arrived in {language}."
            )
        if text_language != language:
            type(page).objects.filter(pk=translated.pk).update(text_language=text_language)
        return translated

    def _store_strings(self, source: TranslationSource, twin: BasePage, locale: Locale, record: Record) -> None:
        """Pair the strings of the twin with those of the source by path and position, as translations."""
        got: dict[str, list[StringSegmentValue]] = defaultdict(list)
        for segment in extract_segments(twin):
            if isinstance(segment, StringSegmentValue) and not segment.is_empty():
                got[segment.path].append(segment)
        want = defaultdict(list)
        for segment in source.stringsegment_set.select_related("context", "string").order_by("order"):
            want[segment.context.path].append(segment)
        for path, segments in want.items():
            if len(segments) != len(got[path]):
                raise ContentError(
                    f"{self.kind.file}, record “{record['slug']}”, field “{path.split('.')[0]}”: "
                    f"the {locale.language_code} text has {len(got[path])} parts where the source has {len(segments)}."
                )
            for theirs, ours in zip(segments, got[path], strict=True):
                StringTranslation.objects.update_or_create(
                    translation_of=theirs.string,
                    locale=locale,
                    context=theirs.context,
                    defaults={"data": ours.string.data, "translation_type": "manual", "tool_name": "import"},
                )

    def _remember(self, record: Record, language: str, digest: str, page: BasePage, outcome: str) -> None:
        page.refresh_from_db(fields=["latest_revision"])
        ImportedRecord.objects.update_or_create(
            kind=self.kind.name,
            slug=record["slug"],
            language=language,
            defaults={"digest": digest, "object_id": page.pk, "state": state_of(page)},
        )
        self.report.add(self.kind.name, outcome)

    def _keep(self, record: Record, why: str) -> None:
        self.report.add(self.kind.name, KEPT)
        self.report.notes.append(f"{self.kind.file}, record “{record['slug']}”: {why}.")
