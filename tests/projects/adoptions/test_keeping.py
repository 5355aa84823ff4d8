"""Once a year it is asked; what is withdrawn or too old is nowhere; what is shown is found and exported."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from portal.core.models import OutgoingMail
from projects.adoptions import actions, asking
from projects.adoptions.links import new_path
from projects.models import Adoption, AdoptionLink
from search.indexing.projection import project
from search.models import SearchDocument
from tests.kept_rows import kept
from tests.projects.adoptions.helpers import NOW, confirmed, link_in, mails, shown, told
from tests.sites import add_case, make_site

pytestmark = pytest.mark.django_db
DAY, YEAR = timedelta(days=1), timedelta(days=365)
BEGUN = NOW - 2 * YEAR - 40 * DAY


@pytest.fixture
@kept
def case(db: None):
    make_site("en")
    return add_case(title="Bikes for all", slug="bikes")


def everything_stored() -> str:
    """Every value of every table, as text; what is encrypted is decrypted."""
    return "\n".join(str(list(model._default_manager.values())) for model in apps.get_models())


def test_a_year_later_one_press_answers_and_opening_the_mail_changes_nothing(case):
    adoption = shown(case, now=NOW - YEAR, language="en")
    assert asking.ask_again(NOW - DAY) == 0
    mails()
    assert asking.ask_again(NOW) == 1
    assert asking.ask_again(NOW) == 0
    [message] = mails()
    path, client = link_in(message), Client()
    assert "Yes, still so" in client.get(path).content.decode()
    adoption.refresh_from_db()
    assert adoption.asked == 1
    assert client.post(path, {"still": ""}).status_code == 302
    adoption.refresh_from_db()
    assert adoption.asked == 0
    assert adoption.last_confirmed >= NOW


def test_after_two_silences_it_says_so_and_an_answer_ends_that(case):
    adoption = shown(case, now=BEGUN, language="en")
    for asked_at in (BEGUN + YEAR, BEGUN + 2 * YEAR):
        assert "Not confirmed since" not in Client().get(case.url_path).content.decode()
        assert asking.ask_again(asked_at) == 1
    assert "Not confirmed since" in Client().get(case.url_path).content.decode()
    actions.still(adoption.pk, NOW)
    assert "Not confirmed since" not in Client().get(case.url_path).content.decode()


def test_what_was_stopped_stays_and_is_not_asked_about(case):
    adoption = shown(case, now=BEGUN, language="en")
    actions.stop(adoption.pk, BEGUN + DAY)
    assert asking.ask_again(NOW) == 0
    assert "Stopped" in Client().get(case.url_path).content.decode()


def test_nothing_of_what_was_withdrawn_is_in_any_table(case):
    adoption = shown(case, changed="Kurpitsakeitto", municipality="Testikylä", language="fi")
    path = new_path(adoption, NOW)
    for word in ("Kurpitsakeitto", "Testikylä", "person@example.org"):
        assert word in everything_stored()
    assert Client().post(path, {"withdraw": ""}).status_code == 200
    left = everything_stored()
    for word in ("Kurpitsakeitto", "Testikylä", "person@example.org", path.split("/")[-2]):
        assert word not in left
    assert not OutgoingMail.objects.filter(about_kind="adoption").exists()


@pytest.mark.usefixtures("waiting_for_the_worker")
def test_what_was_withdrawn_is_gone_before_the_worker_comes(case):
    adoption = shown(case, municipality="Zquirrelby")
    project([case.translation_key])
    assert SearchDocument.objects.filter(names__icontains="Zquirrelby").exists()
    actions.withdraw(adoption.pk, NOW)
    assert not SearchDocument.objects.filter(names__icontains="Zquirrelby").exists()


def test_the_address_is_encrypted_and_a_link_is_kept_as_its_fingerprint(case):
    adoption = confirmed(case)
    token = new_path(adoption, NOW).split("/")[-2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM projects_adoption")
        [(contact,)] = cursor.fetchall()
    assert "person@example.org" not in contact
    assert token not in everything_stored()


def test_what_is_due_is_deleted_on_schedule(case):
    told(case, now=NOW - 3 * DAY)
    refused = confirmed(case, now=NOW - 40 * DAY)
    Adoption.objects.filter(pk=refused.pk).update(state="refused", reason="advert", decided_at=NOW - 31 * DAY)
    fresh = told(case)
    old = shown(case, now=NOW - 4 * YEAR)
    new_path(old, NOW - 4 * YEAR)
    assert asking.forget_old(NOW) == 3
    assert set(Adoption.objects.values_list("pk", flat=True)) == {fresh.pk, old.pk}
    old.refresh_from_db()
    assert (old.contact, old.contact_hmac) == ("", "")
    assert not AdoptionLink.objects.exists()
    assert asking.ask_again(NOW) == 0, "nobody is left to ask"


def test_a_case_is_found_by_the_place_that_uses_it(case):
    adoption = confirmed(case, municipality="Zquirrelby")
    assert not SearchDocument.objects.filter(names__icontains="Zquirrelby").exists()
    Adoption.objects.filter(pk=adoption.pk).update(state="published", published_at=NOW)
    actions.still(adoption.pk, NOW)
    assert SearchDocument.objects.filter(names__icontains="Zquirrelby").exists()
    actions.withdraw(adoption.pk, NOW)
    assert not SearchDocument.objects.filter(names__icontains="Zquirrelby").exists()


def test_programs_read_who_uses_a_case(case):
    shown(case, changed="=1+1", since_month=None)
    confirmed(case, municipality="Unread")
    client = Client()
    answer = client.get("/api/v1/cases/bikes/adoptions/")
    data = json.loads(answer.content)
    assert data["count"] == 1
    assert (data["adoptions"][0]["municipality"], data["adoptions"][0]["since"]) == ("Åfjord", "2024")
    assert "person@example.org" not in answer.content.decode()
    assert client.get("/api/v1/cases/bikes/adoptions/", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    file = client.get("/api/v1/cases/bikes/adoptions.csv")
    text = b"".join(file.streaming_content).decode("utf-8-sig") if file.streaming else file.content.decode("utf-8-sig")
    [_names, row] = csv.reader(io.StringIO(text), delimiter=";")
    assert "'=1+1" in row
    for path in ("/api/v1/cases/none/adoptions/", "/api/v1/cases/none/adoptions.csv"):
        assert json.loads(client.get(path).content)["error"]["parameter"] == "slug"
    described = client.get("/api/v1/openapi.json").content.decode()
    assert "/api/v1/cases/{slug}/adoptions/" in described
