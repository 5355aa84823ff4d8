"""Grouping by a table: a preview that stores nothing, errors by line, and the same table twice."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.dialogue.importing import grouping
from events.dialogue.importing.files import ImportRefusedError
from events.dialogue.importing.grouping import bring_into_themes, preview_grouping
from events.dialogue.models import DialogueLog, Theme, ThemeMember
from events.dialogue.synthesis import themes
from tests.events.dialogue.occasions import NOW, contribute, make_occasion, make_organisation, member
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def occasion():
    return make_occasion(make_organisation("alpha"))


@pytest.fixture
def anna(occasion):
    return member("anna", occasion.organisation)


@pytest.fixture
def said(occasion):
    """Four contributions that everybody can read."""
    return [contribute(occasion, f"Meira ljós númer {number}", state="published") for number in range(4)]


def grouped() -> set[tuple[str, str]]:
    """Titles with the numbers of what is in them."""
    return {(str(row.theme), row.contribution.public_id) for row in ThemeMember.objects.all()}


def test_lines_say_what_is_wrong_with_them(occasion, said, anna):
    waits = contribute(occasion, "Bíður")
    elsewhere = contribute(make_occasion(occasion.organisation), "Annars staðar", state="published")
    first = said[0].public_id
    table = (
        f"\ufeffid;theme\r\n{first.upper()};Ljós\r\n;Ljós\r\n{elsewhere.public_id};Ljós\r\n{waits.public_id};Ljós\r\n"
        f"{first};{'x' * 121}\r\n{first};Eitt;Tvö\r\n{first};\r\n{first};Þrjú\r\n{first};Fjögur\r\n"
    )
    found = preview_grouping(table, occasion)
    assert [(one.line, one.title) for one in found.placed] == [(2, "Ljós"), (7, "Eitt"), (9, "Þrjú")]
    assert found.errors == [
        (3, "It names no contribution."),
        (4, f"No contribution here has the number “{elsewhere.public_id}”."),
        (5, f"The contribution {waits.public_id} is not shown."),
        (6, f"“{'x' * 60}” cannot be the title of a theme, which has 120 characters at most."),
        (10, "Each contribution can be in 3 themes at most."),
    ]
    assert found.without == 1
    assert found.new_themes == {"Ljós": 1, "Eitt": 1, "Þrjú": 1}
    assert not Theme.objects.exists()


def test_themes_are_known_by_title_in_any_language_and_by_number(occasion, said, anna):
    light = themes.create(occasion, {"da": "Lys, mørke", "is": "Ljós"}, {}, anna, NOW)
    trust = themes.create(occasion, {"fi": "Luottamus"}, {}, anna, NOW)
    names = ("LJÓS", "Lys, mo\u0338rke", light.public_id, "Luottamus, Ljós")
    table = "Number,Themes\n"
    table += "".join(f'{one.public_id},"{name}"\n' for one, name in zip(said, names, strict=True))
    found = preview_grouping(table, occasion)
    assert (found.errors, found.new_themes, len(found.to_do)) == ([], {}, 5)
    assert bring_into_themes(occasion, found.placed, "is", anna, NOW).done == 5
    assert ThemeMember.objects.filter(theme=light).count() == 4
    assert ThemeMember.objects.get(theme=trust).contribution == said[3]


def test_same_table_twice_groups_once(occasion, said, anna):
    table = "id,theme\n" + "".join(f"{one.public_id},Birta; birta ;Þögn\n" for one in said)
    found = preview_grouping(table, occasion)
    assert found.new_themes == {"Birta": 4, "Þögn": 4}
    first = bring_into_themes(occasion, found.placed, "is", anna, NOW)
    again = bring_into_themes(occasion, found.placed, "is", anna, NOW)
    assert (first.done, again.done) == (8, 0)
    assert [theme.titles for theme in Theme.objects.order_by("pk")] == [{"is": "Birta"}, {"is": "Þögn"}]
    assert [row.amount for row in DialogueLog.objects.filter(action="group")] == [4, 4]
    assert preview_grouping(table, occasion).to_do == []


def test_texts_in_the_wrong_column_make_no_themes(occasion, said, monkeypatch):
    monkeypatch.setattr(grouping, "MOST_NEW", 3)
    table = "id,theme\n" + "".join(f"{one.public_id},Text {one.public_id}\n" for one in said)
    with pytest.raises(ImportRefusedError, match="4 new themes"):
        preview_grouping(table, occasion)


def test_saved_list_is_filled_in_and_uploaded(client, occasion, said, anna):
    client.force_login(anna)
    saved = client.get(reverse("dialogue_csv", args=[occasion.pk])).content.decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(saved, newline=""), delimiter=";" if saved.count(";") > 9 else ",")
    for row in rows:
        row[head.index("Themes")] = "Æ, ø og å"
    out = StringIO(newline="")
    csv.writer(out).writerows([head, *rows])
    url = reverse("dialogue_grouping", args=[occasion.pk])
    form = fields_of(client.get(url).content.decode(), "file")
    file = SimpleUploadedFile("liste.csv", out.getvalue().encode(), "text/csv")
    html = client.post(url, {**form, "language": "da", "file": file, "action": "preview"}).content.decode()
    assert "4 contributions would be put into themes" in html
    assert not Theme.objects.exists()
    answer = client.post(url, {**fields_of(html, "text"), "action": "import"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("dialogue_board", args=[occasion.pk])
    assert Theme.objects.get().titles == {"da": "Æ, ø og å"}
    assert grouped() == {("Æ, ø og å", one.public_id) for one in said}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "There is nothing to import."),
        (b"id;theme\n", "There is nothing to import."),
        (b"id;title\nx;y\n", "The first line must name two columns"),
        ("id;theme\nMørke;x\n".encode("latin-1"), "Line 2 holds letters that are not UTF-8."),
        (b"id,theme\n" * 5002, "There are 5001 lines"),
    ],
    ids=["empty", "heading", "columns", "encoding", "long"],
)
def test_bad_tables_are_told(client, occasion, anna, content, message):
    client.force_login(anna)
    file = SimpleUploadedFile("tabel.csv", content, "text/csv")
    sent = {"language": "is", "file": file, "action": "preview"}
    answer = client.post(reverse("dialogue_grouping", args=[occasion.pk]), sent)
    assert answer.status_code == 422
    assert message in answer.content.decode()
