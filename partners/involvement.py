"""Registry of what a partner takes part in: rooms above register how to find it, since this one may not import them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from portal.core.models.frame import Frame


class Partner(NamedTuple):
    """A partner, as far as it decides what it takes part in, and the language of who reads of it."""

    translation_key: UUID
    organisation_id: int | None
    language: str
    frame: Frame


Finder = Callable[[Partner], Iterable[Any]]


@dataclass(frozen=True)
class Involvement:
    """A titled list of pages on a partner's page, and the template that shows it."""

    title: str
    pages: list[Any]
    template: str


_finders: list[tuple[Any, Finder, str]] = []


def register_involvement(title: object, finder: Finder, template: str) -> None:
    """Add a list to partner pages.

    Parameters:
        title: heading of the list, a lazy translation.
        finder: gives the public pages for a partner.
        template: shows them; its context holds ``pages`` and ``frame``.
    """
    _finders.append((title, finder, template))


def involvement_of(partner: Partner) -> list[Involvement]:
    """All registered lists that are not empty, in the order of registration."""
    found = [Involvement(str(title), list(finder(partner)), template) for title, finder, template in _finders]
    return [involvement for involvement in found if involvement.pages]
