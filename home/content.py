"""Import of ``pages.json``: home pages, sections and plain pages, and the order in which everything is loaded."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale, Page

from events.content import EVENTS
from events.dialogue.models import TakePartPage
from events.models import EventIndexPage
from home.models import HomePage, StandardPage
from partners.content import PARTNERS
from partners.models import PartnerIndexPage
from portal.core.models import BasePage
from portal.editing.content import schema
from portal.editing.content.importer import PageKind, Record
from portal.editing.content.streams import items, paragraph, plain_paragraph, set_sources, stream
from projects.content import CASES, ELEMENTS, STRATEGIES
from projects.models import CaseLibraryPage, ElementIndexPage, GlossaryPage, StrategyIndexPage

MODELS: dict[str, type[BasePage]] = {
    "home": HomePage,
    "standard": StandardPage,
    "element_index": ElementIndexPage,
    "case_library": CaseLibraryPage,
    "event_index": EventIndexPage,
    "partner_index": PartnerIndexPage,
    "strategy_index": StrategyIndexPage,
    "glossary": GlossaryPage,
    "take_part": TakePartPage,
}
#: Types of pages whose text is a body of blocks.
_WITH_BODY = ("standard", "take_part", "element_index")
#: Types of pages that name their sources.
_SOURCED = ("standard", "element_index")
_HOME_FIELDS = ("claim", "introduction", "about_heading", "about_text", "footer_text", "funding_text")


def fill_page(page: Any, record: Record, language: str) -> None:
    """Everything of a page of the site's structure in one language."""
    page.title, page.summary = record["title"][language], record["summary"][language]
    page.show_in_menus = record.get("menu", False)
    if record["type"] == "home":
        for name in _HOME_FIELDS:
            setattr(page, name, record[name][language])
    if record["type"] == "element_index":
        said = [("paragraph", plain_paragraph(text[language])) for text in record["preamble"]]
        stream(page, "preamble", said, record["slug"])
        steps = [("step", {name: step[name][language] for name in ("title", "text")}) for step in record["steps"]]
        stream(page, "steps", steps, record["slug"])
    if record["type"] in _WITH_BODY:
        blocks = [(b["type"], _body_block(b, language, record["slug"], n)) for n, b in enumerate(record["body"])]
        stream(page, "body", blocks, record["slug"])
    if record["type"] in _SOURCED:
        set_sources(page, record)


def found_page(page: Any, record: Record, language: str) -> None:
    """A page that others can link to, before its own links can be resolved."""
    fill_page(page, {**record, "body": []}, language)
    if record["type"] == "standard":
        stream(page, "body", [("paragraph", plain_paragraph(page.summary))], record["slug"])


def _body_block(block: Record, language: str, slug: str, position: int) -> Any:
    """The value of one block of a body in one language."""

    def said(*names: str, of: Record = block) -> dict[str, str]:
        return {name: (of.get(name) or {}).get(language, "") for name in names}

    source = {name: block[name] for name in ("publisher", "url") if name in block}
    builders: dict[str, Callable[[], Any]] = {
        "paragraph": lambda: paragraph(said("text")["text"]),
        "heading": lambda: {**said("text"), "level": block["level"]},
        "quote": lambda: said("text", "attribution"),
        "key_figure": lambda: {"number": block["number"], **said("unit", "what"), **source},
        "facts": lambda: {
            **said("caption"),
            "rows": items([said("fact", "value", of=row) for row in block["rows"]], slug, position),
            **source,
        },
        "links": lambda: {
            **said("title"),
            "links": items([{**said("text", of=link), **_target(link)} for link in block["links"]], slug, position),
        },
        "action": lambda: {**said("text"), **_target(block)},
    }
    if block["type"] not in builders:
        raise schema.ContentError(
            f"pages.json, record “{slug}”, field “body”: “{block['type']}” is not a kind of block."
        )
    return builders[block["type"]]()


def _target(link: Record) -> dict[str, object]:
    if link.get("url"):
        return {"page": None, "url": link["url"]}
    page = Page.objects.filter(slug=link["page"], depth__in=(3, 4)).order_by("depth", "pk").first()
    if page is None:
        raise schema.ContentError(f"pages.json: a link leads to “{link['page']}”, which is no page of the file.")
    return {"page": page.pk, "url": ""}


def pages_parent(record: Record, locale: Locale) -> Any:
    """Home pages lie below the root, all else below the home page of its language, or below the page it names."""
    if record["type"] == "home":
        return Page.get_first_root_node()
    home = HomePage.objects.get(locale=locale)
    return home.get_children().get(slug=record["parent"]) if record.get("parent") else home


_TEXT = schema.translated(schema.text)
PAGES = PageKind(
    name="page",
    file="pages.json",
    checks={
        **schema.COMMON,
        "type": schema.choice(MODELS),
        "title": _TEXT,
        "summary": _TEXT,
        "parent": schema.optional(schema.slug),
        "preamble": schema.optional(schema.list_of(_TEXT)),
        "steps": schema.optional(schema.list_of(schema.fields(title=_TEXT, text=_TEXT))),
    },
    model=lambda record: MODELS[record["type"]],
    parent=pages_parent,
    fill=fill_page,
    found=found_page,
    structural=True,
    slug=lambda record, language: language if record["type"] == "home" else record["slug"],
)

#: In this order: what comes later links to what came before.
KINDS = (PAGES, PARTNERS, ELEMENTS, STRATEGIES, EVENTS, CASES)
