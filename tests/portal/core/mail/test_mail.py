"""Mails: headers that every program reads, and a mail server that refuses or is away, of which no request knows."""

import smtplib
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.admin.mail import send_mail, send_notification

from portal.core.mail.message import Mail
from portal.core.mail.sending import QueueingBackend, mail_address
from portal.core.mail.server import PAUSES, Verdict, judge
from portal.core.models import Trouble
from portal.core.operations.health import PROBES
from portal.core.users.models import User

SUBJECTS = [
    "Du er tilmeldt: Prøveworkshop (ikke et rigtigt arrangement)",
    "Ærøskøbing: åben værksteds\u00addag í Þórshöfn – työpaja 🎉",
    "Þ" * 200,
    "x" * 120,
    "Welcome",
    "A plain subject of many words that do not fit into a single line of a header by far, as anybody can see here",
    "Hvad betyder =?utf-8?q?det?=",
]
NAMES = [
    "Åse Þórsdóttir",
    "Nordic, Smart",
    'The "Model"',
    "Plain Name",
    "Bæredygtige byer i hele Norden – sekretariatet",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_header_begins_beside_its_name_and_no_line_is_too_long(subject):
    people = [mail.message.formataddr((name, "somebody@example.org")) for name in NAMES]
    written = Mail(subject, "æ", people[0], people, reply_to=people[:2])

    raw = written.message().as_bytes(linesep="\r\n")
    lines = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    read = message_from_bytes(raw, policy=policy.default)

    assert [line for line in lines if len(line) > 78 or line.rstrip().endswith(b":")] == []
    assert read["Subject"] == subject
    assert [address.display_name for address in read["To"].addresses][:4] == NAMES[:4]
    assert [address.addr_spec for address in read["Reply-To"].addresses] == ["somebody@example.org"] * 2


def test_a_subject_keeps_what_stands_behind_a_line_separator():
    raw = Mail("Blå\u2028bær", "Body", to=["a@test.example"]).message().as_bytes()
    assert message_from_bytes(raw, policy=policy.default)["Subject"] == "Blå bær"


@pytest.mark.parametrize("name", NAMES)
def test_the_sender_of_the_settings_is_readable(settings, name):
    settings.DEFAULT_FROM_EMAIL = mail.message.formataddr((name, "portal@example.org"))

    raw = Mail("Subject", "Body", to=["somebody@example.org"]).message().as_bytes()

    assert all(len(line) <= 78 for line in raw.splitlines())
    assert b"From: " in raw
    assert b"<portal@example.org>" in raw


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (ConnectionRefusedError(), Verdict.SERVER),
        (TimeoutError(), Verdict.SERVER),
        (smtplib.SMTPServerDisconnected("gone"), Verdict.SERVER),
        (smtplib.SMTPAuthenticationError(535, b"no"), Verdict.SERVER),
        (smtplib.SMTPConnectError(554, b"no"), Verdict.SERVER),
        (smtplib.SMTPSenderRefused(550, b"no", "x"), Verdict.SERVER),
        (smtplib.SMTPSenderRefused(451, b"no", "x"), Verdict.SERVER),
        (smtplib.SMTPSenderRefused(552, b"too large", "x"), Verdict.MESSAGE),
        (smtplib.SMTPRecipientsRefused({"x": (550, b"5.7.1 blocked")}), Verdict.SERVER),
        (smtplib.SMTPRecipientsRefused({"x": (550, b"5.1.8 bad sender")}), Verdict.SERVER),
        (smtplib.SMTPRecipientsRefused({"x": (530, b"login first")}), Verdict.SERVER),
        (smtplib.SMTPRecipientsRefused({"x": (421, b"not now")}), Verdict.SERVER),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"4.7.1 grey")}), Verdict.LATER),
        (smtplib.SMTPRecipientsRefused({"x": (550, b"5.1.1 unknown")}), Verdict.ADDRESS),
        (smtplib.SMTPRecipientsRefused({"x": (553, b"unknown")}), Verdict.ADDRESS),
        (smtplib.SMTPDataError(554, b"spam"), Verdict.MESSAGE),
        (smtplib.SMTPDataError(451, b"later"), Verdict.LATER),
    ],
    ids=repr,
)
def test_judge_says_whose_trouble_it_is(error, verdict):
    assert judge(error).verdict == verdict


class FaultyServer:
    """Stands in for the mail server at the one place where Django hands a mail over."""

    def __init__(self):
        self.error, self.taken, self.numbers = None, [], set()

    def send(self, message: EmailMessage, *args, **kwargs) -> int:
        self.numbers.add(message.extra_headers["Message-ID"])
        if self.error:
            raise self.error
        self.taken.append(message.to[0])
        return 1


@pytest.fixture
def server(monkeypatch) -> FaultyServer:
    server = FaultyServer()
    monkeypatch.setattr(EmailMessage, "send", lambda message, *args, **kwargs: server.send(message))
    return server


def let_time_pass() -> None:
    """Whatever waits is due now; nobody has asked the server lately."""
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))
    Trouble.objects.update(seen_at=timezone.now() - timedelta(hours=1))


def write_to_somebody() -> None:
    mail_address("visitor@test.example", "en", "projects/mail/confirm_proposal", link="https://portal.example/x/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        smtplib.SMTPSenderRefused(530, b"Authentication required", "portal"),
        smtplib.SMTPRecipientsRefused({"x": (550, b"5.7.1 blocked")}),
    ],
    ids=repr,
)
def test_a_server_that_is_away_for_days_loses_no_mail_of_the_portal(server, run_tasks, error):
    write_to_somebody()
    server.error = error
    for _ in range(30):
        run_tasks()
        let_time_pass()
    assert PROBES["mail"]().startswith("the mail server takes nothing")
    server.error = None
    run_tasks()

    assert server.taken == ["visitor@test.example"]
    assert len(server.numbers) == 1, "a mail that is tried again keeps its Message-ID"
    assert PROBES["mail"]() == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize("code", [450, 550])
def test_a_refused_address_is_tried_for_a_day_and_holds_nobody_up(server, run_tasks, code):
    write_to_somebody()
    server.error = smtplib.SMTPRecipientsRefused({"x": (code, b"no")})
    for _ in PAUSES:
        run_tasks()
        let_time_pass()

    assert PROBES["mail"]() == "ok"
    with pytest.raises(AssertionError, match="FAILED"):
        run_tasks()
    assert not DBTaskResult.objects.filter(status="READY").exists()


@pytest.mark.django_db
def test_mails_of_a_server_that_was_just_found_away_wait_without_asking(server, run_tasks):
    write_to_somebody()
    server.error = TimeoutError()
    run_tasks()
    server.error = None
    write_to_somebody()
    run_tasks()

    assert server.taken == []
    assert DBTaskResult.objects.filter(status="READY").count() == 2


@pytest.mark.django_db
def test_notices_of_wagtail_are_sent_by_the_worker(settings, run_tasks, mailoutbox):
    settings.WAGTAILADMIN_NOTIFICATION_USE_HTML = False
    send_mail("Bemærkning", "æøå", ["editor@test.example"])
    assert send_notification([], "updated_comments", {})
    assert mailoutbox == []

    run_tasks()

    assert [(message.subject, message.body, message.to) for message in mailoutbox] == [
        ("Bemærkning", "æøå", ["editor@test.example"])
    ]
    assert mailoutbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_what_the_queue_cannot_hold_is_refused_at_once():
    message = Mail("Subject", "Body", to=["somebody@test.example"])
    message.attach("file.txt", "text", "text/plain")

    with pytest.raises(ValueError, match="attachments"):
        QueueingBackend().send_messages([message])


@pytest.mark.django_db
def test_a_forgotten_password_costs_a_known_and_an_unknown_address_the_same(client, run_tasks, mailoutbox):
    User.objects.create_superuser("bjørg", "bjorg@test.example", "a fictional password")

    asked = []
    for address in ("bjorg@test.example", "nobody@test.example"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.post("/admin/password_reset/", {"email": address}, REMOTE_ADDR=f"192.0.2.{len(asked)}")
        asked.append((response.status_code, response["Location"], len(queries)))
    assert asked[0] == asked[1]
    assert mailoutbox == []
    run_tasks()

    assert [message.to for message in mailoutbox] == [["bjorg@test.example"]]
    link = next(line for line in mailoutbox[0].body.splitlines() if "/confirm/" in line)
    assert link.startswith("http://testserver/admin/password_reset/confirm/")
    assert client.get(link.removeprefix("http://testserver"), follow=True).status_code == 200
    assert "bjorg@" not in str(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))
