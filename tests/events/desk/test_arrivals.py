"""Check-in at the door: twice, late, of somebody who cancelled, of another team, and on paper."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from events.desk.arrivals import read_marks
from events.models import LogEntry
from partners.teams.groups import make_team
from tests.events.desk.clerk import actions, editor, organisation, press
from tests.events.factories import coming_event, registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(event):
    event.pools.update(capacity=4)
    return [registered(event, now=timezone.now(), name=name) for name in ("Åse Prøve", "Þór Dæmi", "Aino Esimerkki")]


def send(client, event, *marks: str, waited: bool = True):
    return client.post(
        reverse("registration_arrivals", args=[event.pk]), {"mark": marks, **({"waited": "1"} if waited else {})}
    )


def test_marks_that_waited_have_the_time_when_they_were_made_and_count_once(desk, event, people):
    ase, thor, _aino = people
    hour = 3600 * 1000
    marks = (f"{ase.pk}:1:{hour}", f"{thor.pk}:1:{2 * hour}", f"{thor.pk}:0:{hour}", "x", "7", f"{ase.pk}:2:5")

    for _ in range(2):
        answer = send(desk, event, *marks).json()
        assert (answer["arrived"], {person["number"]: bool(person["at"]) for person in answer["marked"]}) == (
            1,
            {ase.pk: True, thor.pk: False},
        )
        assert [person["said"] for person in answer["marked"]] == ["", ""]

    ase.refresh_from_db()
    assert timedelta(minutes=59) < timezone.now() - ase.attended_at < timedelta(minutes=61)
    assert list(LogEntry.objects.filter(action="check_in", registration_number=ase.pk).values_list("amount")) != []
    assert LogEntry.objects.filter(action="check_in", registration_number=ase.pk).count() == 1


def test_a_late_undo_does_not_take_back_what_a_colleague_marked_since(desk, event, people):
    ase = people[0]
    press(desk, ase, "check_in")
    send(desk, event, f"{ase.pk}:0:60000")
    ase.refresh_from_db()
    assert ase.attended_at
    send(desk, event, f"{ase.pk}:0")
    ase.refresh_from_db()
    assert ase.attended_at is None


def test_an_undo_right_after_a_mark_that_took_long_to_arrive_counts(desk, event, people):
    ase = people[0]
    send(desk, event, f"{ase.pk}:1:0")
    answer = send(desk, event, f"{ase.pk}:0:10000").json()
    assert (answer["arrived"], answer["marked"][0]["at"]) == (0, "")


def test_whoever_cancelled_or_waits_is_not_marked_and_the_clerk_reads_why(desk, event, people):
    ase, thor, aino = people
    press(desk, ase, "cancel")
    foreign = registered(coming_event(organisation=organisation("beta")), now=timezone.now())

    answer = send(desk, event, f"{ase.pk}:1:5", f"{foreign.pk}:1:5", f"{thor.pk}:1:5").json()

    said = {person["number"]: person["said"] for person in answer["marked"]}
    assert said[ase.pk] == "Åse Prøve: no arrival is marked. State of the registration: Cancelled."
    assert "not in this list any more" in said[foreign.pk]
    assert (said[thor.pk], answer["arrived"], answer["marked"][0]["at"]) == ("", 1, "")
    ase.refresh_from_db()
    foreign.refresh_from_db()
    assert (ase.attended_at, foreign.attended_at) == (None, None)
    # Without script: the list again, with the same sentence; the same on the person's own page.
    listed = desk.post(
        reverse("registration_arrivals", args=[event.pk]), {"mark": f"{ase.pk}:1"}, follow=True
    ).content.decode()
    assert "Åse Prøve: no arrival is marked." in unescape(listed)
    assert "Åse Prøve: no arrival is marked." in unescape(press(desk, ase, "check_in").content.decode())
    assert f'value="{ase.pk}:1"' not in listed
    send(desk, event, f"{aino.pk}:1", waited=False)
    aino.refresh_from_db()
    assert aino.attended_at


def test_a_mark_without_script_leads_back_to_the_part_of_the_list_where_it_was_made(desk, event, people):
    shown = desk.get(reverse("registration_desk", args=[event.pk]), {"q": "ð", "p": "1"}).content.decode()
    address = reverse("registration_arrivals", args=[event.pk]) + "?q=%C3%B0&p=1"
    assert f'action="{address.replace("&", "&amp;")}"' in shown
    answer = desk.post(address, {"mark": "1:1"})
    assert answer.headers["Location"] == reverse("registration_desk", args=[event.pk]) + "?q=%C3%B0&p=1"


def test_somebody_of_another_team_marks_nobody(client, event, people):
    client.force_login(editor("bo", make_team(organisation("beta")).group))
    assert send(client, event, f"{people[0].pk}:1:5").status_code == 404
    client.logout()
    assert send(client, event, f"{people[0].pk}:1:5").status_code in {302, 403}
    people[0].refresh_from_db()
    assert people[0].attended_at is None


def test_an_endless_wait_is_cut(db):
    now = timezone.now()
    [mark] = read_marks(["5:1:99999999999999"], now)
    assert now - mark.at == timedelta(days=7)


def test_the_printed_list_has_whoever_has_a_place_in_the_order_of_the_alphabet(desk, event, people):
    press(desk, registered(event, now=timezone.now(), name="Zoë Weg"), "cancel")
    press(desk, people[1], "check_in")
    listed = desk.get(reverse("registration_print", args=[event.pk]))
    shown = listed.getvalue().decode()
    assert re.findall("<bdi>(.*?)</bdi>", shown) == ["Aino Esimerkki", "Åse Prøve", "Þór Dæmi"]
    assert shown.count("☐") == 2
    assert people[0].email not in shown
    assert actions()[-1] == "export"
