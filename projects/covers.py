"""What the social cards of elements, cases and strategies are drawn from."""

from portal.core.pictures.covers import Cover
from portal.core.pictures.tasks import cover_of
from projects.models import CaseStudyPage, ElementPage, StrategyPage
from projects.queries import element_keys_of_strategy


@cover_of.register
def cover_of_case(page: CaseStudyPage) -> Cover:
    """Its country, elements and size of place: the same cover as on the page itself."""
    numbers = page.case_elements.order_by("sort_order").values_list("element__number", flat=True)
    return Cover(page.slug, page.country, tuple(numbers), page.size_band)


@cover_of.register
def cover_of_element(page: ElementPage) -> Cover:
    """Its own stone."""
    return Cover(page.slug, "NORDIC", (page.number,))


@cover_of.register
def cover_of_strategy(page: StrategyPage) -> Cover:
    """Its country, and the elements that build on it."""
    keys = element_keys_of_strategy(page)
    elements = ElementPage.objects.filter(translation_key__in=keys, locale_id=page.locale_id).order_by("number")
    return Cover(page.slug, page.country, tuple(elements.values_list("number", flat=True)))
