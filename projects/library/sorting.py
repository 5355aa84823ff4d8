"""Orders of the case library; among equals those come first that the reader can read in the own language."""

from collections.abc import Callable
from datetime import date, datetime

from portal.core.enums import country_label
from portal.core.i18n.alphabets import alphabetical
from portal.core.pagecache.kept import kept
from projects.case_summary import CaseSummary
from projects.enums import Sort
from projects.queries import summaries_of_cases


def _latest(moment: datetime | None) -> int:
    """Key that puts the latest day first; on one day the time tells readers nothing."""
    return -(moment.date() if moment else date.min).toordinal()


_KEYS: dict[Sort, Callable[[CaseSummary], object]] = {
    Sort.START: lambda case: -(case.start_year or 0),
    Sort.NEWEST: lambda case: _latest(case.first_published_at),
    Sort.CHANGED: lambda case: _latest(case.changed_at or case.first_published_at),
    Sort.COUNTRY: lambda case: alphabetical(country_label(case.country)),
    Sort.TITLE: lambda case: 0,
}


@kept(64, shared=True)
def cases_in_order(language: str, sort: Sort) -> list[CaseSummary]:
    """All public cases as a reader of ``language`` gets them, in an order that asks for no words."""
    key = _KEYS[sort]

    def place(case: CaseSummary) -> tuple[object, ...]:
        is_foreign = sort != Sort.TITLE and language not in case.read_in
        return key(case), is_foreign, alphabetical(case.title, language), case.pk

    return sorted(summaries_of_cases(language), key=place)
