"""How complete a case study is: the seven parts that its readers ask for, each told or not."""

from collections.abc import Callable, Mapping

from projects.enums import Told
from projects.models import CaseStudyPage

_IS_TOLD: Mapping[Told, Callable[[CaseStudyPage], bool]] = {
    Told.CONTACT: lambda case: bool(case.contact_email),
    Told.LESSONS: lambda case: bool(case.lessons),
    Told.COST: lambda case: bool(case.cost),
    Told.PEOPLE: lambda case: bool(case.staffing or case.duration or case.skills),
    Told.NEEDS: lambda case: bool(case.reuse_conditions or case.licence),
    Told.PROOF: lambda case: bool(case.evidence or case.key_figures),
    Told.SOURCES: lambda case: bool(case.public_sources),
}


def parts_of(case: CaseStudyPage) -> list[tuple[Told, bool]]:
    """Each part, and whether the case tells it."""
    return [(part, _IS_TOLD[part](case)) for part in Told]


def number_told(case: CaseStudyPage) -> int:
    """How many of the parts it tells."""
    return sum(is_told for _part, is_told in parts_of(case))
