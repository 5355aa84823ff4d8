"""What a case study must have before it is public."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.editing.gates import Problem
from projects.models import CaseStudyPage


def case_gate(case: CaseStudyPage) -> Iterator[Problem]:
    """An element, sources that readers can follow if the case states a figure, words for the photo."""
    if not case.case_elements.count():
        yield Problem(_("Choose at least one element of the model that the case demonstrates."))
    if len(case.key_figures) and not case.public_sources:
        yield Problem(_("The case states figures. Name at least one source that visitors see."), "sources")
    if case.photo_id and not case.photo_alt:
        yield Problem(_("Describe the photo for people who cannot see it."), "photo_alt")
