"""Machine translation of contributions: only of what is shown, marked as such, never in place of what people made."""

import pytest
import requests
from django.urls import reverse
from wagtail_localize.machine_translators.dummy import DummyTranslator

from events.dialogue.enums import ContributionState, RenderedBy
from events.dialogue.models import Contribution, DialogueLog, Rendering
from events.dialogue.moderation.machine import translate
from tests.events.dialogue.occasions import NOW, contribute, make_occasion, make_organisation, member, shown

pytestmark = pytest.mark.django_db
DUMMY = "wagtail_localize.machine_translators.dummy.DummyTranslator"


@pytest.fixture
def machine(settings):
    """A machine that turns the words round."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": DUMMY}


@pytest.fixture
def alpha():
    return make_organisation("alpha")


@pytest.fixture
def occasion(alpha):
    return make_occasion(alpha)


@pytest.fixture
def anna(alpha):
    return member("anna", alpha)


def test_what_is_shown_is_translated_into_all_other_languages(machine, occasion, anna):
    one = shown(occasion, "Meira ljós við torgið\nog færri <bíla> & götur")
    language = one.language
    assert translate([one.pk], anna, NOW) == 5
    assert translate([one.pk], anna, NOW) == 0
    made = {rendering.language: rendering for rendering in one.renderings.all()}
    assert set(made) == {"en", "da", "nb", "sv", "fi", "is"} - {language}
    for rendering in made.values():
        assert rendering.text == "torgið við ljós Meira\ngötur & <bíla> færri og"
        assert rendering.made == RenderedBy.MACHINE
    assert DialogueLog.objects.filter(action="translate", number=one.public_id, user=anna).count() == 5


def test_what_nobody_has_shown_and_unknown_languages_go_to_no_machine(machine, occasion, anna, monkeypatch):
    sent = []
    monkeypatch.setattr(DummyTranslator, "translate", lambda *args: sent.append(args) or {})
    waiting, unknown = contribute(occasion), shown(occasion)
    Contribution.objects.filter(pk=unknown.pk).update(language="und")
    refused = shown(occasion)
    Contribution.objects.filter(pk=refused.pk).update(state=ContributionState.HELD)
    assert translate([waiting.pk, unknown.pk, refused.pk], anna, NOW) == 0
    assert sent == []


def test_translation_by_a_person_is_left_alone(machine, occasion, anna):
    one = shown(occasion)
    Rendering.objects.create(contribution=one, language="sv", text="Mera ljus", checked_by=anna, made_at=NOW)
    translate([one.pk], anna, NOW)
    assert one.renderings.get(language="sv").text == "Mera ljus"


@pytest.mark.parametrize("fault", [requests.ConnectionError("the words"), KeyError("translations"), ValueError("?")])
def test_machine_that_is_away_changes_nothing_and_its_message_is_not_logged(
    machine, occasion, anna, monkeypatch, caplog, fault
):
    def fail(*args):
        raise fault

    monkeypatch.setattr(DummyTranslator, "translate", fail)
    assert translate([shown(occasion).pk], anna, NOW) == 0
    assert not Rendering.objects.exists()
    assert "failed" in caplog.text
    assert "the words" not in caplog.text


def test_text_that_was_changed_or_withdrawn_meanwhile_gets_no_translation(machine, occasion, anna, monkeypatch):
    one, other = shown(occasion, "Meira ljós"), shown(occasion, "Fleiri bekki")
    original = DummyTranslator.translate

    def slowly(self, *args):
        Contribution.objects.filter(pk=one.pk).update(text="Minna ljós")
        Contribution.objects.filter(pk=other.pk).update(state=ContributionState.REFUSED, reason="advert")
        return original(self, *args)

    monkeypatch.setattr(DummyTranslator, "translate", slowly)
    translate([one.pk, other.pk], anna, NOW)
    # Of the changed text only what was asked for after the change would be there.
    assert not Rendering.objects.exists()


def test_desk_offers_the_machine_only_where_there_is_one(client, occasion, anna, settings, run_tasks):
    client.force_login(anna)
    one = shown(occasion, "Meira ljós")
    address = reverse("dialogue_translate", args=[occasion.pk])
    pages = [
        reverse("dialogue_contributions", args=[occasion.pk]),
        reverse("dialogue_contribution", args=[occasion.pk, one.pk]),
    ]
    assert all(address not in client.get(page).text for page in pages)
    assert client.post(address, {"contribution": one.pk}).status_code == 404
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": DUMMY}
    assert all(address in client.get(page).text for page in pages)
    assert client.post(address, {"contribution": one.pk})["Location"] == pages[1]
    run_tasks()
    assert one.renderings.count() == 5
    assert "Translated by machine, not checked" in client.get(pages[1]).text
    other = shown(occasion, "Fleiri bekki")
    contribute(occasion)
    client.post(address)
    run_tasks()
    assert other.renderings.count() == 5
    assert Rendering.objects.count() == 10
    assert client.post(address, {"contribution": "x"}).status_code == 404
    assert client.post(address, {"contribution": shown(make_occasion()).pk}).status_code == 404


def test_readers_see_the_original_and_who_translated_it(client, occasion, anna):
    one = shown(occasion, "Meira ljós")
    Contribution.objects.filter(pk=one.pk).update(language="is")
    rendering = Rendering.objects.create(contribution=one, language="fi", text="Lisää valoa", machine="x", made_at=NOW)

    def read(language: str = "fi") -> str:
        return client.get(f"/{language}/take-part/c/{one.public_id}/").text

    assert "Meira ljós" in read()
    assert "Lisää valoa" in read()
    assert "Lisää valoa" not in read("is")
    assert [rendering.made, read().count("Lisää valoa")] == [RenderedBy.MACHINE, 1]
    rendering.checked_by = anna
    rendering.save()
    assert rendering.made == RenderedBy.CHECKED
    rendering.machine = ""
    rendering.save()
    assert rendering.made == RenderedBy.PERSON
