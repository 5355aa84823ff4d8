"""What the registration desk does for mail: messages to many, and addresses that a mail server refused."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from events.models import Event, LogEntry, Message, Registration
from portal.core.mail.outbox.delivery import send_due
from portal.core.models import OutgoingMail
from tests.events.desk.clerk import actions, addresses, press
from tests.events.factories import coming_event, registered

pytestmark = pytest.mark.django_db


def test_message_is_previewed_in_the_languages_of_its_readers_tested_and_sent_to_the_chosen(desk, event, run_tasks):
    for language in ("en", "da", "fi"):
        registered(event, f"{language}@example.org", timezone.now(), language=language)
    run_tasks()
    mail.outbox.clear()
    address = reverse("registration_message", args=[event.pk])
    typed = {
        "states": ["confirmed"],
        "subject_en": "Bring a pen",
        "body_en": "Please.\n\nThanks.",
        "subject_da": "Tag en pen med",
        "body_da": "Tak.",
    }

    fields = set(desk.get(address).context["form"].fields)
    assert fields == {
        "states",
        "pool",
        *(f"{part}_{code}" for part in ("subject", "body") for code in ("da", "en", "fi")),
    }
    # What was written for somebody who cancelled meanwhile is not lost.
    kept = desk.post(address, {**typed, "subject_is": "Penni", "action": "preview"})
    assert 'value="Penni"' in kept.content.decode()

    preview = desk.post(address, {**typed, "action": "preview"})
    assert [code for code, _message in preview.context["previews"]] == ["da", "en", "fi"]
    assert preview.context["number"] == 2
    assert "Tag en pen med" in preview.content.decode()

    desk.post(address, {**typed, "action": "test"})
    assert mail.outbox == []
    run_tasks()
    assert sorted((m.to, m.subject) for m in mail.outbox) == [
        (["anna@example.org"], "Bring a pen"),
        (["anna@example.org"], "Tag en pen med"),
    ]
    assert Message.objects.count() == 0

    desk.post(address, {**typed, "action": "send"})
    mail.outbox.clear()
    run_tasks()
    sent = {m.to[0]: m.subject for m in mail.outbox if "pen" in m.subject}
    assert sent == {"en@example.org": "Bring a pen", "da@example.org": "Tag en pen med"}
    assert LogEntry.objects.get(action="message").amount == 2


def test_message_needs_subject_and_text(desk, event):
    address = reverse("registration_message", args=[event.pk])

    assert "at least one language" in desk.post(address, {"states": ["confirmed"]}).content.decode()
    assert (
        "both a subject and a text"
        in desk.post(address, {"states": ["confirmed"], "subject_en": "Only this"}).content.decode()
    )


def refused(event: Event, email: str) -> Registration:
    """Somebody whose address the mail server refused; their mails failed or were not even tried."""
    registration = registered(event, email, timezone.now())
    registration.mails.update(status="failed")
    Registration.objects.filter(pk=registration.pk).update(bounced_at=timezone.now())
    registration.refresh_from_db()
    return registration


@pytest.mark.parametrize("button", ["works", "resend"])
def test_an_address_that_works_again_gets_what_it_missed(desk, event, button):
    registration = refused(event, "back@example.org")
    assert "The address works again" in desk.get(addresses(event, registration)[-1]).content.decode()
    mail.outbox.clear()

    press(desk, registration, button)
    send_due()

    assert registration.bounced_at is None
    assert (
        registration.mails.get(dedupe_key__startswith="registration.confirmed:", dedupe_key__endswith=":1").status
        == "sent"
    )
    assert {message.to[0] for message in mail.outbox} == {"back@example.org"}
    assert "works" in actions()


def test_all_refused_addresses_of_an_event_work_again(desk, event):
    people = [refused(event, f"person{number}@example.org") for number in range(2)]
    elsewhere = refused(coming_event(organisation=event.organisation), "other@example.org")
    page = desk.get(reverse("registration_desk", args=[event.pk])).content.decode()
    assert "The mail server refused 2 addresses" in page
    assert "2 people are left out" in desk.get(reverse("registration_message", args=[event.pk])).content.decode()

    desk.post(reverse("registration_mend_mail", args=[event.pk]), {"what": "works"})

    flagged = Registration.objects.filter(bounced_at__isnull=False)
    assert list(flagged) == [elsewhere]
    assert {mail.status for person in people for mail in person.mails.all()} == {"queued"}


def test_what_failed_is_sent_again_for_one_and_for_all(desk, event):
    one, other = (registered(event, now=timezone.now()) for _ in range(2))
    OutgoingMail.objects.update(status="failed", attempts=8, error="SMTPDataError 554")

    press(desk, one, "failed")
    assert set(one.mails.values_list("status", "attempts")) == {("queued", 0)}
    assert set(other.mails.values_list("status", flat=True)) == {"failed"}
    assert "2 mails could not be sent" in desk.get(reverse("registration_desk", args=[event.pk])).content.decode()
    desk.post(reverse("registration_mend_mail", args=[event.pk]), {"what": "failed"})

    assert set(other.mails.values_list("status", flat=True)) == {"queued"}
