"""Comments on paragraphs of the model: during a consultation, without script, and beside every later version."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.dialogue.enums import ContributionState
from events.dialogue.input.actions import withdraw
from events.dialogue.input.paragraphs import QuoteError, find_paragraph, select_quote, still_says
from events.dialogue.models import ConsultationPage, Contribution
from portal.core.models.frame import frame_for
from projects.models import ElementPage
from projects.modeltext.enums import Step
from projects.modeltext.models import ModelVersion
from projects.modeltext.versions import RefusedError, discard, propose, publish, put_out, take_in
from tests.events.dialogue.input.commenting import (
    FINNISH,
    PATH,
    SNOW,
    TEXTS,
    comment,
    consult,
    end,
    page_of,
    typed,
)
from tests.projects.modeltext.texts import (
    NOW,
    add_text,
    give_root,
    key_of,
    next_version,
    rewrite,
    secretary,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_any_pace")]


@pytest.mark.parametrize("others", [0, 4])
def test_the_paragraph_of_the_form_is_found_in_two_queries_however_many_consultations_there_were(
    element: ElementPage, django_assert_num_queries, others: int
):
    for number in range(others):
        end(consult("1.0"))
        rewrite(element, {**TEXTS, "trust": f"Trust grew {ModelVersion.objects.count()} times."})
        next_version(rooted=() if number else ("trust",))
    open_one = consult(f"1.{others}")

    with django_assert_num_queries(2):
        found = find_paragraph(SNOW, "fi")

    assert found
    assert (found.occasion, found.passage.version) == (open_one, f"1.{others}")


def test_paragraph_leads_to_the_form_while_a_consultation_is_open(client: Client, element: ElementPage):
    places = ("/fi/model/1.0/", f"/fi/model/p/{SNOW}/", ElementPage.objects.get(locale__language_code="fi").url_path)
    before = [page_of(client, path) for path in places]
    occasion = consult()
    during = [page_of(client, path) for path in places]
    end(occasion)
    after = [page_of(client, path) for path in places]

    assert [PATH in page for page in before] == [False] * 3
    assert [PATH in page for page in during] == [True] * 3
    assert [PATH in page for page in after] == [False] * 3


def test_consultation_about_one_element_leaves_the_others_alone(client: Client, element: ElementPage):
    other = add_text({"harbour": "The harbour wakes."}, title="Harbours")
    consult(model_elements=[("element", other)])

    assert PATH not in page_of(client, "/fi/model/1.0/")
    assert "form_key" not in page_of(client, PATH)


def test_comment_keeps_paragraph_version_and_quote(client: Client, element: ElementPage):
    occasion = consult()

    response = client.post(PATH, typed(client, quote="“katoille  ja teille”", quoting="anonymous", licence="on"))

    said = Contribution.objects.get()
    assert response.status_code == 302
    assert re.fullmatch(rf"/fi/take-part/mine/[\w-]{{43}}/{said.public_id}/sent/", response["Location"])
    assert (said.occasion, said.state) == (occasion, ContributionState.PENDING)
    assert (said.subject_kind, said.subject_key, said.subject_version) == ("paragraph", SNOW, "1.0")
    assert (said.quote_prefix, said.subject_quote, said.quote_suffix) == ("Lunta sataa", "katoille ja teille", ".")
    assert said.subject_language == "fi"
    assert said.text not in page_of(client, "/fi/model/1.0/")  # nobody has read it yet
    secret = response["Location"].split("/")[4]
    own = page_of(client, f"/en/take-part/mine/{secret}/")
    assert said.text in own
    assert "Paragraph 1.1 of version 1.0" in own


@pytest.mark.parametrize(("words", "said"), [("koirille", "do not stand"), ("a", "more than once")])
def test_quote_that_is_not_one_place_of_the_paragraph_is_refused_and_nothing_is_lost(
    client: Client, element: ElementPage, words: str, said: str
):
    consult()
    path = PATH.replace("/fi/", "/en/")

    response = client.post(path, typed(client, path, quote=words))

    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "Lumi jää – myös Þórshöfnissa." in page
    assert not Contribution.objects.exists()


def test_quote_is_found_where_it_stood_and_nowhere_else():
    text = "Trust grows slowly,\nand trust goes fast."
    selected = select_quote(text, "trust goes")

    assert selected == ("trust goes", "Trust grows slowly, and", "fast.")
    assert still_says("Now: trust grows slowly, and trust goes fast.", *selected)
    assert still_says("Snow, then trust goes fast.", *selected)
    assert not still_says("Here trust goes home.", *selected)
    assert not still_says("Trust stays.", *selected)
    with pytest.raises(QuoteError):
        select_quote(text, "  ")


def test_shown_comment_stands_closed_below_its_paragraph(client: Client, element: ElementPage):
    consult()
    said = comment(client, quote="teille", name="Ääpo Testilä")

    for path in ("/en/model/1.0/", f"/en/model/p/{SNOW}/", element.url_path):
        page = page_of(client, path)
        assert "Comments (1)" in page, path
        assert said.text in page
        assert "About these words:" in page
        assert "Written about" not in page
        assert f"/en/take-part/on/paragraph/{SNOW}/#responses" in page
    assert "Comment on paragraph 1.1" in page_of(client, f"/en/take-part/c/{said.public_id}/")
    assert said.text in page_of(client, PATH)


def test_comment_goes_on_beside_later_versions_and_says_what_changed(client: Client, element: ElementPage):
    consult()
    said = comment(client, quote="katoille")
    finnish = ElementPage.objects.get(locale__language_code="fi")
    rewrite(finnish, {**FINNISH, "snow": "Lunta sataa teille."})
    rewrite(element, {**TEXTS, "snow": "Snow falls on roads."})
    next_version(rooted=("snow",))

    new, old = page_of(client, "/en/model/1.1/"), page_of(client, "/en/model/1.0/")

    assert said.text in new
    assert "Written about version 1.0; changed since." in new
    assert "It quotes words that are gone from here:" in new
    assert "/en/model/compare/1.0/1.1/" in new
    assert "Written about" not in old
    assert "About these words:" in old


def test_comment_on_a_paragraph_that_stayed_says_so(client: Client, element: ElementPage):
    consult()
    comment(client)
    rewrite(element, {**TEXTS, "trust": "Trust grows."})
    next_version(rooted=("trust",))

    assert "Written about version 1.0, which reads the same here." in page_of(client, "/en/model/1.1/")


def test_outside_of_a_consultation_there_is_no_form_and_what_was_typed_is_kept(client: Client, element: ElementPage):
    assert "form_key" not in page_of(client, PATH)
    occasion = consult()
    data = typed(client)
    end(occasion)

    response = client.post(PATH, data)

    assert response.status_code == 409
    assert data["text"] in response.content.decode()
    assert not Contribution.objects.exists()
    page = page_of(client, PATH)
    assert "form_key" not in page
    assert occasion.page("fi")["title"] in page


@pytest.mark.parametrize("key", ["99999999", "SNOW", "ð", "3f9a2c1b" * 8, "-"])
def test_unknown_paragraph_is_not_found(client: Client, element: ElementPage, key: str):
    consult()

    for address in (f"/fi/take-part/on/paragraph/{key}/", f"/fi/take-part/on/nothing/{SNOW}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "x"}).status_code == 404


def test_same_form_twice_is_one_comment_and_a_filled_trap_none(client: Client, element: ElementPage):
    consult()
    data = typed(client)

    assert client.post(PATH, {**data, "leave_empty": "x"}).status_code == 302
    assert not Contribution.objects.exists()
    first, second = client.post(PATH, data), client.post(PATH, data)

    assert first["Location"] == second["Location"]
    assert Contribution.objects.count() == 1


def test_withdrawn_comment_is_nowhere(client: Client, element: ElementPage):
    consult()
    said = comment(client, text="Pitkäsanaisuusharjoittelu", quote="katoille")
    withdraw(said.participant, said.public_id, timezone.now())

    for path in (
        "/en/model/1.0/",
        f"/en/model/p/{SNOW}/",
        element.url_path,
        PATH,
        f"/fi/take-part/c/{said.public_id}/",
    ):
        assert "Pitkäsanaisuusharjoittelu" not in page_of(client, path)
    kept = Contribution.objects.values_list("text", "subject_quote", "quote_prefix", "quote_suffix").get()
    assert kept == ("", "", "", "")


def test_draft_is_readable_once_it_is_put_out_and_stays_so(client: Client, element: ElementPage):
    rewrite(element, {**TEXTS, "new": "The harbour wakes."})
    version = propose(Step.TEXT, {"en": "A harbour."}, secretary("kari"), NOW)
    page_of(client, "/en/model/1.1-draft/", 404)
    put_out(version.pk, NOW)
    consult("1.1-draft")
    draft = page_of(client, "/en/model/1.1-draft/")
    page = client.get(PATH).content.decode()

    assert "This is a draft" in draft
    assert "The harbour wakes." in draft
    assert f"/en/take-part/on/paragraph/{key_of('new').hex[:8]}/" in draft
    assert "1.1 (" in page
    page_of(client, "/en/model/1.1/", 404)
    assert "<ins>The harbour wakes.</ins>" in page_of(client, "/en/model/compare/1.0/1.1-draft/")
    for path in ("text.txt", "cite.bib"):
        page_of(client, f"/en/model/1.1-draft/{path}", 404)


def test_text_stays_while_people_are_consulted_about_it(client: Client, element: ElementPage):
    rewrite(element, {**TEXTS, "new": "The harbour wakes."})
    kari = secretary("kari")
    version = propose(Step.TEXT, {"en": "A harbour."}, kari, NOW)
    put_out(version.pk, NOW)
    occasion = consult("1.1-draft")

    for act in (
        lambda: take_in(version.pk, kari, NOW),
        lambda: put_out(version.pk, NOW),
        lambda: publish(version.pk, version.sha256, secretary("ola"), NOW),
    ):
        with pytest.raises(RefusedError, match="consulted"):
            act()
    with pytest.raises(RefusedError, match="was_consulted"):
        discard(version.pk)
    said = comment(client, text="Jo luonnoksessa.")
    end(occasion)
    rewrite(element, {**TEXTS, "snow": "Snow falls.", "new": "The harbour wakes."})
    taken = take_in(version.pk, kari, NOW)
    for name in ("snow", "new"):
        give_root(name)
    publish(version.pk, taken.sha256, secretary("liv"), NOW)

    assert said.subject_version == "1.1-draft"
    page = page_of(client, "/en/model/1.1/")
    assert "Written about version 1.1 (draft)" in page
    assert "The harbour wakes." in page_of(client, "/en/model/1.1-draft/")
    assert ModelVersion.objects.get(pk=version.pk).consulted["roots"] == []


def test_frame_knows_consultations_as_long_as_their_page_is_public(element: ElementPage):
    occasion = consult()
    known = frame_for("fi").site["consultations"]
    ConsultationPage.objects.get(translation_key=occasion.page_key).unpublish()

    assert [one["version"] for one in known] == ["1.0"]
    assert frame_for("fi").site["consultations"][0]["takes_input"] is False


def queries_of(client: Client, path: str) -> int:
    """How many queries a page needs once it was asked for before."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_comments_cost_two_queries_however_many_there_are(client: Client, element: ElementPage):
    # The page of the paragraph and that of the element also read the text of the version.
    extra = {"/en/model/1.0/": 2, f"/en/model/p/{SNOW}/": 3, element.url_path: 3}
    before = {path: queries_of(client, path) for path in extra}
    consult()
    for _number in range(5):
        comment(client)

    assert {path: queries_of(client, path) - number for path, number in before.items()} == extra
