"""Refusals of a real SMTP server: of everybody, of an address, of a mail, for now."""

from datetime import date

import pytest

from events.models import LogEntry, Registration
from portal.core.mail.outbox.delivery import send_due
from portal.core.models import OutgoingMail
from portal.core.operations.health import PROBES
from tests.events.factories import NOW, later, mail_states, make_event, pending, registered

pytestmark = pytest.mark.django_db


BLOCKED = {"RCPT": "550 5.7.1 Service unavailable; client host blocked"}


#: Said to everybody: about the addresses, about the sender, about the messages, or not at all.
REFUSALS = [
    BLOCKED,
    {"RCPT": "550 Not taken"},
    {"RCPT": "554 5.1.1 Not taken"},
    {"RCPT": "530 5.7.0 Authentication required"},
    {"MAIL": "530 5.7.0 Authentication required"},
    {"MAIL": "550 Sender rejected"},
    {"DATA": "554 Rejected"},
    {"DATA": "550 5.7.1 Too many mails"},
]


def people(event, number):
    """So many who wait for their first mail, in as many domains."""
    return [pending(event, f"reader@domain{place}.example") for place in range(number)]


@pytest.mark.parametrize("answers", REFUSALS, ids=str)
def test_a_server_that_refuses_everybody_costs_nobody_anything(inbox, answers, caplog):
    waiting = people(make_event(), 12)
    inbox.answers.update(answers)
    for minute in range(0, 30, 2):
        assert send_due(later(minutes=minute)) == 0

    assert {mail_states(registration)[0][1] for registration in waiting} == {"queued"}
    assert not Registration.objects.filter(bounced_at__isnull=False).exists()
    assert PROBES["mail"]().startswith("the mail server takes nothing")
    assert caplog.text.count("Trouble with the mail") == 1
    inbox.answers.clear()

    assert send_due(later(minutes=40)) == 12
    assert PROBES["mail"]() == "ok"


def test_a_row_of_refusals_over_days_is_forgiven(inbox):
    """One registration after the other, each sent at once: no single run sees more than one refusal."""
    event, waiting = make_event(), []
    inbox.answers["RCPT"] = "550 Not taken"
    for place in range(5):
        waiting.append(pending(event, f"reader@domain{place}.example", later(minutes=place)))
        send_due(later(minutes=place))

    assert {mail_states(registration)[0][1] for registration in waiting} == {"queued"}
    assert not event.registrations.filter(bounced_at__isnull=False).exists()
    assert LogEntry.objects.filter(action="works").count() == 5


def test_many_refused_in_one_domain_are_the_servers_trouble_too(inbox):
    event = make_event()
    inbox.answers["RCPT"] = "550 Not taken"
    for _ in range(30):
        pending(event)
    send_due(NOW)

    assert set(OutgoingMail.objects.values_list("status", flat=True)) == {"queued"}
    assert inbox.asked == 10


def test_a_few_bad_addresses_in_a_row_are_flagged_once_others_were_taken(inbox):
    event = make_event()
    bad, good = people(event, 5), [pending(event, f"good{number}@example.org") for number in range(3)]
    inbox.answers.update({registration.email: "550 No such user" for registration in bad})

    assert [send_due(later(minutes=minute)) for minute in (0, 1, 2)] == [0, 3, 0]

    assert {mail_states(registration)[0][1] for registration in good} == {"sent"}
    assert event.registrations.filter(bounced_at__isnull=False).count() == 5
    assert PROBES["mail"]() == "ok"


def test_one_address_that_is_not_permitted_holds_nobody_up_and_fails_without_a_flag(inbox):
    event = make_event(start_date=date(2027, 3, 1))
    closed = registered(event, "closed@example.org")
    others = [registered(event) for _ in range(3)]
    inbox.answers["closed@example.org"] = "550 5.7.1 You may not write to this group"

    for hour in range(40):
        send_due(later(hours=hour))

    assert {mail_states(registration)[1] for registration in others} == {("confirmed", "sent")}
    assert mail_states(closed)[1] == ("confirmed", "failed")
    closed.refresh_from_db()
    assert closed.bounced_at is None


def test_greylisting_is_tried_again_with_pauses(inbox):
    registration = pending(make_event(), "grey@example.org")
    inbox.answers["grey@example.org"] = "450 Try later"
    send_due(NOW)
    assert mail_states(registration) == [("opt_in", "queued")]

    inbox.answers.clear()

    assert [send_due(later(seconds=s)) for s in (59, 60)] == [0, 1]


def test_greylisting_of_everybody_for_days_loses_nothing(inbox):
    event = make_event(start_date=date(2027, 3, 1))
    waiting = [registered(event) for _ in range(3)]
    inbox.answers["RCPT"] = "451 Try later"
    for hour in range(0, 72, 4):
        send_due(later(hours=hour))
    inbox.answers.clear()
    send_due(later(days=4))

    assert {mail_states(registration)[1] for registration in waiting} == {("confirmed", "sent")}
