"""The page of the model: the cairn, the preamble, steps and their sheet, and the addresses that it had before."""

import pytest
from django.test import Client
from wagtail.models import Locale

from projects.models import ElementIndexPage, ElementPage
from projects.modeltext.canonical import elements_of, paragraphs_of
from projects.modeltext.comparing import compare
from projects.modeltext.enums import Step
from projects.modeltext.models import ModelVersion, Paragraph
from projects.modeltext.public.cairn import draw
from projects.modeltext.snapshots import build
from projects.modeltext.versions import preview
from tests.kept_rows import kept
from tests.projects.modeltext.texts import add_text, first_version, key_of, next_version
from tests.sites import add_case, make_site

pytestmark = pytest.mark.django_db


def give_text(language: str = "en", **texts: str) -> ElementIndexPage:
    """Publish the page of the model with a preamble and a step."""
    page = ElementIndexPage.objects.get(locale=Locale.objects.get(language_code=language))
    said = [{"type": "paragraph", "value": f"<p>{text}</p>", "id": str(key_of(name))} for name, text in texts.items()]
    page.preamble = ElementIndexPage._meta.get_field("preamble").stream_block.to_python(said)
    page.steps = [("step", {"title": "Aloita pienestä", "text": "Kysy naapureilta."})]
    page.save_revision().publish()
    return ElementIndexPage.objects.get(pk=page.pk)


@pytest.fixture
@kept
def elements() -> list[ElementPage]:
    """Two elements with a question each; a case shows both, in two languages."""
    make_site("en", "fi")
    names = ("Winter & neighbours", "Asukkaiden yhteisvastuullisuusharjoittelu ja vaikutusmahdollisuudet")
    pages = [
        add_text({name: "A text."}, title=name, slug=f"e-{n}", guiding_questions=[("question", f"Who clears {n}?")])
        for n, name in enumerate(names)
    ]
    case = add_case(elements=pages, title="Snow ploughs")
    add_case("fi", case, elements=pages, title="Lumiaurat")
    return pages


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_cairn_and_list_lead_to_the_elements_and_count_each_case_once(client: Client, elements: list[ElementPage]):
    text = text_of(client, "/en/model/")

    assert text.count('href="/en/model/e-0/"') == text.count('href="/en/model/e-1/"') == 2
    assert text.count("1 case<") == 4
    assert "style=" not in text


def test_cairn_stands_on_its_first_stone_and_breaks_long_names():
    entries = [
        {
            "number": n,
            "title": "Yhteisvastuullisuus ja vaikutusmahdollisuudet",
            "key": str(n),
            "url": "/fi/",
            "language": "fi",
        }
        for n in (1, 2)
    ]
    low, high = draw(entries, {"2": 5}).stones

    assert float(low.y) > float(high.y)
    assert [line for _y, line in low.lines] == ["1. Yhteisvastuullisuus ja", "vaikutusmahdollisuudet"]
    assert (low.cases, high.cases) == (0, 5)
    assert draw([], {}).stones == ()


def test_page_of_the_model_asks_as_little_with_two_versions(client, elements, django_assert_num_queries):
    give_text(frame="A shared frame.")
    first_version()
    next_version_of(elements[0])
    client.get("/en/model/")

    with django_assert_num_queries(6):
        text = text_of(client, "/en/model/")
    assert 'href="/en/model/compare/1.0/1.1/"' in text
    assert f'id="p-{key_of("frame").hex[:8]}"' in text


def next_version_of(page: ElementPage) -> ModelVersion:
    """A version in which a paragraph of ``page`` has changed."""
    page.body = [{"type": "paragraph", "value": "<p>Another text.</p>", "id": str(page.body[0].id)}]
    page.save_revision().publish()
    return next_version(rooted=(page.title,))


def test_preamble_comes_first_and_is_no_element(elements: list[ElementPage]):
    old = first_version()
    assert build(1) == {**old.snapshot, "sections": [without_ids(one) for one in old.snapshot["sections"]]}

    give_text(frame="A shared frame.", life="Everyday life.")
    assert preview().step == Step.TEXT
    version = propose_rooted("frame", "life")

    numbers = [one["number"] for one in paragraphs_of(version.snapshot).values()]
    assert numbers == ["0.1", "0.2", "1.1", "2.1"]
    assert elements_of(version.snapshot) == elements_of(old.snapshot)
    found = compare(old.snapshot, version.snapshot, "en")
    assert (found.structure, len(found.of_kind("new"))) == ([], 2)


def without_ids(section):
    """A section before its paragraphs had addresses."""
    return {**section, "paragraphs": [{**one, "id": ""} for one in section["paragraphs"]]}


def propose_rooted(*names: str) -> ModelVersion:
    """The next version, in which these new paragraphs have a root."""
    model = str(ElementIndexPage.objects.first().translation_key)
    for name in names:
        key = key_of(name)
        Paragraph.objects.create(key=key, short_id=key.hex[:8], element_key=model)
    return next_version(rooted=names)


def test_preamble_is_read_in_the_whole_text_and_as_plain_text(client: Client, elements: list[ElementPage]):
    give_text(frame="A shared frame.")
    first_version()

    text, plain = text_of(client, "/en/model/1.0/"), text_of(client, "/en/model/1.0/text.txt")
    assert "0. Preamble" not in text + plain
    assert plain.index("Preamble") < plain.index("0.1  A shared frame.") < plain.index("1. Winter")
    assert ">Preamble</h2>" in text


def test_sheet_has_room_below_every_question_and_can_be_of_one_element(client: Client, elements: list[ElementPage]):
    give_text()

    text, part = text_of(client, "/en/model/worksheet/"), text_of(client, "/en/model/worksheet/?element=2")
    assert [text.count(one) for one in ("Who clears 0?", "Who clears 1?", "worksheet__room", "Aloita")] == [1, 1, 2, 1]
    assert [part.count(one) for one in ("Who clears 0?", "Who clears 1?", "worksheet__room")] == [0, 1, 1]
    assert text_of(client, "/en/model/worksheet/?element=þ").count("worksheet__room") == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/en/elements/", "/en/model/"),
        ("/fi/elements/", "/fi/model/"),
        ("/en/elements/e-0/", "/en/model/e-0/"),
        ("/en/elements/e-0/?page=2", "/en/model/e-0/?page=2"),
        ("/en/elements/?version=1", "/en/model/1.0/"),
        ("/en/elements/?version=7", "/en/model/"),
        ("/en/elements/?version=þ", "/en/model/"),
        ("/en/elements/%C3%A6//x/", "/en/model/%C3%A6//x/"),
    ],
)
def test_old_address_leads_on_for_ever(client: Client, elements: list[ElementPage], old: str, new: str):
    first_version()

    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)


def test_old_address_leads_nowhere_without_a_page_of_the_model(client: Client, elements: list[ElementPage]):
    for page in ElementIndexPage.objects.all():
        page.unpublish()

    assert client.get("/en/elements/").status_code == 404


def test_element_shows_three_cases_from_different_places(client: Client, elements: list[ElementPage]):
    for title, size in (("Stórborg", "large"), ("Suurkaupunki", "large"), ("Toinen", "large"), ("Bygd", "small")):
        add_case(elements=elements[:1], title=title, country="FI", size_band=size)

    text = text_of(client, elements[0].url_path)
    assert text.count('class="card"') == 3
    assert ">Bygd</a>" in text
    assert "All 5 cases in the library" in text
