"""Writes the versions that readers get in lists (``ReaderVersion``), in the transaction that changes what is public.

The rule is that of ``best_versions`` for public pages. All versions of a thing are looked at together, since together
they decide which of them is shown to whom. Many at once are followed at the end of a bulk change; what changed without
a signal is mended at night, or by ``manage.py readers_reconcile``.
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
from portal.core.models import BasePage, ReaderVersion
from portal.core.queries import public_pages

logger = logging.getLogger(__name__)
#: Name of the lock on PostgreSQL (a number of our own), and the most rows that one statement writes.
LOCK, BATCH = 7_203_114, 500


class _Version(NamedTuple):
    """A public page, as far as it decides who reads it."""

    pk: int
    locale_code: str


class _Row(NamedTuple):
    """What a ``ReaderVersion`` says."""

    language: str
    page_id: int
    rank: int


def write(keys: Iterable[UUID] | QuerySet) -> int:
    """Let the table follow the versions of some things; returns the number of rows that were wrong.

    Parameters:
        keys: translation keys, or a query for them.
    """
    pages = Page.objects.filter(translation_key__in=keys)
    return _write(pages, ReaderVersion.objects.filter(page__translation_key__in=keys))


def write_all() -> int:
    """As ``write``, for everything."""
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


@transaction.atomic
def _write(pages: QuerySet[Page], held: QuerySet[ReaderVersion]) -> int:
    _wait_for_others()
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
    columns = ("pk", "language", "page_id", "rank")
    stored = {_Row(language, page, rank): pk for pk, language, page, rank in held.values_list(*columns)}
    return [pk for row, pk in stored.items() if row not in right], sorted(right - stored.keys())


def _rows(pages: QuerySet[Page]) -> set[_Row]:
    """What the table has to say of some pages, of which all versions are given."""
    things = defaultdict[UUID, list[_Version]](list)
    columns = ("translation_key", "pk", "locale__language_code")
    for key, *version in public_pages(pages).order_by("pk").values_list(*columns):
        things[key].append(_Version(*version))
    rows = set()
    for language in LANGUAGES:
        ranks = reading_ranks(language)
        for versions in things.values():
            best = best_version(versions, language)
            rows.add(_Row(language, best.pk, ranks.get(best.locale_code, len(ranks))))
    return rows


def _on_stored(page: BasePage, **kwargs: object) -> None:
    if not is_bulk_change():
        write([page.translation_key])


def _on_changed(instance: Page, **kwargs: object) -> None:
    """A page deleted; or saved as a plain ``Page``, as the command does that unpublishes expired pages."""
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
        signal.connect(_on_all, sender=Locale, dispatch_uid="portal-readers-locale")
