"""Coverage: numbers equal a recount from what the portal gives out, and are read in few queries."""

import csv
import io
import json
from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest
from django.test import Client

from events.dialogue.enums import ContributionState, Decision
from events.dialogue.models import Contribution, Follower, Occasion, Question, Reply
from portal.core.operations.periodic import JOBS
from projects.modeltext.coverage import count, store
from projects.modeltext.enums import Relation
from projects.modeltext.models import Coverage
from tests.events.dialogue.factories import make_contribution, make_occasion, make_question, make_theme
from tests.kept_rows import kept
from tests.projects.modeltext.texts import NOW, add_text, first_version, give_root, key_of, next_version, rewrite
from tests.sites import add_case, make_site

pytestmark = pytest.mark.django_db
STEPS = ("in_theme", "replied", "in_text")
PATH = "/fi/model/coverage/"


@pytest.fixture
@kept
def occasion() -> Occasion:
    """Twenty-four contributions, some in a theme, some replied to, some in version 1.1; with one of the organisers."""
    make_site("en", "fi")
    element = add_text({"snow": "Snow falls.", "trust": "Trust grows."}, title="Winter")
    add_text({"harbour": "The harbour sleeps."}, title="Harbours")
    first_version()
    add_case(title="Höfnin í Testvík", elements=[element])
    occasion = make_occasion()
    question = make_question(occasion)
    said = [
        make_contribution(
            question, published_at=NOW - timedelta(days=n), language="fi" if n % 2 else "is", country="FI"
        )
        for n in range(20)
    ]
    said += [make_contribution(question, language="da") for _n in range(4)]
    make_contribution(question, by_organiser=True, participant=None)
    make_contribution(question, state=ContributionState.PENDING)
    theme = make_theme(occasion, *said[:7])
    Reply.objects.create(theme=theme, decision=Decision.PARTLY, decided_at=NOW + timedelta(days=4))
    Reply.objects.create(contribution=said[9], decision=Decision.NO, decided_at=NOW + timedelta(days=1))
    rewrite(element, {"snow": "Snow falls softly.", "trust": "Trust grows slowly."})
    give_root("snow", "theme", theme.public_id)
    give_root("trust", "contribution", said[9].public_id)
    give_root("trust", "contribution", said[10].public_id, Relation.SPEAKS_AGAINST)
    next_version()
    return occasion


def exported(client: Client, occasion: Occasion, file: bool) -> list[dict[str, str]]:
    """The contributions of an occasion as everybody can have them, from the file or from the interface."""
    address = f"/api/v1/occasions/{occasion.page_key}/contributions"
    if file:
        content = b"".join(client.get(f"{address}.csv")).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(content), delimiter=";"))
    rows = json.loads(client.get(f"{address}/").content)["contributions"]
    return [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("file", [True, False])
def test_numbers_equal_a_recount_from_the_export(client: Client, occasion: Occasion, file: bool):
    rows = [row for row in exported(client, occasion, file) if row["by_organiser"].lower() not in {"true", "1", "yes"}]
    everything, one = count()["said"]

    assert len(rows) == 24
    for counted in (everything, one):
        assert counted["numbers"] == became(rows)
        for step in STEPS:
            spans = [
                (date.fromisoformat(row[f"{step}_on"]) - date.fromisoformat(row["published_at"][:10])).days
                for row in rows
                if row[f"{step}_on"]
            ]
            assert counted["days"][step] == median(spans)
        sizes = Counter(row["language"] for row in rows)
        assert counted["by_language"] == {
            code: became([row for row in rows if row["language"] == code]) for code, size in sizes.items() if size >= 10
        }
        assert counted["by_country"] == {"FI": became([row for row in rows if row["country"] == "FI"])}
    assert one["numbers"] == {"said": 24, "in_theme": 7, "replied": 8, "in_text": 9}


def became(rows: list[dict[str, str]]) -> dict[str, int]:
    """The same numbers, counted from the rows of the export."""
    return {"said": len(rows)} | {step: sum(bool(row[f"{step}_on"]) for row in rows) for step in STEPS}


def test_model_says_what_it_rests_on_and_what_it_lacks(client: Client, occasion: Occasion):
    model = count()["model"]

    assert model is not None
    assert (model["version"], model["paragraphs"], model["with_roots"]) == ("1.1", 3, 2)
    assert model["by_kind"] == {"theme": 1, "contribution": 1}
    assert [one["id"] for one in model["silent"]] == [key_of("harbour").hex[:8]]
    assert len(model["without_case"]) == 1
    assert [(one["id"], one["answer"]) for one in model["against"]] == [(key_of("trust").hex[:8], {})]


def test_reply_to_what_speaks_against_is_named_in_the_readers_language(client: Client, occasion: Occasion):
    against = Contribution.objects.order_by("pk")[10]
    Reply.objects.create(contribution=against, decision=Decision.NO, decided_at=NOW)
    store(NOW)

    assert "Not taken up" in client.get("/en/model/coverage/").content.decode()


def test_page_is_read_in_two_queries_and_counted_by_the_job(
    client: Client, occasion: Occasion, django_assert_num_queries
):
    assert client.get(PATH).status_code == 200  # nothing is counted yet
    JOBS["modeltext.count_coverage"].run()
    client.get(PATH)

    with django_assert_num_queries(2):
        response = client.get(PATH)

    page = response.content.decode()
    assert response["Cache-Control"] == "public, max-age=0"
    assert not response.cookies
    assert client.get(PATH, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert f"/fi/model/p/{key_of('harbour').hex[:8]}/" in page
    assert occasion.page("fi")["title"] in page
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(PATH).status_code == 405


def test_count_holds_no_words_of_anybody(occasion: Occasion):
    store(NOW)

    kept = json.dumps(Coverage.objects.get().result, ensure_ascii=False)
    assert not any(text in kept for text in Contribution.objects.values_list("text", flat=True))


def test_followers_are_counted_from_five_on(occasion: Occasion):
    said = list(Contribution.objects.order_by("pk")[:5])
    for number, one in enumerate(said):
        told = NOW if number < 2 else None
        Follower.objects.create(
            contribution=one, address="x", address_hmac=str(number), language="fi", created_at=NOW, ends_at=NOW,
            confirmed_at=NOW, last_told=told,
        )  # fmt: skip
        counted = count()["said"][0]["told"]
        assert counted == (None if number < 4 else [5, 2])


def test_standing_questions_are_counted_beside_occasions(occasion: Occasion):
    make_contribution(make_question())

    everything, *others = count()["said"]
    assert everything["numbers"]["said"] == 25
    assert [one["numbers"]["said"] for one in others] == [24, 1]
    assert others[1]["pages"] == {}
    assert Question.objects.filter(occasion=None).exists()


def test_empty_portal_says_that_nothing_was_counted_or_said(client: Client):
    make_site("en", "fi")

    assert "being counted" in client.get("/en/model/coverage/").content.decode()
    store(NOW)
    assert "Nothing that people said is shown yet." in client.get("/en/model/coverage/").content.decode()
