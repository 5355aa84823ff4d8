"""A page is drawn as visitors will get it before it is published, and its links are looked at."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.models import StandardPage
from portal.core.models import BasePage
from portal.core.operations.task_queue import publish_scheduled_pages
from portal.editing.publication import rendering
from portal.editing.publication.gates import NotReadyError, check
from portal.editing.publication.going_live import add, one_act
from portal.editing.publication.rendering import dead_links, problems_of_rendering, render_for_visitor
from portal.editing.quality.link_checker import urls_in
from projects.models import CaseStudyPage
from tests.partners.world import World, save_target, translate_page
from tests.portal.editing.admin_forms import page_form, speak
from tests.sites import add_case, add_element, add_event, add_standard

pytestmark = pytest.mark.django_db


def linking(target: Page | str, text: str = "Læs mere om åen") -> list[Any]:
    href = f'linktype="page" id="{target.pk}"' if isinstance(target, Page) else f'href="{target}"'
    return [("paragraph", f"<p><a {href}>{text}</a> er her.</p>")]


def draft(**fields: Any) -> StandardPage:
    page = add_standard(**fields)
    page.unpublish()
    return StandardPage.objects.get(pk=page.pk)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Which pages were drawn, in which language."""
    found: list[tuple[int, str]] = []
    draw = rendering.render_for_visitor

    def counted(page: BasePage) -> str:
        found.append((page.pk, page.locale_code))
        return draw(page)

    monkeypatch.setattr(rendering, "render_for_visitor", counted)
    return found


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the portal's own, as a missing route was."""

    def fail(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.path.startswith("/admin/"):
            raise AssertionError("not the visitor's request")
        raise KeyError("no such route")

    monkeypatch.setattr(StandardPage, "get_context", fail)


def test_a_page_is_drawn_in_its_language_for_somebody_without_an_account(world: World):
    page = draft(title="Åben dag")
    with translation.override("fi"):
        html = render_for_visitor(page)
        assert translation.get_language() == "fi"
    assert '<html lang="en"' in html
    assert "Åben dag" in html
    assert (page.live, StandardPage.objects.get(pk=page.pk).live, "live_versions" in page.__dict__) == (
        False,
        False,
        False,
    )
    assert not mail.outbox


def publish_alone(client: Client, page: StandardPage) -> str:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    block = {"type": "heading", "value-text": "Overskrift", "value-level": "2", "order": "0", "deleted": ""}
    data = page_form(client, address) | {f"body-0-{name}": value for name, value in block.items()}
    data |= {"action-publish": "1", "body-count": "1"}
    return client.post(address, data, follow=True).content.decode()


def publish_in_bulk(client: Client, *pages: Page) -> str:
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    query = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"{bulk}?{query}", {"include_descendants": ""}, follow=True).content.decode()


@pytest.mark.parametrize("language", ["da", "is"])
def test_a_new_page_that_cannot_be_drawn_is_kept_as_a_draft(client: Client, world: World, broken: None, language: str):
    speak(world.secretary, language)
    client.force_login(world.secretary)
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", world.homes["en"].pk])
    block = {"type": "heading", "value-text": "Overskrift", "value-level": "2", "order": "0", "deleted": ""}
    data = page_form(client, address, title="Åben dag", summary="Kom og se.", slug="")
    data |= {f"body-0-{name}": value for name, value in block.items()} | {"action-publish": "1", "body-count": "1"}
    said = client.post(address, data, follow=True).content.decode()
    page = StandardPage.objects.get(title="Åben dag")
    assert (page.live, page.first_published_at, page.has_unpublished_changes) == (False, None, True)
    assert ("KeyError" in said, "Visitors would get an error" in said) == (True, False)
    assert "Overskrift" in str(page.get_latest_revision().content["body"])


@pytest.mark.parametrize("publish", [publish_alone, publish_in_bulk])
@pytest.mark.parametrize("language", ["en", "da", "fi"])
def test_what_cannot_be_drawn_is_not_published(
    client: Client, world: World, broken: None, publish: Callable[..., str], language: str
):
    page = draft()
    speak(world.secretary, language)
    client.force_login(world.secretary)
    said = publish(client, page)
    page.refresh_from_db()
    assert (page.live, "KeyError" in said) == (False, True)
    assert ("Visitors would get an error" in said) == (language == "en")
    if publish is publish_alone:
        assert "Overskrift" in str(page.get_latest_revision().content["body"]), "what was typed is kept as a draft"


def test_publishing_draws_once_in_each_language_that_goes_live(
    client: Client, world: World, drawn: list[tuple[int, str]]
):
    page = draft()
    client.force_login(world.secretary)
    publish_alone(client, page)
    page.refresh_from_db()
    assert (page.live, drawn) == (True, [(page.pk, "en")])


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("/en/nowhere/", False),
        ("/en/nowhere", False),
        ("/no-route-at-all/x/y/", False),
        ("/da/projects/", True),
        ("/da/projects", True),
        ("/en/search/?q=bus", True),
        ("/en/events/calendar.ics", True),
        ("#below", True),
        ("https://elsewhere.example/nowhere/", True),
        ("mailto:somebody@example.org", True),
        ("/en/old-address/", True),
        (f"{settings.BASE_URL}/en/nowhere/", False),
        (f"{settings.BASE_URL.upper()}/en/nowhere/", False),
        (f"{settings.BASE_URL}:80/en/nowhere/", False),
        (f"{settings.BASE_URL}:80/en/", True),
        (f"{settings.BASE_URL.replace('http', 'https')}/en/nowhere/", False),
        (f"{settings.BASE_URL}:9000/en/nowhere/", True),
        (settings.BASE_URL, True),
        ("http://localhost/en/nowhere/", False),
        ("/documents/99999/plan.pdf", False),
        ("/media/plan.png", False),
        ("/media/../plan.png", False),
        ("/en/events/nowhere/register/", False),
        ("/en/events/nowhere/calendar.ics", False),
    ],
)
def test_links_lead_to_routes_and_live_pages(world: World, address: str, fine: bool):
    Redirect.objects.create(old_path="/en/old-address", redirect_link="/en/")
    page = draft(body=linking(address))
    found = [problem.message for problem in problems_of_rendering(page)]
    assert found == [] if fine else found[0].startswith("The link “Læs mere om åen” leads nowhere: /")


@pytest.mark.parametrize("address", ["http://[::1", "https://host.example:port/", "//\u2100.example/"])
def test_a_link_that_is_no_address_leads_nowhere(world: World, address: str):
    page = draft(body=linking(address))
    [problem] = problems_of_rendering(page)
    assert address in problem.message
    assert urls_in(page) == set()


def test_links_to_the_form_of_an_event_need_the_event(world: World):
    event = add_event()
    page = draft(body=linking(f"{event.url_path}register/"))
    assert problems_of_rendering(page) == []
    event.unpublish()
    assert len(problems_of_rendering(page)) == 1


def test_links_to_drafts_are_named_by_their_text_and_nothing_is_published(client: Client, world: World):
    target = draft(title="Zquirrel plan", slug="zquirrel-plan")
    page = draft(body=linking(target))
    speak(world.secretary, "sv")
    client.force_login(world.secretary)
    said = publish_in_bulk(client, page)
    page.refresh_from_db()
    assert (page.live, "Länken ”Læs mere om åen” leder till en sida" in said) == (False, True)


def test_pages_published_in_the_same_act_count_as_live(client: Client, world: World):
    first = draft(title="First")
    second = draft(title="Second", body=linking(first))
    first.body = linking(second)
    first.save_revision()
    with pytest.raises(NotReadyError):
        check(second)
    with one_act():
        add([first, second])
        check(second)
    client.force_login(world.secretary)
    publish_in_bulk(client, first, second)
    assert StandardPage.objects.filter(pk__in=[first.pk, second.pk], live=True).count() == 2


def test_pages_scheduled_no_later_count_as_live(world: World):
    target = draft()
    page = draft(body=linking(target))
    noon = timezone.now() + timedelta(days=3)
    revision = target.save_revision()
    revision.approved_go_live_at = noon
    revision.save()
    for moment, passes in (
        (noon, True),
        (noon + timedelta(hours=1), True),
        (noon - timedelta(hours=1), False),
        (None, False),
    ):
        page.go_live_at = moment
        if passes:
            check(page)
        else:
            with pytest.raises(NotReadyError):
                check(page)


def test_at_a_chosen_time_what_cannot_be_drawn_stays_as_it_is(world: World, broken: None):
    page = draft()
    revision = page.save_revision(user=world.secretary)
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    publish_scheduled_pages()
    page.refresh_from_db()
    assert not page.live


def test_chosen_pages_that_are_not_public_are_named(world: World):
    case = world.b.case
    assert not problems_of_rendering(case)
    check(case)
    world.element.unpublish()
    with pytest.raises(NotReadyError) as caught:
        check(type(case).objects.get(pk=case.pk))
    assert any("Element" in problem.message for problem in caught.value.problems)


def test_a_translation_is_drawn_before_it_is_published(client: Client, world: World, drawn: list[tuple[int, str]]):
    translation_ = world.a.translation
    for segment in translation_.source.stringsegment_set.all():
        segment.string.translations.get_or_create(
            locale=translation_.target_locale, context=segment.context, defaults={"data": segment.string.data}
        )
    client.force_login(world.secretary)
    client.post(reverse("translation_editor", args=[translation_.pk]), {"action": "publish"})
    # Before anything of it is stored, and as whatever is published.
    assert drawn == [(world.a.case_da.pk, "da")] * 2


def test_facts_reach_only_translations_that_can_be_drawn(
    world: World, drawn: list[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
):
    page = add_case(elements=[add_element()])
    titles = {"title": "Titel", "summary": "Resumé.", "body": "Tekst."}
    made = translate_page(page, "da")
    for segment in made.source.stringsegment_set.all():
        said = titles.get(segment.context.path, "Tekst.")
        segment.string.translations.create(locale=made.target_locale, context=segment.context, data=said)
    save_target(made)
    danish = CaseStudyPage.objects.get(translation_key=page.translation_key, locale__language_code="da")
    draw = CaseStudyPage.get_context

    def fail_in_danish(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.locale_code == "da":
            raise KeyError("no such route")
        return draw(self, request, *args, **kwargs)

    for breaks in (True, False):
        drawn.clear()
        before = CaseStudyPage.objects.get(pk=danish.pk).live_revision_id
        with monkeypatch.context() as patch:
            if breaks:
                patch.setattr(CaseStudyPage, "get_context", fail_in_danish)
            with TestCase.captureOnCommitCallbacks(execute=True):
                page = CaseStudyPage.objects.get(pk=page.pk)
                page.municipality = f"Newtown {breaks}"
                page.save_revision().publish(user=world.secretary)
        danish = CaseStudyPage.objects.get(pk=danish.pk)
        assert (danish.live, danish.live_revision_id == before) == (True, breaks)
        assert drawn == [(page.pk, "en"), (danish.pk, "da")]


def test_visitors_read_plain_words_where_a_link_leads_to_a_draft(client: Client, world: World):
    hidden = draft(title="Zquirrel plan", slug="zquirrel-plan")
    buttons = [("call_to_action", {"text": "Knap", "page": hidden}), *linking(hidden)]
    page = add_standard(body=buttons)
    html = client.get(page.url_path).content.decode()
    assert "zquirrel" not in html.lower()
    assert "<a>Læs mere om åen</a>" in html
    hidden.save_revision().publish()
    assert f'<a href="{hidden.url_path}">Læs mere om åen</a>' in client.get(page.url_path).content.decode()


def test_own_forms_of_a_page_are_there_once_it_is_public_under_its_new_slug(world: World):
    case = CaseStudyPage.objects.get(pk=world.a.case.pk)
    case.slug = "a-slug-of-today"

    assert problems_of_rendering(case) == []
    assert "/a-slug-of-today/use/" in render_for_visitor(case)


def test_links_of_the_frame_are_nobodys_fault(world: World):
    page = draft()
    assert dead_links('<header><a href="/en/nowhere/">x</a></header><main><a href="/en/">y</a></main>', page) == []
