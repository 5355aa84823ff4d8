"""What case studies and collections must have before they are public."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.editing.publication.gates import Problem
from projects.enums import MOST_ELEMENTS
from projects.lineage import closing_origins
from projects.models import CaseStudyPage, CollectionPage


def case_gate(case: CaseStudyPage) -> Iterator[Problem]:
    """An element, no circle of origins, sources for figures that readers can follow, words for the photo."""
    elements = case.case_elements.count()
    if not elements:
        yield Problem(_("Choose at least one element of the model that the case demonstrates."))
    if elements > MOST_ELEMENTS:
        yield Problem(_("Choose at most three elements: those that the project shows best."))
    if len(case.key_figures) and not case.public_sources:
        yield Problem(_("The case states figures. Name at least one source that visitors see."), "sources")
    for origin in closing_origins(case):
        text = _("“%(title)s” cannot be an origin of this case, because it is this case or grew out of it. Remove it.")
        yield Problem(text % {"title": origin.title}, "origins")
    if case.photo_id and not case.photo_alt:
        yield Problem(_("Describe the photo for people who cannot see it."), "photo_alt")


def collection_gate(collection: CollectionPage) -> Iterator[Problem]:
    """Two cases at least, each of them once."""
    keys = [row.case.translation_key for row in collection.collection_cases.all()]
    if len(set(keys)) < 2:
        yield Problem(_("Choose at least two case studies."))
    if len(set(keys)) < len(keys):
        yield Problem(_("A case study is in the collection twice, perhaps in two languages. Remove one."))
