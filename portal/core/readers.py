"""Writes the versions that readers get in lists (``ReaderVersion``), in the transaction that changes what is public.

The rule is that of ``best_versions`` for public pages. All versions of a thing are looked at together, since together
they decide which of them is shown to whom. So are things that have the same address in trees of different languages: a
page in the reader's own tree has it there, and of others the one that is older (decision 35). Many at once are followed
at the end of a bulk change; what changed without a signal is mended at night, or by ``manage.py readers_reconcile``.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.signals import post_page_move

from portal.core.hooks.bulk import is_bulk_change
from portal.core.hooks.signals import page_stored, pages_loaded
from portal.core.i18n.languages import LANGUAGES
from portal.core.i18n.locales import best_version, reading_ranks
from portal.core.models import BasePage, ReaderVersion, ShortTranslation
from portal.core.models.frame import SECTION_DEPTH
from portal.core.queries import restrictions_above

logger = logging.getLogger(__name__)
#: Name of the lock on PostgreSQL (a number of our own), and the most rows that one statement writes.
LOCK, BATCH = 7_203_114, 500
#: Pages that are followed by themselves; if more change at once, the whole table is.
MOST_ALONE = 200


class _Version(NamedTuple):
    """A published page, as far as it decides who reads it where."""

    pk: int
    locale_code: str
    url_path: str
    depth: int
    restricted: bool


class _Row(NamedTuple):
    """What a ``ReaderVersion`` says."""

    language: str
    page_id: int
    rank: int
    url_path: str
    title: str = ""
    summary: str = ""


@transaction.atomic
def write(keys: Iterable[UUID] | QuerySet, left: Iterable[str] = ()) -> int:
    """Let the table follow the versions of some things; returns the number of rows that were wrong.

    Parameters:
        keys: translation keys, or a query for them.
        left: addresses that are free now.
    """
    _wait_for_others()
    known = set(keys.values_list("translation_key", flat=True) if isinstance(keys, QuerySet) else keys)
    now = Page.objects.filter(translation_key__in=known, depth__gt=SECTION_DEPTH).values_list("url_path", flat=True)
    before = ReaderVersion.objects.filter(page__translation_key__in=known).values_list("url_path", flat=True)
    tails = {tail for path in (*left, *now, *before) if "/" in (tail := _tail(path))}
    if len(tails) > MOST_ALONE:
        return write_all()
    rivals = Page.objects.filter(url_path__in=[f"/{code}/{tail}/" for code in LANGUAGES for tail in tails])
    known.update(rivals.values_list("translation_key", flat=True))
    held = ReaderVersion.objects.filter(page__translation_key__in=known)
    return _write(Page.objects.filter(translation_key__in=known), held)


def _tail(url_path: str) -> str:
    """An address below its home page: ``projects/x`` of ``/fi/projects/x/``."""
    return url_path.strip("/").partition("/")[2]


@transaction.atomic
def write_all() -> int:
    """As ``write``, for everything."""
    _wait_for_others()
    return _write(Page.objects.all(), ReaderVersion.objects.all())


def compare() -> int:
    """The number of rows that differ from the rule; 0 is right."""
    wrong, missing = _differences(Page.objects.all(), ReaderVersion.objects.all())
    return len(wrong) + len(missing)


def reconcile() -> int:
    """Mend what differs from the rule; returns the number of rows. Run by the worker every night."""
    if mended := write_all():
        logger.warning("%d rows of who reads which version differed from what is public, and were mended", mended)
    return mended


def _write(pages: QuerySet[Page], held: QuerySet[ReaderVersion]) -> int:
    wrong, missing = _differences(pages, held)
    for start in range(0, len(wrong), BATCH):
        ReaderVersion.objects.filter(pk__in=wrong[start : start + BATCH]).delete()
    ReaderVersion.objects.bulk_create([ReaderVersion(**row._asdict()) for row in missing], batch_size=BATCH)
    return len(wrong) + len(missing)


def _wait_for_others() -> None:
    """Of two versions of a thing that are published at the same moment, the second sees the first."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _differences(pages: QuerySet[Page], held: QuerySet[ReaderVersion]) -> tuple[list[int], list[_Row]]:
    """Keys of rows that are wrong, and rows that are missing."""
    right = _rows(pages)
    stored = {_Row(*row): pk for pk, *row in held.values_list("pk", *_Row._fields)}
    return [pk for row, pk in stored.items() if row not in right], sorted(right - stored.keys())


def _rows(pages: QuerySet[Page]) -> set[_Row]:
    """What the table has to say of some pages, of which all versions are given, and all with the same addresses."""
    things = defaultdict[UUID, list[_Version]](list)
    taken = set()
    columns = ("translation_key", "pk", "locale__language_code", "url_path", "depth", "restricted")
    published = pages.filter(live=True).annotate(restricted=restrictions_above()).order_by("pk")
    for key, *values in published.values_list(*columns):
        version = _Version(*values)
        taken.add(version.url_path)
        if not version.restricted:
            things[key].append(version)
    short = {
        (row.translation_key, row.language): row
        for row in ShortTranslation.objects.filter(translation_key__in=pages.values("translation_key"))
    }
    rows = set()
    for language in LANGUAGES:
        ranks = reading_ranks(language)
        for key, versions in things.items():
            best = best_version(versions, language)
            row = _Row(language, best.pk, ranks.get(best.locale_code, len(ranks)), best.url_path)
            if best.locale_code != language and best.depth > SECTION_DEPTH:
                row = row._replace(url_path=_address(best, language, taken))
                taken.add(row.url_path)
                if said := short.get((key, language)):
                    row = row._replace(title=said.title, summary=said.summary)
            rows.add(row)
    return rows


def _address(page: _Version, language: str, taken: set[str]) -> str:
    """Where readers of ``language`` read a page that is not in their tree: where it would stand there, if that is free.

    Else its language stands behind it; in the end it is read where it is.
    """
    plain = f"/{language}/{_tail(page.url_path)}"
    return next((path for path in (f"{plain}/", f"{plain}-{page.locale_code}/") if path not in taken), page.url_path)


def _on_stored(page: BasePage, **kwargs: object) -> None:
    if not is_bulk_change():
        write([page.translation_key])


def _on_changed(instance: Page, **kwargs: object) -> None:
    """A page deleted; or saved as a plain ``Page``, as the command does that unpublishes expired pages."""
    if not is_bulk_change():
        write([instance.translation_key], [instance.url_path])


def _on_short(instance: ShortTranslation, **kwargs: object) -> None:
    if not is_bulk_change():
        write([instance.translation_key])


def _on_subtree(instance: Page, **kwargs: object) -> None:
    if not is_bulk_change():
        write(Page.objects.filter(path__startswith=instance.path).values("translation_key"))


def _on_restriction(instance: PageViewRestriction, **kwargs: object) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page:
        _on_subtree(page)


def _on_all(**kwargs: object) -> None:
    if not is_bulk_change():
        write_all()


def _after_upgrade(plan: Sequence[tuple[object, bool]] = (), **kwargs: object) -> None:
    """Databases from before the table are filled, and so are those that a new version gives another language."""
    is_there = ReaderVersion._meta.db_table in connection.introspection.table_names()
    if is_there and not any(backwards for _migration, backwards in plan):
        write_all()


def connect_receivers() -> None:
    """Listen to everything that can change what is public, or in which language; called when the app is ready."""
    page_stored.connect(_on_stored, dispatch_uid="portal-readers")
    pages_loaded.connect(_on_all, dispatch_uid="portal-readers")
    post_page_move.connect(_on_subtree, dispatch_uid="portal-readers")
    post_migrate.connect(_after_upgrade, sender=apps.get_app_config("core"), dispatch_uid="portal-readers")
    for signal in (post_save, post_delete):
        signal.connect(_on_changed, sender=Page, dispatch_uid="portal-readers")
        signal.connect(_on_restriction, sender=PageViewRestriction, dispatch_uid="portal-readers-restriction")
        signal.connect(_on_short, sender=ShortTranslation, dispatch_uid="portal-readers-short")
        signal.connect(_on_all, sender=Locale, dispatch_uid="portal-readers-locale")
