"""Archiving and returning a page are taken back by the button in the message: once, in time, by who did it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, TaskState

from portal.editing.undo.offers import ACCEPTED_SECONDS, CannotUndoError, take_back
from projects.models import CaseStudyPage
from tests.partners.world import World
from tests.portal.editing.admin_forms import form_data
from tests.undoing import let_time_pass, press_undo, said, undo_token

pytestmark = pytest.mark.django_db
CHANGED = "It was changed meanwhile and stays as it is now."
LATE = "It is too late to take it back."


def archive(client: Client, world: World, page: Page) -> str:
    client.force_login(world.secretary)
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert "Its text, its drafts and its history stay" in client.get(address).content.decode()
    answer = client.post(address, follow=True)
    html = str(answer.content.decode())
    assert f"“{page.title}” is archived" in said(html)
    return undo_token(html)


def hand_back(client: Client, world: World, comment: str) -> str:
    """The secretariat returns the draft of the first team in its editor."""
    client.force_login(world.secretary)
    address = reverse("wagtailadmin_pages:edit", args=[world.a.draft.pk])
    pressed = {
        "action-workflow-action": "true",
        "workflow-action-name": "reject",
        "workflow-action-extra-data": f'{{"comment": "{comment}"}}',
    }
    form = form_data(client.get(address).content.decode())
    return undo_token(client.post(address, form | pressed, follow=True).content.decode())


def test_an_archived_page_is_public_again_with_the_version_that_was_and_its_draft(world: World, client: Client):
    case = CaseStudyPage.objects.get(pk=world.a.case.pk)
    draft = case.get_latest_revision_as_object()
    draft.title = "Ævintýri á gönguför"
    draft.save_revision()
    token = archive(client, world, case)
    assert client.get(case.url_path).status_code == 404
    assert press_undo(client, token) == "Taken back: visitors see it again."
    public = CaseStudyPage.objects.get(pk=case.pk)
    assert (public.live, public.title, public.has_unpublished_changes) == (True, case.title, True)
    assert public.get_latest_revision_as_object().title == "Ævintýri á gönguför"
    assert client.get(case.url_path).status_code == 200
    assert press_undo(client, token) == CHANGED, "twice"


def test_archiving_is_taken_back_by_who_did_it_with_the_right_to_and_in_time(world: World, client: Client):
    case = world.a.case
    token = archive(client, world, case)
    assert press_undo(client, token, world.a.member) == LATE, "somebody else's"
    assert press_undo(client, f"{token}x", world.secretary) == LATE, "made up"
    with pytest.raises(CannotUndoError, match=LATE):
        take_back(world.secretary, token, timezone.now() + timedelta(seconds=ACCEPTED_SECONDS + 1))
    world.secretary.groups.clear()
    world.secretary.groups.add(world.b.team.group)
    assert press_undo(client, token, world.secretary) == "You may not do that any more."
    assert not Page.objects.get(pk=case.pk).live


def test_who_waited_too_long_for_others_is_too_late(world: World, client: Client, monkeypatch: pytest.MonkeyPatch):
    token, pressed = archive(client, world, world.a.case), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: pressed + timedelta(seconds=ACCEPTED_SECONDS + 1))
    with pytest.raises(CannotUndoError, match=LATE):
        take_back(world.secretary, token, pressed)
    assert not Page.objects.get(pk=world.a.case.pk).live


def test_a_return_is_taken_back_and_nobody_hears_of_it(world: World, client: Client, run_tasks):
    DBTaskResult.objects.all().delete()
    token = hand_back(client, world, "Hvem betalte?")
    run_tasks()
    assert mail.outbox == [], "it waits"
    let_time_pass()  # due, but no worker has come to it
    assert press_undo(client, token) == "Taken back: the page waits for its review. You had written: Hvem betalte?"
    assert TaskState.objects.get(workflow_state=world.a.extra["workflow_state"]).status == "in_progress"
    assert press_undo(client, token) == CHANGED, "twice"
    run_tasks()
    assert mail.outbox == []

    hand_back(client, world, "Hvem betalte?")
    let_time_pass()
    run_tasks()
    assert ["Hvem betalte?" in message.body for message in mail.outbox] == [True]


def test_a_return_stays_that_its_authors_went_on_with(world: World, client: Client):
    token = hand_back(client, world, "")
    mended = CaseStudyPage.objects.get(pk=world.a.draft.pk).get_latest_revision_as_object()
    mended.title = "Mended"
    mended.save_revision(user=world.a.member)
    assert press_undo(client, token) == CHANGED
    assert TaskState.objects.get(workflow_state=world.a.extra["workflow_state"]).status == "rejected"
