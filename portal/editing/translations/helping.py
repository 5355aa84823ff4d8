"""Help with translations: who may work at the desk of a page that is not theirs. A room above registers who helps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from wagtail.models import Page

from portal.core.types import AnyUser


@dataclass(frozen=True)
class Note:
    """What is said about the help with a page in one language, and where it leads."""

    said: tuple[str, ...]
    label: str
    url: str


class Helpers(Protocol):
    """Whoever knows who helps whom."""

    def may_translate(self, user: AnyUser, page: Page) -> bool:
        """Whether ``user`` may work at the desk of ``page``, which they must not edit otherwise."""

    def notes_on_languages(self, user: AnyUser, original: Page) -> Mapping[str, Note]:
        """What to say of each language on the page of all languages, by its code."""

    def note_at_desk(self, user: AnyUser, page: Page) -> Note | None:
        """What to say above the sentences of ``page``."""


_helpers: list[Helpers] = []


def register_helpers(helpers: Helpers) -> None:
    """Have ``helpers`` asked; to be called in an ``AppConfig.ready``."""
    _helpers.append(helpers)


def may_translate(user: AnyUser, page: Page) -> bool:
    """Whether ``user`` may work at the desk of the translation ``page``: its editors, and those who were asked."""
    may_edit = page.permissions_for_user(user).can_edit()
    return may_edit or any(helpers.may_translate(user, page) for helpers in _helpers)


def notes_on_languages(user: AnyUser, original: Page) -> dict[str, Note]:
    """What is known of help with ``original``, by language code."""
    return {code: note for helpers in _helpers for code, note in helpers.notes_on_languages(user, original).items()}


def note_at_desk(user: AnyUser, page: Page) -> Note | None:
    """What is said above the sentences of the translation ``page``; None if nobody asked for help with it."""
    return next(filter(None, (helpers.note_at_desk(user, page) for helpers in _helpers)), None)
