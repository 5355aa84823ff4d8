"""Readiness of a draft while it is written: what its gates still ask for, without drawing the page."""

from dataclasses import dataclass

from portal.core.models import BasePage
from portal.editing.publication.gates import problems_in_words

#: Told one by one; the rest is a number, and comes up as these are done.
SHOWN = 3


@dataclass(frozen=True)
class Missing:
    """The first sentences, and how many more there are."""

    sentences: tuple[str, ...]
    more: int


def missing_of(page: BasePage) -> Missing:
    """Everything that ``gates.check`` would say of the newest version of ``page`` without drawing it."""
    found = problems_in_words(page.get_latest_revision_as_object())
    return Missing(tuple(problem.message for problem in found[:SHOWN]), max(0, len(found) - SHOWN))
