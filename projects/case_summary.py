"""The summary of a case study: what filters, facets, map and chart read instead of its page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One public case in the version that a reader understands best. Without coordinates it is not on the map."""

    pk: int
    translation_key: UUID
    title: str
    #: Where the reader reads it.
    url_path: str
    #: Of the title, as a BCP 47 code; a title may be translated where the text is not.
    language: str
    original_language: str
    country: str
    municipality: str
    latitude: float | None
    longitude: float | None
    location_precision: str
    size_band: str
    rural: bool
    start_year: int | None
    #: Slugs, in the order of the page.
    elements: tuple[str, ...]
    partners: tuple[str, ...]
    #: What it tells of ``projects.enums.TOLD_FACET``.
    tells: tuple[str, ...] = ()
    #: Countries of the municipalities that use it, one for each of them.
    used_in: tuple[str, ...] = ()
    #: Languages in which its whole text can be read.
    read_in: tuple[str, ...] = ()
    #: When its text was published for the first time, and when somebody last changed it.
    first_published_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude, or None if the case has not both."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude
