"""Collections as visitors see them: public ones, with the public cases in them, and who chose these."""

from uuid import UUID

from partners.models import PartnerPage
from portal.core.models.frame import Frame
from portal.core.pagecache.kept import kept
from portal.core.queries import as_rows, chosen_keys, listed
from projects.models import CaseStudyPage, CollectionPage
from projects.queries import with_elements


@kept(32)
def listed_collections(language: str) -> list[CollectionPage]:
    """All public collections, by title. Everybody may see them."""
    return list(as_rows(listed(CollectionPage.objects.all(), language)).order_by("title", "pk"))


def cases_of_collection(page: CollectionPage, frame: Frame) -> list[CaseStudyPage]:
    """The public cases of a collection in its order, each once, with their elements."""
    return _cases(tuple(dict.fromkeys(chosen_keys(page, "collection_cases", "case"))), page.reading_language, frame)


@kept(200)
def _cases(keys: tuple[UUID, ...], language: str, frame: Frame) -> list[CaseStudyPage]:
    cases = as_rows(listed(CaseStudyPage.objects.filter(translation_key__in=keys), language))
    return with_elements(sorted(cases, key=lambda case: keys.index(case.translation_key)), frame)


@kept(200)
def curator_of(organisation_id: int | None, language: str) -> PartnerPage | None:
    """The public page of the organisation that chose the cases; None for the secretariat."""
    if organisation_id is None:
        return None
    return as_rows(listed(PartnerPage.objects.filter(organisation=organisation_id), language)).first()
