"""The read model (projection) of the search: ``SearchDocument`` and the database's index follow what is public.

Everything works on translation keys, and on keys of the same shape for contributions: all language versions of a thing
are projected together, since they decide together which of them is shown to whom, and each carries the titles of the
others.
"""

import hashlib
import json
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from partners.models import PartnerPage
from portal.core.i18n.languages import LANGUAGES, reading_order
from portal.core.models import BasePage
from portal.core.operations.database import TROUBLE
from portal.core.queries import public_pages
from projects.models import ElementPage
from search.concepts.everyday import analysis_version
from search.concepts.glossary import glossary
from search.engines.base import SET_APART, IndexDocument
from search.engines.batches import batched
from search.engines.registry import database_engine, external_engine
from search.enums import Kind
from search.indexing.contributions import all_contributions, contribution_documents
from search.indexing.index_fields import IndexFields, anchors_of, body_of, country_names, index_fields
from search.indexing.sending import forget_removed, send_changes
from search.indexing.terms import terms_of_document
from search.meaning.vectors import forget_vectors, queue_vectors
from search.models import DocumentPlaces, SearchDocument, SearchTerm
from search.places import pack, places_in
from search.tokens import Streams, streams

logger = logging.getLogger(__name__)
#: Things projected in one transaction while everything is gone through.
BATCH = 8
#: How long the lock of SQLite is free for others between two of them.
PAUSE_SECONDS = 0.12
_COMPARED = (
    "translation_key",
    "page_id",
    "kind",
    "slug",
    "url",
    "language",
    "title",
    "summary",
    "body",
    "names",
    "anchors",
    "also",
    "facets",
    "shown_for",
    "day",
)


def key_of(page_id: int) -> str:
    """The key of a page's document."""
    return f"page-{page_id}"


def pages_to_find(keys: Iterable[UUID]) -> PageQuerySet:
    """The versions of things that belong into the search: live, not expired, public, no aliases."""
    pages: Any = Page.objects.filter(translation_key__in=list(keys), alias_of__isnull=True)
    return public_pages(pages.filter(Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())))


def public_versions(keys: Iterable[UUID]) -> dict[UUID, list[BasePage]]:
    """The versions of things that belong into the search, as pages of their types."""
    versions = defaultdict(list)
    for page in pages_to_find(keys).order_by("pk").specific():
        if isinstance(page, BasePage):
            versions[page.translation_key].append(page)
    return versions


def readers_of(versions: Sequence[BasePage]) -> dict[int, list[str]]:
    """Page id -> languages of readers for whom it is the best version. Every reader gets exactly one version."""
    readers: dict[int, list[str]] = {page.pk: [] for page in versions}
    for code in LANGUAGES:
        order = {language: rank for rank, language in enumerate(reading_order(code))}
        best = min(
            versions,
            # A text in the reader's language inside another tree comes after a tree of its own.
            key=lambda page: (order.get(page.language, 99), order.get(page.locale_code, 99), page.pk),
        )
        readers[best.pk].append(code)
    return readers


def _names_of(model: type[BasePage], slugs: Sequence[str], page: BasePage) -> list[str]:
    """Titles of elements or partners in the language of ``page``."""
    if not slugs:
        return []
    found = public_pages(model.objects.filter(slug__in=slugs, locale_id=page.locale_id))
    return list(found.order_by("pk").values_list("title", flat=True))


def _names(page: BasePage, fields: IndexFields) -> str:
    """Names that belong to the thing, one a line, in the language of its text where they have one."""
    elements, partners = _names_of(ElementPage, fields.elements, page), _names_of(PartnerPage, fields.partners, page)
    return "\n".join(dict.fromkeys(name for name in (*fields.names, *elements, *partners) if name))


def _also(
    page: BasePage, fields: IndexFields, versions: Sequence[BasePage], bodies: Mapping[int, str]
) -> list[list[str]]:
    """What is said of the thing elsewhere, as (language, text): its other versions, its country in all languages.

    With the whole text of the other versions, whoever asks in another language than they read finds it all the same.
    """
    other = [[v.language, f"{v.title}\n{v.summary}\n{bodies[v.pk]}"] for v in versions if v.pk != page.pk]
    return other + [list(pair) for pair in country_names(fields.country)] if fields.country else other


def document_fields(versions: Sequence[BasePage]) -> list[dict[str, Any]]:
    """The fields of the documents of one thing, one for each version."""
    readers = readers_of(versions) if versions else {}
    bodies = {page.pk: body_of(page) for page in versions}
    described = []
    for page in versions:
        fields = index_fields(page)
        described.append(
            {
                "key": key_of(page.pk),
                "translation_key": page.translation_key,
                "page_id": page.pk,
                "kind": fields.kind.value,
                "slug": page.slug,
                "url": page.url_path,
                "language": page.language,
                "title": page.title,
                "summary": page.summary,
                "body": bodies[page.pk],
                "names": _names(page, fields),
                "anchors": anchors_of(page),
                "also": _also(page, fields, versions, bodies),
                "facets": fields.facets(page.language),
                "shown_for": readers[page.pk],
                "day": fields.day.toordinal() if fields.day else 0,
                "places": [name for name in fields.names if name][:1] if fields.size else [],
            }
        )
    return described


def digest_of(fields: Mapping[str, object]) -> str:
    """A hash of everything that a document says."""
    content = [str(fields[name]) if name == "translation_key" else fields[name] for name in (*_COMPARED, "places")]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def to_index(rows: Sequence[SearchDocument]) -> Iterator[IndexDocument]:
    """Documents as an engine stores them. Versions of one thing hold each other's texts: each is analysed once."""
    known: dict[tuple[str, str], Streams] = {}

    def analysed(text: str, language: str) -> Streams:
        if (text, language) not in known:
            known[text, language] = streams(text, language, glossary())
        return known[text, language]

    for row in rows:
        yield _to_index(row, analysed)


def _to_index(row: SearchDocument, analysed: Callable[[str, str], Streams]) -> IndexDocument:
    title = analysed(row.title, row.language)
    texts = [analysed(text, row.language) for text in (f"{row.summary}\n{row.body}", row.names)]
    also = [analysed(part, language) for language, text in row.also for part in (text.split("\n", 1))]
    return IndexDocument(
        key=row.key,
        version=row.version,
        texts={
            "title": title.analysed,
            "body": [token for text in texts for token in text.analysed],
            "also": [token for text in also for token in (*text.analysed, *text.typed)],
            "words": title.typed + [token for text in texts for token in text.typed],
        },
        facets={name: tuple(values) for name, values in row.facets.items()},
        shown_for=tuple(row.shown_for),
        day=row.day,
    )


def write_index(rows: Sequence[SearchDocument]) -> None:
    """Analyse documents for the index in the database, and for what marks them in results."""
    database_engine().index(to_index(rows))
    store_places(rows)


def store_places(rows: Sequence[SearchDocument]) -> None:
    """Store where the words of documents stand."""
    DocumentPlaces.objects.bulk_create(
        (
            DocumentPlaces(
                document=row,
                version=row.version,
                places=pack([places_in(one, row.language, glossary()) for one in (row.title, row.cut_from)]),
            )
            for row in rows
        ),
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["version", "places"],
    )


def project(keys: Iterable[UUID], *, anew: bool = False, follow: bool = True) -> int:
    """Bring the documents of things up to date, in one transaction.

    Parameters:
        keys: translation keys.
        anew: analyse also what has not changed.
        follow: bring also what names these things up to date; not where everything is gone through anyway.

    Returns:
        The number of documents that changed.
    """
    wanted = set(keys)
    index = database_engine()
    with transaction.atomic():
        # Two publications at once: the second reads what the first has stored.
        index.lock()
        stored = {row.key: row for row in SearchDocument.objects.filter(translation_key__in=wanted)}
        pages = (fields for versions in public_versions(wanted).values() for fields in document_fields(versions))
        described = {fields["key"]: fields for fields in (*pages, *contribution_documents(wanted))}
        now = int(time.time() * 1000)
        changed = [
            _store(stored.get(key), fields, now)
            for key, fields in described.items()
            if anew or _differs(stored.get(key), fields)
        ]
        gone = [row for key, row in stored.items() if key not in described and not row.removed]
        write_index(changed)
        _mark_removed(gone, now)
        index.delete({row.key: row.version for row in gone})
        if follow and (changed or gone):
            _follow_names(changed, gone, stored, wanted)
        number = len(changed) + len(gone)
        if any(row.kind == Kind.CONTRIBUTION for row in gone):
            # A person took these words back, or their time is over: half a second of the worker's.
            forget_removed.enqueue()
        if number and external_engine():
            send_changes.enqueue()
        if settings.SEARCH_EMBEDDINGS and any(row.kind not in SET_APART for row in changed):
            queue_vectors()
    return number


def _differs(row: SearchDocument | None, fields: Mapping[str, Any]) -> bool:
    return row is None or row.removed or row.digest != digest_of(fields)


def _store(row: SearchDocument | None, fields: Mapping[str, Any], now: int) -> SearchDocument:
    """Write one document and what is suggested for it."""
    before = row.version if row else 0
    row = row or SearchDocument(key=fields["key"])
    for name in _COMPARED:
        setattr(row, name, fields[name])
    row.digest, row.version, row.removed = digest_of(fields), max(before + 1, now), False
    row.analysis = analysis_version()
    row.save()
    SearchTerm.objects.filter(source=row.key).delete()
    SearchTerm.objects.bulk_create(terms_of_document(row, fields["places"]))
    return row


def _mark_removed(rows: Sequence[SearchDocument], now: int) -> None:
    """Forget the texts of what is no longer public at once; keep its key until every engine knows."""
    others_know = external_engine() is not None
    for row in rows:
        row.version = max(row.version + 1, now)
        if others_know:
            row.removed, row.digest = True, ""
            row.title = row.summary = row.body = row.names = row.url = ""
            row.also, row.facets, row.shown_for = [], {}, []
            row.save()
    if others_know:
        forget_vectors(rows)
        DocumentPlaces.objects.filter(document__in=rows).delete()
    else:
        SearchDocument.objects.filter(pk__in=[row.pk for row in rows]).delete()
    SearchTerm.objects.filter(source__in=[row.key for row in rows]).delete()


def _follow_names(
    changed: Sequence[SearchDocument],
    gone: Sequence[SearchDocument],
    stored: Mapping[str, SearchDocument],
    projected: set[UUID],
) -> None:
    """Elements and partners are named in the documents of what belongs to them: those follow at once."""
    named = {(row.kind, row.slug) for row in (*changed, *gone) if row.kind in {"element", "partner"}}
    if not named:
        return
    carriers = Q()
    for kind, slug in named:
        carriers |= Q(facets__icontains=f'"{slug}"') & ~Q(kind=kind)
    keys = SearchDocument.objects.filter(carriers, removed=False).exclude(translation_key__in=projected)
    following = set(keys.values_list("translation_key", flat=True))
    if following:
        project(following)


def all_keys() -> list[UUID]:
    """Translation keys of everything that is or was to be found."""
    pages = public_pages(Page.objects.filter(alias_of__isnull=True, depth__gt=1)).order_by()
    rows = SearchDocument.objects.order_by()
    found = (pages.values_list("translation_key", flat=True), rows.values_list("translation_key", flat=True))
    return sorted({*found[0], *found[1], *all_contributions()})


def project_all(*, anew: bool = False) -> int:
    """Project everything; returns the number of documents that changed."""
    return project_in_turn(all_keys(), anew=anew)


def project_in_turn(keys: Iterable[UUID], *, anew: bool = False) -> int:
    """Project many things in small transactions; returns the number of documents that changed.

    What cannot be described stays as it was, is named in the log, and stops nothing else.

    Parameters:
        anew: analyse also what has not changed.
    """
    changed = 0
    for batch in batched(keys, BATCH):
        changed += _project_batch(batch, anew)
        let_others_write()
    return changed


def let_others_write() -> None:
    """A pause between two transactions, where the database needs one."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        # SQLite lets whoever waits for its lock look again every tenth of a second, and knows no queue.
        time.sleep(PAUSE_SECONDS)


def _project_batch(keys: Sequence[UUID], anew: bool) -> int:
    """Project some things together; one by one where one of them cannot be described."""
    try:
        return project(keys, anew=anew, follow=False)
    except TROUBLE:
        raise
    except Exception:
        if len(keys) == 1:
            logger.exception("%s cannot be described, and is in the search as it was before", keys[0])
            return 0
    return sum(_project_batch([key], anew) for key in keys)


def keys_below(path: str) -> list[UUID]:
    """Translation keys of a page and all pages below it.

    Parameters:
        path: the page's place in the tree (``Page.path``).
    """
    return list(Page.objects.filter(path__startswith=path).values_list("translation_key", flat=True))
