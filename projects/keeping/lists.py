"""Lists of cases in an address (``?ids=``): read from it, found for a reader, and written back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Min
from django.http import QueryDict

from portal.core.models.frame import Frame
from portal.core.queries import as_rows
from projects.models import CaseStudyPage
from projects.queries import listed_cases, with_elements

#: Cases in one list; what is behind them is left out, and the page says so.
MOST_CASES = 50


@dataclass(frozen=True)
class CaseList:
    """The cases of an address, and what of it could not be shown."""

    cases: list[CaseStudyPage]
    #: Numbers in the address that lead to no public case.
    unknown: int = 0
    #: Numbers that were not looked at, since there were too many.
    left_out: int = 0

    @property
    def ids(self) -> str:
        """The list as an address writes it."""
        return ",".join(str(case.list_id) for case in self.cases)

    def without(self, case: CaseStudyPage) -> str:
        """The same without one of its cases."""
        return ",".join(str(other.list_id) for other in self.cases if other is not case)


def read_list(query: QueryDict, language: str, frame: Frame, *, whole: bool = False) -> CaseList:
    """The cases of an address for a reader of ``language``, each once, in the order of the address: four queries.

    Parameters:
        whole: their texts too, not only what lists show.
    """
    asked = dict.fromkeys(part.strip() for given in query.getlist("ids") for part in given.split(",") if part.strip())
    numbers = [int(part) for part in list(asked)[:MOST_CASES] if part.isascii() and part.isdigit() and len(part) < 10]
    keys = dict(CaseStudyPage.objects.filter(pk__in=numbers).values_list("pk", "translation_key"))
    wanted = list(dict.fromkeys(keys[number] for number in numbers if number in keys))
    found = listed_cases(language).filter(translation_key__in=wanted)
    by_key = {case.translation_key: case for case in (found if whole else as_rows(found))}
    cases = with_elements([by_key[key] for key in wanted if key in by_key], frame)
    ids = list_ids(list(by_key))
    for case in cases:
        case.list_id = ids[case.translation_key]
    looked_at = min(len(asked), MOST_CASES)
    missing = sum(1 for number in numbers if keys.get(number) not in by_key) + looked_at - len(numbers)
    return CaseList(cases, missing, len(asked) - looked_at)


def list_ids(keys: Sequence[UUID]) -> dict[UUID, int]:
    """By which number lists name each case, the same in every language: that of its first published version."""
    versions = CaseStudyPage.objects.filter(translation_key__in=keys, live=True).order_by()
    return dict(versions.values_list("translation_key").annotate(first=Min("pk")))


def list_id(case: CaseStudyPage) -> int:
    """The same of the case whose page is shown."""
    return min((version.pk for version in case.live_versions), default=case.pk)
