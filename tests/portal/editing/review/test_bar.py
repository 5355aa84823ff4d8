"""The bar above the editor of a page: state in words, the reviewer's words, and the next step as its button."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession
from wagtail.models import Comment, Revision, TaskState, WorkflowState

from portal.core.operations.periodic import JOBS
from portal.editing.review.bar import bar_of
from portal.editing.review.next_step import step_of_desk
from projects.models import CaseStudyPage
from tests.partners.teams.test_ownership import case_form
from tests.partners.wording import texts_of
from tests.partners.world import World, make_user
from tests.portal.editing.admin_forms import form_data, speak
from tests.undoing import let_time_pass

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def draft(world: World) -> CaseStudyPage:
    """A draft of team a that was submitted on a Tuesday."""
    TaskState.objects.filter(workflow_state=world.a.extra["workflow_state"]).update(started_at=TUESDAY)
    return world.a.draft


def edit_url(page: CaseStudyPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def open_editor(client: Client, user: object, page: CaseStudyPage) -> BeautifulSoup:
    client.force_login(user)
    answer = client.get(edit_url(page))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def bar_in(soup: BeautifulSoup) -> str:
    """What the bar says, without its button."""
    return " ".join(soup.select_one("#review-standing").get_text(" ").split())


def buttons(soup: BeautifulSoup) -> tuple[Tag, Tag]:
    """The one in the bar, and the first at the foot."""
    return soup.select_one(".portal-bar button"), soup.select_one("footer nav button[type=submit], footer nav button")


def give_back(world: World, draft: CaseStudyPage, comment: str) -> None:
    state = TaskState.objects.get(workflow_state__object_id=str(draft.pk), status="in_progress").specific
    state.task.specific.on_action(state, world.secretary, "reject", comment=comment)
    TaskState.objects.filter(pk=state.pk).update(finished_at=TUESDAY)


def test_whoever_waits_reads_for_whom_and_since_when(world: World, client: Client, draft: CaseStudyPage):
    soup = open_editor(client, world.a.member, draft)
    assert bar_in(soup) == (
        "Waits for review Waits for: Secretariat, since 24 November 2026. Submitted by member-a. "
        "What is saved here is what will be read. Ask the owner to approve"
    )
    in_bar, at_foot = (button.get_text(strip=True) for button in buttons(soup))
    assert (in_bar, at_foot) == ("Save draft", "Save draft")


def test_the_reviewer_approves_with_the_first_button(world: World, client: Client, draft: CaseStudyPage):
    # The team mended it while it waited: the reviewer sees that, and approves it.
    mended = draft.get_latest_revision_as_object()
    mended.summary = "Mended meanwhile."
    mended.save_revision(user=world.a.member)
    soup = open_editor(client, world.secretary, draft)
    assert bar_in(soup).startswith("Waits for you Waits for: Secretariat")
    assert [b.get_text(strip=True) for b in buttons(soup)] == ["Approve and publish", "Approve and publish"]
    assert [b["data-workflow-action-name"] for b in buttons(soup)] == ["approve", "approve"]
    pressed = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = client.post(edit_url(draft), form_data(str(soup), title="Mended by the reviewer") | pressed)
    assert answer.status_code == 302
    public = CaseStudyPage.objects.get(pk=draft.pk)
    assert (public.live, public.title, public.summary) == (True, "Mended by the reviewer", "Mended meanwhile.")
    public = bar_in(open_editor(client, world.secretary, CaseStudyPage.objects.get(pk=draft.pk)))
    assert re.fullmatch(r"Public Public since \d+ \w+ \d{4}\.", public)


def test_a_returned_page_is_mended_in_two_screens(world: World, client: Client, draft: CaseStudyPage):
    give_back(world, draft, "Hvem betalte?\nTilføj en kilde.")
    english = texts_of(str(open_editor(client, world.a.member, draft).select_one(".portal-bar")))
    speak(world.a.member, "da")
    first = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    second = open_editor(client, world.a.member, draft)
    assert first.select_one(".portal-todos a")["href"] == edit_url(draft)
    assert "Hvem betalte? Tilføj en kilde." in bar_in(second)
    assert "secretary" in bar_in(second)
    assert "skrev 24. november 2026" in bar_in(second)
    [in_bar, at_foot] = buttons(second)
    assert in_bar["form"] == second.select_one("form[data-edit-form]")["id"]
    assert in_bar["name"] == at_foot["name"] == "action-submit"
    assert not second.select("[name=action-restart-workflow]")
    # The same form: what was typed is stored and goes to the reviewer.
    form = form_data(str(second), summary="Kommunen betalte.")
    answer = client.post(edit_url(draft), form | {in_bar["name"]: in_bar["value"]})
    assert answer.status_code == 302
    state = WorkflowState.objects.for_instance(draft).get()
    assert state.status == "in_progress"
    assert state.current_task_state.revision.content["summary"] == "Kommunen betalte."
    # The reviewer reads what was asked, and what came of it.
    third = open_editor(client, world.secretary, draft)
    assert "Hvem betalte? Tilføj en kilde." in bar_in(third)
    [since] = third.select("#review-standing a[href*=compare]")
    assert since.get_text() == "What changed since it was returned"
    assert client.get(since["href"]).status_code == 200
    assert not texts_of(str(second.select_one(".portal-bar"))) & english - {"Hvem betalte?", "Tilføj en kilde."}


def test_what_was_returned_is_not_published_by_the_first_button(world: World, client: Client, draft: CaseStudyPage):
    give_back(world, draft, "Hvem betalte?")
    soup = open_editor(client, world.secretary, draft)
    assert [button["name"] for button in buttons(soup)] == ["action-submit", "action-submit"]
    assert soup.select("footer [name=action-publish]"), "it can be done all the same"
    assert step_of_desk(set(), waits=False, returned=True, can_publish=True).value == "submit"


def test_the_translation_desk_has_the_same_bar(world: World, client: Client):
    page = CaseStudyPage.objects.get(pk=world.a.case_da.pk)
    page.get_workflow().start(page, world.a.member)
    give_back(world, page, "Ordet mangler.")
    client.force_login(world.a.member)
    desk = reverse("translation_editor", args=[world.a.translation.pk])
    soup = BeautifulSoup(client.get(desk).content, "html.parser")
    assert bar_in(soup).startswith("Returned Mend it here and submit it again: the review goes on. secretary wrote on")
    assert "Ordet mangler." in bar_in(soup)
    [first, again, *_others] = soup.select("[type=submit][form=sentences], #sentences [type=submit]")
    assert (first["name"], first["value"]) == ("action", "save")
    assert (again["name"], again["value"], again.get_text(strip=True)) == ("action", "submit", "Submit again")
    # Wagtail's page of the same translation, for its pictures and its address, says it too.
    pictures = BeautifulSoup(client.get(edit_url(page)).content, "html.parser")
    assert "Ordet mangler." in bar_in(pictures)
    assert not pictures.select(".portal-bar button")


def test_changes_lead_to_what_differs_from_the_public_version(world: World, client: Client):
    soup = open_editor(client, world.a.member, world.a.case)
    # It came with the content: nobody is named for it, least of all whoever looks.
    assert re.fullmatch(r"Draft Public since .* yet\. Changed on \d+ \w+ \d{4}\. What changed .*", bar_in(soup))
    [link] = soup.select("#review-standing a[href*=compare]")
    assert link.get_text() == "What changed against the public version"
    compared = client.get(link["href"])
    assert compared.status_code == 200
    assert "Open revised a" in compared.content.decode()


def test_return_in_a_field_saves_and_does_not_publish(world: World, client: Client):
    """Browsers press the first button of a form, in the order of the document."""
    client.force_login(world.secretary)
    section = world.a.case.get_parent().pk
    for url in (edit_url(world.a.case), reverse("wagtailadmin_pages:add", args=["projects", "casestudypage", section])):
        soup = BeautifulSoup(client.get(url).content, "html.parser")
        [first, *others] = soup.select("[type=submit][form=page-edit-form], #page-edit-form [type=submit]")
        assert not first.get("name")
        assert {button.get("name") for button in others} >= {"action-publish"}


def test_autosave_brings_the_bar_up_to_date(world: World, client: Client):
    client.force_login(world.secretary)
    form = case_form(world, title="Ny", slug=world.a.case.slug)
    answer = client.post(edit_url(world.a.case), form, headers={"accept": "application/json"})
    soup = BeautifulSoup(answer.json()["html"], "html.parser")
    [template] = soup.select("template[data-w-teleport-target-value='#review-standing']")
    assert "Visitors do not see the latest changes yet." in template.get_text()


def test_the_bar_costs_few_queries(world: World, draft: CaseStudyPage, django_assert_num_queries):
    give_back(world, draft, "Why?")
    with django_assert_num_queries(7):
        bar_of(draft, world.a.member, may_decide=False)
    WorkflowState.objects.for_instance(draft).get().resume(user=world.a.member)
    with django_assert_num_queries(9):
        bar_of(draft, world.a.member, may_decide=False)
    case = CaseStudyPage.objects.get(pk=world.a.case.pk)
    with django_assert_num_queries(8):
        bar_of(case, world.a.member, may_decide=False)


def test_the_bar_says_who_else_has_the_page_open_and_of_which_team(world: World, client: Client, draft: CaseStudyPage):
    def ping(user: object, *, writes: bool, shown: object = None) -> str:
        client.force_login(user)
        address = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", draft.pk, 999999])
        sent = {**({"is_editing": "1"} if writes else {}), **({"revision_id": shown} if shown else {})}
        html = client.post(address, sent).json()["html"]
        return BeautifulSoup(html, "html.parser").select_one("[data-w-teleport-target-value='#portal-presence']").text

    colleague = make_user("bókavörður", world.a.team.group)
    colleague.first_name, colleague.last_name = "Ævar", "Þórsson"
    colleague.save()
    assert open_editor(client, world.a.member, draft).select_one(".portal-bar #portal-presence") is not None
    assert ping(colleague, writes=False).strip() == "member-a (Partner a) is here too."
    ping(colleague, writes=True)
    assert "Ævar Þórsson (Partner a) is writing here too" in ping(world.secretary, writes=False)
    # Whoever saved is named also when idle by now, and so is one's own second window.
    opened, idle = draft.latest_revision_id, timezone.now() - EditingSession.IDLE_TIMEOUT - timedelta(seconds=1)
    for writer, words in (
        (colleague, "Ævar Þórsson (Partner a) saved a newer version."),
        (world.secretary, "You saved a newer version in another window."),
    ):
        saved = draft.save_revision(user=writer)
        Revision.objects.filter(pk=saved.pk).update(created_at=timezone.now() + timedelta(seconds=saved.pk))
        EditingSession.objects.update(last_seen_at=idle)
        assert words in ping(world.secretary, writes=False, shown=opened)
    # Once the first is gone for longer than ten minutes, nothing is said.
    EditingSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=11))
    assert ping(world.a.member, writes=False).strip() == ""
    # After an hour nothing is kept, although nobody opens a page any more.
    EditingSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=61))
    JOBS["portal.forget_presence"].run()
    assert not EditingSession.objects.exists()


def test_comments_at_a_place_come_with_the_return_and_go_when_they_are_resolved(
    world: World, client: Client, draft: CaseStudyPage, run_tasks
):
    DBTaskResult.objects.all().delete()
    speak(world.a.member, "da")
    client.force_login(world.secretary)
    form = form_data(client.get(edit_url(draft)).content.decode())
    # What Wagtail's script adds to the form.
    placed = {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-0-text": "Hver greiðir? Ærø eller Þórshöfn?",
        "comments-0-contentpath": "summary",
        "comments-0-id": "",
        "comments-0-position": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    returned = {"action-workflow-action": "true", "workflow-action-name": "reject"}
    assert client.post(edit_url(draft), form | placed | returned).status_code == 302
    comment = Comment.objects.get()
    let_time_pass()
    run_tasks()
    [message] = [message for message in mail.outbox if message.to == [world.a.member.email]]
    at_place = f"{settings.BASE_URL}{edit_url(draft)}?comment={comment.pk}&at=summary"
    assert f":\nHver greiðir? Ærø eller Þórshöfn?\n{at_place}\n" in message.body
    assert "secretary om ”Sammendrag”, " in message.body

    speak(world.a.member, "en")
    soup = open_editor(client, world.a.member, draft)
    assert "secretary on “Summary”" in bar_in(soup)
    assert soup.select_one(f"#review-standing a[href$='?comment={comment.pk}&at=summary']") is not None
    resolved = {"comments-INITIAL_FORMS": "1", "comments-0-id": str(comment.pk), "comments-0-resolved": "1"}
    client.post(edit_url(draft), form_data(str(soup), summary="The municipality pays.") | placed | resolved)
    assert Comment.objects.get().resolved_by == world.a.member
    assert "Ærø eller" not in bar_in(open_editor(client, world.a.member, draft))
