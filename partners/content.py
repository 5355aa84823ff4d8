"""Import of ``partners.json`` into partner pages."""

from typing import Any

from wagtail.models import Locale

from partners.enums import PartnerKind, PartnerRole
from partners.models import PartnerIndexPage, PartnerPage
from portal.core.enums import Country
from portal.core.forms.countries import read_country
from portal.editing.content import schema
from portal.editing.content.importer import PageKind, Record
from portal.editing.content.streams import set_sources, stream, web_url


def fill_partner(page: PartnerPage, record: Record, language: str) -> None:
    """Everything of a partner page in one language."""
    # Readers meet an organisation by the name that it has in their language.
    page.title = record["local_names"].get(language, record["name"])
    page.summary = record["summary"][language]
    page.role, page.order, page.kind = record["role"], record["order"], record["kind"]
    page.abbreviation = record["abbreviation"] or ""
    page.country, page.city = read_country(record["country"] or "") or "", record["city"] or ""
    page.founded_year, page.website = record["founded_year"], web_url(record["website"])
    names = record["local_names"].items()
    stream(page, "local_names", [("name", {"language": code, "name": name}) for code, name in names], record["slug"])
    set_sources(page, record)


def partners_parent(record: Record, locale: Locale) -> Any:
    """Partners lie below the overview of their language."""
    return PartnerIndexPage.objects.get(locale=locale)


def find_partners(slugs: list[str]) -> list[PartnerPage]:
    """The source pages of partners, in the order of ``slugs``."""
    pages = {page.slug: page for page in PartnerPage.objects.filter(slug__in=slugs).order_by("-pk")}
    return [pages[slug] for slug in slugs]


PARTNERS = PageKind(
    name="partner",
    file="partners.json",
    checks={
        **schema.SOURCED,
        "order": schema.number(1, 1000),
        "role": schema.choice(PartnerRole.values),
        "name": schema.text,
        "abbreviation": schema.optional(schema.text),
        "local_names": schema.translated(schema.text),
        "country": schema.optional(schema.country(Country.values)),
        "city": schema.optional(schema.text),
        "kind": schema.choice(PartnerKind.values),
        "founded_year": schema.optional(schema.number(1000, 2100)),
        "website": schema.text,
        "summary": schema.translated(schema.text),
    },
    model=lambda record: PartnerPage,
    parent=partners_parent,
    fill=fill_partner,
)
