"""Archiving and returning a page are taken back by the button in the message: once, in time, by who did it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation

from portal.core.models import SiteSettings
from portal.core.models.published import PublishedText
from portal.editing.models import TranslationState
from portal.editing.publication import archiving
from portal.editing.translations.states import refresh
from portal.editing.undo.offers import ACCEPTED_SECONDS, CannotUndoError, take_back
from projects.models import CaseStudyPage
from tests.partners.world import World, save_target
from tests.portal.editing.admin_forms import form_data
from tests.undoing import let_time_pass, press_undo, said, undo_token

pytestmark = pytest.mark.django_db
CHANGED = "It was changed meanwhile and stays as it is now."
LATE = "It is too late to take it back."


def archived(client: Client, world: World, page: Page, **data: str) -> str:
    """The page that the secretariat gets to see once ``page`` is archived."""
    client.force_login(world.secretary)
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert "Its text, its drafts and its history stay" in client.get(address).content.decode()
    with TestCase.captureOnCommitCallbacks(execute=True):
        html = str(client.post(address, data, follow=True).content.decode())
    assert f"“{page.title}” is archived" in said(html)
    return html


def archive(client: Client, world: World, page: Page, **data: str) -> str:
    return undo_token(archived(client, world, page, **data))


def in_danish(world: World) -> CaseStudyPage:
    """The case of the first team, public in Danish too, where most of it is not translated yet."""
    save_target(world.a.translation)
    return CaseStudyPage.objects.get(pk=world.a.case_da.pk, live=True)


def kept_of(page: Page) -> list[dict[str, object]]:
    """What publishing would change of a page and its dates."""
    columns = ("live", "first_published_at", "last_published_at", "live_revision", "latest_revision")
    rows = Page.objects.filter(pk=page.pk).values(*columns, "has_unpublished_changes")
    return [*rows, *PublishedText.objects.filter(page=page.pk).values()]


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


def test_a_section_comes_back_whole_or_not_at_all(world: World, client: Client, monkeypatch: pytest.MonkeyPatch):
    section = world.a.case.get_parent()
    below = Page.objects.filter(path__startswith=section.path, live=True)
    public = set(below.values_list("pk", flat=True))
    assert len(public) > 1
    token = archive(client, world, section, include_descendants="on")
    assert not below.exists()
    press_undo(client, token)
    assert set(below.values_list("pk", flat=True)) == public

    monkeypatch.setattr(archiving, "MOST", len(public) - 1)
    assert "portal-undo" not in archived(client, world, section, include_descendants="on")
    assert not below.exists()


def test_what_comes_back_is_not_published_anew(world: World, client: Client):
    case = CaseStudyPage.objects.get(pk=world.a.case.pk)
    waiting = case.get_workflow().start(case, world.a.member)
    PublishedText.objects.filter(page=case.pk).update(changed_at=timezone.now() - timedelta(days=400))
    before = kept_of(case)
    press_undo(client, archive(client, world, case))
    assert kept_of(case) == before
    assert WorkflowState.objects.get(pk=waiting.pk).status == WorkflowState.STATUS_IN_PROGRESS


def test_a_translation_comes_back_as_far_behind_as_it_was(world: World, client: Client):
    danish = in_danish(world)
    refresh([danish.translation_key])
    state, since = TranslationState.objects.filter(page=danish.pk), timezone.now() - timedelta(days=9)
    assert state.update(behind_since=since) == 1
    token = archive(client, world, danish)
    assert state.get().behind_since is None
    with TestCase.captureOnCommitCallbacks(execute=True):
        press_undo(client, token)
    assert state.get().behind_since == since


def test_who_translated_since_takes_back_what_another_one_has_read(world: World, client: Client):
    danish = in_danish(world)
    SiteSettings.objects.update_or_create(pk=1, defaults={"four_eyes": True})
    StringTranslation.objects.filter(locale=danish.locale).update(
        last_translated_by=world.secretary, updated_at=timezone.now() + timedelta(minutes=1)
    )
    assert not danish.permissions_for_user(type(world.secretary).objects.get(pk=world.secretary.pk)).can_publish()
    assert press_undo(client, archive(client, world, danish)) == "Taken back: visitors see it again."


def test_what_was_public_meanwhile_stays_archived(world: World, client: Client):
    token = archive(client, world, world.a.case)
    CaseStudyPage.objects.get(pk=world.a.case.pk).get_latest_revision().publish()
    CaseStudyPage.objects.get(pk=world.a.case.pk).unpublish()
    assert press_undo(client, token) == CHANGED


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
