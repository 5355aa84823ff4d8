"""What servers report of mails that they took and could not deliver."""

import io
import socketserver
import threading
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from events.desk.actions import address_works
from events.models import LogEntry, Registration
from portal.core.mail.mailbox import MailboxError, read_mailbox
from portal.core.mail.outbox.bounces import read_own_mailbox, take_in
from portal.core.mail.outbox.delivery import send_due
from portal.core.mail.places import Mailbox
from portal.core.models import OutgoingMail
from portal.core.users.models import User
from search.models import Watch
from tests.events.factories import coming_event, pending
from tests.portal.core.mail.returned import SHAPES, returned

pytestmark = pytest.mark.django_db
ADDRESS = "gestur@bær.example"


@pytest.fixture
def person(mailoutbox) -> Registration:
    """Somebody who was sent a mail."""
    registration = pending(coming_event(), ADDRESS, now=timezone.now())
    send_due()
    assert len(mailoutbox) == 1
    return registration


def report(person, shape="Postfix", **more) -> bytes:
    """What came back of the mail to somebody."""
    more = {"address": person.email, "at": timezone.now(), **more}
    return returned(shape, person.mails.get(), more.pop("address"), more.pop("at"), **more)


def state(person) -> tuple[str, str, bool]:
    """What stands at the desk: the mail with its error, and whether the address is flagged."""
    mail = person.mails.get()
    person.refresh_from_db()
    return mail.status, mail.error, person.bounced_at is not None


@pytest.mark.parametrize("shape", SHAPES)
def test_an_address_that_does_not_exist_is_flagged_and_shown_until_the_organiser_says_that_it_works(
    person, shape, client, mailoutbox
):
    assert take_in([report(person, shape)]) == {"refused": 1}
    assert state(person) == ("failed", "Bounced 5.1.1", True)
    assert LogEntry.objects.filter(action="bounce").count() == 1

    user = User.objects.create_superuser("organiser", "organiser@portal.example", "password")
    client.force_login(user)
    desk = client.get(reverse("registration_person", args=[person.event.pk, person.pk])).content.decode()
    assert "(Bounced 5.1.1)" in desk
    assert "Mail refused" in desk
    # The same report again, now that it is corrected and sent anew.
    old = report(person, shape, at=timezone.now() - timedelta(hours=1))
    address_works(person.event, user, timezone.now())
    send_due()
    assert len(mailoutbox) == 2
    assert take_in([old]) == {"ignored": 1}
    assert state(person) == ("sent", "", False)


@pytest.mark.parametrize(
    ("action", "status", "result", "expected"),
    [
        ("delayed", "4.4.1", "delayed", ("sent", "Delayed 4.4.1", False)),
        ("failed", "4.4.7", "lost", ("failed", "Bounced 4.4.7", False)),
        ("failed", "5.2.2", "lost", ("failed", "Bounced 5.2.2", False)),
        ("failed", "5.7.1", "lost", ("failed", "Bounced 5.7.1", False)),
        ("failed", "5.1.8", "lost", ("failed", "Bounced 5.1.8", False)),
        ("failed (no such user)", "5.0.0", "refused", ("failed", "Bounced 5.0.0", True)),
    ],
)
def test_what_is_not_the_fault_of_an_address_is_not_held_against_it(person, action, status, result, expected):
    assert take_in([report(person, action=action, status=status)]) == {result: 1}
    assert state(person) == expected


def test_what_comes_twice_counts_once(person):
    assert take_in([report(person), report(person), report(person, status="4.4.7")]) == {"refused": 1, "ignored": 2}
    assert LogEntry.objects.filter(action="bounce").count() == 1


def mangled(data: bytes) -> list[bytes]:
    """A report cut off and damaged in many ways, and other mails."""
    text = data.decode()
    return [
        b"",
        b"\x00\xff\xfe" * 1000,
        *(data[:length] for length in range(0, text.index("Message-ID"), 97)),
        text.replace("Action: failed", "Action: delivered").encode(),
        text.replace("Status: 5.1.1", "Status: \xe9\xe8").replace("550 No", "No").encode("latin-1"),
        text.replace("Final-Recipient", "X-Nobody").replace("Original-Recipient", "X-None").encode(),
        text.replace("multipart/report", "multipart/mixed").encode(),
        text.replace("Date: ", "Date: not a ").replace("gestur@", "annar@").encode(),
        text.replace("utf-8", "no-such-charset").replace("gestur@", "\udcff@").encode("utf-8", "surrogateescape"),
        b"Subject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nI am at sea until Monday.\r\n",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n" + b"--x\r\nContent-Type: message/rfc822\r\n\r\n" * 300,
    ]


def test_bad_input_and_other_mails_change_nothing(person):
    good = report(person)
    assert set(take_in(mangled(good))) <= {"ignored"}
    assert state(person) == ("sent", "", False)
    assert take_in([good]) == {"refused": 1}


def test_a_report_about_somebody_elses_address_or_an_unknown_mail_is_not_believed(person):
    other = pending(person.event, "annar@example.org", now=timezone.now())
    send_due()
    forged = report(person, address=other.email)
    unknown = report(person).replace(str(person.mails.get().message_uuid).encode(), str(UUID(int=0)).encode())
    old = report(person, at=timezone.now() - timedelta(hours=2))

    assert take_in([forged, unknown, old]) == {"ignored": 3}
    assert {state(one) for one in (person, other)} == {("sent", "", False)}
    Registration.objects.filter(pk=person.pk).update(email="rett@example.org", email_key="rett@example.org")
    assert take_in([report(person)]) == {"ignored": 1}


def test_a_list_is_no_longer_watched_by_an_address_that_does_not_exist(mailoutbox):
    now = timezone.now()
    watch = Watch.objects.create(
        place="search", language="is", address=ADDRESS, created_at=now, ends_at=now + timedelta(days=9)
    )
    mail = OutgoingMail.objects.create(
        kind="watching.news", about_kind="watch", about_key=str(watch.pk), status="sent", done_at=now, due_at=now
    )
    assert take_in([returned("Gmail", mail, ADDRESS, now)]) == {"refused": 1}
    assert not Watch.objects.exists()


def test_the_command_reads_files_maildirs_and_what_is_piped(person, tmp_path, capsys, monkeypatch):
    (tmp_path / "cur").mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.mail").write_bytes(report(person))
    (tmp_path / "cur" / "2.mail").write_bytes(b"Subject: hello\n\nhello")
    call_command("read_bounces", str(tmp_path))
    assert capsys.readouterr().out == "Reports: 1 refused.\n"
    assert len(list(tmp_path.glob("*/*"))) == 2
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(report(person))))
    call_command("read_bounces", "-")
    assert capsys.readouterr().out == "Reports: 1 ignored.\n"
    with pytest.raises(CommandError, match="BOUNCES_URL"):
        call_command("read_bounces")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("read_bounces", str(tmp_path / "nothing"))


class Server(socketserver.StreamRequestHandler):
    """As much of an IMAP server (RFC 3501) as a reader needs; notes what it is asked to do."""

    mails: list[bytes] = []
    asked: list[str] = []
    timeout = 10

    def handle(self):
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, words = line.decode().strip().split(" ", 1)
            self.asked.append(words)
            name = words.split()[1 if words.startswith("UID") else 0]
            getattr(self, f"do_{name}", self.do_nothing)(words)
            ok = "NO" if "wrong" in words else "OK"
            self.wfile.write(f"{tag} {ok} done\r\n".encode())
            if name == "LOGOUT":
                return

    def do_nothing(self, words: str) -> None:
        """Answer with no more than that it was done."""

    def do_CAPABILITY(self, words: str) -> None:  # noqa: N802 (the protocol's name)
        self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")

    def do_EXAMINE(self, words: str) -> None:  # noqa: N802
        self.wfile.write(f"* {len(self.mails)} EXISTS\r\n".encode())

    def do_SEARCH(self, words: str) -> None:  # noqa: N802
        self.wfile.write(f"* SEARCH {' '.join(str(n + 1) for n in range(len(self.mails)))}\r\n".encode())

    def do_FETCH(self, words: str) -> None:  # noqa: N802
        number = int(words.split()[2])
        data = self.mails[number - 1]
        if "HEADER" in words:
            data = data.partition(b"\n\n")[0] + b"\r\n\r\n"
        self.wfile.write(f"* {number} FETCH (UID {number} BODY[] {{{len(data)}}}\r\n".encode() + data + b")\r\n")


@pytest.fixture
def mailbox(settings):
    """The mailbox of the portal on an IMAP server."""
    Server.mails, Server.asked = [], []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        settings.BOUNCES = Mailbox("127.0.0.1", port, "portal", "pass word", "Returned mail", ssl=False, starttls=False)
        yield settings.BOUNCES
        server.shutdown()


def test_the_worker_reads_reports_of_a_mailbox_and_leaves_it_as_it_is(person, mailbox):
    Server.mails = [b"Subject: a letter\n\nDear portal", report(person), report(person)]

    assert read_own_mailbox() == {"refused": 1, "ignored": 1}
    assert state(person)[2]
    fetched = [words for words in Server.asked if "FETCH" in words]
    assert [words.split()[2] for words in fetched if "<0." in words] == ["2", "3"]
    assert all("PEEK" in words for words in fetched)
    assert 'EXAMINE "Returned mail"' in Server.asked
    assert not any(words.startswith(("UID STORE", "SELECT", "EXPUNGE")) for words in Server.asked)


def test_a_mailbox_that_cannot_be_read_says_so_without_the_servers_words(mailbox, settings):
    wrong = Mailbox(mailbox.host, mailbox.port, "wrong", "secret", "INBOX", False, False)
    with pytest.raises(MailboxError, match=r"^error$"):
        list(read_mailbox(wrong, timezone.now()))
    settings.BOUNCES = Mailbox("127.0.0.1", 9, "a", "b", "INBOX", True, False)
    with pytest.raises(MailboxError, match=r"^ConnectionRefusedError$"):
        read_own_mailbox()
    settings.BOUNCES = None
    assert read_own_mailbox() == {}
