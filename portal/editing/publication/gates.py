"""Validation before submission or publication. Drafts may be as unfinished as they like.

What a page says is looked at in every form that leads towards publication; only when it really goes live is it drawn as
visitors will get it, once in each language.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.blocks import RichTextBlock
from wagtail.fields import RichTextField, StreamField

from portal.core.blocks import FactTableBlock, FigureBlock, KeyFigureBlock, LinkBlock
from portal.core.blocks.nested import blocks_in
from portal.core.i18n.languages import LANGUAGES
from portal.core.models import BasePage
from portal.editing.models import ExternalLink
from portal.editing.publication.problems import Problem
from portal.editing.publication.rendering import problems_of_rendering
from portal.editing.publication.targets import dead_targets
from portal.editing.quality.link_checker import urls_in


class NotReadyError(Exception):
    """Somebody wants to publish ``page`` although ``problems`` stand against it. Answered by ``Gatekeeper``."""

    def __init__(self, page: BasePage, found: list[Problem]) -> None:
        super().__init__(page, found)
        self.page, self.problems = page, found


#: What links are called by those who have not said where they lead, in any language.
VAGUE = frozenset(text for row in LANGUAGES.values() for text in row.vague_links)
_LINK = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
Gate = Callable[[Any], Iterator[Problem]]
_gates: list[tuple[type[BasePage], Gate]] = []


def register_gate(model: type[BasePage], gate: Gate) -> None:
    """Have pages of ``model`` pass ``gate`` too; to be called in an ``AppConfig.ready``."""
    _gates.append((model, gate))


def problems(page: BasePage) -> list[Problem]:
    """Everything that stands against publishing ``page``."""
    own = [problem for model, gate in _gates if isinstance(page, model) for problem in gate(page)]
    common = (_summary, _headings, _pictures, _figures, _link_texts, dead_targets, _broken_links)
    return [*(problem for gate in common for problem in gate(page)), *own]


def problems_in_words(page: BasePage) -> list[Problem]:
    """The same, and what every field needs: all that can be said of ``page`` without drawing it."""
    found = problems(page)
    named = {problem.field for problem in found}
    return [*found, *(problem for problem in invalid_fields(page) if problem.field not in named)]


def check(page: BasePage) -> None:
    """Let ``page`` pass if it may be published as it is; asked wherever a person publishes.

    Raises:
        NotReadyError: it may not. Drafts can be saved with empty fields, so what every field needs is checked too.
    """
    found = problems_in_words(page) if page.pk else problems(page)
    if found := found or problems_of_rendering(page):
        raise NotReadyError(page, found)


def invalid_fields(page: BasePage) -> Iterator[Problem]:
    """What Django's and Wagtail's validation refuses: drafts can be saved with empty fields."""
    try:
        page.full_clean()
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            field = None if name == NON_FIELD_ERRORS else page._meta.get_field(name)
            label = f"{str(field.verbose_name).capitalize()}: " if field else ""
            yield Problem(label + " ".join(texts), name if field else None)


def _summary(page: BasePage) -> Iterator[Problem]:
    """Lists, search and shared links show the summary."""
    if not page.summary.strip():
        yield Problem(_("Write a summary: one or two sentences that say what this page tells."), "summary")


def _pictures(page: BasePage) -> Iterator[Problem]:
    """Words for every picture that is not decoration."""
    for name, stream in _streams(page):
        for block, value in blocks_in(stream):
            if isinstance(block, FigureBlock) and not value["decorative"] and not (value["alt_text"] or "").strip():
                said = _("A picture has no text for people who cannot see it. Describe it, or mark it as decoration.")
                yield Problem(said, name)


def _figures(page: BasePage) -> Iterator[Problem]:
    """A source for every figure."""
    for name, stream in _streams(page):
        for block, value in blocks_in(stream):
            if isinstance(block, KeyFigureBlock | FactTableBlock) and not (value["publisher"] and value["url"]):
                what = value["caption"] if isinstance(block, FactTableBlock) else value["what"]
                said = _("“%(what)s” has no source. Name who publishes the figure, and the address.")
                yield Problem(said % {"what": what or block.label}, name)


def _streams(page: BasePage) -> Iterator[tuple[str, Any]]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield field.name, getattr(page, field.name)


def _headings(page: BasePage) -> Iterator[Problem]:
    """A subheading belongs below a heading."""
    for name, stream in _streams(page):
        seen = False
        for block in stream:
            if block.block_type != "heading":
                continue
            if block.value["level"] == "3" and not seen:
                text = block.value["text"]
                yield Problem(_("“%(text)s” is a subheading without a heading above it.") % {"text": text}, name)
            seen = seen or block.value["level"] == "2"


def _link_texts(page: BasePage) -> Iterator[Problem]:
    """Links that say where they lead: screen readers list them without the sentence around."""
    for name, text in _texts_of_links(page):
        plain = " ".join(html.unescape(strip_tags(text)).split()).strip(" .:!…>→»").casefold()
        if plain in VAGUE:
            said = _("The link “%(text)s” does not say where it leads. Write what readers find there.")
            yield Problem(said % {"text": plain}, name)


def _texts_of_links(page: BasePage) -> Iterator[tuple[str, str]]:
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield from ((field.name, text) for text in _LINK.findall(getattr(page, field.name) or ""))
    for name, stream in _streams(page):
        for block, value in blocks_in(stream):
            if isinstance(block, RichTextBlock) and value:
                yield from ((name, text) for text in _LINK.findall(value.source))
            elif isinstance(block, LinkBlock):
                yield name, value["text"] or ""


def _broken_links(page: BasePage) -> Iterator[Problem]:
    """Links to other sites of which the link checker knows that they are broken."""
    for url in ExternalLink.objects.filter(ExternalLink.broken(), url__in=urls_in(page)).values_list("url", flat=True):
        yield Problem(_("The link %(url)s does not work any more. Change or remove it.") % {"url": url})
