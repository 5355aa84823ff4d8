"""Search port for the rooms below the search: they find things by words, through whatever engine the search uses.

The search registers its finder when it starts; a portal without it finds nothing by words and filters all the same.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from portal.core.pagecache import recording

#: Words typed, language of the reader, kind of thing -> translation keys, the best first.
Finder = Callable[[str, str, str], Sequence[UUID]]
#: Title, plain text and language of both -> translation keys of the cases that are about the same, each with how alike
#: it is (1 at most), the likest first.
Comparer = Callable[[str, str, str], Sequence[tuple[UUID, float]]]
_finders: list[tuple[Finder, Comparer]] = []


def register(finder: Finder, comparer: Comparer) -> None:
    """Make these the ones that are asked; to be called in an ``AppConfig.ready``."""
    _finders[:] = [(finder, comparer)]


def find(typed: str, language: str, kind: str) -> Sequence[UUID]:
    """Translation keys of the public things of one kind that answer the words, the best first.

    Parameters:
        typed: what a visitor wrote, anything at all.
        language: the reader's language (BCP 47).
        kind: as the search names kinds, for example ``case_study``.
    """
    recording.spoil("it asks the search engine")
    return _finders[0][0](typed, language, kind) if _finders else []


def similar_cases(title: str, body: str, language: str) -> Sequence[tuple[UUID, float]]:
    """Translation keys of the public cases that are about the same as a text, each with how alike it is (1 at most)."""
    return _finders[0][1](title, body, language) if _finders else []
