"""What a page must fulfil before it is submitted or published. Drafts may be as unfinished as they like."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.models import BasePage, ExternalLink


@dataclass(frozen=True)
class Problem:
    """What is wrong, in a sentence that says what to do; ``field`` is None if it is no single one's fault."""

    message: str
    field: str | None = None


Gate = Callable[[Any], Iterator[Problem]]
_gates: list[tuple[type[BasePage], Gate]] = []


def register_gate(model: type[BasePage], gate: Gate) -> None:
    """Have pages of ``model`` pass ``gate`` too; to be called in an ``AppConfig.ready``."""
    _gates.append((model, gate))


def problems(page: BasePage) -> list[Problem]:
    """Everything that stands against publishing ``page``."""
    own = [problem for model, gate in _gates if isinstance(page, model) for problem in gate(page)]
    return [*_headings(page), *_dead_links(page), *_broken_links(page), *own]


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


def _dead_links(page: BasePage) -> Iterator[Problem]:
    """Links to pages of the portal that are not public."""
    targets: dict[int, str] = {}
    for name, value in page.serializable_data().items():
        if isinstance(value, str):
            targets |= {int(pk): name for pk in re.findall(r'linktype=\\?"page\\?"[^>]*?id=\\?"(\d+)', value)}
            targets |= {int(pk): name for pk in re.findall(r'id=\\?"(\d+)\\?"[^>]*?linktype=\\?"page', value)}
    live = set(Page.objects.filter(pk__in=targets, live=True).values_list("pk", flat=True)) if targets else set()
    for field in {name for pk, name in targets.items() if pk not in live}:
        yield Problem(_("A link leads to a page of the portal that is not public. Change or remove it."), field)


def _broken_links(page: BasePage) -> Iterator[Problem]:
    """Links to other sites of which the link checker knows that they are broken."""
    from portal.editing.links import urls_in  # noqa: PLC0415 (needs the network library only here)

    for url in ExternalLink.objects.filter(ExternalLink.broken(), url__in=urls_in(page)).values_list("url", flat=True):
        yield Problem(_("The link %(url)s does not work any more. Change or remove it.") % {"url": url})
