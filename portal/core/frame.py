"""Builds the site frame: navigation, footer and whatever else surrounds every page in one language.

A frame is a row of ``SiteFrame`` per language. It is rebuilt whenever a page that it shows is published, moved,
unpublished or deleted, in the same transaction; a request then needs one query for header, footer, breadcrumbs and the
titles of all elements and partners.
"""

import json
from collections import defaultdict
from collections.abc import Sequence

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import Page, PageViewRestriction, get_page_models
from wagtail.signals import page_published, page_unpublished, post_page_move

from portal.core.hooks.bulk import is_bulk_change
from portal.core.hooks.frame_facts import facts
from portal.core.hooks.signals import pages_loaded
from portal.core.i18n.locales import best_version
from portal.core.models import BasePage, ReaderVersion, ShortTranslation, SiteFrame, SiteSettings
from portal.core.models.frame import HOME_DEPTH, SECTION_DEPTH, FrameEntry, PageLink, SiteDetails
from portal.core.queries import public_pages


def build(languages: list[str]) -> dict[str, dict[str, object]]:
    """Collect what the frames of ``languages`` show of the published, public pages: each page is read once for all."""
    above = Page.objects.filter(depth__in=(HOME_DEPTH, SECTION_DEPTH)).order_by("path")
    around = public_pages(above.specific())
    trees = defaultdict(list)
    for page in around:
        if isinstance(page, BasePage):
            trees[page.locale_code].append(page)
    versions = {model: _versions(model) for model in _framed_models()}
    site = SiteSettings.load()
    about_site: SiteDetails = {
        "source_code_url": site.source_code_url,
        "model_version": site.current_model_version,
    }
    elsewhere: dict[str, dict[str, PageLink]] = defaultdict(dict)
    for code, pages in trees.items():
        for page in pages:
            elsewhere[str(page.translation_key)][code] = {"title": page.title, "url": page.url_path}
    keys = [page.pk for things in versions.values() for thing in things for page in thing]
    reads = {(row.page_id, row.language): row for row in ReaderVersion.objects.filter(page__in=keys)}
    known = facts()
    frames = {}
    for language in languages:
        home = next((page for page in trees[language] if page.depth == HOME_DEPTH), None)
        sections = [page for page in trees[language] if page.depth == SECTION_DEPTH]
        frames[language] = {
            "home": _above(home) if home else None,
            "sections": [_section(page, elsewhere) for page in sections if page.show_in_menus],
            "footer": [_section(page, elsewhere) for page in sections if not page.show_in_menus],
            "texts": home.frame_texts() if home and hasattr(home, "frame_texts") else {},
            "site": {**about_site, **known},
        }
        for model, things in versions.items():
            best = [_as_read(best_version(thing, language), language, reads) for thing in things]
            entries = [{**_entry(page), **page.frame_entry()} for page in best]
            frames[language][model.in_frame] = sorted(entries, key=lambda entry: entry["order"])
    return frames


def _versions(model: type[BasePage]) -> list[list[BasePage]]:
    """The public versions of each thing of one kind."""
    things = defaultdict(list)
    for page in public_pages(model.objects.order_by("pk")):
        things[page.translation_key].append(page)
    return list(things.values())


@transaction.atomic
def rebuild() -> None:
    """Write the frames of all languages anew, those that have changed: every page depends on them.

    The rows are locked before the pages are read: of two changes at the same moment the second one sees the first.
    """
    languages = [code for code, _name in settings.LANGUAGES]
    rows = {row.language: row for row in SiteFrame.objects.select_for_update().filter(language__in=languages)}
    for language in languages:
        if language not in rows:
            rows[language] = SiteFrame.objects.get_or_create(language=language)[0]
    changed = []
    for language, data in build(languages).items():
        # As it is read again: a tuple is a list then.
        fresh = json.loads(json.dumps(data))
        if rows[language].data != fresh:
            rows[language].data = fresh
            changed.append(rows[language])
    SiteFrame.objects.bulk_update(changed, ["data"])


def _entry(page: BasePage) -> FrameEntry:
    return {
        "key": str(page.translation_key),
        "title": page.shown_title,
        "url": page.address,
        "language": page.shown_language,
        "kind": page._meta.label_lower,
        "slug": page.slug,
    }


def _as_read(page: BasePage, language: str, reads: dict[tuple[int, str], ReaderVersion]) -> BasePage:
    """``page`` as readers of ``language`` get it."""
    row = reads.get((page.pk, language))
    page.reader_language, page.reader_url = language, row.url_path if row else ""
    page.reader_title, page.reader_summary = (row.title, row.summary) if row else ("", "")
    return page


def _above(page: BasePage) -> FrameEntry:
    """Entry of a home page or section, which is shown in one or two sentences elsewhere.

    Those of elements and partners hold no more than what other pages show: all are made anew when it changes.
    """
    return {**_entry(page), "summary": page.shown_summary}


def _section(page: BasePage, elsewhere: dict[str, dict[str, PageLink]]) -> FrameEntry:
    """Entry of a section, which also knows itself in the other languages: {code: {title, url}}."""
    return {**_above(page), "versions": elsewhere[str(page.translation_key)]}


def _framed_models() -> list[type[BasePage]]:
    return [model for model in get_page_models() if getattr(model, "in_frame", "")]


def _on_change(instance: Page, **kwargs: object) -> None:
    model = instance.specific_class
    framed = instance.depth in (HOME_DEPTH, SECTION_DEPTH) or bool(getattr(model, "in_frame", ""))
    if framed and not is_bulk_change():
        rebuild()


def _on_other(**kwargs: object) -> None:
    # Settings come into being while a frame is built; that changes nothing.
    if not is_bulk_change() and not (kwargs["sender"] is SiteSettings and kwargs.get("created")):
        rebuild()


def _on_loaded(**kwargs: object) -> None:
    rebuild()


def _after_upgrade(plan: Sequence[tuple[object, bool]] = (), **kwargs: object) -> None:
    """A new version of the portal may show more in a frame than the stored ones hold."""
    forwards = plan and not any(backwards for _migration, backwards in plan)
    if forwards and SiteFrame.objects.exists():
        rebuild()


def connect_receivers() -> None:
    """Listen to everything that can change a frame; called when the app is ready."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_on_change, dispatch_uid="portal-frame")
    # Of the plain page: when its own row goes, that of its type is gone already.
    post_migrate.connect(_after_upgrade, sender=apps.get_app_config("core"), dispatch_uid="portal-frame")
    post_delete.connect(_on_change, sender=Page, dispatch_uid="portal-frame")
    pages_loaded.connect(_on_loaded, dispatch_uid="portal-frame")
    for signal, sender in (
        (post_save, SiteSettings),
        (post_save, PageViewRestriction),
        (post_delete, PageViewRestriction),
        (post_save, ShortTranslation),
        (post_delete, ShortTranslation),
    ):
        signal.connect(_on_other, sender=sender, dispatch_uid="portal-frame-other")
