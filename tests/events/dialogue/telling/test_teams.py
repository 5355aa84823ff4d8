"""Teams hear once a day what waits for them, experts once which themes came out; nobody hears of what others own."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail

from events.dialogue.enums import ApprovalState, ContributionState
from events.dialogue.models import StatementApproval
from events.dialogue.telling.digest import tell_teams
from events.dialogue.telling.news import tell_experts
from portal.core.mail.outbox.delivery import send_due
from tests.events.dialogue.factories import make_contribution, make_occasion, make_question, make_theme
from tests.events.dialogue.occasions import make_organisation, member, secretary
from tests.events.factories import NOW, make_event

pytestmark = pytest.mark.django_db
WAITS = {"state": ContributionState.PENDING, "published_at": None}


def told(run_tasks, now) -> dict[str, str]:
    """Address and body of each digest that leaves."""
    mail.outbox.clear()
    tell_teams(now)
    run_tasks()
    return {message.to[0]: message.body for message in mail.outbox}


def test_digest_names_what_waits_in_own_occasions_only(run_tasks):
    own, other = make_organisation("alfa"), make_organisation("beta")
    member("anna", own)
    member("bo", other)
    secretary()
    question = make_question(make_occasion(organisation=own))
    make_contribution(question, "zqx ð", **WAITS, created_at=NOW - timedelta(days=5))
    make_contribution(question, "zqx þ", **WAITS)
    make_contribution(make_question(), "zqx standing", **WAITS)
    make_occasion(organisation=other)
    letters = told(run_tasks, NOW)
    assert set(letters) == {"anna@example.org", "secretary@example.org"}
    assert "2 contributions wait to be read." in letters["anna@example.org"]
    assert "1 of them waits for longer than two working days." in letters["anna@example.org"]
    assert "Questions of the elements" in letters["secretary@example.org"]
    assert "zqx" not in "".join(letters.values())


def test_digest_reminds_of_the_report_in_the_week_before_its_day(run_tasks):
    own = make_organisation("alfa")
    member("anna", own)
    make_occasion(organisation=own, report_due=(NOW + timedelta(days=8)).date())
    assert told(run_tasks, NOW) == {}
    assert "is due on" in told(run_tasks, NOW + timedelta(days=1))["anna@example.org"]


def test_expert_is_asked_once_to_answer_settled_themes_by_a_new_link():
    event = make_event()
    occasion = make_occasion(event=event)
    approval = StatementApproval.objects.create(
        event=event,
        block_key=uuid4(),
        name="Ærin Ðúfa",
        address="aerin@example.org",
        language="da",
        token_sha256="a" * 64,
        state=ApprovalState.APPROVED,
        asked_at=NOW,
        ends_at=NOW + timedelta(days=300),
    )
    assert tell_experts(NOW) == 0
    make_theme(occasion)
    assert tell_experts(NOW + timedelta(hours=12)) == 0  # still being sorted
    later = NOW + timedelta(days=2)
    assert tell_experts(later) == 1
    assert tell_experts(later) == 0
    send_due(later)
    (message,) = mail.outbox
    assert "Bus og bane" in message.body
    assert "/da/take-part/statement/" in message.body
    approval.refresh_from_db()
    assert approval.token_sha256 != "a" * 64
