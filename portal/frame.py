"""Builds and reads the frame of the site: what surrounds every page in one language.

A frame is a row of ``SiteFrame`` per language. It is rebuilt whenever a page that it shows is published, moved,
unpublished or deleted, in the same transaction; a request then needs one query for header, footer, breadcrumbs and the
titles of all elements and partners.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import Page, PageViewRestriction, get_page_models
from wagtail.signals import page_published, page_unpublished, post_page_move

from portal.i18n import best_version
from portal.models import BasePage, SiteFrame, SiteSettings
from portal.public_links import public_addresses
from portal.queries import public_pages
from portal.signals import pages_loaded

#: Home pages lie directly below the root, sections directly below them.
HOME_DEPTH, SECTION_DEPTH = 2, 3
_paused: ContextVar[bool] = ContextVar("frame_paused", default=False)


@dataclass
class Frame:
    """What a template shows around a page. Entries are dicts with at least ``title``, ``url``, ``language``."""

    language: str
    home: dict[str, Any] = field(default_factory=dict)
    sections: list[dict[str, Any]] = field(default_factory=list)
    footer: list[dict[str, Any]] = field(default_factory=list)
    elements: list[dict[str, Any]] = field(default_factory=list)
    partners: list[dict[str, Any]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    site: dict[str, Any] = field(default_factory=dict)

    def breadcrumbs(self, page: Page) -> list[dict[str, Any]]:
        """Home and section above ``page``, from the top; empty on the home page."""
        if page.depth <= HOME_DEPTH or not self.home:
            return []
        above = [entry for entry in (*self.sections, *self.footer) if page.url_path.startswith(entry["url"])]
        return [self.home, *(entry for entry in above if entry["url"] != page.url_path)]

    def section(self, kind: str) -> dict[str, Any] | None:
        """The section of the page type ``kind`` (``events.eventindexpage``), in the menu or not."""
        return next((e for e in (*self.sections, *self.footer) if e["kind"] == kind), None)

    def section_elsewhere(self, address: str, language: str) -> dict[str, str] | None:
        """{title, url} of the section around the page at ``address``, as it is in another ``language``."""
        above = (e for e in (*self.sections, *self.footer) if address.startswith(e["url"]) and address != e["url"])
        return next((e.get("versions", {}).get(language) for e in above), None)

    def address(self, page: Page) -> str:
        """Address of ``page`` in this language, else in its own; empty if visitors may not read it.

        No query for what the frame holds.
        """
        known = (self.home, *self.sections, *self.footer, *self.elements, *self.partners)
        entry = next((entry for entry in known if entry.get("key") == str(page.translation_key)), None)
        return str(entry["url"]) if entry else public_addresses({page.pk}).get(page.pk, "")

    @property
    def current_elements(self) -> list[dict[str, Any]]:
        """The elements of the version of the model that is in force, in their order."""
        version = self.site.get("model_version", 1)
        return [e for e in self.elements if e["introduced_in"] <= version < (e["retired_in"] or 10**6)]

    @property
    def lead(self) -> dict[str, Any] | None:
        """The partner that leads the project: whom to ask while the site settings name no address."""
        return next((partner for partner in self.partners if partner["role"] == "project_lead"), None)

    def entry(self, kind: str, key: str) -> dict[str, Any] | None:
        """The element or partner (``kind``: ``elements``, ``partners``) with translation key ``key``."""
        return next((entry for entry in getattr(self, kind) if entry["key"] == str(key)), None)

    def entries(self, kind: str, keys: Any) -> list[dict[str, Any]]:
        """Several elements or partners, in the order of ``keys``; what is not published is left out."""
        return [entry for key in keys if (entry := self.entry(kind, key))]


def frame_for(language: str) -> Frame:
    """The frame of ``language``; an empty one before any content is loaded."""
    row = SiteFrame.objects.filter(language=language).values_list("data", flat=True).first()
    return Frame(language=language, **(row or {}))


def build(languages: list[str]) -> dict[str, dict[str, Any]]:
    """Collect what the frames of ``languages`` show of the published, public pages: each page is read once for all."""
    above = Page.objects.filter(depth__in=(HOME_DEPTH, SECTION_DEPTH)).order_by("path")
    around = public_pages(above.specific())
    trees = defaultdict(list)
    for page in around:
        if isinstance(page, BasePage):
            trees[page.locale_code].append(page)
    versions = {model: _versions(model) for model in _framed_models()}
    site = SiteSettings.load()
    about_site = {
        "contact_email": site.contact_email,
        "source_code_url": site.source_code_url,
        "model_version": site.current_model_version,
    }
    elsewhere: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for code, pages in trees.items():
        for page in pages:
            elsewhere[str(page.translation_key)][code] = {"title": page.title, "url": page.url_path}
    frames = {}
    for language in languages:
        home = next((page for page in trees[language] if page.depth == HOME_DEPTH), None)
        sections = [page for page in trees[language] if page.depth == SECTION_DEPTH]
        frames[language] = {
            "home": _entry(home) if home else {},
            "sections": [_section(page, elsewhere) for page in sections if page.show_in_menus],
            "footer": [_section(page, elsewhere) for page in sections if not page.show_in_menus],
            "texts": home.frame_texts() if home and hasattr(home, "frame_texts") else {},
            "site": about_site,
        }
        for model, things in versions.items():
            best = [best_version(thing, language) for thing in things]
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
    """Write the frames of all languages anew.

    The rows are locked before the pages are read: of two changes at the same moment the second one sees the first.
    """
    languages = [code for code, _name in settings.LANGUAGES]
    rows = {row.language: row for row in SiteFrame.objects.select_for_update().filter(language__in=languages)}
    for language in languages:
        if language not in rows:
            rows[language] = SiteFrame.objects.get_or_create(language=language)[0]
    for language, data in build(languages).items():
        rows[language].data = data
    SiteFrame.objects.bulk_update(rows.values(), ["data"])


@contextmanager
def rebuilt_once() -> Iterator[None]:
    """Hold back rebuilding while many pages change, and do it once at the end."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)
    rebuild()
    pages_loaded.send(sender=None)


def is_held_back() -> bool:
    """Whether many pages are changing right now, and those who follow them should wait for ``pages_loaded``."""
    return _paused.get()


def _entry(page: BasePage) -> dict[str, Any]:
    return {
        "key": str(page.translation_key),
        "title": page.title,
        "url": page.url_path,
        "summary": page.summary,
        "language": page.language,
        "kind": page._meta.label_lower,
        "slug": page.slug,
    }


def _section(page: BasePage, elsewhere: dict[str, dict[str, dict[str, str]]]) -> dict[str, Any]:
    """Entry of a section, which also knows itself in the other languages: {code: {title, url}}."""
    return {**_entry(page), "versions": elsewhere[str(page.translation_key)]}


def _framed_models() -> list[type[BasePage]]:
    return [model for model in get_page_models() if getattr(model, "in_frame", "")]


def _on_change(instance: Page, **kwargs: Any) -> None:
    model = instance.specific_class
    framed = instance.depth in (HOME_DEPTH, SECTION_DEPTH) or bool(getattr(model, "in_frame", ""))
    if framed and not _paused.get():
        rebuild()


def _on_other(**kwargs: Any) -> None:
    # Settings come into being while a frame is built; that changes nothing.
    if not _paused.get() and not (kwargs["sender"] is SiteSettings and kwargs.get("created")):
        rebuild()


def _after_upgrade(plan: Any = (), **kwargs: Any) -> None:
    """A new version of the portal may show more in a frame than the stored ones hold."""
    forwards = plan and not any(backwards for _migration, backwards in plan)
    if forwards and SiteFrame.objects.exists():
        rebuild()


def connect() -> None:
    """Listen to everything that can change a frame; called when the app is ready."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_on_change, dispatch_uid="portal-frame")
    # Of the plain page: when its own row goes, that of its type is gone already.
    post_migrate.connect(_after_upgrade, sender=apps.get_app_config("portal"), dispatch_uid="portal-frame")
    post_delete.connect(_on_change, sender=Page, dispatch_uid="portal-frame")
    for signal, sender in (
        (post_save, SiteSettings),
        (post_save, PageViewRestriction),
        (post_delete, PageViewRestriction),
    ):
        signal.connect(_on_other, sender=sender, dispatch_uid="portal-frame-other")
