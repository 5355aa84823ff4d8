"""The event wizard, as somebody of a partner who arranges one workshop a year."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import WorkflowState
from wagtail.users.models import UserProfile

from events.jobs import delete_what_is_due
from events.models import Event, EventDraft, EventPage
from events.wizard.drafting import build_event, earlier_events, said_about
from events.wizard.forms import STEPS, same_weekday
from partners.teams.groups import make_team
from tests.partners.world import World, make_user, translate_page
from tests.sites import add_element, add_event

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year + 1
#: What an editor types, in Danish, with a decomposed letter in the title.
DANISH: dict[str, dict[str, str]] = {
    "what": {
        "title": "Værksted i A\u030arhus: deling på Ærø og i Þórshöfn",
        "event_type": "workshop",
        "summary": "Vi deler redskaber, og hvad vi har lært af det.",
        # The line between them is pasted from Word: it only looks empty.
        "description": "Hvad I kan tage med hjem.\r\n\xa0\r\nFor alle, der låner ud <b>nu</b>.",
        "open_to_all": "yes",
        "written_in": "da",
    },
    "when": {
        "start_date": f"den 15. marts {YEAR}",
        "start_time": "kl. 13",
        "end_time": "15.30",
        "format": "in_person",
        "city": "Aarhus",
        "venue": "Rådhuset, Rådhuspladsen 2",
    },
    "programme": {"agenda": "13.00 Velkomst\n13.10–14.00 Grupper", "speakers": "Testa Testesen, borgmester, Testby"},
    "questions": {"questions": "Hvordan deler I redskaber i dag?"},
    "registration": {"takes_registrations": "yes", "in_person_places": "30"},
}


def in_danish(user: Any) -> Client:
    """The browser of somebody whose admin is Danish."""
    UserProfile.objects.update_or_create(
        user=user, defaults={"preferred_language": "da", "current_time_zone": "Europe/Copenhagen"}
    )
    client = Client()
    client.force_login(user)
    return client


def walk(client: Client, steps: dict[str, dict[str, str]], start: str = "") -> str:
    """Answer the steps one after the other; returns the address of the screen after the last one."""
    address = start or reverse("events_wizard_new", args=["what"])
    for said in steps.values():
        shown = client.get(address)
        form = shown.context["form"]
        assert {field.name for field in form.asked_fields} >= set(said), "nothing of it is folded away"
        answer = client.post(address, said | {"seen": shown.context["seen"], "key": str(shown.context["key"])})
        assert answer.status_code == 302, answer.context["form"].errors
        address = answer.headers["Location"]
    return address


@pytest.fixture
def world(world: World) -> World:
    """Nothing is begun yet."""
    EventDraft.objects.all().delete()
    return world


@pytest.fixture
def trusted(world: World) -> Client:
    """A Danish editor whose team publishes by itself."""
    make_team(world.a.organisation, can_publish=True)
    return in_danish(world.a.member)


def test_a_dane_publishes_a_workshop_with_registration_in_six_screens(world: World, trusted: Client):
    assert sum(map(len, DANISH.values())) <= 20
    check = walk(trusted, DANISH)
    last = trusted.get(check)
    assert (last.context["number"], last.context["count"]) == (6, 6)
    assert last.context["problems"] == []
    assert last.context["when"].startswith(f"15. marts {YEAR}")
    for kind, content in (("page", "text/html"), ("social", "image/png")):
        shown = trusted.get(reverse("events_wizard_preview", args=[EventDraft.objects.get().pk, kind]))
        assert shown.headers["Content-Type"].startswith(content)

    trusted.post(check)

    page = EventPage.objects.get(title__startswith="Værksted i Århus")
    assert (page.live, page.organisation, page.locale.language_code) == (True, world.a.organisation, "da")
    assert (page.country, page.timezone, page.start_date) == ("DK", "Europe/Copenhagen", date(YEAR, 3, 15))
    assert page.slug.isascii()
    public = Client().get(page.url_path)
    html = public.content.decode()
    assert public.status_code == 200
    assert "Testa Testesen" in html
    assert "&lt;b&gt;nu&lt;/b&gt;" in html
    assert len(page.description) == 2
    event = Event.objects.get(translation_key=page.translation_key)
    assert event.is_open()
    assert [pool.capacity for pool in event.pools.all()] == [30]
    assert [question.text for question in page.asks()] == ["Hvordan deler I redskaber i dag?"]
    assert not EventDraft.objects.exists()


def test_the_account_of_the_secretariat_reviews_what_others_may_not_publish(world: World):
    client = in_danish(world.a.member)
    check = walk(client, DANISH)
    assert client.get(check).context["may_publish"] is False
    answer = client.post(check)
    page = EventPage.objects.get(title__startswith="Værksted i Århus")
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.live, page.workflow_in_progress) == (False, True)
    assert WorkflowState.objects.for_instance(page).get().requested_by == world.a.member


def test_what_is_wrong_stays_in_the_form_with_a_sentence(world: World, trusted: Client):
    address = walk(trusted, {"what": DANISH["what"]})
    wrong = {
        "start_date": "15. smarch",
        "start_time": "",
        "end_time": "15.30",
        "format": "in_person",
        "city": "Xyzzyby",
    }
    shown = trusted.post(address, wrong)
    assert set(shown.context["form"].errors) == {"start_date", "start_time", "country"}
    assert shown.context["form"].is_unfolded, "the country is below the fold"
    assert 'value="15. smarch"' in trusted.get(address).content.decode()
    past = trusted.post(address, DANISH["when"] | {"start_date": "1.2.2021", "country": "DK", "city": "Xyzzyby"})
    assert set(past.context["form"].errors) == {"start_date"}
    backwards = trusted.post(address, DANISH["when"] | {"end_time": "12"})
    assert set(backwards.context["form"].errors) == {"end_time"}
    # Nothing can be skipped.
    check = reverse("events_wizard", args=[EventDraft.objects.get().pk, "check"])
    assert trusted.post(check).headers["Location"].endswith("/when/")


@pytest.mark.parametrize(
    ("city", "country", "zone"),
    [
        ("Tammerfors", "FI", "Europe/Helsinki"),
        ("Þórshöfn", "FO", "Atlantic/Faroe"),
        ("REYKJAVI\u0301K", "IS", "Atlantic/Reykjavik"),
    ],
)
def test_a_town_gives_country_and_clock(world: World, trusted: Client, city: str, country: str, zone: str):
    walk(trusted, {"what": DANISH["what"], "when": DANISH["when"] | {"city": city}})
    draft = EventDraft.objects.get()
    page = trusted.get(reverse("events_wizard", args=[draft.pk, "check"])).context["event"]
    assert (page.country, page.timezone) == (country, zone)


def test_two_windows_and_a_colleague(world: World, trusted: Client):
    walk(trusted, {"what": DANISH["what"]})
    address = reverse("events_wizard", args=[EventDraft.objects.get().pk, "what"])
    seen = trusted.get(address).context["seen"]
    colleague = in_danish(make_user("colleague", world.a.team.group))
    walk(colleague, {"what": DANISH["what"] | {"title": "Fælles værksted"}}, address)

    asked = trusted.post(address, DANISH["what"] | {"title": "Mit værksted", "seen": seen})

    assert [answer.text for answer in asked.context["meanwhile"]] == ["Fælles værksted"]
    assert 'value="Mit værksted"' in asked.content.decode()
    assert EventDraft.objects.get().said["title"] == "Fælles værksted"
    again = trusted.post(address, DANISH["what"] | {"title": "Mit værksted", "seen": asked.context["seen"]})
    assert again.status_code == 302
    assert EventDraft.objects.get().said["title"] == "Mit værksted"


def test_colleagues_in_the_same_answers_hear_of_each_other_and_nobody_else_does(
    world: World, trusted: Client, django_assert_max_num_queries: Any
):
    assert trusted.get(reverse("events_wizard_new", args=["what"])).context["here"] is None
    address = walk(trusted, {"what": DANISH["what"]})
    colleague = make_user("ævar", world.a.team.group)
    colleague.first_name, colleague.last_name = "Ævar", "Þórsson"
    colleague.save()
    theirs = in_danish(colleague)
    own, other = (client.get(address).context["here"].ping_url for client in (trusted, theirs))
    assert f'data-w-swap-src-value="{other[:-2]}' in theirs.get(address).content.decode()
    theirs.post(other, {"is_editing": "1"})
    with django_assert_max_num_queries(11):
        html = trusted.post(own).json()["html"]
    assert html == "<span>Ævar Þórsson (Partner a) skriver også her og har endnu ikke gemt.</span>"
    # A session that was cleared away while the telephone slept begins anew; nobody pings for somebody else.
    EditingSession.objects.all().delete()
    assert theirs.post(own).json()["html"] == ""
    [session] = EditingSession.objects.all()
    assert session.user == colleague
    stranger = in_danish(world.b.member)
    assert stranger.post(own).status_code == 404
    colleague.groups.set([world.b.team.group])
    assert theirs.post(other).status_code == 404


def test_the_first_form_sent_twice_begins_one_event(world: World, trusted: Client):
    address = reverse("events_wizard_new", args=["what"])
    key = str(trusted.get(address).context["key"])
    first, second = (trusted.post(address, DANISH["what"] | {"key": key}).headers["Location"] for _n in range(2))
    assert first == second
    assert EventDraft.objects.count() == 1


def test_who_left_the_team_reads_a_sentence_and_loses_nothing(world: World, trusted: Client):
    address = walk(trusted, {"what": DANISH["what"]})
    colleague = in_danish(make_user("colleague", world.a.team.group))
    world.a.member.groups.set([world.b.team.group])

    shown = trusted.get(address)
    assert shown.status_code == 404
    assert "Værksted" not in shown.content.decode()
    refused = trusted.post(address, DANISH["when"] | {"venue": "Mit eget hus"})
    assert refused.status_code == 404
    assert 'value="Mit eget hus"' in refused.content.decode()
    assert colleague.get(address).status_code == 200
    assert "start_date" not in EventDraft.objects.get().answers
    # What was typed can become an announcement of the other team.
    action = re.search(r'<form method="post" action="([^"]+)" novalidate', refused.content.decode())
    assert action
    trusted.post(action[1], DANISH["when"] | {"key": str(refused.context["key"])})
    assert set(EventDraft.objects.values_list("organisation", flat=True)) == {
        world.a.organisation.pk,
        world.b.organisation.pk,
    }


def test_two_windows_make_one_page(world: World, trusted: Client):
    check = walk(trusted, DANISH)
    assert trusted.post(check).status_code == 302
    late = trusted.post(check)
    assert late.status_code == 404
    assert EventPage.objects.filter(title__startswith="Værksted").count() == 1


def test_like_last_year_moves_the_days_and_keeps_the_weekday(world: World, trusted: Client):
    last = add_event(
        "da",
        title="Værksted på Ærø",
        organisation=world.a.organisation,
        description=[("paragraph", '<p>Læs <a href="https://example.org/">vejledningen for låneskabe</a>.</p>')],
        agenda=[("item", {"time": "13.00", "text": "Velkomst"})],
        city="Aarhus",
        country="DK",
        format="in_person",
        takes_registrations=True,
        in_person_places=12,
        registration_closes=timezone.make_aware(timezone.datetime(2020, 11, 10, 23, 59)),
    )
    stranger = add_event("da", title="Fremmed", organisation=world.b.organisation)
    new = reverse("events_wizard_new", args=["what"])
    offered = [page.pk for page in trusted.get(new).context["earlier"]]
    assert last.pk in offered
    assert stranger.pk not in offered
    assert trusted.post(new, {"like": stranger.pk}).headers["Location"] == new

    first = trusted.post(new, {"like": last.pk}).headers["Location"]

    draft = EventDraft.objects.get()
    moved = date.fromisoformat(draft.said["start_date"])
    assert moved > timezone.localdate()
    assert (moved - last.start_date).days % 364 == 0
    assert (moved - date.fromisoformat(draft.said["closes"])).days == 6
    check = first.replace("/what/", "/check/")
    shown = trusted.get(check)
    assert (shown.context["missing"], shown.context["problems"]) == (None, [])
    trusted.post(check)
    page = EventPage.objects.exclude(pk=last.pk).get(title="Værksted på Ærø")
    assert (page.live, page.in_person_places, page.start_date) == (True, 12, moved)
    assert 'href="https://example.org/"' in str(page.description[0].value), "a text that nobody changed keeps its links"
    assert page.translation_key != last.translation_key


def test_earlier_events_are_offered_in_their_own_language_by_one_query(world: World, django_assert_num_queries: Any):
    translate_page(world.a.event, "da", {"title": "På dansk"}, publish=True)
    assert EventPage.objects.filter(organisation=world.a.organisation).count() == 2
    with django_assert_num_queries(3):
        assert earlier_events(world.a.member) == [world.a.event]


def test_the_text_of_an_earlier_event_comes_back_as_it_was_typed(world: World):
    rich = "<p>Spørgsmål &amp; svar: <b>det&#x27;s</b> sådan.</p><p>Medbring</p><ul><li>æbler</li><li>en ven</li></ul>"
    last = add_event("da", organisation=world.a.organisation, description=[("paragraph", rich)])
    typed = said_about(last, timezone.localdate())["description"]
    assert typed == "Spørgsmål & svar: det's sådan.\n\nMedbring\n\næbler\n\nen ven"


def test_what_nobody_changed_is_as_it_was_at_the_earlier_event(world: World):
    asked = {"text": "Hvad låner I ud?", "stages": ["live"], "seeds": ["Boremaskiner"]}
    element = {"element": add_element("da"), "stages": ["after"], "number": 1}
    last = add_event(
        "da",
        organisation=world.a.organisation,
        text_language="fo",
        agenda=[("item", {"time": "13", "text": "Velkomst"})],
        takes_input=True,
        input_questions=[("own", asked), ("element", element), ("own", asked | {"text": "Hvem låner?"})],
    )
    said = said_about(last, timezone.localdate())
    draft = EventDraft(organisation=last.organisation, source=last, said=said)

    def made() -> EventPage:
        return build_event(draft, last.get_parent().specific, world.a.member)

    assert made().text_language == "fo"
    assert [item.value["time"] for item in made().agenda] == ["13"]
    assert [block.block_type for block in made().input_questions] == ["own", "element", "own"]
    draft.said = said | {"questions": said["questions"].replace("Hvem låner?", "Hvem kan låne?")}
    kept, changed, of_element = made().input_questions
    assert (kept.value["text"], list(kept.value["seeds"])) == ("Hvad låner I ud?", ["Boremaskiner"])
    assert (changed.value["text"], list(changed.value["seeds"])) == ("Hvem kan låne?", [])
    assert of_element.block_type == "element"
    draft.said = said | {"questions": ""}
    assert (made().takes_input, len(made().input_questions)) == (False, 0)


def test_registration_is_not_closed_before_the_event_is_announced(world: World, trusted: Client):
    address = walk(trusted, {name: DANISH[name] for name in ("what", "when", "programme", "questions")})
    refused = trusted.post(address, DANISH["registration"] | {"closes": "1.2.2021"})
    assert set(refused.context["form"].errors) == {"closes"}
    today = timezone.localdate()
    assert trusted.post(address, DANISH["registration"] | {"closes": today.isoformat()}).status_code == 302
    days = {"start_date": today - timedelta(days=360), "registration_closes": timezone.now() - timedelta(days=374)}
    last = add_event("da", organisation=world.a.organisation, **days)
    assert said_about(last, today)["closes"] is None


@pytest.mark.parametrize(
    ("day", "weeks"),
    # The third would lie on the very day on which it is announced.
    [(date(2026, 3, 16), 1), (date(2024, 3, 18), 2), (date(2025, 3, 16), 1), (date(2027, 5, 3), 1)],
)
def test_days_are_moved_by_years_of_52_weeks(day: date, weeks: int):
    assert same_weekday(day, date(2026, 3, 15)) >= timedelta(days=364)
    moved = same_weekday(day, date(2026, 3, 15))
    assert day + moved > date(2026, 3, 15)
    assert moved.days % 364 == 0
    assert moved.days // 364 <= weeks + 1


def test_the_dashboard_leads_there_and_back(world: World, trusted: Client):
    walk(trusted, {"what": DANISH["what"]})
    html = trusted.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("events_wizard_new", args=["what"]) in html
    assert reverse("events_wizard", args=[EventDraft.objects.get().pk, "what"]) in html
    stranger = in_danish(world.b.member)
    assert "Værksted" not in stranger.get(reverse("wagtailadmin_home")).content.decode()


def test_screens_ask_the_database_little(world: World, trusted: Client, django_assert_num_queries: Any):
    check = walk(trusted, DANISH)
    trusted.get(check)
    first = check.replace("/check/", "/what/")
    trusted.get(first)
    with django_assert_num_queries(14):
        trusted.get(first)
    with django_assert_num_queries(22):
        trusted.get(check)


def test_drafts_that_nobody_touched_for_long_are_deleted(world: World, trusted: Client):
    walk(trusted, {"what": DANISH["what"]})
    delete_what_is_due()
    assert EventDraft.objects.count() == 1
    EventDraft.objects.update(updated_at=timezone.now() - EventDraft.KEPT_FOR - timedelta(days=1))
    delete_what_is_due()
    assert not EventDraft.objects.exists()


@pytest.mark.parametrize("step", STEPS)
def test_every_field_says_what_a_good_answer_is(step: str):
    fields = STEPS[step][1].base_fields.items()
    assert [name for name, field in fields if not field.help_text] == []
