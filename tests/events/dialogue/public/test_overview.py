"""The overview of taking part, and the boxes on events, elements and consultations."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.dialogue.audit_log import AUTHOR, SYSTEM, record
from events.dialogue.enums import LogAction
from events.dialogue.models import Occasion
from tests.events.dialogue.factories import make_contribution
from tests.sites import add_consultation, add_element, add_event, add_report, add_take_part, make_site

pytestmark = pytest.mark.django_db


def test_occasions_stand_where_they_are(client: Client):
    make_site("en", "fi")
    now = timezone.now()
    overview = add_take_part("fi")
    add_take_part("en")
    add_consultation("fi", title="Avoin kysely", input_closes=now + timedelta(days=3))
    add_consultation("en", title="Later on", input_opens=now + timedelta(days=9))
    add_consultation("en", title="Over now", input_closes=now - timedelta(days=1), report_due=now.date())
    done = add_consultation("en", title="Reported one")
    add_report("en", occasion=Occasion.objects.get(page_key=done.translation_key), title="What they told us")

    text = client.get(overview.url_path).content.decode()
    places = [text.index(f">{title}</a>") for title in ("Avoin kysely", "Later on", "Over now")]

    assert places == sorted(places)
    assert text.index('id="open"') < places[0] < text.index('id="coming"') < places[1] < text.index('id="closed"')
    assert text.index('id="closed"') < text.index(">Reported one</a>")
    assert ">What they told us</a>" in text
    assert 'lang="en" hreflang="en">Later on</a>' in text


def test_overview_needs_a_known_number_of_queries(client: Client, django_assert_num_queries: Any):
    make_site("en")
    overview = add_take_part("en")
    for n in range(12):
        page = add_consultation("en", title=f"Number {n}")
        occasion = Occasion.objects.get(page_key=page.translation_key)
        make_contribution(occasion.questions.get())
        if n % 2:
            add_report("en", occasion=occasion)
    add_element(guiding_questions=[("question", "Who is missing?")])
    client.get(overview.url_path)

    with django_assert_num_queries(9):
        client.get(overview.url_path)


def test_public_line_counts_decisions_of_the_month(client: Client):
    make_site("en")
    overview = add_take_part("en")
    now = timezone.now()
    for number, to_state, reason in (("a", "published", ""), ("b", "refused", "advert"), ("c", "published", "")):
        action = LogAction.REFUSE if reason else LogAction.SHOW
        record(
            action, SYSTEM, now, occasion=None, number=number, from_state="pending", to_state=to_state, reason=reason
        )
    record(LogAction.APPEAL, AUTHOR, now, occasion=None, number="b", from_state="refused", to_state="pending")

    text = client.get(overview.url_path).content.decode()

    assert "shown 2, not shown 1, appeals 1, of which 0 led to another decision." in text
    assert "It advertises something. 1" in text


def test_standing_questions_are_counted_by_element(client: Client):
    make_site("en")
    overview = add_take_part("en")
    element = add_element(title="Trust first", guiding_questions=[("question", "Who?"), ("question", "How?")])

    text = client.get(overview.url_path).content.decode()

    assert f'<a href="{element.url_path}#questions">Trust first</a>' in text
    assert "2 questions" in text


def test_comment_statements_have_addresses_and_lead_to_a_form_while_input_is_open(client: Client):
    make_site("en")
    statement = {"name": "Ása Prufa", "role": "", "organisation": "", "country": "", "text": "<p>Já.</p>"}
    asked = {"text": "What now?", "stages": ["before", "live", "after"], "seeds": []}
    event = add_event(statements=[("statement", statement)], takes_input=True, input_questions=[("own", asked)])
    key = str(event.statements[0].id)
    occasion = Occasion.objects.get(page_key=event.translation_key)
    Occasion.objects.filter(pk=occasion.pk).update(closes_at=None)
    responded = make_contribution(occasion.questions.get())
    responded.question, responded.subject_kind, responded.subject_key = None, "statement", key
    responded.save()

    text = client.get(event.url_path).content.decode()

    assert f'id="s-{key}"' in text
    assert f'href="/en/take-part/on/statement/{key}/"' in text
    assert "1 response" in text
