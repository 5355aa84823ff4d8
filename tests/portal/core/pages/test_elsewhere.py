"""The frame belongs to the reader, the text to its author: records that exist in fi, is or nn only, read by others."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from portal.core import readers
from portal.core.hooks.site_url import absolute
from portal.core.models import ReaderVersion, ShortTranslation
from portal.core.models.frame import frame_for
from portal.core.queries import listed
from projects.models import CaseStudyPage
from tests.kept_rows import make_or_put_back
from tests.sites import (
    add_case,
    add_element,
    add_event,
    add_partner,
    add_standard,
    add_strategy,
    make_site,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "da", "nb", "sv", "fi", "is")
FINNISH, ICELANDIC, NYNORSK = "Äänestys kylällä: yö ja työ", "Þing á Ströndum: ævi og öld", "Bygdetinget på Ærøya"


@pytest.fixture
def records() -> dict[str, Page]:
    """One record of each kind in Finnish only; a case in Icelandic only, and one in Nynorsk below Bokmål."""
    return make_or_put_back(_make_records)


def _make_records() -> dict[str, Page]:
    make_site(*LANGUAGES)
    element = add_element("fi", slug="osallisuus", title="Osallisuus")
    return {
        "element": element,
        "case": add_case("fi", elements=[element], title=FINNISH, slug="aanestys", summary="Kylä äänestää."),
        "partner": add_partner("fi", title="Kyläyhdistys", slug="kylayhdistys"),
        "strategy": add_strategy("fi", title="Kylästrategia", slug="kylastrategia"),
        "event": add_event("fi", title="Työpaja kylällä", slug="tyopaja"),
        "is": add_case("is", title=ICELANDIC, slug="thing-a-strondum", elements=[element]),
        "nn": add_case("nb", title=NYNORSK, slug="bygdetinget", text_language="nn", elements=[element]),
    }


def get(client: Client, address: str, **more: object) -> str:
    answer = client.get(address, **more)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


@pytest.mark.parametrize("kind", ["element", "case", "partner", "strategy", "event"])
def test_a_finnish_record_is_read_in_the_danish_frame(client: Client, records, kind):
    page = records[kind]
    text = get(client, f"/da{page.url_path[3:]}")

    assert '<html lang="da"' in text
    assert f'<link rel="canonical" href="{absolute(page.url_path)}">' in text
    assert re.findall(r'rel="alternate" hreflang="(..|x-default)"', text) == ["fi", "x-default"]
    assert f'<h1 lang="fi">{page.title}</h1>' in text
    assert 'class="language-note"' in text
    # Navigation of the reader, and the way to the text's own address.
    assert re.search(r'<nav class="breadcrumbs".*?href="/da/"', text, re.DOTALL)
    assert f'<a href="{page.url_path}" lang="fi" hreflang="fi">Suomi</a>' in text
    own = get(client, page.url_path)
    assert 'class="language-note"' not in own
    assert f"<h1>{page.title}</h1>" in own


def test_the_text_is_marked_and_labels_inside_of_it_are_not(client: Client, records):
    text = get(client, "/en/projects/aanestys/")

    assert '<article lang="fi">' in text
    assert '<h2 lang="en">Challenge</h2>' in text


@pytest.mark.parametrize(("name", "slug", "code"), [("is", "thing-a-strondum", "is"), ("nn", "bygdetinget", "nn")])
def test_icelandic_and_nynorsk_are_read_in_every_frame(client: Client, records, name, slug, code):
    for language in LANGUAGES:
        text = get(client, f"/{language}/projects/{slug}/")
        marked = "" if language == code else f' lang="{code}"'
        assert f"<h1{marked}>{records[name].title}</h1>" in text


def test_nothing_else_answers_elsewhere(client: Client, records):
    """Drafts, private pages, pages that were withdrawn, sections and articles of one tree."""
    case = records["case"]
    add_standard("fi", slug="tietoa")
    assert client.get("/da/tietoa/").status_code == 404

    case.unpublish()
    assert client.get("/da/projects/aanestys/").status_code == 404
    case.get_latest_revision().publish()
    get(client, "/da/projects/aanestys/")

    for place in (case, case.get_parent()):
        lock = PageViewRestriction.objects.create(page=place, restriction_type=PageViewRestriction.LOGIN)
        assert client.get("/da/projects/aanestys/").status_code == 404
        lock.delete()

    # Whatever the table says, nobody reads what is not public.
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=case, restriction_type=PageViewRestriction.LOGIN)]
    )
    assert ReaderVersion.objects.filter(language="da", url_path="/da/projects/aanestys/").exists()
    assert client.get("/da/projects/aanestys/").status_code == 404


def test_a_page_of_the_own_tree_wins_and_the_other_one_moves_aside(client: Client, records):
    own = add_case("da", title="Afstemning", slug="aanestys", elements=[records["element"]])

    assert "<h1>Afstemning</h1>" in get(client, "/da/projects/aanestys/")
    assert FINNISH in get(client, "/da/projects/aanestys-fi/")
    assert readers.compare() == 0

    own.delete()
    assert FINNISH in get(client, "/da/projects/aanestys/")
    assert readers.compare() == 0


def test_two_records_of_two_trees_have_two_addresses(client: Client, records):
    add_case("sv", title="Röstning", slug="aanestys", elements=[records["element"]])
    found = dict(listed(CaseStudyPage.objects.all(), "is").values_list("title", "readers__url_path"))

    assert found[FINNISH] == "/is/projects/aanestys/"
    assert found["Röstning"] == "/is/projects/aanestys-sv/"
    assert "Röstning" in get(client, "/is/projects/aanestys-sv/")


def test_addresses_lead_on_when_a_translation_comes_and_from_those_of_other_trees(client: Client, records):
    swedish = add_case("sv", records["case"], title="Omröstning", slug="omrostning", elements=[records["element"]])

    assert client.get("/sv/projects/aanestys/?a=1").headers["Location"] == "/sv/projects/omrostning/?a=1"
    # Danes read Swedish before Finnish.
    assert client.get("/da/projects/aanestys/").headers["Location"] == "/da/projects/omrostning/"
    text = get(client, "/da/projects/omrostning/")
    assert re.findall(r'rel="alternate" hreflang="(..|x-default)"', text) == ["sv", "fi", "x-default"]
    assert f'<a href="{records["case"].url_path}" lang="fi" hreflang="fi">Suomi</a>' in text
    swedish.unpublish()
    assert client.get("/da/projects/omrostning/").status_code == 404


def test_title_and_summary_in_the_readers_language_stand_above_the_text_and_in_lists(client: Client, records):
    case, partner = records["case"], records["partner"]
    common = {"language": "da", "of_title": "", "of_summary": ""}
    short = ShortTranslation(
        translation_key=case.translation_key, title="Afstemning på Ærø", summary="Bøn for øen.", **common
    )
    short.save()
    ShortTranslation.objects.create(translation_key=partner.translation_key, title="Bylaug", summary="Et.", **common)

    text = get(client, "/da/projects/aanestys/")
    assert "<h1>Afstemning på Ærø</h1>" in text
    assert '<p class="lead">Bøn for øen.</p>' in text
    assert '<article lang="fi">' in text
    assert "<title>Afstemning på Ærø – Testland da</title>" in text
    library = get(client, "/da/projects/")
    assert '<a class="card__link" href="/da/projects/aanestys/">Afstemning på Ærø</a>' in library
    assert "Afstemning" not in get(client, "/sv/projects/")
    assert {entry["title"] for entry in frame_for("da").partners} == {"Bylaug"}
    assert {entry["url"] for entry in frame_for("sv").partners} == {"/sv/partners/kylayhdistys/"}

    add_case("da", case, title="Hele teksten", slug="hele", elements=[records["element"]])
    assert "<h1>Hele teksten</h1>" in get(client, "/da/projects/hele/")
    short.delete()
    assert readers.compare() == 0


def test_lists_forms_and_feeds_lead_into_the_readers_tree(client: Client, records):
    for address in ("/da/projects/", "/da/projects/?view=map", "/da/events/", "/da/partners/", "/da/strategies/"):
        main = get(client, address).partition("<main")[2].partition("</main>")[0]
        assert not re.findall(r'href="(/(?:fi|is|nb)/[^"]*)"', main), address
    assert f'href="{absolute("/da/projects/aanestys/")}"' in get(client, "/da/projects/feed.xml")
    below = set(re.findall(r'href="(/da/projects/aanestys/[^"#]+)"', get(client, "/da/projects/aanestys/")))
    assert len(below) >= 2
    for address in below:
        get(client, address)


def test_one_registers_for_a_finnish_event_in_danish(client: Client, records):
    day = timezone.now().date() + timedelta(days=9)
    page = add_event("fi", title="Ilta", slug="ilta", start_date=day, takes_registrations=True)

    assert 'href="/da/events/ilta/register/"' in get(client, "/da/events/ilta/")
    form = get(client, "/da/events/ilta/register/")
    assert '<html lang="da"' in form
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/da/events/ilta/register/").status_code == 404


def test_what_it_costs(client: Client, records, django_assert_num_queries):
    for address in ("/fi/projects/aanestys/", "/da/projects/aanestys/"):
        get(client, address)
    with django_assert_num_queries(11):
        get(client, "/fi/projects/aanestys/")
    with django_assert_num_queries(13):
        get(client, "/da/projects/aanestys/")
