"""JSON-LD of partners: schema.org/Organization."""

from partners.models import PartnerPage
from portal.core.pages.structured_data import json_ld, web_page


@json_ld.register
def describe_partner(page: PartnerPage, image: str) -> dict[str, object]:
    """The organisation itself, with its own website as its identity elsewhere."""
    data = {**web_page(page, "Organization"), "image": image, "logo": image}
    data.pop("inLanguage")
    if page.website:
        data["sameAs"] = page.website
    if page.founded_year:
        data["foundingDate"] = str(page.founded_year)
    if page.city and page.country_name:
        data["address"] = {"@type": "PostalAddress", "addressLocality": page.city, "addressCountry": page.country_name}
    if page.abbreviation:
        data["alternateName"] = page.abbreviation
    return data
