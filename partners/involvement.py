"""Registry of what a partner takes part in: rooms above register how to find it, since this one may not import them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page
from django.http import HttpRequest

from portal.core.models.frame import Frame
from portal.core.paging import Share, page_of

#: Of each list on one page of a partner: three columns of eight cards.
PER_PAGE = 24
#: Nobody asks for a later page, and no database for what is so far behind.
LAST_PAGE = 10_000


class Partner(NamedTuple):
    """A partner, as far as it decides what it takes part in, and the language of who reads of it."""

    translation_key: UUID
    organisation_id: int | None
    language: str
    frame: Frame


Finder = Callable[[Partner, int], Share[Any]]


@dataclass(frozen=True)
class Involvement:
    """A titled list on a partner's page, as far as it is shown there, and the template that shows it."""

    title: str
    pages: list[Any]
    template: str


_finders: list[tuple[Any, Finder, str]] = []


def register_involvement(title: object, finder: Finder, template: str) -> None:
    """Add a list to partner pages.

    Parameters:
        title: heading of the list, a lazy translation.
        finder: gives ``PER_PAGE`` of the public pages for a partner, by the number of the page that is shown.
        template: shows them; its context holds ``pages`` and ``frame``.
    """
    _finders.append((title, finder, template))


def involvement_of(partner: Partner, request: HttpRequest) -> tuple[list[Involvement], Page]:
    """What is shown of all registered lists on the page that ``?page=`` asks for, in the order of registration.

    They are turned together: a list that is shorter than others is not on the later pages.
    """
    asked = request.GET.get("page", "1")
    number = min(max(int(asked), 1), LAST_PAGE) if asked.isdecimal() and len(asked) < 10 else 1
    shares = [finder(partner, number) for _title, finder, _template in _finders]
    shown = page_of(request, max((share.total for share in shares), default=0), PER_PAGE)
    if shown.number != number:
        shares = [finder(partner, shown.number) for _title, finder, _template in _finders]
    lists = zip(_finders, shares, strict=True)
    found = [Involvement(str(title), share.rows, template) for (title, _finder, template), share in lists if share.rows]
    return found, shown
