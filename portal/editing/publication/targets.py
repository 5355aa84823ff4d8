"""Link targets of a page: in texts, in blocks, and by choosing other pages."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignKey, prefetch_related_objects
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.blocks import RichTextBlock
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from portal.core.blocks import LinkBlock
from portal.core.blocks.nested import blocks_in
from portal.core.models import BasePage
from portal.editing.publication.going_live import keys_public_then
from portal.editing.publication.problems import Problem

_ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_KIND, _ID = re.compile(r'linktype="(\w+)"'), re.compile(r'\bid="(\d+)"')
#: Relations of Wagtail itself, which no author sets.
_OWN = frozenset({"page_ptr", "alias_of"})


def dead_targets(page: BasePage) -> Iterator[Problem]:
    """Links to pages that visitors do not see and to documents that are gone, by the text that names them."""
    links = list(_links(page))
    chosen = list(_chosen(page))
    pages = Page.objects.in_bulk([pk for kind, pk, _text, _field in links if kind == "page"])
    known = {target.translation_key for target in pages.values()} | {target.translation_key for target, *_ in chosen}
    public = keys_public_then(known, page)
    wanted = [pk for kind, pk, _text, _field in links if kind == "document"]
    documents = set(get_document_model().objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else ()
    for kind, pk, text, field in links:
        if kind == "page" and (pk not in pages or pages[pk].translation_key not in public):
            said = _("The link “%(text)s” leads to a page of the portal that is not public. Change or remove it.")
            yield Problem(said % {"text": text}, field)
        elif kind == "document" and pk not in documents:
            said = _("The link “%(text)s” leads to a document that is gone. Change or remove it.")
            yield Problem(said % {"text": text}, field)
    for target, label, name in chosen:
        if target.translation_key not in public:
            said = _("%(label)s: the page “%(title)s” is not public. Choose another one, or publish it first.")
            yield Problem(said % {"label": capfirst(label), "title": target.title}, name)


def _links(page: BasePage) -> Iterator[tuple[str, int, str, str]]:
    """Kind, number and text of every link to something of the portal, and the field that holds it."""
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield from _in_text(getattr(page, field.name) or "", field.name)
        elif isinstance(field, StreamField):
            for block, value in blocks_in(getattr(page, field.name)):
                if isinstance(block, RichTextBlock) and value:
                    yield from _in_text(value.source, field.name)
                elif isinstance(block, LinkBlock) and value["page"]:
                    yield "page", value["page"].pk, value["text"], field.name


def _in_text(source: str, field: str) -> Iterator[tuple[str, int, str, str]]:
    for attributes, text in _ANCHOR.findall(source):
        kind, number = _KIND.search(attributes), _ID.search(attributes)
        if kind and number:
            yield kind[1], int(number[1]), " ".join(strip_tags(text).split()), field


def _chosen(page: BasePage) -> Iterator[tuple[Page, str, str | None]]:
    """Pages that were chosen in a field of ``page`` or in a row of one of its lists, with the name of that field."""
    yield from ((target, label, name) for target, label, name in _foreign_pages(page, _OWN))
    for relation in get_all_child_relations(page):
        if isinstance(page, Page) and relation.related_model._meta.app_label.startswith("wagtail"):
            continue
        rows = list(getattr(page, relation.get_accessor_name()).all())
        if rows and (names := [field.name for field in _page_fields(rows[0], {relation.field.name})]):
            prefetch_related_objects(rows, *names)
        for row in rows:
            yield from ((target, label, None) for target, label, _name in _foreign_pages(row, {relation.field.name}))


def _page_fields(row: Any, without: Any) -> list[Any]:
    return [
        field
        for field in row._meta.fields
        if isinstance(field, ForeignKey) and field.name not in without and issubclass(field.related_model, Page)
    ]


def _foreign_pages(row: Any, without: Any) -> Iterator[tuple[Page, str, str]]:
    for field in _page_fields(row, without):
        if target := getattr(row, field.name):
            yield target, str(field.verbose_name), field.name
