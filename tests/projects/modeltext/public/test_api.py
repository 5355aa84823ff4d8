"""The model text for other programs: versions, paragraphs with roots, comparisons, as the OpenAPI describes them."""

import json
from typing import Any

import pytest
from django.test import Client

from events.dialogue.enums import ContributionState, Quoting
from events.dialogue.models import Contribution
from projects.models import ElementPage
from projects.modeltext.enums import LineageKind, Relation, Step
from projects.modeltext.models import ModelVersion, Paragraph, Root, Source
from projects.modeltext.rooting import set_successors
from projects.modeltext.versions import propose, publish
from tests.events.dialogue.factories import make_contribution, make_occasion, make_question
from tests.kept_rows import kept
from tests.projects.modeltext.texts import NOW, add_text, first_version, give_root, key_of, rewrite, secretary
from tests.search.public.test_api import assert_described
from tests.sites import make_site

pytestmark = pytest.mark.django_db
_BASE = "/api/v1/model/"
SNOW = key_of("snow").hex[:8]


@pytest.fixture
@kept
def made(db: None) -> tuple[ElementPage, dict[str, Contribution]]:
    """Version 1.0, and 1.1 in which a paragraph was split and another one has roots; what people said of it."""
    said = make_said()
    return make_versions(said), said


@pytest.fixture
def element(made: tuple[ElementPage, dict[str, Contribution]]) -> ElementPage:
    """The element of the two versions."""
    return made[0]


@pytest.fixture
def said(made: tuple[ElementPage, dict[str, Contribution]]) -> dict[str, Contribution]:
    """The contributions."""
    return made[1]


def make_said() -> dict[str, Contribution]:
    """Contributions that may be quoted, and that may not."""
    question = make_question(make_occasion())
    return {
        "quoted": make_contribution(question, "Lunta riittää kaikille"),
        "unquoted": make_contribution(question, "Hiljainen salaisuus", quoting=Quoting.NO),
        "unlicensed": make_contribution(question, "Leyndarmál án leyfis", licence_version=""),
        "withdrawn": make_contribution(question, "", state=ContributionState.WITHDRAWN),
    }


def make_versions(said: dict[str, Contribution]) -> ElementPage:
    """Version 1.0, and 1.1 in which a paragraph was split and another one has roots."""
    make_site("en", "fi")
    element = add_text({"snow": "Snow falls &amp; melts.", "trust": "Trust grows."}, title="Winter")
    add_text({"snow": "Lunta sataa.", "trust": "Luottamus kasvaa."}, "fi", of=element, title="Talvi")
    source = Source.objects.create(title="Invitation", publisher="Testby", url="https://source.example/a?b=1")
    Root.objects.create(
        kind="source", key=str(source.key), relation="from", because={"en": "It says so."}, added_at=NOW
    )
    first_version()
    rewrite(element, {"ice": "Ice forms.", "melt": "Snow melts.", "trust": "Trust grows slowly."})
    version = propose(Step.TEXT, {"en": "Split.", "is": "Skipt."}, secretary("kari"), NOW)
    gone, *new = (Paragraph.objects.get(key=key_of(name)) for name in ("snow", "ice", "melt"))
    set_successors(version, gone, new, LineageKind.SPLIT)
    for name in ("ice", "melt"):
        give_root(name, "source", str(source.key))
    for one in said.values():
        give_root("trust", "contribution", one.public_id, Relation.SUPPORTED_BY)
    give_root("trust", "contribution", "zzzz2345", Relation.SPEAKS_AGAINST)
    publish(version.pk, version.sha256, secretary("ola"), NOW)
    return element


def told(client: Client, path: str) -> dict[str, Any]:
    """The answer, once it has proved to be as it is described."""
    answer = client.get(f"{_BASE}{path}")
    assert answer.status_code == 200, path
    shape = {"": "versions/", "v": "versions/{number}/", "c": "compare/{old}/{new}/"}
    kind = "c" if path.startswith("compare") else "v" if path.partition("?")[0].count("/") == 2 else ""
    described = client.get("/api/v1/openapi.json").json()["paths"][f"{_BASE}{shape[kind]}"]["get"]
    data = answer.json()
    assert_described(data, described["responses"]["200"]["content"]["application/json"]["schema"])
    return data  # type: ignore[no-any-return]


def test_versions_are_listed_the_latest_first(client: Client, element: ElementPage):
    data = told(client, "versions/?language=fi")

    assert (data["count"], data["in_force"]) == (2, "1.1")
    assert [one["number"] for one in data["versions"]] == ["1.1", "1.0"]
    assert data["versions"][0]["url"].endswith("/fi/model/1.1/")
    assert data["versions"][0]["news"] == {"en": "Split.", "is": "Skipt."}
    assert data["versions"][1]["sha256"] == ModelVersion.objects.get(minor=0).sha256


def test_text_of_a_version_has_every_paragraph_in_all_languages(client: Client, element: ElementPage):
    [section] = told(client, "versions/1.0/")["sections"]
    first = section["paragraphs"][0]

    assert section["titles"] == {"en": "Winter", "fi": "Talvi"}
    assert (first["id"], first["number"], first["key"]) == (SNOW, "1.1", str(key_of("snow")))
    assert first["url"].endswith(f"/en/model/p/{SNOW}/")
    assert (first["texts"]["en"]["html"], first["texts"]["en"]["text"]) == (
        "<p>Snow falls &amp; melts.</p>",
        "Snow falls & melts.",
    )
    assert (first["texts"]["fi"]["text"], first["texts"]["fi"]["language"]) == ("Lunta sataa.", "fi")
    assert first["texts"]["en"]["translation"] == "source"


def test_roots_say_no_more_than_their_pages(client: Client, element: ElementPage, said: dict[str, Contribution]):
    data = told(client, "versions/1.1/?language=is")
    roots = data["sections"][0]["paragraphs"][-1]["roots"]
    by_key = {root["key"]: root for root in roots}

    assert [root["title"] for root in data["roots"]] == ["Invitation (Testby)"]
    assert data["roots"][0]["url"] == "https://source.example/a?b=1"
    assert data["roots"][0]["because"] == {"en": "It says so."}
    assert by_key[said["quoted"].public_id]["title"] == "Lunta riittää kaikille"
    assert by_key[said["quoted"].public_id]["url"].endswith(f"/is/take-part/c/{said['quoted'].public_id}/")
    assert by_key[said["withdrawn"].public_id] | {"because": {}} == {
        "relation": "supports", "kind": "contribution", "key": said["withdrawn"].public_id, "title": "",
        "language": "", "url": "", "because": {}, "gone": True,
    }  # fmt: skip
    assert by_key["zzzz2345"]["gone"]
    everything = json.dumps(data, ensure_ascii=False)
    assert not [word for word in ("Hiljainen", "salaisuus", "Leyndarmál") if word in everything]
    assert len(roots) == 5, "what was withdrawn counts"


def test_what_is_withdrawn_later_is_gone_from_the_answer_at_once(
    client: Client, element: ElementPage, said: dict[str, Contribution]
):
    before = client.get(f"{_BASE}versions/1.1/")
    Contribution.objects.filter(pk=said["quoted"].pk).update(state=ContributionState.WITHDRAWN, text="")

    after = client.get(f"{_BASE}versions/1.1/", headers={"If-None-Match": before["ETag"]})

    assert before["Cache-Control"] == "public, max-age=0"
    assert "Lunta riittää" in before.content.decode()
    assert (after.status_code, "Lunta riittää" in after.content.decode()) == (200, False)


def test_comparison_names_what_followed_and_may_be_kept_for_an_hour(
    client: Client, element: ElementPage, django_assert_num_queries
):
    data = told(client, "compare/1.0/1.1/")
    changes = {change["id"]: change for change in data["changes"]}

    assert changes[SNOW]["kind"] == "gone"
    followed = [(one["kind"], one["id"]) for one in changes[SNOW]["followed_by"]]
    assert followed == [("split", key_of(name).hex[:8]) for name in ("ice", "melt")]
    trust = changes[key_of("trust").hex[:8]]
    assert (trust["kind"], trust["old_number"], trust["number"], trust["renumbered"]) == ("changed", "1.2", "1.3", True)
    assert trust["marked"] == "Trust <del>grows.</del><ins>grows slowly.</ins>"
    finnish = told(client, "compare/1.0/1.1/?language=fi")["changes"]
    assert next(one for one in finnish if one["id"] == trust["id"])["lags"]
    with django_assert_num_queries(3):
        answer = client.get(f"{_BASE}compare/1.1/1.0/")
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert {one["kind"] for one in told(client, "compare/1.1/1.1/")["changes"]} == {"same"}


def test_a_version_costs_as_many_queries_with_more_roots(
    client: Client, element: ElementPage, django_assert_num_queries
):
    # Versions, the text, contributions, sources.
    with django_assert_num_queries(4):
        answer = client.get(f"{_BASE}versions/1.1/")
    assert client.get(f"{_BASE}versions/1.1/", headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("versions/1.01/", 404, "number"),
        ("versions/9.9/", 404, "number"),
        ("versions/ð/", 404, "number"),
        (f"versions/{'9' * 2000}/", 404, "number"),
        ("versions/١.٠/", 404, "number"),
        ("compare/1.0/2.0/", 404, "new"),
        ("compare/x/1.0/", 404, "old"),
        ("versions/1.0/?language=tlh", 400, "language"),
        ("versions/1.0/?language=", 400, "language"),
        ("versions/?page=2", 400, "page"),
        ("versions/1.0/?q=%FF", 400, "q"),
    ],
)
def test_what_cannot_be_understood_is_said_in_json(
    client: Client, element: ElementPage, path: str, status: int, parameter: str
):
    answer = client.get(f"{_BASE}{path}")

    assert (answer.status_code, answer.json()["error"]["parameter"]) == (status, parameter)


def test_other_spellings_of_a_number_lead_to_the_one_address(client: Client, element: ElementPage):
    assert client.get(f"{_BASE}versions/1/?language=fi")["Location"] == f"{_BASE}versions/1.0/?language=fi"
    assert client.get(f"{_BASE}compare/1.0.0/1.1/")["Location"] == f"{_BASE}compare/1.0/1.1/"
    assert client.post(f"{_BASE}versions/").status_code == 405
    assert client.head(f"{_BASE}versions/").status_code == 200


def test_before_any_version_the_list_is_empty(client: Client):
    make_site("en")

    assert told(client, "versions/") == {"count": 0, "in_force": "", "versions": []}


def test_the_answer_is_the_same_whatever_language_a_program_prefers(client: Client, element: ElementPage):
    one, other = (client.get(f"{_BASE}versions/1.1/", headers={"Accept-Language": code}) for code in ("da", "fi"))

    assert one.content == other.content
