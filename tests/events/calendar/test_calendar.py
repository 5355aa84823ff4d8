"""Calendar files, read back by the icalendar package and looked at as text."""

import unicodedata
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from icalendar import Calendar

from events.calendar.entries import event_file, feed, invitation, mailto
from events.enums import EventStatus
from events.models import Event
from events.privacy.audit_log import SELF
from events.registration import actions
from tests.events.factories import NOW, make_event, registered

pytestmark = pytest.mark.django_db


def entry(file: bytes):
    return Calendar.from_ical(file).events[0]


def unfolded(file: bytes) -> str:
    return file.decode().replace("\r\n ", "")


def test_uid_is_the_same_everywhere():
    event = make_event()
    registration = registered(event)

    files = [feed([event], "da"), feed([event], "fi"), event_file(event, "en"), invitation(registration, NOW)[1]]

    assert {entry(file)["uid"] for file in files} == {str(event.translation_key)}


def test_feed_publishes_without_people_and_links():
    event = make_event(join_link="https://meeting.example/secret")
    registered(event, "someone@example.org")

    text = unfolded(feed([event], "en"))

    assert "METHOD:PUBLISH" in text
    for forbidden in ("ATTENDEE", "ORGANIZER", "someone", "secret"):
        assert forbidden not in text


def test_lines_end_with_crlf_and_are_folded_within_characters():
    event = make_event()
    event.texts.filter(language="fi").update(title="Ä" * 200)

    file = event_file(event, "fi")

    assert file.count(b"\n") == file.count(b"\r\n")
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert str(entry(file)["summary"]) == "Ä" * 200


def test_times_carry_their_zone_and_its_rules():
    text = unfolded(event_file(make_event(), "en"))

    assert "DTSTART;TZID=Europe/Copenhagen:20261116T130000" in text
    assert "DTEND;TZID=Europe/Copenhagen:20261116T153000" in text
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Copenhagen" in text


@pytest.mark.parametrize(
    ("precision", "start", "end"),
    [
        ("day", date(2026, 11, 16), date(2026, 11, 17)),
        ("month", date(2026, 11, 1), date(2026, 12, 1)),
    ],
)
def test_dates_without_a_time_are_whole_days_that_block_nothing(precision, start, end):
    event = make_event(precision=precision, start_time=None, end_time=None)

    made = entry(event_file(event, "en"))

    assert (made.decoded("dtstart"), made.decoded("dtend"), made["transp"]) == (start, end, "TRANSPARENT")


def test_invitation_has_one_attendee_and_a_real_organiser():
    registration = registered(make_event(), "someone@example.org")

    method, file = invitation(registration, NOW)

    made = entry(file)
    assert (method, made["status"], made["organizer"]) == ("REQUEST", "CONFIRMED", "mailto:portal@localhost")
    assert made["attendee"] == "mailto:someone@example.org"
    assert (made["attendee"].params["PARTSTAT"], made["attendee"].params["RSVP"]) == ("ACCEPTED", "FALSE")


def test_invitation_says_where_the_personal_links_are_and_holds_none():
    event = make_event(join_link="https://meeting.example/secret")
    registration = registered(event)

    text = str(entry(invitation(registration, NOW)[1])["description"])

    assert f"/{registration.language}/events/registration/link/" in text
    assert "secret" not in text
    assert "/registration/link/" not in str(entry(feed([event], "en"))["description"])


def test_cancelling_takes_the_entry_away_and_registering_again_brings_it_back():
    event = make_event()
    first = registered(event, "again@example.org")
    files = [invitation(first, NOW)]
    actions.cancel(first.pk, SELF, NOW)
    first.refresh_from_db()
    files.append(invitation(first, NOW))
    files.append(invitation(registered(event, "again@example.org"), NOW))

    assert [method for method, _file in files] == ["REQUEST", "CANCEL", "REQUEST"]
    assert [entry(file)["status"] for _method, file in files] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    sequences = [int(entry(file)["sequence"]) for _method, file in files]
    assert sequences == sorted(set(sequences))


def test_cancelled_event_is_cancelled_in_the_feed():
    event = make_event()
    Event.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED)

    assert entry(feed(Event.objects.all(), "en"))["status"] == "CANCELLED"


def test_title_in_the_language_asked_for():
    event = make_event()

    assert str(entry(event_file(event, "fi"))["summary"]) == "Testityöpaja"
    assert str(entry(event_file(event, "is"))["summary"]) == "Test workshop"
    assert translation.get_language() == "en"


def test_feed_says_how_often_it_is_fetched_to_all_programs():
    text = unfolded(feed([make_event()], "en"))

    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text
    assert "\r\nX-PUBLISHED-TTL:PT6H\r\n" in text


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("anna@example.org", "mailto:anna@example.org"),
        ("åse.ødegård@example.org", "mailto:%C3%A5se.%C3%B8deg%C3%A5rd@example.org"),
        ("o'neill+tag@example.org", "mailto:o'neill+tag@example.org"),
        ("50%off@example.org", "mailto:50%25off@example.org"),
        ("a?b&c=d/e#f@example.org", "mailto:a%3Fb%26c%3Dd%2Fe%23f@example.org"),
        ("a{b}|c^d`e@example.org", "mailto:a%7Bb%7D%7Cc%5Ed%60e@example.org"),
        ('"a b"@example.org', "mailto:%22a%20b%22@example.org"),
        ("anna@blåbær.example", "mailto:anna@xn--blbr-roah.example"),
        ("anna@straße.example", "mailto:anna@xn--strae-oqa.example"),
    ],
)
def test_addresses_of_people_are_uris(address: str, uri: str):
    assert mailto(address) == uri


TITLES = [
    "Ærøskøbing: åben værksteds\u00addag i Þórshöfn – työpaja",
    "å" * 400,
    "🙂" * 120,
    "👩\u200d💻 " * 60,
    'back\\slash; comma, semi; "quotes" \\n not a line',
    "e\u0301" * 100,
    "שלום עולם " * 20,
    " x",
]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_titles_as_people_type_them_come_back_whole(language: str):
    event = make_event()
    for title in (title[:255] for title in TITLES):
        event.texts.update(title=title)
        again = Event.objects.get(pk=event.pk)

        file = feed([again], language)

        assert max(len(line) for line in file.split(b"\r\n")) <= 75
        assert [line.decode() for line in file.split(b"\r\n")], "every line is whole UTF-8"
        assert str(entry(file)["summary"]) == translation_free(title)


def translation_free(title: str) -> str:
    return unicodedata.normalize("NFC", title).strip()


def test_control_characters_reach_no_file():
    event = make_event(place="Hall\x0b 1\x00")
    event.texts.update(title="A\x07 bell\r\nATTENDEE:mailto:x@example.org")

    text = unfolded(feed(Event.objects.all(), "en"))

    assert "SUMMARY:A bell ATTENDEE:mailto:x@example.org\r\n" in text
    assert not [char for char in text if ord(char) < 32 and char not in "\r\n"]


def test_files_are_not_sent_again_to_who_has_them(client: Client, admin_client: Client):
    event = make_event()
    slug = event.texts.get(language="en").slug
    for address in ("/en/events/calendar.ics", f"/en/events/{slug}/calendar.ics"):
        for one in (client, admin_client):
            first, head = one.get(address), one.head(address)
            assert first.status_code == head.status_code == 200
            assert first["ETag"] == head["ETag"]
            assert one.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
            assert one.head(address, headers={"if-none-match": first["ETag"]}).status_code == 304
            assert one.get(address, headers={"if-none-match": '"other"'}).status_code == 200
