"""What the front page shows of events and case studies."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from events.dialogue.models import DialogueSettings, Question
from events.enums import RegistrationState
from events.models import SeatPool
from home.queries import Candidate, choose_cases, newest
from portal.core.i18n import formats
from portal.core.models import PublishedText
from tests.partners.world import register_somebody
from tests.sites import add_case, add_element, add_event, add_report, make_site


def test_three_cases_are_from_three_countries_and_one_from_a_small_place():
    newest = [
        Candidate(1, "SE", "large", rural=False),
        Candidate(2, "SE", "small", rural=False),
        Candidate(3, "NO", "large", rural=False),
        Candidate(4, "DK", "large", rural=False),
        Candidate(5, "IS", "medium", rural=True),
    ]

    assert choose_cases(newest) == [1, 3, 5]
    assert choose_cases(newest[:3]) == [1, 3, 2]
    assert choose_cases(newest[:1]) == [1]
    assert choose_cases([]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/en/events/"])
def test_an_event_that_takes_registrations_says_so_where_it_leads(client: Client, path: str):
    make_site("en")
    page = add_event(start_date=timezone.now().date() + timedelta(days=30), takes_registrations=True)

    text = client.get(path).content.decode()

    assert "Registration is open" in text
    assert f'<a class="button" href="/en/events/{page.slug}/register/">Register</a>' in text


@pytest.mark.django_db
def test_the_latest_event_is_the_latest(client: Client):
    make_site("en")
    add_event(title="The featured one", featured=True)
    yesterday = (timezone.now() - timedelta(days=2)).date()
    add_event(title="The last one", start_date=yesterday if yesterday > date(2020, 11, 16) else date(2021, 1, 1))

    page = BeautifulSoup(client.get("/en/").content, "html.parser")
    text = page.find(attrs={"aria-labelledby": "next-event"}).text

    assert "Latest event" in text
    assert "The last one" in text
    assert "The featured one" not in text


@pytest.mark.django_db
def test_event_to_come_stands_before_the_introduction(client: Client):
    make_site("en")
    add_event(start_date=timezone.now().date() + timedelta(days=30))

    text = client.get("/en/").content.decode()

    assert text.index("Next event") < text.index("introduction in en")
    assert text.count("introduction in en") == 1


@pytest.mark.django_db
def test_waiting_list_of_a_full_event_is_offered_wherever_it_is_shown(client: Client):
    make_site("en")
    soon = timezone.now().date() + timedelta(days=30)
    page = add_event(start_date=soon, takes_registrations=True, format="online", online_places=1)
    pool = SeatPool.objects.get(event__translation_key=page.translation_key)
    register_somebody(page, "Somebody")
    pool.registrations.update(state=RegistrationState.CONFIRMED)

    for path in ("/en/", "/en/events/", page.url_path):
        assert "Join the waiting list" in client.get(path).content.decode()


@pytest.mark.django_db
def test_front_page_is_never_empty_and_names_what_is_new(client: Client, django_assert_num_queries):
    make_site("en", "fi")
    add_element(guiding_questions=[("question", "Who clears the snow?"), ("question", "Who pays for it?")])
    case = add_case(title="Snow in time")
    add_case("fi", of=case, title="Lumi ajoissa", text_language="")
    report = add_report(title="What we heard in Testby")

    text = client.get("/en/").content.decode()

    asked = Question.objects.get(occasion=None, position=0)
    assert f'href="/en/take-part/q/{asked.public_id}/answer/"' in text
    assert "Who clears the snow?" in text
    new = BeautifulSoup(text, "html.parser").find(attrs={"aria-labelledby": "new"})
    assert [link["href"] for link in new.find("ul").find_all("a")][:1] == [report.url_path]
    assert case.url_path in str(new)
    assert "/en/search/watch/" in str(new)
    assert new.find(class_="tag") is None
    finnish = BeautifulSoup(client.get("/fi/").content, "html.parser").find(attrs={"aria-labelledby": "new"})
    foreign = {
        line.find("a")["lang"]: line.find(class_="tag")["lang"]
        for line in finnish.find_all("li")
        if line.find(lang="en")
    }
    assert foreign == {"en": "en"}, "nothing in another language without its label"
    with django_assert_num_queries(1):
        assert [one.language for one in newest("fi") if one.title == "Lumi ajoissa"] == ["fi"]
    DialogueSettings.objects.update_or_create(defaults={"standing_questions": False})
    assert "Who clears the snow?" not in client.get("/en/").content.decode()


@pytest.mark.django_db
def test_the_day_on_which_the_content_was_loaded_is_no_news(client: Client):
    make_site("en")
    loaded = [add_case(title="Old", start_year=2013), add_event(title="Fair", start_date=date(2021, 9, 20))]
    written = add_case(title="Written here", start_year=2010)
    PublishedText.objects.filter(page__in=loaded).update(changed_at=None)

    page = BeautifulSoup(client.get("/en/").content, "html.parser")
    lines = [
        " ".join(line.text.split()) for line in page.find(attrs={"aria-labelledby": "new"}).find("ul").find_all("li")
    ]

    day = formats.long_date(timezone.localdate(written.first_published_at), "en")
    assert lines == [f"{day} · Case study Written here", "Event · 2021 Fair", "Case study · 2013 Old"]
