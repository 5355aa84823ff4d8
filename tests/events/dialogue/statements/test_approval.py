"""An expert approves, corrects and answers by a mailed link; nothing is published before that."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from events.dialogue.enums import ApprovalState
from events.dialogue.models import Reply, StatementApproval
from events.dialogue.statements import actions
from events.dialogue.statements.blocks import original_of, statements_of
from events.models import Event
from portal.editing.publication.gates import problems
from tests.events.dialogue.factories import make_occasion, make_theme
from tests.events.dialogue.occasions import make_organisation, member, secretary
from tests.kept_rows import kept
from tests.sites import add_event, make_site

pytestmark = pytest.mark.django_db
SAID = "<p>Pienet kunnat kuulevat väkensä – ja Þórshöfn með.</p>"
STATEMENT = {"name": "Ærin Ðúfa", "role": "Koordinaattori", "organisation": "Testilä", "country": "FI", "text": SAID}


@pytest.fixture
@kept
def draft():
    make_site("fi", "en")
    published = add_event("fi", title="Työpaja Äänekoskella", slug="tyopaja-aanekoskella")
    published.statements = [("statement", STATEMENT)]
    published.save_revision()
    return published.get_latest_revision_as_object()


@pytest.fixture
def event(draft):
    event = Event.objects.get(translation_key=draft.translation_key)
    event.organisation = make_organisation("alfa")
    event.save()
    return event


@pytest.fixture
def key(draft):
    return next(key for key, _statement in statements_of(draft))


def asked(event, key):
    """The approval and its token."""
    user = get_user_model().objects.filter(username="sekretær").first() or secretary()
    return actions.ask(event, key, "aerin@example.org", "fi", user, timezone.now())


def of_approval(draft) -> list[str]:
    return [problem.message for problem in problems(draft) if problem.field == "statements"]


def test_statement_is_not_published_before_its_expert_approves_this_wording(draft, event, key):
    assert "Ærin Ðúfa" in of_approval(draft)[0]
    approval, _token = asked(event, key)
    assert of_approval(draft)
    assert actions.approve(approval, timezone.now())
    assert of_approval(draft) == []
    draft.statements[0].value["role"] = "Johtaja"
    assert of_approval(draft)


def test_statement_without_a_text_needs_no_approval(draft):
    draft.statements = [("statement", {**STATEMENT, "text": ""})]
    assert of_approval(draft) == []


def test_expert_gets_a_mail_without_the_text_and_approves_by_its_link(client, draft, event, key, run_tasks):
    client.force_login(secretary())
    desk = reverse("dialogue_statements", args=[event.pk])
    answer = client.post(
        desk,
        {"key": key, "action": "ask", f"{key}-address": "ærin@dömän.example", f"{key}-language": "fi"},
    )
    assert answer.status_code == 422  # the local part holds a letter that mail servers refuse
    client.post(desk, {"key": key, "action": "ask", f"{key}-address": "aerin@example.org", f"{key}-language": "fi"})
    run_tasks()
    letter = mail.outbox[-1]
    assert letter.to == ["aerin@example.org"]
    assert "Pienet kunnat" not in letter.body
    url = re.search(r"https?://[^/\s]+(/fi/take-part/statement/\S+)", letter.body)[1]
    client.logout()

    shown = client.get(url)
    assert "Pienet kunnat kuulevat väkensä" in shown.text
    assert (shown["Cache-Control"], shown["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert StatementApproval.objects.get().state == ApprovalState.ASKED
    digest = re.search(r'name="shown" value="([0-9a-f]{64})"', shown.text)[1]
    assert client.post(url, {"action": "approve", "shown": "0" * 64}).status_code == 409
    assert client.post(url, {"action": "approve", "shown": digest}).status_code == 302
    assert StatementApproval.objects.get().state == ApprovalState.APPROVED


def test_correction_reaches_the_draft_with_its_letters_and_counts_as_approved(client, draft, event, key):
    approval, token = asked(event, key)
    url = reverse("dialogue:statement", args=[token])
    wanted = {
        "name": "Ærin Ðúfa",
        "role": "",
        "organisation": "Testilä & pojat",
        "text": "Eka <b>kappale</b>.\n\nToka ð.",
    }
    assert client.post(url, {"action": "correct", **wanted, "name": ""}).status_code == 422
    assert client.post(url, {"action": "correct", **wanted}).status_code == 302
    approval.refresh_from_db()
    assert approval.state == ApprovalState.CORRECTED
    assert actions.take_over(approval, approval.asked_by, timezone.now())
    changed = original_of(event)
    ((_key, statement),) = statements_of(changed)
    assert statement.text == "<p>Eka &lt;b&gt;kappale&lt;/b&gt;.</p><p>Toka ð.</p>"
    assert (statement.role, statement.organisation) == ("", "Testilä & pojat")
    assert of_approval(changed) == []
    approval.refresh_from_db()
    assert not actions.take_over(approval, approval.asked_by, timezone.now())


def test_expert_answers_a_theme_of_the_workshop_and_takes_it_back(client, event, key):
    occasion = make_occasion(event=event)
    theme, foreign = make_theme(occasion), make_theme(make_occasion())
    _approval, token = asked(event, key)
    url = reverse("dialogue:statement", args=[token])
    field = f"{theme.public_id}-text"
    assert client.post(url, {"action": f"answer-{theme.public_id}", field: " "}).status_code == 422
    assert client.post(url, {"action": f"answer-{foreign.public_id}", field: "No"}).status_code == 404
    for text in ("Olen samaa mieltä.", "Olen osin samaa mieltä."):
        assert client.post(url, {"action": f"answer-{theme.public_id}", field: text}).status_code == 302
    assert [reply.reasons for reply in Reply.objects.all()] == [{"fi": "Olen osin samaa mieltä."}]
    assert "Olen osin samaa mieltä." in client.get(url).text
    client.post(url, {"action": f"answer-{theme.public_id}", "withdraw": "1"})
    assert not Reply.objects.exists()


def test_older_unknown_and_expired_links_get_one_page(client, event, key):
    _approval, old = asked(event, key)
    _approval, new = asked(event, key)
    StatementApproval.objects.update(ends_at=timezone.now() + timedelta(days=1))
    for token in (old, new[:-1], new.upper(), "x", "ä" * 40):
        answer = client.get(reverse("dialogue:statement", args=[token]))
        assert answer.status_code == 404
        assert "This link does not work" in answer.text
    assert client.get(reverse("dialogue:statement", args=[new])).status_code == 200
    StatementApproval.objects.update(ends_at=timezone.now() - timedelta(days=1))
    assert client.get(reverse("dialogue:statement", args=[new])).status_code == 404


def test_desk_of_statements_is_for_the_team_that_owns_the_event(client, event, key):
    url = reverse("dialogue_statements", args=[event.pk])
    client.force_login(member("olli", make_organisation("beta")))
    assert client.get(url).status_code == 404
    client.force_login(member("aino", event.organisation))
    shown = client.get(url)
    assert shown.status_code == 200
    assert "No statement yet from:" in shown.text
    assert "Finland" not in shown.text.partition("No statement yet from:")[2].partition("</p>")[0]
    assert client.post(url, {"key": "nonsense", "action": "ask"}).status_code == 404
    assert client.post(url, {"key": key, "action": "nonsense"}).status_code == 400
    assert client.post(url, {"key": key, "action": "approved_otherwise"}).status_code == 302
    assert StatementApproval.objects.get().asked_by.username == "aino"
