"""From pages to events: one core for all languages, and who is told what when it changes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from events.enums import EventStatus
from events.models import Answer, Event, EventPage, LogEntry, Registration
from events.registration.availability import registration_of
from portal.core.i18n.formats import long_date
from portal.core.models import OutgoingMail
from portal.editing.publication.consequences import follow
from tests.events.factories import details, manage_token, many_seated, registered
from tests.sites import add_event, make_site

pytestmark = pytest.mark.django_db
IN_A_FORTNIGHT = timezone.now().date() + timedelta(days=14)


@pytest.fixture
def site():
    return make_site("en")


@pytest.fixture
def two_languages():
    return make_site("en", "da")


def workshop(**fields) -> EventPage:
    return add_event(
        **{
            "start_date": IN_A_FORTNIGHT,
            "start_time": time(13),
            "end_date": None,
            "end_time": time(15, 30),
            "timezone": "Europe/Copenhagen",
            "takes_registrations": True,
            "online_places": 2,
            "format": "online",
            "title": "Workshop",
            "slug": "workshop",
            **fields,
        }
    )


def core(page: EventPage) -> Event:
    return Event.objects.get(translation_key=page.translation_key)


def publish(page: EventPage, **changes) -> Event:
    page = EventPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.full_clean()
    page.save_revision().publish()
    return core(page)


def translate(page: EventPage, language: str) -> EventPage:
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code=language))
    translation.save_target(publish=True)
    return EventPage.objects.get(translation_key=page.translation_key, locale__language_code=language)


def kinds(event: Event) -> list[str]:
    mails = OutgoingMail.objects.about("registration", event.registrations.all())
    return [kind.removeprefix("registration.") for kind in mails.order_by("pk").values_list("kind", flat=True)]


def test_publishing_makes_one_event_for_all_languages(two_languages, django_capture_on_commit_callbacks):
    page = workshop()
    with django_capture_on_commit_callbacks(execute=True):
        translate(page, "da")

    event = Event.objects.get()
    assert list(event.texts.order_by("language").values_list("language", "url")) == [
        ("da", "/da/events/workshop/"),
        ("en", "/en/events/workshop/"),
    ]
    assert list(event.pools.values_list("kind", "capacity")) == [("online", 2)]


def test_copied_page_is_another_event_without_registrations(site):
    page = workshop()
    registered(core(page), now=timezone.now())

    copy = page.copy(update_attrs={"slug": "copy"}, keep_live=True)
    copy.specific.save_revision().publish()

    assert Event.objects.count() == 2
    assert core(copy).registrations.count() == 0


def test_stale_translation_does_not_bring_old_facts_back(two_languages, django_capture_on_commit_callbacks):
    page = workshop()
    with django_capture_on_commit_callbacks(execute=True):
        danish = translate(page, "da")
    publish(page, start_time=time(12))

    publish(danish, title="Arbejdsværksted")

    event = core(page)
    assert event.start_time == time(12)
    assert event.texts.get(language="da").title == "Arbejdsværksted"


def test_moving_an_event_tells_everybody_once_and_raises_the_sequence(site):
    page = workshop()
    people = [registered(core(page), now=timezone.now()) for _ in range(3)]  # the third one waits

    event = publish(page, start_time=time(12))
    publish(page)

    assert event.sequence == 1
    assert [p.mails.filter(kind="registration.event_moved").count() for p in people] == [1, 1, 1]


def test_correcting_a_typo_tells_nobody(site):
    page = workshop()
    registered(core(page), now=timezone.now())

    event = publish(page, title="Workshop!", summary="Other words.")

    assert (event.sequence, event.title) == (0, "Workshop!")
    assert "event_moved" not in kinds(event)


def test_cancelling_tells_everybody_and_reopening_registers_nobody_silently(site):
    page = workshop()
    people = [registered(core(page), now=timezone.now()) for _ in range(3)]

    event = publish(page, cancelled=True)
    assert (event.status, event.sequence) == (EventStatus.CANCELLED, 1)
    assert set(event.registrations.values_list("state", flat=True)) == {"cancelled"}
    assert kinds(event).count("event_cancelled") == 3
    assert "promoted" not in kinds(event)

    event = publish(page, cancelled=False)
    assert (event.status, event.sequence) == (EventStatus.SCHEDULED, 2)
    assert set(event.registrations.values_list("state", flat=True)) == {"cancelled"}
    assert [p.mails.filter(kind="registration.event_reopened").count() for p in people] == [1, 1, 1]


def test_more_places_promote_and_fewer_throw_nobody_out(site):
    page = workshop(online_places=1)
    for _ in range(3):
        registered(core(page), now=timezone.now())

    event = publish(page, online_places=2)
    assert sorted(event.registrations.values_list("state", flat=True)) == ["confirmed", "confirmed", "waiting"]
    event = publish(page, online_places=1)
    assert sorted(event.registrations.values_list("state", flat=True)) == ["confirmed", "confirmed", "waiting"]


def test_a_limit_after_no_limit_numbers_the_seats(site):
    page = workshop(online_places=None)
    many_seated(core(page), 3)

    event = publish(page, online_places=5)

    assert sorted(event.registrations.values_list("seat_no", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("loss", ["unpublish", "delete"])
def test_page_gone_keeps_people_their_links_and_the_title(site, client, loss):
    page = workshop()
    registration = registered(core(page), now=timezone.now())
    link = f"/en/events/registration/{manage_token(registration)}/"
    assert any(sentence.startswith("1 person is registered: the registration stays") for sentence in follow(page))
    getattr(EventPage.objects.get(pk=page.pk), loss)()

    event = core(page)
    assert (event.status, event.title, event.registrations.count()) == (EventStatus.WITHDRAWN, "Workshop", 1)
    assert client.get("/en/events/workshop/register/").status_code == 404
    assert client.get(link).status_code == 200


def test_republished_page_takes_registrations_again(site):
    page = workshop()
    EventPage.objects.get(pk=page.pk).unpublish()

    assert publish(page).status == EventStatus.SCHEDULED


QUESTION = {
    "label": "Which city?",
    "help": "",
    "kind": "one_of",
    "options": ["Oslo", "Turku"],
    "required": True,
    "sensitive": False,
}


def test_questions_are_asked_in_every_language_and_kept_when_answered(
    two_languages, django_capture_on_commit_callbacks
):
    page = workshop(questions=[("question", QUESTION), ("need", {"need": "food"})])
    with django_capture_on_commit_callbacks(execute=True):
        translate(page, "da")
    event = core(page)
    city, food = event.questions.all()
    assert (city.kind, city.required, food.sensitive) == ("one_of", True, True)
    assert set(city.texts) == {"en", "da"}
    (oslo, oslo_text), (turku, turku_text) = city.texts["en"]["options"]
    assert (oslo_text, turku_text) == ("Oslo", "Turku")
    assert [key for key, _ in city.texts["da"]["options"]] == [oslo, turku]

    registered(event, now=timezone.now(), answers={city.pk: turku})
    publish(page, questions=[])

    assert list(event.questions.values_list("retired", flat=True)) == [True]
    assert Answer.objects.get().text == "Turku"


def test_new_consent_wording_leaves_old_consents_with_their_version(site):
    page = workshop(consent_text="First wording.")
    event = core(page)
    consent = event.consent_texts.get()
    registration = registered(event, now=timezone.now(), consent=consent)

    publish(page, consent_text="Second wording.")

    assert list(event.consent_texts.order_by("version").values_list("version", "text")) == [
        (1, "First wording."),
        (2, "Second wording."),
    ]
    assert registration.consent.text.text == "First wording."


@pytest.mark.parametrize(
    ("fields", "taken", "state", "left"),
    [
        ({"online_places": None}, 1, "open", None),
        ({"online_places": 20}, 1, "open", 19),
        ({"online_places": 3}, 1, "few", 2),
        ({"online_places": 1}, 1, "full", 0),
        ({"online_places": 1, "waiting_list": False}, 1, "closed", 0),
        ({"online_places": 0}, 0, "closed", 0),
        ({"registration_opens": timezone.now() + timedelta(days=1)}, 0, "opens", 2),
        ({"registration_closes": timezone.now() - timedelta(days=1)}, 0, "closed", 2),
        ({"cancelled": True}, 0, "cancelled", 2),
    ],
)
def test_event_page_tells_the_state_of_its_registration(site, client, fields, taken, state, left):
    page = workshop(**fields)
    many_seated(core(page), taken, timezone.now())

    shown = registration_of(EventPage.objects.get(pk=page.pk))

    assert (shown.state, shown.places_left, shown.url) == (state, left, "/en/events/workshop/register/")
    assert client.get("/en/events/workshop/").status_code == 200


def test_days_of_registration_are_those_on_the_clock_of_the_event(site):
    """Half past midnight in Copenhagen is the day before in UTC."""
    day = timezone.localdate() + timedelta(days=3)
    closes = datetime.combine(day, time(0, 30), ZoneInfo("Europe/Copenhagen"))

    shown = registration_of(workshop(registration_closes=closes))

    assert shown.closes_on == long_date(day, "en")


def test_event_page_with_registration_costs_nine_statements(site, client, django_assert_num_queries):
    workshop()
    client.get("/en/events/workshop/")

    # One of them asks for cases shown there, one where it is read in languages into which it is not translated.
    with django_assert_num_queries(9):
        client.get("/en/events/workshop/")


def test_past_and_plain_events_say_nothing_about_registration(site):
    assert registration_of(workshop(takes_registrations=False)) is None
    assert registration_of(workshop(slug="past", start_date=date(2020, 11, 16))) is None


@pytest.mark.parametrize(
    ("day", "clock", "words"),
    [
        (date(2027, 3, 28), time(2, 30), "does not exist"),
        (date(2027, 10, 31), time(2, 30), "show this time twice"),
    ],
)
def test_times_in_the_two_nights_of_change_are_refused(site, day, clock, words):
    page = workshop()
    page.start_date, page.start_time, page.end_time = day, clock, time(5)

    with pytest.raises(Exception, match=words):
        page.full_clean()


def test_capacity_is_shared_by_all_languages(two_languages, django_capture_on_commit_callbacks):
    page = workshop(online_places=1)
    with django_capture_on_commit_callbacks(execute=True):
        translate(page, "da")
    event = core(page)

    first = registered(event, now=timezone.now(), language="en")
    second = registered(event, now=timezone.now(), language="da")

    assert (first.state, second.state) == ("confirmed", "waiting")


def test_cancelling_and_moving_are_in_the_log(site):
    page = workshop()
    publish(page, start_time=time(12))
    publish(page, cancelled=True)

    assert list(LogEntry.objects.order_by("pk").values_list("action", flat=True)) == ["event_moved", "event_cancelled"]
    assert details(core(page)).consent is not None
    assert Registration.objects.count() == 0
