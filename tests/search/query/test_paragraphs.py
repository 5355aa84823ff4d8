"""Paragraphs of the model are found by their number and their words, and the result leads to the paragraph."""

import unicodedata

import pytest
from django.test import Client

from projects.models import ElementIndexPage, ElementPage
from search.enums import Step
from search.models import SearchDocument
from search.query.answering import Question, answer
from tests.kept_rows import kept
from tests.projects.modeltext.texts import add_text, blocks, first_version, key_of, next_version, rewrite
from tests.sites import make_site

pytestmark = pytest.mark.django_db
SNOW, ROADS, TRUST = (key_of(name).hex[:8] for name in ("snow", "roads", "trust"))
TEXT = {"snow": "Snow falls on roofs.", "roads": "Ploughs clear the roads.", "trust": "Trust grows slowly."}


@pytest.fixture
@kept
def element() -> ElementPage:
    """Two elements; the second one has a text of three paragraphs in two languages, and questions behind it."""
    make_site("en", "fi")
    add_text({"other": "The harbour sleeps."}, title="Harbour")
    questions = [("question", "Who shovels?")]
    element = add_text(TEXT, title="Winter & neighbours", summary="What frost does.", guiding_questions=questions)
    finnish = {"snow": "Lunta sataa katoille.", "roads": "Aurat puhdistavat tiet.", "trust": "Luottamus kasvaa."}
    add_text(finnish, "fi", of=element, title="Talvi", summary="Mitä pakkanen tekee.")
    first_version()
    return element


def urls(typed: str, language: str = "en") -> list[str]:
    return [result.url for result in answer(Question(typed=typed, language=language)).results]


@pytest.mark.parametrize(
    "typed",
    ["2.2", " 2.2. ", "paragraph 2.2", "PARAGRAPH 2.2", "§ 2.2", "§2.2", "Kappale 2.2", "stycke 2.2", "Afsnit 2.2"],
)
def test_a_number_leads_to_its_paragraph(element: ElementPage, typed: str):
    found = answer(Question(typed=typed, language="fi"))

    assert [result.url for result in found.results] == [f"{ElementPage.objects.get(title='Talvi').url_path}#p-{ROADS}"]
    assert (found.step, found.total) == (Step.ADDRESS, 1)


def test_the_icelandic_word_is_understood_however_its_letters_are_put_together(element: ElementPage):
    for form in ("NFC", "NFD"):
        assert urls(unicodedata.normalize("NFD", "málsgrein 2.1")) == urls(unicodedata.normalize(form, "málsgrein 2.1"))
    assert urls("málsgrein 2.1") == [f"{element.url_path}#p-{SNOW}"]


@pytest.mark.parametrize("typed", ["9.9", "2.22", "1.1.1", "2.2 million", "version 2.2", "02.2", "2,2"])
def test_what_is_no_paragraph_is_searched_as_words(element: ElementPage, typed: str):
    assert answer(Question(typed=typed, language="en")).step != Step.ADDRESS


@pytest.mark.parametrize(
    ("typed", "language", "paragraph"),
    [
        ("snow", "en", SNOW),
        ("ploughs", "en", ROADS),
        ("trust slowly", "en", TRUST),
        ("aurat", "fi", ROADS),
        ("luottamus", "fi", TRUST),
        ("frost", "en", ""),
        ("shovels", "en", ""),
    ],
)
def test_words_lead_to_the_paragraph_in_which_they_stand(
    element: ElementPage, typed: str, language: str, paragraph: str
):
    [url] = urls(typed, language)

    assert url.partition("#p-")[2] == paragraph


def test_paragraphs_of_the_preamble_are_led_to_by_words_and_by_number():
    make_site("en", "fi")
    add_text(TEXT)
    for language, text in (("en", "Frost binds the valley."), ("fi", "Pakkanen sitoo laakson.")):
        model = ElementIndexPage.objects.get(locale__language_code=language)
        stream = ElementIndexPage._meta.get_field("preamble").stream_block
        model.preamble = stream.to_python(blocks({"first": f"{text}", "second": "Þar er ís."}))
        model.steps = [("step", {"title": "Lanterns", "text": "<p>Lanterns glow.</p>"})]
        model.save_revision().publish()
    assert "#p-" not in urls("frost")[0]
    first_version()
    first, second = (f"#p-{key_of(name).hex[:8]}" for name in ("first", "second"))

    assert [one.partition("/model/")[2] for one in urls("frost valley")] == [first]
    assert urls("pakkanen laakso", "fi")[0].endswith(f"/fi/model/{first}")
    assert urls("paragraph 0.2") == [f"/en/model/{second}"]
    assert urls("lanterns") == ["/en/model/"]


def test_the_api_and_the_page_lead_there_too(client: Client, element: ElementPage):
    [result] = client.get("/api/v1/search/?q=ploughs").json()["results"]

    assert result["url"] == f"{element.url_path}#p-{ROADS}"
    assert f'href="{element.url_path}#p-{ROADS}"' in client.get("/en/search/?q=ploughs").content.decode()
    assert f'id="p-{ROADS}"' in client.get(element.url_path).content.decode()


def test_only_paragraphs_of_the_version_in_force_have_addresses(element: ElementPage):
    rewrite(element, {"snow": TEXT["snow"], "new": "Lanterns glow."})
    assert urls("lanterns") == [element.url_path]
    assert urls("2.3") != [f"{element.url_path}#p-{TRUST}"]

    next_version(rooted=("new",))

    assert urls("lanterns") == [f"{element.url_path}#p-{key_of('new').hex[:8]}"]
    assert urls("2.2") == [f"{element.url_path}#p-{key_of('new').hex[:8]}"]


def test_before_any_version_nothing_has_an_anchor(db: None):
    make_site("en")
    element = add_text({"snow": "Snow falls."})

    assert urls("snow") == [element.url_path]
    assert SearchDocument.objects.get(page_id=element.pk).anchors == []
