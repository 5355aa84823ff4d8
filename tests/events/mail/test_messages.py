"""Messages to many: the worker makes the mails share by share; nobody gets one twice, nobody is left out."""

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from events.mail import messages
from events.mail.messages import continue_messages, queue_messages, send_message, unfinished
from events.models import Event, Message, Registration
from portal.core.mail.outbox import queueing
from portal.core.models import OutgoingMail
from portal.core.users.models import User
from tests.events.factories import coming_event, crowd
from tests.events.registration.race import at_once

TEXTS = {"en": ("Bring a pen", "Please."), "fi": ("Ota kynä", "Kiitos.")}
KIND = "registration.message"


def crowded(people: int, **fields) -> Event:
    """An event with fictional people, registered a moment ago."""
    event = coming_event(**fields)
    crowd(event, people, timezone.now() - timedelta(minutes=1))
    return event


def send(event: Event, user: User, states: tuple[str, ...] = ("confirmed",)) -> int:
    return send_message(event, TEXTS, list(states), "", user, timezone.now())


def written_to(event: Event) -> list[int]:
    """Numbers of the registrations that a message goes to, each as often as it goes there."""
    rows = OutgoingMail.objects.filter(kind=KIND).order_by("pk").values_list("about_key", flat=True)
    return [int(key) for key in rows if event.registrations.filter(pk=key).exists()]


def numbers(event: Event) -> list[int]:
    return list(event.registrations.order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def shares_of_two(monkeypatch):
    monkeypatch.setattr(queueing, "BATCH", 2)


@pytest.fixture
def sender(transactional_db):
    return User.objects.create_superuser("anna", "anna@example.org", "a long password")


@pytest.mark.django_db
def test_the_request_stores_the_message_and_the_desk_sees_how_far_it_has_come(
    admin_client, admin_user, shares_of_two, run_tasks
):
    event = crowded(5)
    event.registrations.filter(pk=numbers(event)[0]).update(language="fi")
    typed = {"states": ["confirmed"], "action": "send"}
    typed |= {
        f"{part}_{code}": text for code in TEXTS for part, text in zip(("subject", "body"), TEXTS[code], strict=True)
    }
    desk = reverse("registration_desk", args=[event.pk])

    answer = admin_client.post(reverse("registration_message", args=[event.pk]), typed, follow=True).content.decode()
    assert "The message goes to 5 people." in answer
    assert "“Bring a pen”: 0 of 5 mails are on their way." in answer
    assert written_to(event) == []

    assert queue_messages.call() == 2
    assert "“Bring a pen”: 2 of 5 mails are on their way." in admin_client.get(desk).content.decode()
    run_tasks()
    assert "are on their way" not in admin_client.get(desk).content.decode()
    assert written_to(event) == numbers(event)
    sent = {message.to[0]: message.subject for message in mail.outbox}
    assert len(mail.outbox) == len(sent) == 5
    assert sorted(sent.values()) == ["Bring a pen"] * 4 + ["Ota kynä"]


@pytest.mark.django_db
def test_who_cancels_or_registers_meanwhile_gets_nothing_and_a_refused_address_gets_it_later(admin_user, shares_of_two):
    event = crowded(6)
    send(event, admin_user)
    queue_messages.call()
    first, _second, _third, cancelled, refused, last = numbers(event)
    event.registrations.filter(pk=cancelled).update(state="cancelled")
    event.registrations.filter(pk=refused).update(bounced_at=timezone.now())
    crowd(event, 1, timezone.now())
    event.registrations.filter(pk=first).update(state="cancelled")  # its mail is in the outbox, and dropped there

    while unfinished(event):
        queue_messages.call()

    assert written_to(event) == [pk for pk in numbers(event)[:6] if pk != cancelled]
    assert {refused, last} <= set(written_to(event))


@pytest.mark.django_db
def test_a_share_costs_the_same_for_one_and_for_all_that_fit(admin_user, django_assert_num_queries):
    few, many = crowded(1), crowded(60)
    for event in (few, many):
        send(event, admin_user)
        with django_assert_num_queries(12):  # both transactions, savepoints and tasks among them
            queue_messages.call()
    assert (len(written_to(few)), len(written_to(many))) == (1, 60)


@pytest.mark.django_db
def test_a_message_that_lost_its_task_goes_on_by_itself(admin_user, shares_of_two, run_tasks):
    event = crowded(5)
    send(event, admin_user)
    queue_messages.call()
    DBTaskResult.objects.all().delete()

    continue_messages()
    continue_messages()
    assert DBTaskResult.objects.count() == 1
    run_tasks()

    assert written_to(event) == numbers(event)
    DBTaskResult.objects.all().delete()
    continue_messages()
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_of_a_share_leaves_nobody_out_and_writes_to_nobody_twice(
    sender, shares_of_two, monkeypatch
):
    event = crowded(5)
    send(event, sender)
    queue_messages.call()

    def be_killed() -> None:
        # The mails of the share are written, and how far it has come is not.
        monkeypatch.setattr(Message, "save", lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL))
        queue_messages.call()

    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=be_killed)
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    assert Message.objects.get().queued == 2

    while unfinished(event):
        queue_messages.call()

    assert written_to(event) == numbers(event)


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_to_everybody_once(sender, shares_of_two):
    event = crowded(9)
    send(event, sender)
    send(event, sender)

    def work() -> int:
        number = 0
        while Message.objects.filter(queued_until__isnull=False).exists():
            number += messages.queue_messages.call()
        return number

    shares = at_once([work, work])

    assert sum(shares) == 18
    assert sorted(written_to(event)) == sorted(numbers(event) * 2)
    assert Registration.objects.count() == 9


@pytest.mark.django_db
def test_a_message_whose_share_fails_stops_no_other_and_is_not_tried_again_at_once(admin_user, shares_of_two, caplog):
    event = crowded(3)
    send(event, admin_user)
    Message.objects.update(states=5)  # (damaged by hand)
    send(event, admin_user)
    next_shares = DBTaskResult.objects.filter(task_path=queue_messages.module_path)
    next_shares.delete()

    assert queue_messages.call() == 2
    assert next_shares.count() == 1
    next_shares.delete()
    assert queue_messages.call() == 1
    assert written_to(event) == numbers(event)
    assert caplog.text.count("could not be queued: TypeError") == 2
    assert not next_shares.exists()
    with pytest.raises(TypeError):
        queue_messages.call()
    continue_messages()
    assert next_shares.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_finds_all_messages_held_leaves_the_rest_to_who_holds_them(sender, shares_of_two):
    send(crowded(3), sender)
    DBTaskResult.objects.all().delete()

    def find_none() -> int:
        try:
            return queue_messages.call()
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as others:
        Message.objects.select_for_update().get()
        assert others.submit(find_none).result(60) == 0
    assert not DBTaskResult.objects.exists()
