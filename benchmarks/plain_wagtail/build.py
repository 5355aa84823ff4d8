"""Fills the site with as many pages as the portal has in English, and their texts: ``python -m … < portal.json``."""

import json
import os
import sys
from itertools import cycle, islice

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.plain_wagtail.settings")
django.setup()

# ruff: noqa: E402 (Django is set up first)
from django.core.management import call_command
from wagtail.models import Page, Site

from benchmarks.plain_wagtail.models import (
    CaseElement,
    CaseIndexPage,
    CasePage,
    CasePartner,
    ElementPage,
    EventPage,
    HomePage,
    PartnerPage,
)


def build(said: dict) -> None:
    """Make all pages."""
    call_command("migrate", verbosity=0)
    Page.objects.filter(depth=2).delete()
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Home", slug="home-page", body="<p>Welcome.</p>"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    sections = {}
    for title in ("Model", "Events", "Partners", "Strategies", "About", "Take part"):
        section = CaseIndexPage(title=title, show_in_menus=True)
        sections[title] = home.add_child(instance=section)
    cases = home.add_child(instance=CaseIndexPage(title="Cases", slug="cases", show_in_menus=True))
    kinds = (("Partners", "partners", PartnerPage), ("Model", "elements", ElementPage), ("Events", "events", EventPage))
    made = {
        name: [sections[parent].add_child(instance=model(**fields)) for fields in said[name]]
        for parent, name, model in kinds
    }
    partners, elements = cycle(made["partners"]), cycle(made["elements"])
    for case in said["cases"]:
        body = [part for text in case.pop("texts") for part in (("heading", "What"), ("paragraph", text))]
        numbers = case.pop("partners"), case.pop("elements")
        page = CasePage(**case, body=body)
        page.case_partners = [CasePartner(partner=one) for one in islice(partners, numbers[0])]
        page.case_elements = [CaseElement(element=one) for one in islice(elements, numbers[1])]
        cases.add_child(instance=page)


if __name__ == "__main__":
    build(json.load(sys.stdin))
