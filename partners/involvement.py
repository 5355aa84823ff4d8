"""What a partner takes part in. The rooms above register how to find it, since this one may not import them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partners.models import PartnerPage

Finder = Callable[["PartnerPage"], Iterable[Any]]


@dataclass(frozen=True)
class Involvement:
    """A titled list of pages on a partner's page; ``kind`` names the card to use for them."""

    kind: str
    title: str
    pages: list[Any]


_finders: list[tuple[str, Any, Finder]] = []


def register_involvement(kind: str, title: Any, finder: Finder) -> None:
    """Add a list to partner pages.

    Parameters:
        kind: page type in short, for example ``event``; templates choose the card by it.
        title: heading of the list, a lazy translation.
        finder: gives the public pages for a partner page in the language of its tree; one query.
    """
    _finders.append((kind, title, finder))


def involvement_of(partner: "PartnerPage") -> list[Involvement]:
    """All registered lists that are not empty, in the order of registration."""
    found = [Involvement(kind, str(title), list(finder(partner))) for kind, title, finder in _finders]
    return [involvement for involvement in found if involvement.pages]
