"""The registration desk: only one's own people, every action logged, nothing harmful in a file."""

import csv
import io
import unicodedata
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from events.enums import PoolKind, Promotion
from events.models import Event, LogEntry, Message, Registration
from events.registration.tokens import find
from partners.teams.groups import make_team, secretariat
from portal.core.models import OutgoingMail
from tests.events.desk.clerk import actions, addresses, editor, organisation, press
from tests.events.factories import coming_event, manage_token, many_seated, registered

pytestmark = pytest.mark.django_db


def test_own_team_and_secretariat_open_every_page_of_the_desk(desk, event):
    registration = registered(event, now=timezone.now())

    assert [desk.get(address).status_code for address in addresses(event, registration)] == [200] * 8
    desk.force_login(editor("sara", secretariat()))
    assert [desk.get(address).status_code for address in addresses(event, registration)] == [200] * 8


def test_editor_of_another_organisation_gets_404_everywhere_and_changes_nothing(client, event):
    registration = registered(event, now=timezone.now())
    client.force_login(editor("bo", make_team(organisation("beta")).group))

    answers = [client.get(address).status_code for address in addresses(event, registration)]
    answers += [client.post(address, {"action": "cancel"}).status_code for address in addresses(event, registration)]
    answers += [
        client.post(reverse(name, args=[event.pk]), {"kind": "online", "mark": f"{registration.pk}:1"}).status_code
        for name in (
            "registration_acknowledge",
            "registration_arrivals",
            "registration_clear_queue",
            "registration_mend_mail",
        )
    ]

    assert set(answers) <= {404, 405}
    assert 405 not in answers[:8]
    registration.refresh_from_db()
    assert (registration.state, registration.attended_at, Message.objects.count()) == ("confirmed", None, 0)
    assert event.title not in client.get("/admin/registrations/").content.decode()


def test_registration_of_another_event_is_not_reached_through_an_own_one(desk, event):
    foreign = registered(coming_event(organisation=organisation("beta")), now=timezone.now())

    assert desk.get(reverse("registration_person", args=[event.pk, foreign.pk])).status_code == 404


def test_list_of_events_shows_own_ones_with_numbers(desk, event):
    registered(event, now=timezone.now())

    page = desk.get("/admin/registrations/").content.decode()

    assert reverse("registration_desk", args=[event.pk]) in page


def test_event_list_has_no_history_edit_or_delete(desk, event):
    answers = {
        desk.get(f"/admin/registrations/{rest}").status_code
        for rest in (f"edit/{event.pk}/", f"history/{event.pk}/", f"delete/{event.pk}/", "create/")
    }

    assert answers <= {302, 404}


@pytest.mark.parametrize(("people", "queries"), [(1, 21), (3, 21)])
def test_list_costs_the_same_for_one_and_three(desk, event, people, queries, django_assert_num_queries):
    event.pools.update(capacity=10)
    many_seated(event, people, timezone.now())
    desk.get(reverse("registration_desk", args=[event.pk]))

    with django_assert_num_queries(queries):
        desk.get(reverse("registration_desk", args=[event.pk]))


def test_filters_search_and_place_in_the_queue(desk, event):
    for name in ("Alva", "Bror", "Cilla", "Disa"):
        registered(event, f"{name.lower()}@example.org", timezone.now(), name=name)
    address = reverse("registration_desk", args=[event.pk])

    waiting = desk.get(address, {"state": "waiting"}).context
    assert [(person.name, place) for person, place in waiting["listed"]] == [("Cilla", 1), ("Disa", 2)]
    assert [person.name for person, _place in desk.get(address, {"q": "bror@"}).context["listed"]] == ["Bror"]


def test_cancel_and_promote_and_check_in_are_done_and_logged(desk, event):
    first, second, third, fourth = (registered(event, now=timezone.now()) for _ in range(4))

    press(desk, first, "cancel")
    third.refresh_from_db()
    assert (first.state, third.state) == ("cancelled", "confirmed")
    assert first.mails.filter(kind="registration.cancelled_desk").exists()

    press(desk, fourth, "promote")
    assert (fourth.state, fourth.seat_no) == ("confirmed", 3)
    assert event.pools.get().acknowledged_over == 1

    press(desk, second, "check_in")
    assert second.attended_at is not None
    press(desk, second, "undo_check_in")
    assert second.attended_at is None
    assert actions() == ["cancel", "promote", "acknowledge", "check_in", "undo_check_in"] or "view" in actions()
    assert set(LogEntry.objects.filter(action="check_in").values_list("user__username", flat=True)) == {"anna"}


def test_move_between_pools_gives_back_the_seat(desk, alpha):
    event = coming_event(organisation=alpha, capacity=1, pools=(PoolKind.IN_PERSON, PoolKind.ONLINE))
    hall, screen = event.pools.get(kind="in_person"), event.pools.get(kind="online")
    moved, waits = registered(event, now=timezone.now(), pool=hall), registered(event, now=timezone.now(), pool=hall)

    press(desk, moved, "pool", kind="online")

    waits.refresh_from_db()
    assert (moved.pool, moved.state, moved.seat_no) == (screen, "confirmed", 1)
    assert (waits.pool, waits.state, waits.seat_no) == (hall, "confirmed", 1)


def test_resend_and_revoke_links(desk, event):
    registration = registered(event, now=timezone.now())
    old = manage_token(registration)

    press(desk, registration, "resend")
    assert find(old, "manage", timezone.now()) is not None
    press(desk, registration, "revoke")
    assert find(old, "manage", timezone.now()) is None
    assert "again" in registration.mails.latest("pk").dedupe_key


def test_erase_at_the_desk(desk, event):
    registration = registered(event, now=timezone.now())

    press(desk, registration, "erase")

    assert (registration.state, registration.name, registration.email) == ("cancelled", "", "")


def test_register_by_hand_takes_a_seat_a_place_in_the_queue_or_more_seats_than_there_are(desk, event):
    address = reverse("registration_add", args=[event.pk])
    typed = {"name": "By Phone", "mail_language": "fi", "pool": event.pools.get().pk, "consent": "on"}

    for number in range(3):
        desk.post(address, {**typed, "email": f"phone{number}@example.org"})
    desk.post(address, {**typed, "email": "vip@example.org", "beyond": "on"})
    again = desk.post(address, {**typed, "email": "vip@example.org"})

    people = list(event.registrations.order_by("pk").values_list("state", "language", "by_hand"))
    assert people == [
        ("confirmed", "fi", True),
        ("confirmed", "fi", True),
        ("waiting", "fi", True),
        ("confirmed", "fi", True),
    ]
    assert "registered already" in again.content.decode()
    assert desk.post(address, {**typed, "email": "x@example.org", "consent": ""}).status_code == 200
    assert event.registrations.count() == 4


DANGEROUS = ["=1+1", "+45 00 00 00 00", "-2", "@SUM(A1)", "\t=1", "＝1"]


@pytest.mark.parametrize("name", DANGEROUS)
def test_exports_hold_no_formulas_and_are_logged(desk, event, name):
    registered(event, now=timezone.now(), name="x")
    Registration.objects.update(name=name)

    table = list(
        csv.reader(
            io.StringIO(desk.get(reverse("registration_csv", args=[event.pk])).content.decode("utf-8-sig")),
            delimiter=";",
        )
    )
    book = load_workbook(io.BytesIO(desk.get(reverse("registration_xlsx", args=[event.pk])).content))

    assert table[1][3] == f"'{name}"
    cell = book.active.cell(row=2, column=4)
    assert (cell.data_type, cell.value) == ("s", name)
    exports = LogEntry.objects.filter(action="export")
    assert list(exports.values_list("amount", "user__username")) == [(1, "anna"), (1, "anna")]


def test_links_are_saved_and_a_changed_visible_link_is_mailed(desk, event):
    registration = registered(event, now=timezone.now())
    address = reverse("registration_links", args=[event.pk])
    first = {"join_link": "https://meeting.example/one", "join_link_hours": 24 * 30, "recordings_link": ""}

    desk.post(address, first)
    assert registration.mails.filter(kind="registration.join_link").count() == 0
    desk.post(address, {**first, "join_link": "https://meeting.example/two"})

    assert registration.mails.filter(kind="registration.join_link").count() == 1
    assert actions() == ["links", "links"]
    assert Event.objects.get(pk=event.pk).join_link == "https://meeting.example/two"


def test_overbooking_is_shown_until_it_is_acknowledged(desk, event):
    many_seated(event, 2, timezone.now())
    event.pools.update(capacity=1)
    address = reverse("registration_desk", args=[event.pk])
    assert "1 more person than places" in desk.get(address).content.decode()

    desk.post(reverse("registration_acknowledge", args=[event.pk]))

    assert "more people than places" not in desk.get(address).content.decode()


def test_waiting_list_switched_off_keeps_people_until_the_organiser_cancels_them(desk, event):
    for _ in range(4):
        registered(event, now=timezone.now())
    event.pools.update(waiting_list=False)
    assert "2 people still wait" in desk.get(reverse("registration_desk", args=[event.pk])).content.decode()

    desk.post(reverse("registration_clear_queue", args=[event.pk]), {"kind": "online", "sure": "1"})

    assert sorted(event.registrations.values_list("state", flat=True)) == [*["cancelled"] * 2, *["confirmed"] * 2]
    assert OutgoingMail.objects.filter(kind="registration.cancelled_desk").count() == 2


def test_offers_can_be_turned_into_places(desk, alpha):
    event = coming_event(organisation=alpha, capacity=1, promotion=Promotion.OFFER)
    first, second = registered(event, now=timezone.now()), registered(event, now=timezone.now())
    press(desk, first, "cancel")
    second.refresh_from_db()
    assert second.state == "offered"

    press(desk, second, "promote")

    assert (second.state, second.seat_no, event.pools.get().acknowledged_over) == ("confirmed", 1, 0)


def test_log_and_admin_history_name_nobody(desk, event):
    from wagtail.models import ModelLogEntry

    registration = registered(event, "secret@example.org", timezone.now() - timedelta(minutes=1), name="Secret Name")
    press(desk, registration, "check_in")
    press(desk, registration, "cancel")

    assert "ecret" not in str(list(LogEntry.objects.values()))
    assert "ecret" not in str(list(ModelLogEntry.objects.values()))


@pytest.mark.parametrize("name", ["Åse Ødegård", unicodedata.normalize("NFD", "Åse Ødegård"), "ÅSE ØDEGÅRD"])
def test_people_are_found_whatever_letters_the_clerk_has(desk, event, name):
    person = registered(event, "post@blåbær.example", name=name, organisation="Þórshöfn kommuna")
    registered(event)
    address = reverse("registration_desk", args=[event.pk])
    for asked in (
        *("ødegård", "Ødegård", "ÅSE", "odegard", "oedegaard aase", unicodedata.normalize("NFD", "ødegård")),
        *("o\u0308degård", "øde\u00adgård", "þórshöfn", "THORSHOFN", "post@blåbær", "post@xn--", "åse kommuna"),
    ):
        assert [found for found, _place in desk.get(address, {"q": asked}).context["listed"]] == [person], asked
    assert desk.get(address, {"q": "ødegårde"}).context["listed"] == []
