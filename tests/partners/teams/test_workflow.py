"""Submit, return, mend, approve: with mails in the language of whoever gets them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import TaskState, Workflow, WorkflowState
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation

from partners.models import ReviewTask
from portal.core.models import SiteSettings
from portal.core.operations import task_queue
from projects.models import CaseStudyPage
from tests.partners.world import World, make_user
from tests.undoing import let_time_pass

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(world: World) -> World:
    DBTaskResult.objects.all().delete()
    return world


@pytest.fixture
def send_mails(run_tasks):
    """A function that carries out what waits in the queue of mails."""

    def send() -> None:
        DBTaskResult.objects.exclude(queue_name="mail").delete()
        let_time_pass()
        run_tasks()

    return send


def act(client: Client, user: object, page: CaseStudyPage, action: str, comment: str = "") -> None:
    """A reviewer's decision on the task that waits."""
    client.force_login(user)
    state = TaskState.objects.get(workflow_state__object_id=str(page.pk), status="in_progress")
    path = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    answer = client.post(path, {"comment": comment})
    assert answer.status_code in (200, 302)


def test_every_page_is_reviewed_by_the_secretariat(world: World):
    assert list(Workflow.objects.values_list("name", flat=True)) == ["Review by the secretariat"]
    assert world.a.case.get_workflow().tasks[0].specific == ReviewTask.objects.get()
    assert [group.name for group in ReviewTask.objects.get().groups.all()] == ["Secretariat"]


def test_return_mend_and_publish(world: World, client: Client, send_mails):
    draft, member = world.a.draft, world.a.member
    act(client, world.secretary, draft, "reject", "Please add a source.")
    send_mails()
    [returned] = mail.outbox
    assert (returned.to, returned.subject) == (["member-a@example.org"], f"Please look again: {draft.title}")
    assert "Please add a source." in returned.body
    mail.outbox.clear()
    WorkflowState.objects.for_instance(draft).get(status="needs_changes").resume(user=member)
    send_mails()
    assert [message.to for message in mail.outbox] == [["secretary@example.org"]]
    mail.outbox.clear()
    act(client, world.secretary, draft, "approve")
    send_mails()
    assert CaseStudyPage.objects.get(pk=draft.pk).live
    [published] = mail.outbox
    assert (published.to, published.subject) == (["member-a@example.org"], f"Published: {draft.title}")
    assert f"/en/projects/{draft.slug}/" in published.body


def test_members_cannot_approve_their_own_pages(world: World, client: Client):
    act(client, world.a.member, world.a.draft, "approve")
    assert not CaseStudyPage.objects.get(pk=world.a.draft.pk).live


def test_the_team_hears_what_somebody_who_left_would_have_heard(world: World, client: Client, send_mails):
    colleague = make_user("colleague", world.a.team.group)
    world.a.member.is_active = False
    world.a.member.save()
    act(client, world.secretary, world.a.draft, "reject", "Please add a source.")
    send_mails()
    assert [message.to for message in mail.outbox] == [[colleague.email]]


def test_who_wants_no_mail_gets_none(world: World, client: Client, send_mails):
    UserProfile.objects.update_or_create(user=world.a.member, defaults={"rejected_notifications": False})
    act(client, world.secretary, world.a.draft, "reject", "Please add a source.")
    send_mails()
    assert mail.outbox == []


def test_the_page_stays_open_to_its_team_while_it_waits(world: World):
    draft = CaseStudyPage.objects.get(pk=world.a.draft.pk)
    lock = draft.get_lock()
    assert lock is None or not lock.for_user(world.a.member)


def test_scheduled_publication_by_the_worker(world: World):
    draft = CaseStudyPage.objects.get(pk=world.a.draft.pk)
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision().publish()
    assert not CaseStudyPage.objects.get(pk=draft.pk).live
    revision = CaseStudyPage.objects.get(pk=draft.pk).scheduled_revision
    # An hour later: the time stands in the row and in the content.
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    task_queue.publish_scheduled_pages()
    assert CaseStudyPage.objects.get(pk=draft.pk).live


def test_four_eyes_keep_the_translator_from_publishing(world: World):
    other = make_user("second-secretary", *world.secretary.groups.all())
    StringTranslation.objects.filter(locale=world.a.case_da.locale).update(last_translated_by=world.secretary)
    again = type(other).objects.get
    assert world.a.case_da.permissions_for_user(again(pk=world.secretary.pk)).can_publish()
    SiteSettings.objects.update_or_create(pk=1, defaults={"four_eyes": True})
    assert not world.a.case_da.permissions_for_user(again(pk=world.secretary.pk)).can_publish()
    assert world.a.case_da.permissions_for_user(again(pk=other.pk)).can_publish()
    assert world.a.case.permissions_for_user(again(pk=world.secretary.pk)).can_publish()
