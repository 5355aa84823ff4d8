"""Fifty people over HTTP alone, without a script: every count on every page and in every file is that of the sheet."""

import csv
import json
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from events.dialogue.live import state
from events.dialogue.models import Contribution, Occasion, ReportPage, Theme
from events.dialogue.opinions.analysing import analyse_due
from tests.events.dialogue.live.crowd import EACH, PEOPLE, Desk, Sheet, everybody, join_all, react_all
from tests.events.dialogue.live.rooms import make_facilitator
from tests.forms import fields_of
from tests.sites import add_event, add_take_part, make_site

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "da", "nb", "sv", "fi", "is")


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def soup(url: str, client: Client | None = None) -> BeautifulSoup:
    answer = (client or Client()).get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return BeautifulSoup(answer.content, "html.parser")


@pytest.fixture
def occasion() -> Occasion:
    """A workshop that asks one question and shows at once, on pages in English and Finnish."""
    make_site(*LANGUAGES)
    for language in LANGUAGES:
        add_take_part(language)
    asked = [("own", {"text": "What should we decide together?", "stages": [], "seeds": []})]
    event = add_event(takes_input=True, moderation="after", input_questions=asked)
    block = {"type": "own", "id": event.input_questions[0].id}
    finnish = [{**block, "value": {"text": "Mistä päätämme yhdessä?", "stages": [], "seeds": []}}]
    add_event("fi", event, takes_input=True, moderation="after", input_questions=finnish)
    return Occasion.objects.get(page_key=event.translation_key)


@pytest.fixture
def desk(occasion, client) -> Desk:
    client.force_login(make_facilitator())
    return Desk(client, reverse("live_desk", args=[occasion.pk]))


def at(occasion: Occasion, name: str) -> str:
    return reverse(f"dialogue_{name}", args=[occasion.pk])


@pytest.mark.drill
def test_fifty_people_and_every_count_is_that_of_the_sheet(occasion, desk, monkeypatch):
    desk.press("open_room")
    desk.press("one_room")
    occasion.refresh_from_db()
    code, sheet = str(occasion.live_code), Sheet()
    phones = join_all(code, monkeypatch)
    desk.press("open_round")
    for place, (phone, (language, text)) in enumerate(zip(phones, everybody(), strict=True)):
        assert phone.say(text, language) == 303
        own = phone.read().select("[data-live-own] [id^=s-], [data-live-own] li")
        assert len(own) == 1
        sheet.said[Contribution.objects.latest("pk").public_id] = (language, place)
    sheet.counts = {number: [0, 0, 0] for number in sheet.said}
    assert len(sheet.said) == PEOPLE
    desk.press("move", phase="react")
    react_all(phones, sheet)
    assert sum(map(sum, sheet.counts.values())) == PEOPLE * EACH

    desk.press("move", phase="wall")
    check_room(desk, code, phones, sheet)
    desk.press("freeze")
    state.forget()
    assert phones[0].say("Too late, frozen") == 409
    desk.press("freeze")
    desk.press("move", phase="closed")
    desk.press("close_room", sure="1")

    themes = group(occasion, desk, sheet)
    check_desk(occasion, desk, sheet, themes)
    reply(occasion, desk, themes)
    report = publish_report(occasion, desk)
    analyse_due(occasion.rounds.get().closed_at)
    occasion.refresh_from_db()
    check_public(occasion, sheet, themes)
    check_report(report, sheet, themes)
    check_files(occasion, desk, sheet, themes)


def check_room(desk: Desk, code: str, phones, sheet: Sheet) -> None:
    """The desk, the walls of seven people, the shared state, and every page of the projector."""
    told = desk.page().select_one("[data-part=room]").find("p", string=re.compile("Joined")).text
    assert numbers(told) == [PEOPLE, 0, PEOPLE, PEOPLE, PEOPLE, PEOPLE * EACH]
    state.forget()
    for phone in phones[::7]:
        cards = phone.read().select("[data-live-wall] [data-id]")
        assert {card["data-id"]: numbers(card.select_one(".live-counts").text) for card in cards} == sheet.counts
    shared = json.loads(Client().get(f"/live/{code}/state.json").content)
    assert {row[0] for row in shared["rows"]} == set(sheet.said)

    texts, shown = dict(Contribution.objects.values_list("text", "public_id")), {}
    for page in range(1, 8):
        desk.press("turn", view="wall", page=str(page))
        state.forget()
        screen = soup(f"/en/live/{code}/screen/")
        assert numbers(screen.select_one("[data-part=question] > p:last-child").text) == [PEOPLE, PEOPLE]
        for item in screen.select("[data-part=wall] li"):
            shown[texts[item.span.text]] = numbers(item.select_one(".live-counts").text)
    assert shown == sheet.counts


def group(occasion: Occasion, desk: Desk, sheet: Sheet) -> dict[str, set[str]]:
    """Forty-five go into five themes by a table, every tenth into a second one; what was put where."""
    names = ["Ljós", "Bussar, spår", "Äldre", "Støj", "Päätökset"]
    themes: dict[str, set[str]] = {name: set() for name in names}
    out = StringIO(newline="")
    table = csv.writer(out, delimiter=";")
    table.writerow(["id", "theme"])
    for number, (_language, place) in sheet.said.items():
        if place < 45:
            chosen = [names[place % 5], *([names[(place + 1) % 5]] if place % 10 == 0 else [])]
            table.writerow([number, ";".join(chosen)])
            for name in chosen:
                themes[name].add(number)
    table.writerow(["zzzzzzzz", "Støj"])
    url = at(occasion, "grouping")
    form = fields_of(desk.client.get(url).content.decode(), "file")
    file = SimpleUploadedFile("grupper.csv", out.getvalue().encode("utf-8-sig"), "text/csv")
    seen = desk.client.post(url, {**form, "language": "da", "file": file, "action": "preview"}).content.decode()
    assert "50 contributions would be put into themes" in seen
    assert "Line 47: No contribution here has the number “zzzzzzzz”." in seen
    assert not Theme.objects.exists()
    answer = desk.client.post(url, {**fields_of(seen, "text"), "action": "import"}, follow=True)
    assert "50 contributions changed their places." in answer.content.decode()
    return themes


def check_desk(occasion: Occasion, desk: Desk, sheet: Sheet, themes: dict[str, set[str]]) -> None:
    """The overview, the list of occasions, the list of contributions and the board."""
    rows = {row.th.text.strip(): row.td.text.strip() for row in desk.page(at(occasion, "overview")).select("tr:has(th)")
            if row.td}  # fmt: skip
    wanted = {"Themes": "5", "Themes without a reply": "5", "People who took part": "50", "Shown": "50"}
    assert wanted.items() <= rows.items()
    listed = desk.page("/admin/occasions/").find("a", string=occasion.title).find_parent("tr")
    assert numbers(listed.select_one(".field-shown").text) == [PEOPLE]
    assert numbers(listed.select_one(".field-waiting").text) == [0]
    for language, number in sheet.languages.items():
        found = desk.page(f"{at(occasion, 'contributions')}?language={language}")
        assert numbers(found.find("h2", string=re.compile("contribution")).text) == [number]
    heads = [head.text for head in desk.page(at(occasion, "board")).select(".dialogue-column h2")]
    assert numbers(heads[0]) == [5]
    assert {head.rpartition(" (")[0].strip(): numbers(head)[-1] for head in heads[1:]} == {
        name: len(members) for name, members in themes.items()
    }


def reply(occasion: Occasion, desk: Desk, themes: dict[str, set[str]]) -> None:
    """Each theme is answered by the form of the desk."""
    for theme in Theme.objects.all():
        url = reverse("dialogue_reply_theme", args=[occasion.pk, theme.pk])
        form = fields_of(desk.client.get(url).content.decode(), "decision")
        sent = {**form, "decision": "partly", "reason_da": f"Af hensyn til {theme}.", "action": "save"}
        assert desk.client.post(url, sent).status_code == 302
    assert Theme.objects.filter(replies__decision="partly").count() == len(themes)


def publish_report(occasion: Occasion, desk: Desk) -> ReportPage:
    """The report is begun at the desk and published by the editor's form; its numbers are frozen then."""
    answer = desk.client.post(at(occasion, "report"))
    form = fields_of(desk.client.get(answer["Location"]).content.decode(), "title")
    sent = {**form, "body-count": "0", "editorial_notes-count": "0", "action-publish": "1"}
    published = desk.client.post(answer["Location"], sent, follow=True)
    report = ReportPage.objects.get()
    assert report.live, BeautifulSoup(published.content, "html.parser").select_one(".messages")
    return report


def check_public(occasion: Occasion, sheet: Sheet, themes: dict[str, set[str]]) -> None:
    """Pages of the event, the answers, each contribution, the overview, the opinions and the closed room."""
    question = occasion.questions.get()
    for language in ("en", "fi"):
        links = soup(occasion.page(language)["url"]).select_one(".questions__links")
        assert numbers(links.select(f"a[href='/{language}/take-part/q/{question.public_id}/']")[0].contents[0]) == [50]
    agreed = {}
    for page in ("1", "2", "3"):
        answer = Client().get(f"/en/take-part/q/{question.public_id}/answers/?page={page}")
        if answer.status_code == 200:
            shown = BeautifulSoup(answer.content, "html.parser")
            assert numbers(shown.find("h2", string=re.compile("answer")).text) == [50]
            agreed |= {said["id"][2:]: agrees(said) for said in shown.select(".said")}
    assert agreed == {number: counts[0] for number, counts in sheet.counts.items()}
    for number, (_language, place) in list(sheet.said.items())[::7]:
        page = soup(f"/is/take-part/c/{number}/")
        assert agrees(page.select_one(".said"), "is") == sheet.counts[number][0]
        outcome = page.select_one(".outcome")
        assert {name for name in themes if outcome and name in outcome.text} == {
            name for name, members in themes.items() if number in members
        }
        assert place < 45 or outcome is None
    for language in LANGUAGES:
        row = soup(f"/{language}/take-part/").select_one("article.occasion .kicker")
        assert 50 in numbers(row.text)
    opinions = soup(f"/en/take-part/opinions/{occasion.page_key}/")
    assert numbers(opinions.find("p", string=re.compile("people have reacted")).text)[0] == PEOPLE
    for row in opinions.select("tbody tr"):
        number = row.a["href"].rstrip("/").rpartition("/")[2]
        assert [int(cell.text) for cell in row.select("td")[-3:]] == sheet.counts[number]
    assert opinions.select("tbody tr")
    assert ReportPage.objects.get().url_path in Client().get(f"/en/live/{occasion.former_code}/").content.decode()


def agrees(said, language: str = "en") -> int:
    """How many people agree, as a contribution says it; it says nothing of nobody."""
    words = {"en": r"(\d+) (?:person|people) agree", "is": r"(\d+) "}[language]
    found = [re.match(words, span.text.strip()) for span in said.select(".said__foot span")]
    return next((int(match[1]) for match in found if match), 0)


def check_report(report: ReportPage, sheet: Sheet, themes: dict[str, set[str]]) -> None:
    """Figures, tables, themes and what many agree with."""
    page = soup(report.url_path)
    assert [int(figure.text) for figure in page.select(".figures dd")] == [PEOPLE, PEOPLE, PEOPLE]
    tables = {table.caption.text: {row.th.text: int(row.td.text) for row in table.select("tr")}
              for table in page.select("details table")}  # fmt: skip
    assert tables["In which language"] == {"Finnish": 12, "others": 38}
    assert [list(tables[name].values()) for name in ("How they came", "When they came")] == [[PEOPLE], [PEOPLE]]
    assert {theme.h3.text: numbers(theme.select_one(".kicker").text) for theme in page.select(".theme")} == {
        name: [len(members)] for name, members in themes.items()
    }
    shown = [tuple(numbers(row.select_one(".small").text)) for row in page.select("section[aria-labelledby=agreed] li")]
    assert shown == sheet.many_agree()[:10]
    assert len(shown) >= 5


def check_files(occasion: Occasion, desk: Desk, sheet: Sheet, themes: dict[str, set[str]]) -> None:
    """JSON, CSV, ZIP, the feed, and the lists that the desk saves."""
    base, client = f"/api/v1/occasions/{occasion.page_key}/", Client()
    detail = client.get(base).json()
    assert [detail["occasion"]["published"], detail["questions"][0]["published"]] == [PEOPLE, PEOPLE]
    assert {row["titles"]["da"]: row["contributions"] for row in detail["themes"]} == {
        name: len(members) for name, members in themes.items()
    }
    named = {row["id"]: row["titles"]["da"] for row in detail["themes"]}
    told = client.get(f"{base}contributions/").json()
    lines = list(csv.DictReader(StringIO(client.get(f"{base}contributions.csv").content.decode("utf-8-sig")),
                                delimiter=";"))  # fmt: skip
    for rows in (told["contributions"], lines):
        assert {row["id"]: row["language"] for row in rows} == {key: said[0] for key, said in sheet.said.items()}
        counted = {row["id"]: [int(row[key]) for key in ("agree", "disagree", "passed")] for row in rows}
        assert counted == sheet.counts
    for row in told["contributions"]:
        assert {named[theme] for theme in row["themes"]} == {name for name, ids in themes.items() if row["id"] in ids}
        assert row["text"] is None

    with ZipFile(BytesIO(client.get(f"{base}reactions.zip").content)) as packed:
        files = {name: list(csv.DictReader(StringIO(packed.read(name).decode()))) for name in packed.namelist()}
    comments = {row["public-id"]: [int(row[key]) for key in ("agrees", "disagrees", "passes")]
                for row in files["comments.csv"]}  # fmt: skip
    assert comments == sheet.counts
    assert len(files["votes.csv"]) == PEOPLE * EACH
    assert [int(row["n-votes"]) for row in files["participants-votes.csv"]] == [EACH] * PEOPLE
    feed = client.get("/en/take-part/feed.xml").content.decode()
    assert feed.count("<entry") == 2  # the event and its report
    check_lists_of_the_desk(occasion, desk, sheet, themes)


def check_lists_of_the_desk(occasion: Occasion, desk: Desk, sheet: Sheet, themes: dict[str, set[str]]) -> None:
    """The same list as CSV and as a workbook, with themes."""
    saved = desk.client.get(at(occasion, "csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(saved, newline=""), delimiter=";"))
    book = load_workbook(BytesIO(desk.client.get(at(occasion, "xlsx")).content), read_only=True)
    heads, *cells = list(book.active.iter_rows(values_only=True))
    for listed in (rows, [dict(zip(heads, line, strict=True)) for line in cells]):
        assert {row["Number"] for row in listed} == set(sheet.said)
        for row in listed:
            wanted = sorted(name for name, members in themes.items() if row["Number"] in members)
            assert sorted((row["Themes"] or "").replace("Bussar, spår", "Bussar_ spår").split(", ")) == (
                [name.replace(",", "_") for name in wanted] or [""]
            )
