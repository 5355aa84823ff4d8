"""Comments on paragraphs of the model: during a consultation, without script, and beside every later version."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.dialogue.enums import ContributionState, Decision
from events.dialogue.input.actions import withdraw
from events.dialogue.input.paragraphs import QuoteError, find_paragraph, select_quote, still_says
from events.dialogue.models import ConsultationPage, Contribution, Occasion, Reply
from portal.core.models.frame import frame_for
from portal.editing.publication.gates import problems
from projects.models import ElementPage
from projects.modeltext.enums import Step
from projects.modeltext.models import ModelVersion
from projects.modeltext.versions import RefusedError, discard, propose, publish, put_out, take_in
from tests.kept_rows import kept
from tests.projects.modeltext.texts import (
    NOW,
    add_text,
    first_version,
    give_root,
    key_of,
    next_version,
    rewrite,
    secretary,
)
from tests.sites import add_consultation, add_report, add_take_part, make_site

pytestmark = pytest.mark.django_db
SNOW, TRUST = key_of("snow").hex[:8], key_of("trust").hex[:8]
TEXTS = {"snow": "Snow falls on roofs & roads.", "trust": "Trust grows slowly, and trust goes fast."}
FINNISH = {"snow": "Lunta sataa katoille ja teille.", "trust": "Luottamus kasvaa hitaasti."}
PATH = f"/fi/take-part/on/paragraph/{SNOW}/"


@pytest.fixture(autouse=True)
def people_are_slow(monkeypatch):
    """Nobody in these tests takes three seconds to type."""
    monkeypatch.setattr("portal.core.web.public_forms.PublicForm.least_seconds", -1)


@pytest.fixture
@kept
def element() -> ElementPage:
    """Version 1.0 of a text in English and Finnish."""
    make_site("en", "fi")
    for language in ("en", "fi"):
        add_take_part(language)
    element = add_text(TEXTS, title="Winter & neighbours")
    add_text(FINNISH, "fi", of=element, title="Talvi ja naapurit")
    first_version()
    return element


def consult(version: str = "1.0", **fields) -> Occasion:
    """A consultation about a version, open for a week unless the fields say otherwise."""
    now = timezone.now()
    dates = {"input_closes": now + timedelta(days=7), "report_due": (now + timedelta(days=30)).date()}
    page = add_consultation(asks=(), **{"takes_input": True, "model_version": version, **dates, **fields})
    return Occasion.objects.get(page_key=page.translation_key)


def typed(client: Client, path: str = PATH, text: str = "Lumi jää – myös Þórshöfnissa.", **fields) -> dict[str, str]:
    """What somebody fills in, with the key of the form."""
    key = re.search(r'name="form_key" value="([^"]+)"', client.get(path).content.decode())
    assert key
    return {"text": text, "quote": "", "language": "", "quoting": "no", "form_key": key[1], **fields}


def page_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def comment(client: Client, **fields) -> Contribution:
    """A comment on the paragraph about snow, read and shown."""
    assert client.post(PATH, typed(client, **fields)).status_code == 302
    said = Contribution.objects.latest("pk")
    Contribution.objects.filter(pk=said.pk).update(
        state=ContributionState.PUBLISHED, hold_reason="", published_at=timezone.now()
    )
    said.refresh_from_db()
    return said


def end(occasion: Occasion) -> None:
    """Let a consultation close."""
    page = ConsultationPage.objects.get(translation_key=occasion.page_key)
    page.input_opens, page.input_closes = timezone.now() - timedelta(days=8), timezone.now() - timedelta(days=1)
    page.save_revision().publish()


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


def test_consultation_says_what_it_is_about_and_when_the_answer_comes(client: Client, element: ElementPage):
    occasion = consult(title="Snow in Testby", model_elements=[("element", element)])
    comment(client)

    page = page_of(client, occasion.page("en")["url"])

    for said in ("What can change", "What cannot change", "Who decides", "Open until", "We say what we heard by"):
        assert said in page
    assert 'href="/en/model/1.0/"' in page
    assert element.url_path in page
    assert "1 comment is shown so far." in page
    assert f"/en/take-part/on/paragraph/{SNOW}/#responses" in page
    end(occasion)
    closed = page_of(client, occasion.page("en")["url"])
    assert "Closed on" in closed
    assert "Opens on" not in closed
    assert "We say what we heard by" in closed


def test_frame_knows_consultations_as_long_as_their_page_is_public(element: ElementPage):
    occasion = consult()
    known = frame_for("fi").site["consultations"]
    ConsultationPage.objects.get(translation_key=occasion.page_key).unpublish()

    assert [one["version"] for one in known] == ["1.0"]
    assert frame_for("fi").site["consultations"][0]["takes_input"] is False


def test_report_counts_comments_by_paragraph_and_says_what_was_taken_up(client: Client, element: ElementPage):
    occasion = consult()
    said, other = comment(client), comment(client, text="Toinen kommentti, þökk.")
    Reply.objects.create(
        contribution=said,
        decision=Decision.TAKEN_UP,
        reasons={"fi": "Polut lisättiin."},
        decided_at=timezone.now(),
        outcomes=[["paragraph", SNOW]],
    )
    end(occasion)

    page = page_of(client, add_report(occasion=occasion).url_path)

    assert re.search(r"Snow falls on roofs &amp; roads.</span></a></th><td>2</td><td>1</td><td>1</td>", page)
    assert f"Comment {said.public_id}" in page
    assert f'href="/en/model/p/{SNOW}/"' in page
    assert "Polut lisättiin." in page
    assert other.text not in page
    assert occasion.page("en")["title"] in page_of(client, "/en/take-part/")


def test_report_waits_for_a_reply_to_every_comment_or_a_reason(client: Client, element: ElementPage):
    occasion = consult()
    first, second = comment(client), comment(client, text="Þetta líka.")
    report = add_report(occasion=occasion)
    [both] = problems(report)
    Reply.objects.create(contribution=first, decision=Decision.PARTLY, reasons={"is": "Já."}, decided_at=NOW)
    [one] = problems(report)
    report.unanswered_because = "Sent after the last meeting.\n<b>þ</b>"
    report.save_revision().publish()

    assert (both.field, one.field) == ("unanswered_because", "unanswered_because")
    assert {first.public_id in both.message, second.public_id in both.message} == {True}
    assert (first.public_id in one.message, second.public_id in one.message) == (False, True)
    assert problems(report) == []
    assert "Sent after the last meeting.<br>&lt;b&gt;þ" in page_of(client, report.url_path)


def test_the_file_of_the_desk_names_paragraph_and_quote(client: Client, element: ElementPage):
    occasion = consult()
    said = comment(client, quote="Lunta sataa")
    client.force_login(secretary("reader"))

    table = client.get(reverse("dialogue_csv", args=[occasion.pk])).getvalue().decode("utf-8-sig")

    [row] = csv.DictReader(io.StringIO(table), dialect=csv.Sniffer().sniff(table.partition("\n")[0]))
    assert (row["Number"], row["Paragraph"]) == (said.public_id, "Paragraph 1.1 of version 1.0")
    assert row["Quote"] == "Lunta sataa"


def test_consultation_about_the_text_names_its_days(element: ElementPage):
    page = ConsultationPage.objects.get(translation_key=consult().page_key)
    page.input_closes = page.report_due = None

    with pytest.raises(ValidationError) as raised:
        page.clean()

    assert set(raised.value.message_dict) == {"input_closes", "report_due"}


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
