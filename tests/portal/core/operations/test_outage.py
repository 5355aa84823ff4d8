"""What visitors get while the database is away, locked or full: a page in their language, and their words."""

import re
import resource
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model

from events.models import Registration
from portal.core.operations import disk
from portal.core.web import views
from projects.models import Proposal
from projects.proposals.forms import VisitorForm
from tests.events.factories import coming_event, manage_token, registered
from tests.projects.proposals.test_photos import upload as photo

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
WRITES = ("INSERT", "UPDATE", "DELETE")
LONG = "Vi bygger en bro over Øresund, með þórnum og ägg.\nOg mere."


class Database:
    """A database that fails when it is told to."""

    def __init__(self):
        self.error, self.only = None, ()

    def __call__(self, execute, sql, params, many, context):
        if self.error and (not self.only or sql.startswith(self.only)):
            raise self.error
        if self.error:
            # Requests run outside of transactions; only here there is one around them, which counts as broken now.
            connection.needs_rollback = False
        return execute(sql, params, many, context)


@pytest.fixture
def database():
    database = Database()
    with connection.execute_wrapper(database):
        yield database


@pytest.fixture
def visitor() -> Client:
    """A browser: a failed request is a page, not an exception."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/da/", "Prøv igen om et minut"),
        ("/is/events/", "Reyndu aftur eftir mínútu"),
        ("/sv/search/", "Försök igen om en minut"),
    ],
)
def test_a_database_that_is_away_is_said_in_the_language_of_the_visitor(visitor, database, path, words):
    database.error = OperationalError("server closed the connection")
    response = visitor.get(path)

    assert (response.status_code, response["Retry-After"]) == (503, str(views.RETRY_AFTER))
    assert "no-store" in response["Cache-Control"]
    assert words in response.content.decode()


def test_a_form_that_met_a_database_that_is_away_can_be_sent_again(visitor, database):
    event = coming_event()
    path = f"/en/events/{event.texts.get(language='en').slug}/register/"
    database.error = OperationalError("server closed the connection")
    response = visitor.post(path, {"name": 'Þóra "x" <b>', "question_1": LONG, "roles": ["a", "b"]})
    page = response.content.decode()

    assert response.status_code == 503
    assert f'<form method="post" action="{path}"' in page
    sent = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    assert [name for name, _value in sent] == ["name", "question_1", "roles", "roles"]
    assert "Þóra &quot;x&quot; &lt;b&gt;" in page
    assert "ägg.<br>" in page


def test_a_password_is_in_no_page(visitor, database):
    database.error = OperationalError("server closed the connection")
    response = visitor.post("/admin/login/", {"username": "bjørg", "password": "a fictional password"})

    assert response.status_code == 503
    assert "fictional" not in response.content.decode()


def test_an_error_of_the_portal_stays_an_error_of_the_portal(visitor, database):
    database.error = LookupError("a mistake in the code")

    assert visitor.get("/en/").status_code == 500


@pytest.mark.parametrize(
    "error", [OperationalError("database is locked"), OperationalError("database or disk is full"), InternalError("ro")]
)
def test_a_registration_that_cannot_be_stored_comes_back_as_it_was_typed(visitor, database, error, monkeypatch):
    event = coming_event()
    path = f"/da/events/{event.texts.get(language='da').slug}/register/"
    typed = {"name": "Þóra Ægisdóttir", "email": "thora@example.org", "consent": "on"}
    form_key = re.search(r'name="form_key" value="([^"]+)"', visitor.get(path).content.decode())[1]
    database.error, database.only = error, WRITES
    response = visitor.post(path, {**typed, "form_key": form_key})
    page = response.content.decode()

    assert response.status_code == 503
    assert 'value="Þóra Ægisdóttir"' in page
    assert 'value="thora@example.org"' in page
    assert "send igen om et minut" in page.lower() or "send det igen om et minut" in page.lower()
    assert not Registration.objects.exists()


def test_corrected_answers_that_cannot_be_stored_come_back(visitor, database):
    token = manage_token(registered(coming_event(), now=timezone.now()))
    database.error, database.only = OperationalError("database is locked"), WRITES
    response = visitor.post(f"/en/events/registration/{token}/change/", {"name": "Åse Nyt Navn"})

    assert response.status_code == 503
    assert 'value="Åse Nyt Navn"' in response.content.decode()
    assert response["Referrer-Policy"] == "no-referrer"


def test_a_suggested_project_that_cannot_be_stored_comes_back(visitor, database):
    database.error, database.only = OperationalError("database is locked"), WRITES
    typed = {"form_key": VisitorForm().new_key(), "challenge": LONG, "title": "Brú", "photo_credit": "Test"}
    response = visitor.post("/en/projects/tell-us-about-your-project/", typed | {"photo": photo()})

    assert response.status_code == 503
    assert "með þórnum og ägg" in response.content.decode()
    assert response.content.decode().count("Choose the photo once more") == 2, "in the list on top, and at the field"
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InternalError("cannot execute UPDATE")])
def test_readyz_says_that_nothing_can_be_stored(client, database, error):
    database.error, database.only = error, WRITES
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["writing"] == str(error)
    database.error = None
    connection.needs_rollback = False
    assert client.get("/readyz").json()["writing"] == "ok"


def test_a_form_that_is_too_long_is_read_to_its_end_and_answered_with_a_page(visitor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    path, body = "/da/projects/tell-us-about-your-project/", "name=" + "x" * 200_000
    response = visitor.post(path, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 413
    assert "5 MB" in response.content.decode()
    assert response.wsgi_request.read() == b""


@contextmanager
def no_room():
    """No file of this process becomes larger than a megabyte: the system refuses that as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024 * 1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.postgresql
def test_an_upload_that_finds_no_room_is_said_and_can_be_sent_again(admin_user):
    size = 1_500_000
    browser = Client(raise_request_exception=False)
    browser.force_login(admin_user)

    def upload():
        file = SimpleUploadedFile("þýðing.pdf", b"%PDF-1.4 " + b"x" * size, "application/pdf")
        return browser.post(reverse("wagtaildocs:add"), {"title": "Þýðing", "file": file})

    with no_room():
        response = upload()
    assert (response.status_code, response["Retry-After"]) == (503, str(views.RETRY_AFTER))
    assert "no room left to store files" in response.content.decode()
    assert not get_document_model().objects.exists()

    assert upload().status_code == 302
    assert get_document_model().objects.get().file.size == size + 9


def test_readyz_names_the_folder_that_has_no_room(client, monkeypatch):
    assert client.get("/readyz").json()["disk"] == "ok"
    monkeypatch.setattr(disk, "LEAST", 2**80)
    assert re.match(r"data: \d+ MB left", client.get("/readyz").json()["disk"])
