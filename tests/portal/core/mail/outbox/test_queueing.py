"""The outbox for any flow: what a client queues, what is kept of it, and what the client is told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.core.mail.message import Mail
from portal.core.mail.outbox.clients import CLIENTS, AddressRefusedError, register_client
from portal.core.mail.outbox.delivery import send_due
from portal.core.mail.outbox.queueing import forget, new_mail, queue, queue_many
from portal.core.mail.outbox.retention import forget_old_mails
from portal.core.models import OutgoingMail
from tests.events.factories import NOW, later

pytestmark = pytest.mark.django_db
ADDRESS = "bjørg@test.example"
KIND = "letters.answer"


class Letters:
    """A client that writes to the address of the row, and remembers what it is told."""

    def __init__(self):
        self.told, self.finished, self.flagged = [], set(), False

    def write(self, mail, now):
        if self.flagged:
            raise AddressRefusedError
        if mail.about_key in self.finished:
            return None
        return Mail("Svar", f"Til {mail.about_key}\n", to=[mail.address], uuid=mail.message_uuid)

    def refused(self, mail, now):
        self.told.append(("refused", mail.about_key))

    def forgiven(self, mails, now):
        self.told.append(("forgiven", sorted(mails.values_list("about_key", flat=True))))

    def server_away(self, now):
        self.told.append(("away", now))


@pytest.fixture
def letters():
    client = Letters()
    register_client(
        "letters", client.write, refused=client.refused, forgiven=client.forgiven, server_away=client.server_away
    )
    yield client
    del CLIENTS["letters"]


def write_to(address=ADDRESS, key="7", **options) -> None:
    queue(KIND, about=("letter", key), language="da", address=address, **{"due": NOW, **options})


def stored() -> str:
    """The rows as somebody sees them who reads the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_outgoingmail")
        return str(cursor.fetchall())


def test_an_address_is_encrypted_until_the_mail_has_left(letters, inbox):
    write_to("reader@test.example")
    assert "reader" not in stored()
    assert OutgoingMail.objects.get().address == "reader@test.example"

    assert send_due(NOW) == 1

    assert [message["To"] for message in inbox.messages] == ["reader@test.example"]
    assert OutgoingMail.objects.get().address == ""


def test_the_same_news_about_the_same_thing_goes_out_once(letters):
    for key in ("7", "7", "8"):
        write_to(key=key, dedupe="published")
    write_to(key="7", dedupe="refused")

    assert sorted(OutgoingMail.objects.values_list("dedupe_key", flat=True)) == [
        "letters.answer:7:published",
        "letters.answer:7:refused",
        "letters.answer:8:published",
    ]


def test_what_names_no_news_is_news_each_time(letters):
    for _ in range(2):
        write_to()

    assert OutgoingMail.objects.count() == 2


def test_many_mails_are_queued_for_one_look_of_the_worker(letters, run_tasks):
    number = queue_many(new_mail(KIND, about=("letter", key), language="da", due=later(days=1)) for key in range(5))

    assert (number, OutgoingMail.objects.count(), len(run_tasks())) == (5, 5, 1)


def test_a_kind_that_nobody_writes_is_refused_at_once():
    with pytest.raises(LookupError, match="letters"):
        write_to()


def test_a_name_belongs_to_one_client(letters):
    with pytest.raises(ValueError, match="letters"):
        register_client("letters", letters.write)


def test_a_mail_is_looked_at_again_before_it_is_sent(letters, inbox):
    write_to("reader@test.example")
    letters.finished.add("7")

    assert send_due(NOW) == 0

    mail = OutgoingMail.objects.get()
    assert (mail.status, mail.address, inbox.messages) == ("dropped", "", [])


def test_a_mail_whose_client_is_gone_waits_for_it(letters, inbox):
    write_to("reader@test.example")
    gone = CLIENTS.pop("letters")
    assert send_due(NOW) == 0

    CLIENTS["letters"] = gone

    assert send_due(later(minutes=1)) == 1


def test_a_mail_to_a_flagged_address_is_kept_as_failed(letters, inbox):
    write_to("reader@test.example")
    letters.flagged = True
    send_due(NOW)

    mail = OutgoingMail.objects.get()
    assert (mail.status, mail.error, inbox.asked) == ("failed", "AddressRefused", 0)


def test_a_client_hears_of_an_address_that_does_not_exist(letters, inbox):
    inbox.answers["gone@test.example"] = "550 No such user"
    write_to("gone@test.example")
    write_to("reader@test.example", key="8", due=later(seconds=1))

    assert send_due(later(seconds=1)) == 1

    assert letters.told == [("refused", "7")]
    # Another mail was taken meanwhile: it is the address's fault, and nobody will write to it again.
    assert list(OutgoingMail.objects.values_list("status", "address", "refused_domain").order_by("pk")) == [
        ("failed", "", ""),
        ("sent", "", ""),
    ]


def test_addresses_of_mails_that_were_refused_in_a_row_are_kept_and_written_to_again(letters, inbox):
    inbox.answers["RCPT"] = "550 Not taken"
    for number in range(5):
        write_to(f"reader@domain{number}.example", key=str(number))

    assert send_due(NOW) == 0
    assert letters.told[-2:] == [("forgiven", ["0", "1", "2", "3", "4"]), ("away", NOW)]
    assert "domain" not in stored()
    inbox.answers.clear()

    assert send_due(later(minutes=1)) == 5
    assert OutgoingMail.objects.exclude(address="", refused_domain="").count() == 0


def test_mails_are_forgotten_with_what_they_are_about(letters):
    for key in ("7", "8"):
        write_to(key=key)

    forget("letter", ["7"])

    assert list(OutgoingMail.objects.values_list("about_key", flat=True)) == ["8"]


def test_addresses_of_mails_that_never_left_are_emptied_after_a_fortnight(letters):
    now = timezone.now()
    write_to("old@test.example", key="old", due=now - timedelta(days=14, minutes=1))
    write_to("new@test.example", key="new", due=now - timedelta(days=13))
    forget_old_mails()

    assert list(OutgoingMail.objects.order_by("pk").values_list("about_key", "status", "address")) == [
        ("old", "failed", ""),
        ("new", "queued", "new@test.example"),
    ]


def test_mails_about_nothing_are_deleted_a_month_after_their_end(letters):
    now = timezone.now()
    for age in (29, 31):
        queue(KIND, language="da", due=now - timedelta(days=age))
        queue(KIND, about=("letter", age), language="da", due=now - timedelta(days=age))
        OutgoingMail.objects.filter(done_at=None).update(status="sent", done_at=now - timedelta(days=age))
    forget_old_mails()

    assert list(OutgoingMail.objects.order_by("pk").values_list("about_key", flat=True)) == ["", "29", "31"]
