"""Two translators at one desk, files and originals that change meanwhile, and texts that do not fit."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoDbBlocker
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation

from portal.editing.translations import editor, exchange, rules, sync
from portal.editing.translations.safe_text import changed_elements
from projects.models import CaseStudyPage
from tests.partners.world import World, make_user, translate_page
from tests.portal.editing.translations.test_states import TEXTS, publish

pytestmark = pytest.mark.django_db
LONG = (Path(__file__).parent / "translation_files" / "long-title.txt").read_text()
LINKS = (
    '<p>The <b>challenge</b>, <a href="https://example.org">a link</a> and <a href="https://example.com">one</a>.</p>'
)


@pytest.fixture(scope="module")
def shared_world(shared_world: World, django_db_blocker: DjangoDbBlocker) -> World:
    """Its case is translated and public; since then the challenge has got links."""
    case = shared_world.a.case
    with django_db_blocker.unblock():
        StringTranslation.objects.all().delete()
        translate_page(case, "da", TEXTS, publish=True)
        publish(case, challenge=LINKS, organisation=shared_world.a.organisation)
    return shared_world


@pytest.fixture
def translation(world: World) -> Translation:
    """That of the first organisation's case."""
    return Translation.objects.get(pk=world.a.translation.pk)


class Browser:
    """Somebody who has the desk open: what the form held when it was loaded, and what was typed into it."""

    def __init__(self, client: Client, user, translation: Translation) -> None:
        self.client, self.user = client, user
        self.path = reverse("translation_editor", args=[translation.pk]) + "?show=all"
        client.force_login(user)
        self.read(client.get(self.path).content.decode())

    def read(self, html: str) -> None:
        form = html[html.index('id="sentences"') :]
        texts = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
        self.html, self.fields = html, {name: unescape(value) for name, value in [*texts, *hidden]}

    def send(self, action: str = "save", **more: str) -> int:
        self.client.force_login(self.user)
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = self.client.post(self.path, {**self.fields, **more, "action": action}, follow=True)
        self.read(answer.content.decode())
        return answer.status_code


@pytest.fixture
def keys(translation: Translation) -> dict[str, str]:
    return {sentence.field: sentence.key for sentence in editor.sentences(translation)}


@pytest.fixture
def two(translation: Translation, world: World) -> tuple[Browser, Browser]:
    other = make_user("Þóra", world.a.team.group)
    return tuple(Browser(Client(), user, translation) for user in (world.a.member, other))


def text_of(translation: Translation, field: str) -> str:
    return next(sentence.translation for sentence in editor.sentences(translation) if sentence.field == field)


def danish(world: World) -> CaseStudyPage:
    return CaseStudyPage.objects.get(locale__language_code="da", translation_key=world.a.case.translation_key)


def test_two_translators_of_different_sentences_keep_both(two, translation: Translation, keys):
    first, second = two
    first.fields[f"text-{keys['Summary']}"] = "Et nyt resumé."
    first.send()
    second.fields[f"text-{keys['Title']}"] = "En ny titel"
    second.send()
    assert (text_of(translation, "Summary"), text_of(translation, "Title")) == ("Et nyt resumé.", "En ny titel")
    row = StringTranslation.objects.get(data="Et nyt resumé.")
    assert row.last_translated_by == first.user, "the other form had the old text, and says nothing about it"


def test_two_translators_of_one_sentence_choose(two, translation: Translation, keys):
    first, second = two
    field = f"text-{keys['Summary']}"
    first.fields[field] = "Hendes resumé."
    first.send()
    second.fields |= {field: "Mit resumé.", f"text-{keys['Title']}": "En ny titel"}
    assert second.send("publish") == 200
    assert text_of(translation, "Summary") == "Hendes resumé."
    assert text_of(translation, "Title") == "En ny titel", "other sentences are saved"
    assert second.fields[field] == "Mit resumé.", "what was typed is there again"
    assert "Hendes resumé." in second.html
    assert f"{first.user} saved another text" in second.html
    second.send()
    assert text_of(translation, "Summary") == "Hendes resumé.", "sending the form once more chooses nothing"
    second.send(**{f"choice-{keys['Summary']}": "mine"})
    assert text_of(translation, "Summary") == "Mit resumé."
    first.fields[field] = "Tredje."
    first.send()
    first.send(**{f"choice-{keys['Summary']}": "theirs"})
    assert text_of(translation, "Summary") == "Mit resumé."
    assert "saved another text" not in first.html


def test_a_file_that_came_meanwhile_is_not_overwritten(two, translation: Translation, keys):
    first, second = two
    file = exchange.export(translation, "xlf").replace(b"Kort.", b"Fra en fil.")
    exchange.bring_in(translation, file, first.user)
    second.fields[f"text-{keys['Summary']}"] = "Mit resumé."
    second.send()
    assert text_of(translation, "Summary") == "Fra en fil."
    assert "(from a file) saved another text" in second.html


def test_a_proposal_of_a_machine_that_came_meanwhile_is_shown(two, translation: Translation, keys):
    _first, second = two
    sentence = next(s for s in editor.sentences(translation) if s.field == "Summary")
    StringTranslation.objects.filter(pk=sentence.row.pk).update(data="Maskinens.", translation_type="machine")
    second.fields[f"text-{keys['Summary']}"] = "Mit resumé."
    second.send()
    assert text_of(translation, "Summary") == "Maskinens."
    assert "a machine saved another text" in second.html


def test_a_file_does_not_overwrite_what_was_written_since_it_was_made(two, translation: Translation, keys):
    first, _second = two
    file = exchange.export(translation, "xlf")
    first.fields[f"text-{keys['Summary']}"] = "Skrevet bagefter."
    first.send()
    outcome = exchange.bring_in(translation, file, first.user)
    assert (outcome.stored, [note.kind for note in outcome.notes]) == (0, ["newer"])
    assert "“Kort.”" in outcome.notes[0].why
    assert text_of(translation, "Summary") == "Skrevet bagefter."
    again = exchange.export(translation, "xlf").replace(b"Skrevet bagefter.", b"Fra filen.")
    assert exchange.bring_in(translation, again, first.user).stored == 1


def test_a_sentence_that_is_no_more_gives_its_text_back(two, translation: Translation, keys, world: World):
    first, _second = two
    publish(world.a.case, summary="Something else altogether.", organisation=world.a.organisation)
    first.fields |= {f"text-{keys['Summary']}": "Skrevet forgæves.", f"text-{keys['Title']}": "Titel"}
    first.send()
    assert "Skrevet forgæves." in first.html
    assert "No longer in the original" in first.html
    assert text_of(translation, "Title") == "Titel"
    first.send()
    assert "Skrevet forgæves." in first.html, "until the field is emptied"
    first.send(**{f"text-{keys['Summary']}": ""})
    assert "Skrevet forgæves." not in first.html


def test_a_translation_that_was_read_anew_keeps_its_fields(two, translation: Translation, keys, world: World):
    first, _second = two
    publish(world.a.case, challenge="<p>More.</p>" + LINKS, organisation=world.a.organisation)
    first.fields[f"text-{keys['Result']}"] = "Et resultat."
    first.send()
    assert text_of(translation, "Result") == "Et resultat."


def test_a_long_title_stays_at_the_desk(translation: Translation, world: World, keys):
    browser = Browser(Client(), world.secretary, translation)
    browser.fields |= {f"text-{keys['Title']}": LONG, f"text-{keys['Result']}": "Et resultat."}
    before = danish(world)
    for action in ("save", "submit", "publish"):
        assert browser.send(action) == 200
        assert "Title: It is 45 letters too long: there is room for 255." in browser.html
        assert browser.fields[f"text-{keys['Title']}"] == LONG
    assert (text_of(translation, "Result"), text_of(translation, "Title")) == ("Et resultat.", "Sag")
    after = danish(world)
    assert (after.title, after.draft_title, after.live_revision_id) == (
        before.title,
        before.draft_title,
        before.live_revision_id,
    )
    assert not after.workflow_in_progress


def test_a_long_title_of_a_file_is_named_and_left_out(translation: Translation, world: World, keys):
    data = exchange.export(translation, "xlf").replace(b"Kort.", b"Nyt.").replace(b">Sag<", f">{LONG}<".encode())
    outcome = exchange.bring_in(translation, data, world.a.member)
    assert (outcome.stored, [one.kind for one in outcome.notes]) == (1, ["refused"]), outcome.notes
    [note] = outcome.notes
    assert note.name.startswith("Title “")
    assert "45 letters too long" in note.why


def test_a_blank_title_is_refused(translation: Translation, world: World, keys):
    browser = Browser(Client(), world.secretary, translation)
    for blank in ("", " \u00a0 ", "\u200b", "\u00ad\u2060", "\u3000"):
        browser.fields[f"text-{keys['Title']}"] = blank
        browser.send("publish")
        assert "Title: It is empty." in browser.html
    assert danish(world).title == "Sag"


def test_limits_are_those_of_the_original_field(translation: Translation, world: World, keys):
    browser = Browser(Client(), world.secretary, translation)
    browser.fields[f"text-{keys['Summary']}"] = "æ" * 401
    browser.send("publish")
    assert "Summary: It is 1 letter too long: there is room for 400." in browser.html
    browser.fields[f"text-{keys['Summary']}"] = "æ" * 400
    browser.send()
    assert text_of(translation, "Summary") == "æ" * 400


def test_what_is_stored_and_does_not_fit_is_neither_submitted_nor_published(
    translation: Translation, world: World, keys
):
    sentence = next(s for s in editor.sentences(translation) if s.field == "Summary")
    StringTranslation.objects.filter(pk=sentence.row.pk).update(data="x" * 500)
    browser = Browser(Client(), world.secretary, translation)
    for action in ("submit", "publish"):
        assert browser.send(action) == 200
        assert f"{sentence.name}: It is 100 letters too long" in browser.html
    assert danish(world).summary == "Kort."


def test_submitting_needs_every_sentence_and_names_what_is_missing(translation: Translation, world: World, keys):
    StringTranslation.objects.filter(data="Kort.").delete()
    browser = Browser(Client(), world.a.member, translation)
    browser.send("submit")
    [sentence] = [s for s in editor.sentences(translation) if s.todo == "missing"]
    assert f"{sentence.name} is not translated yet." in browser.html
    assert not danish(world).workflow_in_progress


def test_signs_and_numbers_stay_as_they_are(world: World):
    assert [rules.needs_no_translation(text) for text in ("%", "42", "–", "2024–2030", "🙂", "&amp;")] == [True] * 6
    assert [rules.needs_no_translation(text) for text in ("3.5", "1,200", "km", "5 %a", "1 200")] == [False] * 5
    publish(world.a.case, summary="42 %", organisation=world.a.organisation)
    translation = Translation.objects.get(pk=world.a.translation.pk)
    sync.pass_on(world.a.case)
    sentence = next(s for s in editor.sentences(translation) if s.field == "Summary")
    assert (sentence.translation, sentence.todo) == ("42 %", "")


ORIGINAL = 'The <b>bold</b> <a id="a1">one</a> and <a id="a2">two</a>.'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('Den <b>fede</b> <a id="a1">en</a> og <a id="a2">to</a>.', ""),
        ('<a id="a1">En</a>, <a id="a2">to</a> og <b>fed</b>, <i>ja</i>.<br/>', ""),
        ('Den <b>fede</b> <a id="a1">en</a> og to.', "The link is missing (“two”)."),
        ('Den fede <a id="a1">en</a> og <a id="a2">to</a>.', "The bold text is missing (“bold”)."),
        ('<b>Fed</b> <a id="a1">en</a> <a id="a1">to</a> <a id="a2">tre</a>.', "more than once (“one”)."),
        ('<b>Fed</b> <a id="a1"> </a> <a id="a2">to</a>.', "The link is empty (“one”)."),
        ('<b>Fed</b> <a id="a2">to</a> <a id="a1">en</a>.', "another order"),
        ('<b>Fed</b> <a id="a1">en <a id="a2">to</a></a>.', "inside another"),
    ],
)
def test_what_happened_to_links_is_said(text: str, said: str):
    found = changed_elements(ORIGINAL, text)
    assert said in found
    assert bool(found) == bool(said)


def test_a_lost_link_is_stored_marked_and_can_be_called_right(translation: Translation, world: World, keys):
    browser = Browser(Client(), world.secretary, translation)
    field = f"text-{keys['Challenge']}"
    browser.fields[field] = 'En <b>udfordring</b> og <a id="a1">et link</a>.'
    browser.send("publish")
    assert "The link is missing (“one”)." in browser.html
    assert "Please finish these sentences first:" in browser.html
    sentence = next(s for s in editor.sentences(translation) if s.field == "Challenge")
    assert (sentence.todo, sentence.translation) == ("unsure", browser.fields[field])
    assert "link is missing" not in danish(world).challenge
    browser.send("save", done=keys["Challenge"])
    assert next(s for s in editor.sentences(translation) if s.field == "Challenge").todo == ""


def test_a_gap_inside_a_sentence_cannot_be_called_right(translation: Translation, world: World, keys):
    browser = Browser(Client(), world.secretary, translation)
    browser.fields[f"text-{keys['Summary']}"] = "Kort […] og nyt."
    browser.send("publish", done=keys["Summary"])
    assert "A sentence in it is not translated yet." in browser.html
    assert browser.fields[f"text-{keys['Summary']}"] == "Kort […] og nyt.", "what was typed is there again"
    assert (text_of(translation, "Summary"), danish(world).summary) == ("Kort.", "Kort.")


def test_thousands_of_elements_are_refused_with_a_sentence(translation: Translation, world: World, keys):
    browser = Browser(Client(), world.secretary, translation)
    browser.fields[f"text-{keys['Challenge']}"] = "<b>" * 5000 + "x" + "</b>" * 5000
    assert browser.send("publish") == 200
    assert "Challenge: There are too many elements in it." in browser.html


def test_the_reviewer_hears_that_it_is_a_translation_and_into_which_language(
    translation: Translation, world: World, keys, run_tasks
):
    UserProfile.objects.create(user=world.secretary, preferred_language="da")
    browser = Browser(Client(), world.a.member, translation)
    browser.send("submit", **{f"text-{keys['Challenge']}": 'En <b>fed</b>, <a id="a1">et</a> og <a id="a2">to</a>.'})
    DBTaskResult.objects.exclude(queue_name="mail").delete()
    run_tasks()
    [message] = mail.outbox
    assert message.subject == "Oversættelse klar til gennemsyn (dansk): Sag"
    assert "Det er en oversættelse; sprog: dansk." in message.body
    assert browser.path.split("?")[0] in message.body
