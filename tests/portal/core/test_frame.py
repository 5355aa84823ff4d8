import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from portal.core import frame
from portal.core import frame as frame_module
from portal.core.models import SiteFrame, SiteSettings
from portal.core.models.frame import frame_for
from projects.models import ElementIndexPage
from tests.sites import add_element, add_partner, add_standard, make_site

pytestmark = pytest.mark.django_db


def titles(entries: list[dict]) -> list[str]:
    return [entry["title"] for entry in entries]


def test_frame_is_empty_before_there_is_content():
    assert frame_for("en").sections == []


def test_frame_follows_publishing_renaming_and_unpublishing():
    make_site("en")
    page = add_standard(title="About", slug="about")
    assert titles(frame_for("en").footer) == ["Glossary en", "About"]

    page.title = "About us"
    page.save_revision().publish()
    assert titles(frame_for("en").footer) == ["Glossary en", "About us"]

    page.unpublish()
    assert titles(frame_for("en").footer) == ["Glossary en"]


def test_what_no_frame_shows_leaves_all_frames_as_they_are():
    make_site("en", "da")
    partner = add_partner(title="Testland Council", website="https://one.example.org/", city="Testby")
    written = []
    for name, value in (("website", "https://two.example.org/"), ("abbreviation", "TC"), ("city", "Prøveby")):
        setattr(partner, name, value)
        with CaptureQueriesContext(connection) as queries:
            partner.save_revision().publish()
        written.append(sum('UPDATE "core_siteframe"' in query["sql"] for query in queries))

    assert written == [0, 0, 1]
    assert frame_for("da").partners[0]["city"] == "Prøveby"


def test_frame_forgets_a_deleted_section():
    make_site("en")

    ElementIndexPage.objects.get(slug="model").delete()

    assert "Model en" not in titles(frame_for("en").sections)


def test_frame_never_shows_a_private_page():
    make_site("en")
    page = add_standard(title="Secret", slug="secret")

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert "Secret" not in titles(frame_for("en").footer)


def test_frame_names_elements_and_partners_in_the_best_language():
    make_site("en", "da")
    element = add_element("en", title="Open source")
    add_element("da", of=element, title="Åben kildekode", slug=element.slug)
    add_partner("en", title="Testland Council")

    frame = frame_for("da")

    assert [(e["title"], e["language"], e["number"]) for e in frame.elements] == [("Åben kildekode", "da", 1)]
    assert [(p["title"], p["language"]) for p in frame.partners] == [("Testland Council", "en")]


def test_current_elements_are_those_of_the_version_in_force():
    make_site("en")
    add_element(title="Kept", number=1)
    add_element(title="Merged", number=2, retired_in=2)
    add_element(title="New", number=2, introduced_in=2)

    assert titles(frame_for("en").current_elements) == ["Kept", "Merged"]

    settings = SiteSettings.load()
    settings.current_model_version = 2
    settings.save()

    assert titles(frame_for("en").current_elements) == ["Kept", "New"]


def test_breadcrumbs_lead_from_home_to_the_section():
    make_site("en")
    element = add_element()

    assert titles(frame_for("en").breadcrumbs(element)) == ["Testland en", "Model en"]


@pytest.mark.sqlite
def test_rebuilding_locks_the_rows_before_it_reads_the_pages():
    make_site("en")

    with CaptureQueriesContext(connection) as queries:
        frame.rebuild()

    first = next(query["sql"] for query in queries if query["sql"].startswith("SELECT"))
    assert "core_siteframe" in first
    assert ("FOR UPDATE" in first) == (connection.vendor == "postgresql")


def test_an_upgrade_writes_frames_anew():
    make_site("en")
    SiteFrame.objects.filter(language="en").update(data={"home": {}})

    frame_module._after_upgrade(plan=[(object(), False)])

    assert frame_for("en").home["title"] == "Testland en"


def test_foot_of_every_page_leads_to_the_contact_form(client):
    homes = make_site("en", "da")
    settings = SiteSettings.load()
    settings.contact_email = "portal@example.org"
    settings.save()

    for language, home in homes.items():
        shown = client.get(f"/{language}/").content.decode()
        assert f'<a href="/{language}/contact/?page={home.pk}" rel="nofollow">' in shown
        assert "portal@example.org" not in shown
