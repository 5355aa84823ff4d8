"""What the social cards of elements, cases and strategies are drawn from."""

from portal.core.enums import country_label, place_label
from portal.core.pictures.covers import Cover
from portal.core.pictures.tasks import Words, cover_of, kind_of, words_of
from projects.models import CaseStudyPage, ElementPage, StrategyPage
from projects.queries import drawn_cover, element_keys_of_strategy


@cover_of.register
def cover_of_case(page: CaseStudyPage) -> Cover:
    """Its country, elements, size of place and subject: the same cover as on the page itself."""
    return drawn_cover(page, list(page.case_elements.order_by("sort_order").values_list("element__number", flat=True)))


@words_of.register
def words_of_case(page: CaseStudyPage) -> Words:
    """Its title, and where it is."""
    return Words(page.title, kind_of(page), place_label(page.municipality, page.country))


@cover_of.register
def cover_of_element(page: ElementPage) -> Cover:
    """Its own stone."""
    return Cover(page.slug, "NORDIC", (page.number,))


@words_of.register
def words_of_element(page: ElementPage) -> Words:
    """Its title and number."""
    return Words(page.title, f"{kind_of(page)} {page.number}", "")


@words_of.register
def words_of_strategy(page: StrategyPage) -> Words:
    """Its title, its country and year."""
    return Words(
        page.title, kind_of(page), ", ".join(filter(None, (country_label(page.country), str(page.year or ""))))
    )


@cover_of.register
def cover_of_strategy(page: StrategyPage) -> Cover:
    """Its country, and the elements that build on it."""
    keys = element_keys_of_strategy(page)
    elements = ElementPage.objects.filter(translation_key__in=keys, locale_id=page.locale_id).order_by("number")
    return Cover(page.slug, page.country, tuple(elements.values_list("number", flat=True)))
