"""Consultations about the text of the model: what they say of themselves, what a report tells, and the desk's file."""

import csv
import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.dialogue.enums import Decision
from events.dialogue.models import ConsultationPage, Reply
from portal.editing.publication.gates import problems
from projects.models import ElementPage
from tests.events.dialogue.input.commenting import SNOW, comment, consult, end, page_of
from tests.projects.modeltext.texts import (
    NOW,
    secretary,
)
from tests.sites import add_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_any_pace")]


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
