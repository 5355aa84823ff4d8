"""Addresses of pages: one rule for whoever makes them, and every other spelling leads to the page."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import SegmentOverride

from events.models import EventIndexPage, EventPage
from portal.core.i18n.text import page_slug
from portal.core.models import ImportedRecord
from portal.core.pages.spellings import spelling_key
from portal.core.users.models import User
from portal.core.web import public_forms
from portal.editing.pages.slugs import formatters
from projects import drafting
from projects.models import CaseLibraryPage, CaseStudyPage
from tests.forms import fields_of
from tests.partners.world import save_target, translate_page
from tests.sites import add_case, add_element, add_event, add_standard, make_site

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "da", "nb", "sv", "fi", "is")
#: What an old script proposes there, nothing, an address, and what somebody types.
WAYS_OF_TYPING = ("en", "da", "nb", "is")
TITLE = "Ærøskøbing: åben værksteds\u00addag i Þórshöfn – työpaja"
SLUG = "aeroskobing-aben-vaerkstedsdag-i-thorshofn-tyopaja"
#: Of a draft made by the wizard or the public form.
DRAFT_TITLE, DRAFT_SLUG = "Blåbærgrød på Ærø: Þing og ðagur", "blabaergrod-pa-aero-thing-og-dagur"
STREAMS = (
    *("description", "agenda", "statements", "afterwards", "sources", "editorial_notes", "questions"),
    "input_questions",
)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """Six languages and an element, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_site(*LANGUAGES)
        yield add_element()
        transaction.set_rollback(True)


@pytest.fixture
def admin(site: Any, client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("editor", "editor@test.example", "password"))
    return client


def create(admin: Client, model: str, parent: Page, **typed: Any) -> Any:
    """Fill in the form for a new page as a browser does, and publish."""
    address = f"/admin/pages/add/{model}/{parent.pk}/"
    sent = fields_of(admin.get(address).content.decode(), "title")
    streams = {f"{name}-count": "0" for name in STREAMS}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return admin.post(address, {**sent, **streams, **typed, "action-publish": "1"})


def event_fields(**typed: Any) -> dict[str, Any]:
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    facts = {"start_date": day, "start_time": "13:00", "end_time": "15:00", "takes_registrations": "on"}
    return {"title": TITLE, "slug": "", "summary": "Open to all.", **facts, **typed}


def old_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms have been open for a while."""
    monkeypatch.setattr(public_forms.PublicForm, "least_seconds", 0)


def test_an_event_with_every_letter_is_published_and_registered_for_whatever_was_typed(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_form(monkeypatch)
    for language in WAYS_OF_TYPING:
        parent = EventIndexPage.objects.get(locale__language_code=language)
        slug = {"en": TITLE.lower().replace(" ", "-"), "da": "", "nb": SLUG}.get(language, "ÆRØSKØBING åben-dag")
        answer = create(admin, "events/eventpage", parent, **event_fields(slug=slug))
        assert answer.status_code == 302
        page = EventPage.objects.get(locale__language_code=language)
        assert (page.live, page.title) == (True, TITLE)
        assert page.slug == (SLUG if language in {"en", "da", "nb"} else "aeroskobing-aben-dag")

        visitor = Client()
        shown = visitor.get(page.url_path)
        form = f"{page.url_path}register/"
        assert form in shown.content.decode()
        calendar = visitor.get(f"{page.url_path}calendar.ics")
        assert (calendar.status_code, calendar["Content-Disposition"]) == (200, f'inline; filename="{page.slug}.ics"')
        sent = fields_of(visitor.get(form).content.decode(), "email")
        typed = {"name": "Åse Ødegård", "email": f"{language}@test.example", "consent": "on"}
        assert visitor.post(form, sent | typed).headers["Location"] == f"{form}sent/"
        assert visitor.get(f"{form}sent/").status_code == 200


def test_a_case_with_a_contact_person_is_published_and_asked_in_six_languages(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_form(monkeypatch)
    texts = {name: f"<p>{name}</p>" for name in ("challenge", "approach", "result")}
    for language in LANGUAGES:
        case = add_case(language, title=TITLE, slug="", contact_name="Ævar", contact_email="a@test.example", **texts)
        assert case.slug == SLUG
        form = f"{case.url_path}contact/"
        assert form in Client().get(case.url_path).content.decode()
        sent = fields_of(Client().get(form).content.decode(), "message")
        typed = {"name": "Åse", "email": f"{language}@test.example", "message": "Hvordan?"}
        assert Client().post(form, sent | typed).status_code == 200


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_drafts_of_the_wizard_and_the_public_form_have_the_same_address(site: Any, form: str) -> None:
    said = {
        "title": unicodedata.normalize(form, DRAFT_TITLE),
        "country": "DK",
        "challenge": "c",
        "approach": "a",
        "result": "r",
    }
    said["summary"] = "s"
    assert drafting.make_draft(said, "da", organisation=None).slug == DRAFT_SLUG
    assert drafting.make_draft(said, "da", organisation=None).slug == f"{DRAFT_SLUG}-2"


@pytest.mark.parametrize(
    "title", [TITLE, DRAFT_TITLE, "Łódź, CO₂ & m²: what’s next?", "ﬁn Straße ŒUVRE čŋđŧž", "a/b_c", "Ǻ Ǽ ǿ ẞ"]
)
def test_the_script_in_the_browser_proposes_what_the_server_would(title: str) -> None:
    for form in ("NFC", "NFD"):
        proposed = unicodedata.normalize(form, title)
        for pattern, plain in formatters():
            proposed = re.sub(pattern, plain, proposed)
        assert proposed.lower() == page_slug(title)


def test_the_form_gives_its_rule_to_the_script(admin: Client) -> None:
    parent = CaseLibraryPage.objects.get(locale__language_code="da")
    text = admin.get(f"/admin/pages/add/projects/casestudypage/{parent.pk}/").content.decode()
    slug = re.search(r"<input[^>]*name=\"slug\"[^>]*>", text).group()
    assert "data-w-slug-formatters-value" in slug
    assert 'data-w-slug-allow-unicode-value="true"' not in slug


@pytest.mark.parametrize(
    "title",
    [pytest.param(title, marks=pytest.mark.drill) for title in ("日本", "…")] + ["🚲🚲", "x" * 255, "ærø " * 63],
)
def test_no_address_is_empty_or_too_long(admin: Client, title: str) -> None:
    parent = EventIndexPage.objects.get(locale__language_code="fi")
    for expected in (1, 2):
        answer = create(admin, "events/eventpage", parent, **event_fields(title=title))
        assert answer.status_code == 302
        pages = EventPage.objects.filter(locale__language_code="fi", live=True)
        assert pages.count() == expected
    for page in pages:
        assert re.fullmatch(r"[a-z0-9-]{1,200}", page.slug)
        assert Client().get(f"{page.url_path}register/").status_code == 200


def test_a_proposed_address_gets_a_number_and_a_chosen_one_is_refused(admin: Client) -> None:
    parent = EventIndexPage.objects.get(locale__language_code="sv")
    assert create(admin, "events/eventpage", parent, **event_fields(slug=SLUG)).status_code == 302
    assert create(admin, "events/eventpage", parent, **event_fields(slug=SLUG)).status_code == 302
    assert EventPage.objects.filter(slug=f"{SLUG}-2").exists()
    refused = create(admin, "events/eventpage", parent, **event_fields(title="Annat", slug=SLUG))
    assert refused.status_code == 200
    assert 'value="Annat"' in refused.content.decode()


def test_addresses_of_the_portal_itself_are_taken(site: Any) -> None:
    home = Page.objects.get(slug="en", depth=2)
    page = add_standard(title="Search", slug="")
    assert page.url_path == f"{home.url_path}search-2/"
    case = add_case(title="Tell us about your project", slug="", contact_email="a@test.example")
    assert Client().get(case.url_path).status_code == 200
    confirm = add_case(title="Confirm", slug="", contact_email="a@test.example")
    assert Client().get(f"{confirm.url_path}contact/").status_code == 200


def test_a_copy_is_asked_for_its_address_which_is_folded(admin: Client) -> None:
    event = add_event("da", title="Åben dag")
    address = f"/admin/pages/{event.pk}/copy/"
    sent = fields_of(admin.get(address).content.decode(), "new_slug")
    assert admin.post(address, sent | {"new_slug": "Åben dag igen"}).status_code == 302
    assert EventPage.objects.filter(slug="aben-dag-igen").exists()


def test_a_translation_has_its_address_from_its_title_until_it_was_public(site: Any) -> None:
    case = add_case("da", title="Cyklen på bakken", slug="cyklen-pa-bakken", elements=[])
    texts = {"summary": "s", "challenge": "c", "approach": "a", "result": "r"}
    translation = translate_page(case, "fi", {**texts, "title": "Pyörä mäellä"}, publish=True)
    finnish = CaseStudyPage.objects.get(translation_key=case.translation_key, locale__language_code="fi")
    assert (finnish.slug, finnish.live) == ("pyora-maella", True)
    assert Client().get("/fi/projects/pyora-maella/").status_code == 200
    for url in (case.url_path, finnish.url_path):
        shown = Client().get(url).content.decode()
        assert f'hreflang="fi" href="http://testserver{finnish.url_path}"' in shown
        assert f'hreflang="da" href="http://testserver{case.url_path}"' in shown

    title = translation.source.stringsegment_set.get(context__path="title")
    title.context.translations.filter(locale=finnish.locale).first().delete()
    translate_page(case, "fi", {"title": "Toinen nimi"}, publish=True)
    save_target(translation)
    finnish.refresh_from_db()
    assert (finnish.title, finnish.slug) == ("Toinen nimi", "pyora-maella")


def test_the_initial_content_and_what_filters_build_on_keep_one_address(site: Any) -> None:
    case = add_case("da", title="Fra filen", slug="fra-filen")
    ImportedRecord.objects.create(kind="case", slug="fra-filen", language="da", object_id=case.pk, digest="", state="")
    translate_page(case, "sv", {"title": "Från filen"})
    element = add_element("en", title="An element", slug="an-element")
    translate_page(element, "sv", {"title": "Ett element"})
    assert not SegmentOverride.objects.exists()
    assert Page.objects.get(translation_key=case.translation_key, locale__language_code="sv").slug == "fra-filen"


@pytest.mark.parametrize(
    "spelling",
    [
        "cykel-på-ærø-bakke",
        unicodedata.normalize("NFD", "cykel-på-ærø-bakke"),
        "cykel-paa-aeroe-bakke",
        "Cykel-På-Ærø-Bakke",
        "cykel-pa-aro-bakke",
        "cykel_på_ærø_bakke).",
    ],
)
def test_other_spellings_lead_to_the_page_and_its_forms(site: Any, spelling: str) -> None:
    case = add_case("da", title="Cykel på Ærø-bakke", slug="", contact_email="a@test.example")
    for behind in ("", "contact/"):
        for language in ("da", "DA"):
            answer = Client().get(f"/{language}/projects/{quote(spelling)}/{behind}?a=b")
            assert (answer.status_code, answer.headers["Location"]) == (301, f"{case.url_path}{behind}?a=b")
    assert Client().get(f"/da/projekter/{quote(spelling)}/").status_code == 404
    assert Client().get(f"/da/projects/{quote(spelling)}/nothing/").status_code == 404


def test_bytes_of_old_programs_lead_to_the_page(site: Any) -> None:
    case = add_case("da", title="Blå bær", slug="")
    assert Client().get("/da/projects/bl%E5-b%E6r/").headers["Location"] == case.url_path


def test_nobody_is_led_where_two_pages_fit_or_one_is_private(site: Any) -> None:
    add_case("da", title="Både", slug="bade")
    assert Client().get("/da/projects/både/").status_code == 301
    add_case("da", title="Både", slug="baade")
    assert Client().get("/da/projects/både/").status_code == 404
    private = add_case("da", title="Skjult å", slug="")
    PageViewRestriction.objects.create(page=private, restriction_type="password", password="x")
    assert Client().get("/da/projects/skjult-å/").status_code == 404
    assert spelling_key("Blaabærgrød") == spelling_key("blåbaergroed") == spelling_key("blabargrod")


def test_the_form_of_a_renamed_event_is_found_under_its_old_address(admin: Client) -> None:
    parent = EventIndexPage.objects.get(locale__language_code="da")
    create(admin, "events/eventpage", parent, **event_fields())
    page = EventPage.objects.get()
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.slug = "nyt-navn"
        page.save_revision().publish()
    assert Client().get(f"/da/events/{SLUG}/register/").headers["Location"] == "/da/events/nyt-navn/register/"


def test_pages_that_exist_cost_nothing_more_and_lost_ones_two_queries(site: Any) -> None:
    add_case("da", title="Både", slug="bade")
    with CaptureQueriesContext(
        connection,
    ) as found:
        Client().get("/da/projects/bade/")
    assert not any("wagtailredirects" in query["sql"] for query in found)
    with CaptureQueriesContext(connection) as lost:
        Client().get("/da/projects/ikke-her/")
    assert sum("old_path" in query["sql"] and "LIKE" in query["sql"] for query in lost) == 1
