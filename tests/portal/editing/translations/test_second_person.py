"""What a machine made stays marked until a person approves it, and a translation is reviewed by a second person."""

from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from portal.editing.enums import State
from portal.editing.translations import editor
from projects.models import CaseStudyPage
from tests.partners.world import World, translate_page
from tests.portal.editing.translations.test_editor import state_of
from tests.portal.editing.translations.test_states import TEXTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def dummy(settings: Any) -> None:
    """wagtail-localize's own translator for tests: it turns the words of a sentence around."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }


@pytest.fixture
def translation(world: World) -> Translation:
    """Begun by nobody yet: all sentences are missing."""
    StringTranslation.objects.all().delete()
    return world.a.translation


def press(client: Client, user: Any, translation: Translation, action: str, **data: str) -> str:
    """A button of the desk; returns what the next page says."""
    client.force_login(user)
    path = reverse("translation_editor", args=[translation.pk])
    return client.post(path, {"action": action, **data}, follow=True).content.decode()


def by_machine(client: Client, user: Any, translation: Translation) -> None:
    client.force_login(user)
    client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]), {"next": "/admin/"})


def danish(world: World) -> CaseStudyPage:
    return CaseStudyPage.objects.get(pk=world.a.case_da.pk)


def test_without_a_translator_there_is_no_button(translation: Translation, world: World, client: Client):
    client.force_login(world.a.member)
    assert "machine_translate" not in client.get(reverse("translation_editor", args=[translation.pk])).content.decode()
    assert client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk])).status_code == 404


def test_machine_made_until_a_person_approves(dummy, translation, world: World, client: Client):
    client.force_login(world.a.member)
    assert "Dummy translator" in client.get(reverse("translation_editor", args=[translation.pk])).content.decode()
    by_machine(client, world.a.member, translation)
    row = state_of(translation)
    assert (row.state, row.machine, row.missing) == (State.MACHINE, row.total, 0)
    assert {s.todo for s in editor.sentences(translation)} == {"machine"}
    shown = press(client, world.a.member, translation, "submit")
    assert "portal-state--machine" in shown
    assert state_of(translation).state == State.MACHINE
    assert not danish(world).summary.startswith("summary")
    with TestCase.captureOnCommitCallbacks(execute=True):
        press(client, world.secretary, translation, "approve")
    row = state_of(translation)
    assert (row.state, row.machine, row.reviewed_by) == (State.REVIEWED, 0, world.secretary)
    assert set(StringTranslation.objects.values_list("tool_name", flat=True)) == {"Dummy translator"}


def test_one_machine_made_sentence_is_approved_by_a_tick(dummy, translation, world: World, client: Client):
    by_machine(client, world.a.member, translation)
    total = state_of(translation).total
    first = editor.sentences(translation)[0]
    press(client, world.a.member, translation, "save", **{f"text-{first.key}": first.translation, "done": first.key})
    assert state_of(translation).machine == total - 1
    by_machine(client, world.a.member, translation)
    assert state_of(translation).machine == total - 1


def test_machine_translation_is_for_those_who_may_edit(dummy, translation, world: World, client: Client):
    by_machine(client, world.b.member, translation)
    assert not StringTranslation.objects.exists()


def test_who_translated_does_not_review(translation: Translation, world: World, client: Client):
    translate_page(world.a.case, "da", TEXTS, publish=True)
    StringTranslation.objects.update(last_translated_by=world.a.member)
    client.force_login(world.a.member)
    assert 'value="review"' not in client.get(reverse("translation_editor", args=[translation.pk])).content.decode()
    assert "Ask somebody else to read it" in press(client, world.a.member, translation, "review")
    assert state_of(translation).state == State.COMPLETE
    press(client, world.secretary, translation, "review")
    assert (state_of(translation).state, state_of(translation).reviewed_by) == (State.REVIEWED, world.secretary)


def test_after_a_review_the_translator_may_review_what_another_changed(translation, world: World, client: Client):
    translate_page(world.a.case, "da", TEXTS, publish=True)
    StringTranslation.objects.update(last_translated_by=world.a.member)
    press(client, world.secretary, translation, "review")
    assert editor.may_review(translation, world.a.member)
    summary = next(s for s in editor.sentences(translation) if s.field == "Summary")
    press(client, world.secretary, translation, "save", **{f"text-{summary.key}": "Kortere."})
    assert editor.may_review(translation, world.a.member)
    assert not editor.may_review(translation, world.secretary)
