"""What a case study must have before it is public."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.editing.publication.gates import Problem
from projects.enums import MOST_ELEMENTS
from projects.models import CaseStudyPage


def case_gate(case: CaseStudyPage) -> Iterator[Problem]:
    """An element, sources that readers can follow if the case states a figure, words for the photo."""
    elements = case.case_elements.count()
    if not elements:
        yield Problem(_("Choose at least one element of the model that the case demonstrates."))
    if elements > MOST_ELEMENTS:
        yield Problem(_("Choose at most three elements: those that the project shows best."))
    if len(case.key_figures) and not case.public_sources:
        yield Problem(_("The case states figures. Name at least one source that visitors see."), "sources")
    if case.photo_id and not case.photo_alt:
        yield Problem(_("Describe the photo for people who cannot see it."), "photo_alt")
