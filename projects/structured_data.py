"""Case studies, elements and strategies for machines: schema.org/Article with its place."""

from typing import Any

from portal.core.pages.structured_data import article, json_ld
from projects.models import CaseStudyPage, CollectionPage, ElementPage, StrategyPage


@json_ld.register
def describe_case(page: CaseStudyPage, image: str) -> dict[str, object]:
    """An article and the place it is about."""
    address = {"@type": "PostalAddress", "addressCountry": page.country_name}
    if page.municipality:
        address["addressLocality"] = page.municipality
    place: dict[str, Any] = {"@type": "Place", "name": page.municipality or page.country_name, "address": address}
    if page.latitude is not None and page.longitude is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": page.latitude, "longitude": page.longitude}
    return {**article(page, image), "contentLocation": place}


@json_ld.register(ElementPage)
@json_ld.register(StrategyPage)
@json_ld.register(CollectionPage)
def describe_article(page: ElementPage | StrategyPage | CollectionPage, image: str) -> dict[str, object]:
    """An article."""
    return article(page, image)
