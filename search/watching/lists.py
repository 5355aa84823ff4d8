"""Lists that can be watched: a search, or the case library, each with its words and filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from portal.core.models.frame import Frame
from projects.library import facets as library_facets
from projects.library.filters import CaseFilters
from projects.library.results import cases_under
from projects.models import CaseLibraryPage
from search.enums import Kind, WatchedPlace
from search.query import filters as search_filters
from search.query.answering import find_exactly
from search.query.filters import SelectedFilters
from search.query.parsing import MAX_LENGTH


@dataclass(frozen=True)
class WatchedList:
    """A list as somebody watches it; what its filters do not know is left out."""

    place: WatchedPlace
    words: str
    chosen: Mapping[str, tuple[str, ...]]
    #: Of a search: only the words as typed.
    exact: bool = False

    @classmethod
    def read(cls, place: str, query: str) -> "WatchedList":
        """The list at an address: which one it is, and its query string, whatever stands there."""
        asked = QueryDict(query.removeprefix("?"))
        if place == WatchedPlace.SEARCH:
            words = " ".join(asked.get("q", "").split())[:MAX_LENGTH]
            is_exact = asked.get("exact") == "1"
            return cls(WatchedPlace.SEARCH, words, SelectedFilters.from_query(asked).values, is_exact)
        filters = CaseFilters.from_query(asked)
        return cls(WatchedPlace.LIBRARY, filters.words, filters.chosen)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for: in the library that is every case, in the search it is nothing."""
        return self.place == WatchedPlace.SEARCH and not (self.words or self.chosen)

    @property
    def filters(self) -> str:
        """The filters alone, as a query string without question mark."""
        return self._query("")

    @property
    def query(self) -> str:
        """Words and filters as a query string without question mark, the same for everybody who watches this list."""
        return self._query(self.words)

    def _query(self, words: str) -> str:
        if self.place == WatchedPlace.SEARCH:
            written = SelectedFilters(self.chosen).query_string({"q": words} | ({"exact": "1"} if self.exact else {}))
        else:
            written = CaseFilters(dict(self.chosen), words=words).query_string()
        return written.removeprefix("?")

    def labels(self, frame: Frame) -> list[str]:
        """The chosen filters in words."""
        types = search_filters.FACET_TYPES if self.place == WatchedPlace.SEARCH else library_facets.FACET_TYPES
        return [types[name].labels(frame)(value) for name, values in self.chosen.items() for value in values]

    def path(self, language: str) -> str:
        """The path of the list itself; to be asked for while ``language`` is active."""
        if self.place == WatchedPlace.SEARCH:
            start = reverse("search")
        else:
            library = CaseLibraryPage.objects.filter(live=True, locale__language_code=language).first()
            start = library.url_path if library else reverse("wagtail_serve", args=[""])
        return f"{start}?{self.query}" if self.query else start

    def keys(self, language: str) -> set[UUID]:
        """Translation keys of what is in the list for a reader of ``language``, without what is only near the words."""
        if self.place == WatchedPlace.SEARCH:
            return find_exactly(self.words, language, SelectedFilters(self.chosen), as_typed=self.exact)
        found = {case.translation_key for case in cases_under(CaseFilters(dict(self.chosen)), language)}
        if self.words:
            found &= find_exactly(self.words, language, SelectedFilters({"kind": (Kind.CASE_STUDY,)}))
        return found
