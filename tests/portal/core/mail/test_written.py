"""The HTML part of mails that are written as text: the mark, the same words, links that lead where they say."""

import pytest
from bs4 import BeautifulSoup

from portal.core.mail.written import Line, html_of, lines_of

OURS = "https://portal.example/is/projects/confirm/ltVLUASFD13exEtsu9U1/"


@pytest.fixture(autouse=True)
def _base_url(settings):
    settings.BASE_URL = "https://portal.example"


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        (f"Staðfestu hér:\n{OURS}", [Line("Staðfestu hér", OURS)]),
        (f"Einu sinni í viku.\nHætta:\n{OURS}", [Line("Einu sinni í viku."), Line("Hætta", OURS)]),
        (
            f"Þórshöfn\nVerkefni (íslenska)\nSnjómokstur\n{OURS}",
            [Line("Þórshöfn", OURS), Line("Verkefni (íslenska)"), Line("Snjómokstur")],
        ),
        (OURS, [Line(OURS, OURS)]),
        # A visitor's words do not hide where their links lead.
        (f"Press here:\n{OURS.replace('.example', '.example.evil.example')}", None),
        (f"See {OURS} for more", None),
    ],
)
def test_an_address_of_the_portal_becomes_the_link_of_its_line_and_no_other(block, lines):
    assert lines_of(block) == (lines or [Line(line) for line in block.split("\n")])


def test_html_says_what_the_text_says_and_keeps_typed_markup_as_text():
    body = f"<b>Ég</b> & þú spyrjum:\nhttps://elsewhere.example/x\n\n- Eitt\n- Tvö\n\nLesið hér:\n{OURS}\n"

    soup = BeautifulSoup(html_of("Spurning um „ÆÐI“", body, "is"), "html.parser")

    assert soup.html["lang"] == "is"
    assert soup.h1.get_text() == soup.title.get_text() == "Spurning um „ÆÐI“"
    assert soup.select_one(".mark i.top")
    assert "prefers-color-scheme: dark" in soup.style.string
    assert [" ".join(p.get_text().split()) for p in soup.select("p")] == [
        "<b>Ég</b> & þú spyrjum: https://elsewhere.example/x",
        "- Eitt - Tvö",
        "Lesið hér",
    ]
    links = [(a.get_text(), a["href"]) for a in soup.select("a")]
    assert links == [("https://elsewhere.example/x", "https://elsewhere.example/x"), ("Lesið hér", OURS)]
