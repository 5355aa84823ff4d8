"""The queue: decisions by buttons, one after the other, without a script; nothing typed is lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.dialogue.desk.queue import PER_PAGE
from events.dialogue.enums import ContributionState
from events.dialogue.models import Contribution
from events.dialogue.moderation import actions
from tests.events.dialogue.occasions import contribute, make_organisation, member, seen, shown
from tests.forms import fields_of
from tests.undoing import press_undo, undo_token

pytestmark = pytest.mark.django_db
S = ContributionState
#: Queries of the queue: five of its own, and seven of the admin around it (session, account, permissions, teams, and
#: Wagtail's locales and permissions for pages and collections). Where something is translated, one more.
QUERIES = 5 + 7


def queue(occasion, query=""):
    return f"{reverse('dialogue_queue', args=[occasion.pk])}{query}"


def decide(client, contribution, action, **data):
    address = reverse("dialogue_decide", args=[contribution.occasion_id, contribution.pk])
    response = client.post(address, {"seen": seen(contribution), "action": action, **data}, follow=True)
    contribution.refresh_from_db()
    return response


@pytest.mark.parametrize("number", [10, 1000])
def test_the_queue_costs_the_same_queries_however_long_it_is(desk, occasion, number, django_assert_num_queries):
    first = contribute(occasion)
    rows = [
        Contribution(
            occasion=occasion, question=first.question, language="is", text=f"Nr. {n}", created_at=timezone.now()
        )
        for n in range(number - 1)
    ]
    Contribution.objects.bulk_create(rows)
    desk.get(queue(occasion))
    with django_assert_num_queries(QUERIES):
        html = desk.get(queue(occasion)).content.decode()
    assert html.count("<article") == min(number, PER_PAGE)


def test_translations_are_read_in_one_query_where_there_are_any(desk, occasion, django_assert_num_queries):
    for text in ("Bekkir við höfnina", "Fleiri tré"):
        one = contribute(occasion, text)
        one.renderings.create(language="en", text=f"In English: {text}", made_at=timezone.now())
    contribute(occasion, "Ekkert þýtt")
    Contribution.objects.update(language="is")
    desk.get(queue(occasion))
    with django_assert_num_queries(QUERIES + 1):
        html = desk.get(queue(occasion)).content.decode()
    assert html.count("In English:") == 2


def test_one_is_shown_and_the_next_is_at_hand(desk, occasion):
    first, second = contribute(occasion, "Fyrst"), contribute(occasion, "Síðan")
    html = desk.get(queue(occasion)).content.decode()
    sent = fields_of(html, "seen")
    assert sent["next"] == second.public_id
    response = desk.post(reverse("dialogue_decide", args=[occasion.pk, first.pk]), {**sent, "action": "show"})
    assert response["Location"] == f"{queue(occasion)}#c-{second.public_id}"
    first.refresh_from_db()
    assert first.state == S.PUBLISHED


def test_the_last_decision_is_taken_back_by_a_button(desk, occasion, anna, bo):
    one = contribute(occasion)
    token = undo_token(decide(desk, one, "show").content.decode())
    assert press_undo(desk, token) == "The decision is taken back."
    one.refresh_from_db()
    assert one.state == S.PENDING
    # Twice, by a colleague, after somebody else decided, and by who has left the team: a sentence, and nothing changes.
    assert press_undo(desk, token) == "It was changed meanwhile and stays as it is now."
    token = undo_token(decide(desk, one, "show").content.decode())
    assert press_undo(desk, token, who=bo) == "It is too late to take it back."
    actions.hold(one.pk, seen(one), bo, timezone.now())
    assert press_undo(desk, token, who=anna) == "It was changed meanwhile and stays as it is now."
    one.refresh_from_db()
    token = undo_token(decide(desk, one, "refuse", reason="advert").content.decode())
    anna.groups.set(member("eve", make_organisation("beta")).groups.all())
    assert press_undo(desk, token) == "You may not do that any more."
    one.refresh_from_db()
    assert one.state == S.REFUSED


def test_a_reason_must_be_chosen_and_the_sentence_stays(desk, occasion):
    one = contribute(occasion)
    response = decide(desk, one, "refuse", reason="", text="Þú nefnir Önnu í næsta húsi")
    assert (response.status_code, one.state) == (422, S.PENDING)
    assert "Þú nefnir Önnu í næsta húsi" in response.content.decode()
    decide(desk, one, "refuse", reason="person", text="Þú nefnir Önnu í næsta húsi")
    assert (one.state, one.reason_text) == (S.REFUSED, "Þú nefnir Önnu í næsta húsi")


def test_the_second_reads_who_was_faster_and_keeps_the_sentence(desk, client, occasion, bo):
    one = contribute(occasion)
    saw = seen(one)
    desk.post(reverse("dialogue_decide", args=[occasion.pk, one.pk]), {"seen": saw, "action": "show"})
    client.force_login(bo)
    data = {"seen": saw, "action": "refuse", "reason": "advert", "text": "Mainos"}
    response = client.post(reverse("dialogue_decide", args=[occasion.pk, one.pk]), data)
    html = response.content.decode()
    assert response.status_code == 422
    assert "“Contribution shown”, by Anna at" in html
    assert "Mainos" in html
    one.refresh_from_db()
    assert one.state == S.PUBLISHED


def test_a_decision_leads_nowhere_else(desk, occasion):
    one = contribute(occasion)
    for back in ("https://elsewhere.example/", "//elsewhere.example", "/admin/", "javascript:alert(1)"):
        address = reverse("dialogue_decide", args=[occasion.pk, one.pk])
        response = desk.post(address, {"seen": seen(one), "action": "nothing", "back": back})
        assert response["Location"] == reverse("dialogue_contribution", args=[occasion.pk, one.pk])


def test_contributions_of_another_occasion_are_not_decided_here(desk, occasion, alpha):
    elsewhere = contribute(None, question=contribute(occasion).question)
    address = reverse("dialogue_decide", args=[occasion.pk, elsewhere.pk])
    assert desk.post(address, {"seen": seen(elsewhere), "action": "show"}).status_code == 404


def test_what_people_typed_is_shown_literally_in_its_language(desk, occasion):
    contribute(occasion, '<script>alert("þ")</script> &amp;', language="fo")
    html = desk.get(queue(occasion)).content.decode()
    assert "&lt;script&gt;alert(&quot;þ&quot;)&lt;/script&gt; &amp;amp;" in html
    assert '<blockquote class="dialogue-text" lang="fo" dir="auto">' in html


def test_odd_filters_show_what_waits(desk, occasion):
    contribute(occasion)
    shown(occasion)
    for query in ("?order=up&state=all", "?question=99999999999999999999", "?p=-3", "?p=x&language=%00"):
        response = desk.get(queue(occasion, query))
        assert response.status_code in {200, 400}
    assert desk.get(queue(occasion, "?order=up&state=all")).content.decode().count("<article") == 1


def test_a_translation_is_stored_beside_the_original(desk, occasion):
    one = shown(occasion, "Meira ljós")
    address = reverse("dialogue_rendering", args=[occasion.pk, one.pk, "fi"])
    desk.post(address, {"text": "Lisää valoa", "seen": ""})
    assert one.renderings.get().text == "Lisää valoa"
    late = desk.post(address, {"text": "Enemmän valoa", "seen": ""})
    assert late.status_code == 422
    assert "Enemmän valoa" in late.content.decode()
    assert one.renderings.get().text == "Lisää valoa"
    assert desk.post(reverse("dialogue_rendering", args=[occasion.pk, one.pk, "xx"]), {"text": "?"}).status_code == 404


def test_a_machine_translation_is_checked_by_a_person(desk, occasion, anna):
    one = shown(occasion, "Meira ljós")
    one.renderings.create(language="fi", text="Lisää valoa", machine="machine", made_at=timezone.now())
    address = reverse("dialogue_rendering", args=[occasion.pk, one.pk, "fi"])
    desk.post(address, {"text": "Lisää valoa", "seen": "Lisää valoa"})
    row = one.renderings.get()
    assert (row.machine, row.checked_by) == ("machine", anna)
    desk.post(address, {"text": "Enemmän valoa", "seen": "Lisää valoa"})
    assert one.renderings.get().machine == ""
