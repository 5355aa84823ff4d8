"""Content import: records become pages in their source language, then real wagtail-localize translations.

A record is imported once and left alone afterwards, unless the file changes; a page that an editor has changed since is
never overwritten unless told to. ``ImportedRecord`` remembers what was imported.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.fields import copy_synchronised_fields

from portal.core.hooks.bulk import bulk_change
from portal.core.i18n.languages import LANGUAGES, reading_order
from portal.core.models import BasePage, ImportedRecord, PublishedText
from portal.core.pages.published import note_import
from portal.editing.content.machine import machine_fields, with_machine_texts
from portal.editing.content.schema import Check, ContentError, check_record, check_unique
from portal.editing.content.short import store_short_translations
from portal.editing.content.translated import (
    Original,
    is_being_translated,
    publish_new,
    publish_new_translation,
    share_of_machine,
    store_translation,
)

DATA = Path(__file__).parent / "data"
CREATED, CHANGED, UNCHANGED, KEPT = "created", "changed", "left alone", "kept as edited"
Record = dict[str, Any]
#: Wraps records that are gone through, to show how far it is.
Progress = Callable[[list[Record]], Iterable[Record]]
#: What a record tells about its languages, not in one of them.
_NOT_SAID = frozenset({"languages", "machine"})


@dataclass
class Report:
    """What the import did, by record kind."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    notes: list[str] = field(default_factory=list)
    #: Numbers of the pages that were written.
    written: list[int] = field(default_factory=list)

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
        return {key: in_language(item, language) for key, item in value.items() if key not in _NOT_SAID}
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


def state_of(page: BasePage) -> str:
    """Changes whenever somebody saves the page, also as a draft."""
    return str(page.latest_revision_id)


class PageImport:
    """Imports the records of one kind, in one transaction."""

    def __init__(self, kind: PageKind, report: Report, *, overwrite: bool = False) -> None:
        self.kind, self.report, self.overwrite = kind, report, overwrite
        self.founded: dict[str, BasePage] = {}
        self.texts: dict[int, PublishedText] = {}
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.parents: dict[str, BasePage] = {}

    def run(self, records: list[Record], progress: Progress) -> None:
        """Import ``records``; ``progress`` wraps the iteration to show how far it is."""
        with bulk_change(), transaction.atomic():
            for record in records:
                with self._named(record):
                    self._found(record)
            for record in progress(records):
                with self._named(record):
                    self.import_record(record)

    @contextmanager
    def _named(self, record: Record) -> Iterator[None]:
        """Whatever the page of ``record`` refuses is said with the names of file, record and field.

        Raises:
            ContentError: the page refuses it.
        """
        try:
            yield
        except ValidationError as error:
            faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            field, said = next(iter(faults.items()))
            where = f"{self.kind.file}, record “{record['slug']}”, field “{field}”"
            raise ContentError(f"{where}: {' '.join(said)}") from error

    def import_record(self, record: Record) -> None:
        """Bring one record's source page and its translations up to date."""
        known = {row.language: row for row in ImportedRecord.objects.filter(kind=self.kind.name, slug=record["slug"])}
        first = next((row for row in known.values() if row.language == record["original_language"]), None)
        page, touched = self._source(record, first)
        if page is None:
            return
        original = Original(page, f"{self.kind.file}, record “{record['slug']}”")
        self.texts = {page.pk: PublishedText(page_id=page.pk)} if touched else {}
        for language in self._translations(record):
            is_new = first is None
            self._translation(original, record, language, known.get(language), touched=touched, is_new=is_new)
        store_short_translations(page, record, overwrite=self.overwrite)
        note_import(self.texts.values(), record)

    def _found(self, record: Record) -> None:
        """Make a new record's source page in the order of the file, so that all pages exist before any is filled."""
        language, found = record["original_language"], self.kind.found
        known = ImportedRecord.objects.filter(kind=self.kind.name, slug=record["slug"], language=language)
        if found and not known.exists() and (page := self._new_page(record)):
            found(page, record, language)
            self._parent(record, page.locale).add_child(instance=page)
            self.founded[record["slug"]] = page

    def _new_page(self, record: Record) -> BasePage | None:
        """An unsaved page for ``record``; None where an editor's page has the address already."""
        locale = self.locales[tree_of(record["original_language"])]
        slug = self.kind.slug(record, locale.language_code)
        if self._parent(record, locale).get_children().filter(slug=slug).exists():
            return None
        return self.kind.model(record)(locale=locale, slug=slug)

    def _parent(self, record: Record, locale: Locale) -> BasePage:
        """Where a page of ``record`` lies; read once for all, but for pages that are parents themselves."""
        if self.kind.structural:
            return self.kind.parent(record, locale)
        if locale.language_code not in self.parents:
            self.parents[locale.language_code] = self.kind.parent(record, locale)
        return self.parents[locale.language_code]

    def _source(self, record: Record, known: ImportedRecord | None) -> tuple[BasePage | None, bool]:
        language = record["original_language"]
        digest = digest_of(record, language)
        if known is None:
            page = self.founded.get(record["slug"]) or self._new_page(record)
            if page is None:
                self._keep(record, "an editor's page has this address already")
                return None, False
            self._write(page, record, language)
            self._remember(record, language, digest, page, None)
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
        self._remember(record, language, digest, existing, known)
        return existing, True

    def _write(self, page: BasePage, record: Record, language: str) -> None:
        self.kind.fill(page, record, language)
        page.text_language = language if language != tree_of(language) else ""
        self.kind.relate(page, record)
        if page.pk is None:
            publish_new(page, self._parent(record, page.locale))
        else:
            page.save_revision().publish()
            page.refresh_from_db(fields=["latest_revision"])

    def _translations(self, record: Record) -> Iterator[str]:
        source = tree_of(record["original_language"])
        known = {*record["languages"], *record.get("machine", ())}
        for code, _name in settings.LANGUAGES:
            if code != source and (self.kind.structural or code in known):
                yield code

    def _translation(
        self,
        original: Original,
        record: Record,
        language: str,
        known: ImportedRecord | None,
        *,
        touched: bool,
        is_new: bool,
    ) -> None:
        text_language = self._text_language(record, language)
        said = with_machine_texts(record, text_language)
        digest = digest_of(said, text_language)
        if known and known.digest == digest and not touched and not self.overwrite:
            self.report.add(self.kind.name, UNCHANGED)
            return
        locale = self.locales[language]
        existing = type(original.page).objects.filter(translation_key=original.page.translation_key, locale=locale)
        page = None if is_new else existing.first()
        if not is_new and (why := self._reason_to_keep(original, record, page, known, locale)):
            self._keep(record, f"{why} ({language})")
            return
        translated = self._translate(original, said, page, language, text_language)
        self._remember(record, language, digest, translated, known)

    def _reason_to_keep(
        self, original: Original, record: Record, page: BasePage | None, known: ImportedRecord | None, locale: Locale
    ) -> str:
        """Why a translation is left to the people who work on it; nothing if it may be written."""
        if self.overwrite:
            return ""
        if known is None:
            if page is not None:
                return "an editor translated the page already"
            return "" if self._is_as_imported(original, record) else "an editor changed the original"
        if page is None:
            return "an editor deleted the page"
        if page.pk != known.object_id or state_of(page) != known.state or is_being_translated(page, locale):
            return "edited since"
        return ""

    def _is_as_imported(self, original: Original, record: Record) -> bool:
        language = record["original_language"]
        known = ImportedRecord.objects.filter(kind=self.kind.name, slug=record["slug"], language=language).first()
        return known is not None and known.state == state_of(original.page)

    def _text_language(self, record: Record, language: str) -> str:
        if language in record["languages"] or language in record.get("machine", ()):
            return language
        return next(code for code in reading_order(language) if code in record["languages"])

    def _translate(
        self, original: Original, record: Record, page: BasePage | None, language: str, text_language: str
    ) -> BasePage:
        locale, source = self.locales[language], original.page
        slug = self.kind.slug(record, language)
        twin = type(source)(locale=locale, slug=slug, translation_key=source.translation_key)
        twin.text_language = text_language if text_language != language else ""
        # First, since for wagtail-localize the blocks of a text are facts, of which it then translates the strings.
        copy_synchronised_fields(source, twin)
        twin.slug = slug
        self.kind.fill(twin, record, text_language)
        pairs = original.pair(twin, locale, machine_fields(record))
        translation = store_translation(original, pairs, locale, slug)
        if page is None:
            page = publish_new_translation(original, twin, self._parent(record, locale))
        else:
            translation.save_target(publish=True)
            page = source.get_translation(locale)
            if twin.text_language:
                type(source).objects.filter(pk=page.pk).update(text_language=twin.text_language)
        self.texts[page.pk] = PublishedText(
            page_id=page.pk, machine=share_of_machine(pairs), translated_from=source.language
        )
        return page

    def _remember(
        self, record: Record, language: str, digest: str, page: BasePage, known: ImportedRecord | None
    ) -> None:
        row = known or ImportedRecord(kind=self.kind.name, slug=record["slug"], language=language)
        row.digest, row.object_id, row.state = digest, page.pk, state_of(page)
        row.save()
        self.report.written.append(page.pk)
        self.report.add(self.kind.name, CHANGED if known else CREATED)

    def _keep(self, record: Record, why: str) -> None:
        self.report.add(self.kind.name, KEPT)
        self.report.notes.append(f"{self.kind.file}, record “{record['slug']}”: {why}.")
