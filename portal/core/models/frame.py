"""Model of the site frame (navigation, footer) in one language, written at publish time: a request reads one row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict
from uuid import UUID

from django.db import models
from wagtail.blocks import StreamValue
from wagtail.models import Page

from portal.core.hooks.comments import KnownConsultation
from portal.core.pagecache.kept import kept
from portal.core.queries import addresses_of

#: Home pages lie directly below the root, sections directly below them.
HOME_DEPTH, SECTION_DEPTH = 2, 3


class SiteFrame(models.Model):
    """Navigation, footer, elements and partners of one language, with titles and addresses, ready to be shown.

    ``data`` is made by ``portal.core.frame.build``; nothing edits it by hand.
    """

    language = models.CharField(max_length=8, unique=True)
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.language


class PageLink(TypedDict):
    """Title and URL of a page in one language."""

    title: str
    url: str


class FrameEntry(PageLink, total=False):
    """A page as the frame keeps it."""

    #: Its translation key.
    key: str
    summary: str
    language: str
    #: Its page type, ``projects.elementpage``.
    kind: str
    slug: str
    #: Of a section: itself in the other languages, by their code.
    versions: dict[str, PageLink]
    #: Of elements and partners (``frame_entry`` of their page type).
    order: int
    number: int
    introduced_in: int
    retired_in: int | None
    role: str
    country: str
    city: str
    logo_id: int | None


class Link(NamedTuple):
    """A link in the header or footer."""

    url: str
    title: str
    #: Of the title, if it is not the reader's.
    language: str = ""
    #: ``aria-current``: "page", or "true" of the section around it.
    current: str = ""


class ModelText(TypedDict):
    """What pages show of the version of the model's text that is in force (see ``portal.core.hooks.frame_facts``)."""

    number: str
    #: Short id and number of roots of each paragraph, by the 32 figures of its block's id.
    paragraphs: dict[str, tuple[str, int]]


class SiteDetails(TypedDict, total=False):
    """What the frame keeps of the site settings, and small facts of the rooms above."""

    source_code_url: str
    model_version: int
    #: None before a version was published.
    model_text: ModelText | None
    #: Consultations about the model's text, open or not.
    consultations: list[KnownConsultation]


@dataclass(eq=False)
class Frame:
    """What a template shows around a page; empty before any content is loaded. Shared: nobody changes it."""

    language: str
    home: FrameEntry | None = None
    sections: list[FrameEntry] = field(default_factory=list)
    footer: list[FrameEntry] = field(default_factory=list)
    elements: list[FrameEntry] = field(default_factory=list)
    partners: list[FrameEntry] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    site: SiteDetails = field(default_factory=SiteDetails)

    def breadcrumbs(self, page: Page) -> list[FrameEntry]:
        """Home and section above ``page``, from the top; empty on the home page."""
        if page.depth <= HOME_DEPTH or not self.home:
            return []
        above = [entry for entry in (*self.sections, *self.footer) if page.address.startswith(entry["url"])]
        return [self.home, *(entry for entry in above if entry["url"] != page.address)]

    def section(self, kind: str) -> FrameEntry | None:
        """The section of the page type ``kind`` (``events.eventindexpage``), in the menu or not."""
        return next((e for e in (*self.sections, *self.footer) if e["kind"] == kind), None)

    def section_elsewhere(self, address: str, language: str) -> PageLink | None:
        """{title, url} of the section around the page at ``address``, as it is in another ``language``."""
        above = (e for e in (*self.sections, *self.footer) if address.startswith(e["url"]) and address != e["url"])
        return next((e.get("versions", {}).get(language) for e in above), None)

    def url_of(self, page: Page) -> str:
        """Address of ``page`` for readers of this language; empty if visitors may not read it.

        No query for what the frame holds.
        """
        home = [self.home] if self.home else []
        known = (*home, *self.sections, *self.footer, *self.elements, *self.partners)
        entry = next((entry for entry in known if entry.get("key") == str(page.translation_key)), None)
        if entry:
            return str(entry["url"])
        return addresses_of([page.translation_key], self.language).get(page.translation_key, "")

    def with_anchors(self, blocks: Iterable[StreamValue.StreamChild]) -> list[tuple[StreamValue.StreamChild, str, int]]:
        """Each block of the model's text with its short id and the number of its roots in the version in force.

        Empty and 0, while no version with it was published.
        """
        known = (self.site.get("model_text") or {"number": "", "paragraphs": {}})["paragraphs"]
        return [(block, *known.get(UUID(str(block.id)).hex, ("", 0))) for block in blocks]

    @property
    def current_elements(self) -> list[FrameEntry]:
        """The elements of the version of the model that is in force, in their order."""
        return self.elements_of(self.site.get("model_version", 1))

    def elements_of(self, version: int) -> list[FrameEntry]:
        """The elements of one version of the model, in their order."""
        return [e for e in self.elements if e["introduced_in"] <= version < (e["retired_in"] or 10**6)]

    def entry(self, kind: str, key: UUID | str) -> FrameEntry | None:
        """The element or partner (``kind``: ``elements``, ``partners``) with translation key ``key``."""
        return next((entry for entry in getattr(self, kind) if entry["key"] == str(key)), None)

    def entries(self, kind: str, keys: Iterable[UUID | str]) -> list[FrameEntry]:
        """Several elements or partners, in the order of ``keys``; what is not published is left out."""
        return [entry for key in keys if (entry := self.entry(kind, key))]


@kept(32, shared=True)
def frame_for(language: str) -> Frame:
    """The frame of ``language``; an empty one before any content is loaded."""
    row = SiteFrame.objects.filter(language=language).values_list("data", flat=True).first()
    return Frame(language=language, **(row or {}))
