"""The dashboard and the matrix of languages."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from events.models import Event, SeatPool
from home.models import StandardPage
from home.workbench.matrix import most_to_do, originals, progress
from home.workbench.start import guided_paths
from home.workbench.todo import things_to_do
from portal.editing.enums import State
from portal.editing.models import ExternalLink, TranslationState
from portal.editing.translations import states
from projects.drafting import make_draft
from projects.models import CaseStudyPage, WizardDraft
from search.enums import Step
from search.models import SearchCount
from tests.partners.world import SECRET, World, make_user

pytestmark = pytest.mark.django_db
DASHBOARD = "wagtailadmin_home"
MATRIX = "home_matrix"


@pytest.fixture
def world(world: World) -> World:
    states.refresh_all()
    return world


def add_many_pages(world: World, count: int) -> None:
    """``count`` pages with a state in every language, as they are after a few years."""
    # While a language has no locale, the portal looks again every few seconds: a query that depends on the clock.
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    home = Page.objects.get(pk=world.homes["en"].pk)
    kind = ContentType.objects.get_for_model(StandardPage)
    pages = [
        Page(
            title=f"Page {n}",
            draft_title=f"Page {n}",
            slug=f"many-{n}",
            path=f"{home.path}{Page._int2str(n + 1000).zfill(4)}",
            depth=3,
            numchild=0,
            content_type=kind,
            locale=home.locale,
            url_path=f"/en/many-{n}/",
            live=True,
        )
        for n in range(count)
    ]
    Page.objects.bulk_create(pages)
    every = [State.COMPLETE, State.OUTDATED, State.MISSING, State.PARTLY, State.REVIEWED]
    locales = [locale for locale in Locale.objects.all() if locale != home.locale]
    rows = [
        TranslationState(translation_key=p.translation_key, locale=home.locale, page=p, state=State.SOURCE)
        for p in pages
    ]
    rows += [
        TranslationState(translation_key=p.translation_key, locale=locale, state=every[n % 5], total=14)
        for n, p in enumerate(pages)
        for locale in locales
    ]
    TranslationState.objects.bulk_create(rows)


def test_matrix_of_a_team_holds_its_own_pages(client: Client, world: World):
    client.force_login(world.a.member)
    shown = client.get(reverse(MATRIX)).content.decode()
    assert "Event a" in shown
    assert "Event b" not in shown
    assert {row.page.title for row in originals(world.a.member).select_related("page")} == {
        "Partner a",
        "Case a",
        world.a.draft.title,
        "Event a",
    }


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=EVËNT", {"Event a", "Event b", "Events en"}),
        ("kind=partners.partnerpage", {"Partner a", "Partner b"}),
        ("language=da&state=partly", {"Case a", "Case b"}),
    ],
)
def test_matrix_is_filtered(client: Client, world: World, query: str, titles: set[str]):
    client.force_login(world.secretary)
    rows = client.get(f"{reverse(MATRIX)}?{query}").context["rows"]
    assert {row.page.title for row in rows.object_list} == titles
    mine = client.get(f"{reverse(MATRIX)}?{query}&organisation={world.a.organisation.pk}").context["rows"]
    assert {row.page.title for row in mine.object_list} == {title for title in titles if title.endswith("a")}


def test_progress_counts_what_is_wanted(world: World):
    TranslationState.objects.filter(locale__language_code="da", translation_key=world.a.event.translation_key).update(
        state=State.UNWANTED, wanted=False
    )
    english, danish = (p for p in progress(originals(world.a.member)) if p.code in {"en", "da"})
    # The draft of the team was never public: it is no part of what visitors can read, and waits for no translation.
    assert (english.done, english.wanted, english.percent, english.drafts) == (3, 3, 100, 1)
    assert (danish.done, danish.wanted, danish.percent, danish.drafts) == (0, 2, 0, 0)
    assert world.a.draft.pk not in {row.page.pk for row in most_to_do(originals(world.a.member), 9)}


def test_a_version_that_nobody_can_read_is_not_done(world: World):
    rows = TranslationState.objects.filter(translation_key=world.a.case.translation_key, locale__language_code="da")
    rows.update(state=State.SEPARATE)
    for live, done in ((False, 0), (True, 1)):
        Page.objects.filter(pk=world.a.case_da.pk).update(live=live)
        assert [p.done for p in progress(originals(world.a.member)) if p.code == "da"] == [done]


def dashboard(client: Client, user: object) -> str:
    client.force_login(user)
    return client.get(reverse(DASHBOARD)).content.decode()


def test_dashboard_shows_drafts_and_broken_links_of_ones_own(client: Client, world: World):
    for owner in (world.a, world.b):
        case = CaseStudyPage.objects.get(pk=owner.case.pk)
        case.title = f"Begun by {owner.name}"
        case.save_revision(user=world.a.member)
        link = ExternalLink.objects.create(
            url=f"https://example.org/{owner.name}", failures=3, due_at=timezone.now(), checked_at=timezone.now()
        )
        link.pages.add(owner.case.pk)
    shown = dashboard(client, world.a.member)
    assert "Begun by a" in shown
    assert "https://example.org/a" in shown
    assert "Begun by b" not in shown
    assert "https://example.org/b" not in shown
    assert "https://example.org/b" in dashboard(client, world.secretary)


def test_searches_that_found_nothing_are_for_those_who_keep_the_glossary(client: Client, world: World):
    for query, results in (("nothing at all", 0), ("something", 3)):
        SearchCount.objects.create(
            day=timezone.localdate(), language="en", query=query, step=Step.ALL_WORDS, results=results, times=4
        )
    shown = dashboard(client, world.secretary)
    assert "nothing at all" in shown
    assert ">something<" not in shown
    assert "nothing at all" not in dashboard(client, world.a.member)


def test_dashboard_leads_straight_to_the_sentences_that_wait(client: Client, world: World):
    states.refresh([world.a.case.translation_key])
    desk = f"{reverse('translation_editor', args=[world.a.translation.pk])}#sentences"
    assert f'href="{desk}"' in dashboard(client, world.a.member)
    assert 'id="sentences"' in client.get(desk).content.decode()


def test_drafts_of_the_public_form_wait_on_the_dashboard(client: Client, world: World):
    said = dict.fromkeys(("summary", "challenge", "approach", "result"), "Long enough.")
    draft = make_draft(said | {"title": "Sent in by Ása", "country": "DK"}, "en", organisation=None)
    states.refresh([draft.translation_key])
    assert "Sent in by Ása" in dashboard(client, world.secretary)
    assert "Sent in by Ása" not in dashboard(client, world.a.member), "it belongs to no team"
    CaseStudyPage.objects.filter(pk=draft.pk).update(live=True)
    assert "Sent in by the public form" not in dashboard(client, world.secretary)


def test_a_returned_page_comes_first_with_the_reviewers_words_for_the_whole_team(client: Client, world: World):
    colleague = make_user("colleague-a", world.a.team.group)
    for owner in (world.a, world.b):
        task = owner.extra["workflow_state"].current_task_state
        task.reject(user=world.secretary, comment=f"Who paid for it, {owner.name}?")
    first = things_to_do(colleague)[0]
    edit = reverse("wagtailadmin_pages:edit", args=[world.a.draft.pk])
    assert (first.title, first.action, first.url, first.comment) == (
        world.a.draft.title,
        "Mend",
        edit,
        "Who paid for it, a?",
    )
    shown = dashboard(client, colleague)
    assert "Who paid for it, a?" in shown
    assert "Who paid for it, b?" not in shown
    assert SECRET not in shown


def test_what_waits_for_a_reviewer_is_one_click_away(world: World):
    waiting = [todo for todo in things_to_do(world.secretary) if todo.action == "Read and decide"]
    assert {todo.title for todo in waiting} == {world.a.draft.title, world.b.draft.title}
    assert [todo.action for todo in things_to_do(world.a.member) if todo.title == world.a.draft.title] == ["Look"]


def test_answers_of_the_wizard_are_gone_on_with(world: World):
    WizardDraft.objects.create(user=world.a.member, said={"title": "Cykler på Ærø"})
    assert "Cykler på Ærø" in [todo.title for todo in things_to_do(world.a.member)]
    assert "Cykler på Ærø" not in [todo.title for todo in things_to_do(world.b.member)]


def test_the_start_greets_by_name_and_offers_what_one_may_do(client: Client, world: World):
    world.a.member.first_name = "Åse"
    world.a.member.save()
    assert "Hello, Åse. What would you like to do?" in dashboard(client, world.a.member)
    titles = [path.title for path in guided_paths(world.a.member, "en")]
    assert titles == ["Tell a case", "Announce an event", "Update Partner a", "Translate", "Answer input"]
    for path in guided_paths(world.a.member, "en"):
        assert client.get(path.url).status_code == 200
    assert guided_paths(world.outsider, "en") == []


def test_pages_with_the_most_to_do_come_first(world: World):
    TranslationState.objects.exclude(state=State.SOURCE).update(state=State.COMPLETE)
    for owner, state in ((world.a, State.MISSING), (world.b, State.OUTDATED)):
        rows = TranslationState.objects.filter(translation_key=owner.event.translation_key, locale__language_code="da")
        rows.update(state=state)
    assert [row.page.title for row in most_to_do(originals(world.secretary), 5)] == ["Event b", "Event a"]
    assert [row.page.title for row in most_to_do(originals(world.a.member), 5)] == ["Event a"]


def test_places_of_the_next_events(client: Client, world: World):
    event = world.a.extra["registration"].event
    Event.objects.update(takes_registrations=True, starts_at=timezone.now(), ends_at=timezone.now() + timedelta(days=3))
    for kind, places, said in (("online", 30, "0 of 30 places taken"), ("in_person", 12, "0 of 42 places taken")):
        SeatPool.objects.update_or_create(event=event, kind=kind, defaults={"capacity": places})
        assert said in dashboard(client, world.a.member)
    SeatPool.objects.filter(event=event, kind="online").update(capacity=None)
    assert "0 registered, 0 waiting" in dashboard(client, world.a.member)


def test_registrations_lead_to_the_desk(client: Client, world: World):
    registration = world.a.extra["registration"]
    later = timezone.now() + timedelta(days=3)
    Event.objects.update(takes_registrations=True, starts_at=later, ends_at=later)
    shown = dashboard(client, world.a.member)
    assert f'href="{reverse("registration_desk", args=[registration.event_id])}"' in shown
    assert reverse("registration_desk", args=[world.b.extra["registration"].event_id]) not in shown


def test_two_thousand_pages_cost_no_more_than_25_queries(client, world, django_assert_max_num_queries):
    add_many_pages(world, 2000)
    for user in (world.secretary, world.a.member):
        client.force_login(user)
        for address in (DASHBOARD, MATRIX):
            assert client.get(reverse(address)).status_code == 200
            with django_assert_max_num_queries(25):
                assert client.get(reverse(address)).status_code == 200, (user.username, address)
