"""The import: a preview that stores nothing, errors by line, and one contribution a line however often it is sent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.dialogue.enums import Channel, ContributionState
from events.dialogue.importing.actions import bring_in
from events.dialogue.importing.preview import NOTES, TABLE, Defaults, preview
from events.dialogue.models import Contribution, DialogueLog
from tests.events.dialogue.occasions import NOW, make_occasion, make_organisation, member
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def occasion():
    return make_occasion(make_organisation("alpha"), questions=2)


@pytest.fixture
def anna(occasion):
    return member("anna", occasion.organisation)


@pytest.fixture
def desk(client, anna):
    client.force_login(anna)
    return client


def defaults(occasion, **changed) -> Defaults:
    values = {"question": occasion.questions.first(), "channel": "session", "language": "", "quoting": "no"}
    return Defaults(**{**values, **changed})


def look(occasion, text, kind=TABLE, **changed):
    return preview(kind, text, occasion, defaults(occasion, **changed))


def page(occasion) -> str:
    return reverse("dialogue_import", args=[occasion.pk])


def test_lines_say_what_is_wrong_with_them(occasion):
    text = (
        "Texti,Tungumál,Spurning,Land\n"
        "Meira ljós,is,2,Ísland\n"
        ",is,,\n"
        "Ljós,klingonska,,\n"
        "Ljós,is,9,\n"
        "Ljós,is,,Atlantis\n"
        f"{'x' * 2001},en,,\n"
    )
    found = look(occasion, text)
    assert [(entry.line, entry.question.position, entry.words.country) for entry in found.entries] == [(2, 1, "IS")]
    assert found.errors == [
        (3, "It has no text."),
        (4, "No language is called “klingonska”."),
        (5, "No question here is “9”."),
        (6, "No country is called “Atlantis”."),
        (7, "The text has 2001 characters, and 2000 is the most."),
    ]
    assert not Contribution.objects.exists()


def test_questions_are_known_by_their_words_in_any_language(occasion):
    found = look(occasion, "text;question;junk\nLjós;Mikä on kysymys 2?;?\n")
    assert found.entries[0].question == occasion.questions.last()
    assert found.unknown == ["junk"]


def test_the_language_of_a_note_is_guessed_from_its_words(occasion):
    found = look(occasion, "Það þarf meira ljós í bænum\nVi skal ha mer lys, og ikke bare i byen\nOk", NOTES)
    assert [entry.words.language for entry in found.entries] == ["is", "nb", "und"]


def test_the_same_preview_comes_in_once(occasion, anna):
    found = look(occasion, "Traust\nTraust\nMeira ljós", NOTES, channel="paper")
    assert [entry.is_repeated for entry in found.entries] == [False, True, False]
    first = bring_in(occasion, found.entries, "k1", anna, NOW)
    again = bring_in(occasion, found.entries, "k1", anna, NOW)
    assert ((first.new, first.before), (again.new, again.before)) == ((3, 0), (0, 3))
    rows = Contribution.objects.filter(occasion=occasion)
    assert rows.count() == 3
    assert set(rows.values_list("channel", "state", "by_organiser", "participant")) == {
        (Channel.PAPER, ContributionState.PENDING, False, None)
    }
    assert DialogueLog.objects.get(action="import").amount == 3
    assert all(entry.is_repeated for entry in look(occasion, "TRAUST!\nmeira  ljós", NOTES).entries)


def test_who_has_read_them_shows_them_and_what_is_held_stays_held(occasion, anna):
    found = look(occasion, "Traust\nSjá www.example.org", NOTES)
    assert bring_in(occasion, found.entries, "k1", anna, NOW, read=True).shown >= 1
    states = dict(Contribution.objects.values_list("text", "state"))
    assert states["Traust"] == ContributionState.PUBLISHED


def test_a_file_is_seen_and_then_imported(desk, occasion):
    form = fields_of(desk.get(page(occasion)).content.decode(), "notes")
    spoken = '"=1+1 er to, sagde åben Æsa\r\nog Þór";Æsa;Ja, uden mit navn\r\n'
    table = f"\ufeffTekst;Navn;May be quoted\r\n{spoken};;\r\nMere lys;;\r\n"
    file = SimpleUploadedFile("noter.csv", table.encode(), "text/csv")
    html = desk.post(page(occasion), {**form, "file": file, "action": "preview"}).content.decode()
    assert "2 contributions would come in" in html
    assert not Contribution.objects.exists()
    sent = fields_of(html, "key")
    for number in (2, 2):
        answer = desk.post(page(occasion), {**sent, "action": "import"}, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("dialogue_queue", args=[occasion.pk])
        assert Contribution.objects.count() == number
    first = Contribution.objects.order_by("pk").first()
    assert first.text == "=1+1 er to, sagde åben Æsa\nog Þór"
    assert (first.shown_name, first.can_be_quoted) == ("Æsa", True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "There is nothing to import."),
        (b"Overskrift\nlys\n", "No column is called"),
        ("Tekst\nMørke\n".encode("latin-1"), "Line 2 holds letters that are not UTF-8."),
        (b"x" * (2 * 1024 * 1024 + 1), "The file is larger than 2 MB."),
        (b"\x00\x01\x02\x03\x04", "UTF-8|nothing|No column"),
    ],
)
def test_bad_files_are_told_and_the_notes_stay(desk, occasion, content, message):
    form = fields_of(desk.get(page(occasion)).content.decode(), "notes")
    file = SimpleUploadedFile("noter.csv", content, "text/csv")
    answer = desk.post(page(occasion), {**form, "notes": "Þetta stendur", "file": file, "action": "preview"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert any(part in html for part in message.split("|"))
    assert "Þetta stendur" in html


def test_made_up_answers_store_nothing_wrong(desk, occasion):
    elsewhere = make_occasion(occasion.organisation)
    sent = {"question": elsewhere.questions.first().pk, "channel": "session", "quoting": "no", "text": "Ljós"}
    assert desk.post(page(occasion), {**sent, "action": "import"}).status_code == 422
    own = {**sent, "question": occasion.questions.first().pk}
    assert desk.post(page(occasion), {**own, "channel": "web", "action": "import"}).status_code == 422
    assert not Contribution.objects.exists()
