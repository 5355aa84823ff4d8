"""Fifty people of a workshop and the sheet of what they sent: who said what in which language, who reacted how."""

import time
from collections import Counter
from dataclasses import dataclass, field
from math import sqrt

from bs4 import BeautifulSoup, Tag
from django.test import Client

from tests.events.dialogue.live.rooms import Phone
from tests.forms import fields_of

#: Sentences in seven languages, and what people put into them; in Swedish also as some keyboards send it, decomposed.
SENTENCES = {
    "fi": ("Öisin lisää: {}", "valoa vettä penkkejä puita busseja hiljaisuutta leikkiä tilaa apua kahvia aikaa ääntä"),
    "en": ("Let people have a say about {}", "parks trams schools noise lights benches paths"),
    "da": ("Spørg først naboerne om {}", "støjen træerne bænkene vejene skolen åen haverne"),
    "nb": ("Det må bli lettere å få {}", "buss plass lys hjelp svar ro trær"),
    "sv": ("Fra\u030aga de a\u0308ldre om {}", "ljus hissar bänkar värme lugn mat bussar"),
    "is": ("Þetta vantar í hverfið okkar: {}", "ljós bekki tré strætó ró aðstoð svör"),
    "fo": ("Bygdin hevur tørv á {}", "ljósi bussum røðum friði hjálp hita trøum"),
}  # fmt: skip
PEOPLE = 50
#: Statements that each of them reacts to.
EACH = 8


@dataclass
class Sheet:
    """What was sent."""

    #: Public id -> language and place of the author.
    said: dict[str, tuple[str, int]] = field(default_factory=dict)
    #: Public id -> how many agreed, disagreed, passed.
    counts: dict[str, list[int]] = field(default_factory=dict)

    def many_agree(self) -> list[tuple[int, ...]]:
        """Counts of what many agree with, by Wilson's interval, most agreement first, older ones first."""
        found = [(counts, self.said[number][1]) for number, counts in self.counts.items() if _is_agreed(*counts)]
        return [tuple(counts) for counts, _place in sorted(found, key=lambda row: (-row[0][0], row[1]))]

    @property
    def languages(self) -> Counter[str]:
        """How many statements there are in each language."""
        return Counter(language for language, _place in self.said.values())


def _is_agreed(agree: int, disagree: int, passed: int) -> bool:
    sides, z = agree + disagree, 1.96
    if sides + passed < 5 or not sides:
        return False
    share = agree / sides
    middle, wide = share + z * z / (2 * sides), z * sqrt(share * (1 - share) / sides + z * z / (4 * sides * sides))
    return (middle - wide) / (1 + z * z / sides) > 0.5


def everybody() -> list[tuple[str, str]]:
    """(language, text) of fifty people: twelve Finns, the others evenly."""
    said = {language: [frame.format(word) for word in words.split()] for language, (frame, words) in SENTENCES.items()}
    others = [code for code in said if code != "fi"]
    order = ["fi"] * 12 + [others[number % len(others)] for number in range(PEOPLE - 12)]
    return [(code, said[code].pop(0)) for code in order]


def reaction(person: int, author: int) -> int:
    """How a person reacts to what an author said: a third all agree with, a third divides, a third few like."""
    if author % 3 == 0:
        return 0 if person % 10 == 9 else 1
    if author % 3 == 1:
        return 1 if person % 2 else -1
    return 0 if person % 5 == 0 else -1


def join_all(code: str, monkeypatch) -> list[Phone]:
    """Fifty people open the page, wait as people do, and press the button."""
    clients, phones = [Client() for _ in range(PEOPLE)], []
    opened = []
    for client, (language, _text) in zip(clients, everybody(), strict=True):
        shown = "en" if language == "fo" else language
        url = f"/{shown}/live/{code}/"
        opened.append((client, shown, url, fields_of(client.get(url).content.decode(), "form_key")))
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now + 5)
        for client, shown, url, sent in opened:
            answer = client.post(url, sent)
            assert answer.status_code == 303, answer.content.decode()
            phones.append(Phone(answer["Location"], shown))
    return phones


def react_all(phones: list[Phone], sheet: Sheet) -> None:
    """Each reacts to what the page shows, by its buttons, and the sheet counts."""
    for person, phone in enumerate(phones):
        seen = set()
        for _ in range(EACH):
            shown = phone.read().select_one("[data-live-react] > form:not([hidden]) [name=statement]")["value"]
            value = reaction(person, sheet.said[shown][1])
            answer = phone.client.post(phone.url, {"action": "react", "statement": shown, "value": str(value)})
            assert (answer.status_code, sheet.said[shown][1] != person) == (303, True)
            sheet.counts[shown][(1, -1, 0).index(value)] += 1
            seen.add(shown)
        assert len(seen) == EACH


class Desk:
    """The page of whoever leads the room: its buttons, without script."""

    def __init__(self, client: Client, url: str) -> None:
        self.client, self.url = client, url

    def page(self, url: str = "") -> BeautifulSoup:
        """A page of the desk."""
        answer = self.client.get(url or self.url)
        assert answer.status_code == 200, answer.status_code
        return BeautifulSoup(answer.content, "html.parser")

    def press(self, do: str, **fields: str) -> None:
        """Press the button that does ``do``, with everything that stands in its form."""
        button = self.page().select_one(f"[name=do][value={do}]")
        assert button is not None, do
        form = button.find_parent("form")
        assert isinstance(form, Tag)
        there = {one["name"]: one.get("value", "") for one in form.select("input[name]:not([type=checkbox])")}
        answer = self.client.post(self.url, {**there, "do": do, **fields}, follow=True)
        assert '<li class="success">' in answer.content.decode() or do == "turn"
