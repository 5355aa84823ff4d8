"""The contact form reaches the secretariat or the team of a page, and never shows an address."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from partners.contact import mail as contact_mail
from partners.contact.actions import forget_messages, readers
from partners.contact.forms import ContactForm
from partners.models import ContactMessage
from portal.core.models import OutgoingMail, SiteSettings
from portal.core.web import rates

pytestmark = pytest.mark.django_db
ADDRESS = "/en/contact/"
#: As it is typed on a Mac: the letters decomposed.
TYPED = "Mangler en rampe pa\u030a siden? Þór ð æ"


def typed(monkeypatch: pytest.MonkeyPatch, **fields: str) -> dict[str, str]:
    """What a browser sends of a form that was opened a minute ago."""
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now - 60)
        key = ContactForm().new_key()
    said = {"form_key": key, "message": TYPED, "name": "Áki Test", "email": "aki@test.example", "leave_empty": ""}
    return said | fields


def test_message_about_a_page_reaches_its_team_and_is_answered_to_its_author(client, world, deliver, monkeypatch):
    page = str(world.a.case.pk)
    shown = client.get(f"{ADDRESS}?page={page}").content.decode()
    answer = client.post(ADDRESS, typed(monkeypatch, page=page, to="owner"))

    [letter] = deliver()

    assert "Partner a" in shown
    assert answer.headers["Location"] == f"/en/contact/sent/?page={page}"
    assert letter.to == ["member-a@example.org"]
    assert letter.reply_to == ["aki@test.example"]
    assert "Case a" in letter.subject
    assert "Mangler en rampe på siden? Þór ð æ" in letter.body
    assert world.a.case.url_path in letter.body
    stored = OutgoingMail.objects.get(kind="contact.message")
    assert letter.extra_headers["Message-ID"].startswith(f"<{stored.message_uuid}@")
    assert stored.address == ""


def test_visitor_can_choose_the_secretariat_and_give_no_address(client, world, deliver, monkeypatch):
    client.post(ADDRESS, typed(monkeypatch, page=str(world.a.case.pk), to="secretariat", email="", name=""))

    [letter] = deliver()

    assert letter.to == ["secretary@example.org"]
    assert letter.reply_to == []
    assert "left no address" in letter.body


def test_page_without_a_team_is_the_secretariats_and_its_mailbox_comes_first(client, world, deliver, monkeypatch):
    settings = SiteSettings.load()
    settings.contact_email = "mailbox@test.example"
    settings.save()
    home = world.homes["da"].pk

    shown = client.get(f"/da/contact/?page={home}").content.decode()
    client.post("/da/contact/", typed(monkeypatch, page=str(home)))

    assert 'name="to"' not in shown
    [letter] = deliver()
    assert letter.to == ["mailbox@test.example"]
    for code in ("/da/", "/en/contact/", f"/da/contact/?page={home}"):
        assert "mailbox@test.example" not in client.get(code).content.decode()


def test_no_page_of_the_form_names_an_address(client, world):
    pages = [f"{ADDRESS}?page={world.a.case.pk}", f"/en/contact/sent/?page={world.a.case.pk}", world.a.case.url_path]

    assert all("@example.org" not in client.get(page).content.decode() for page in pages)


def test_page_that_is_gone_meanwhile_costs_nothing_that_was_typed(client, world, deliver, monkeypatch):
    fields = typed(monkeypatch, page=str(world.a.case.pk), to="owner")
    world.a.case.unpublish()

    answer = client.post(ADDRESS, fields)
    shown = answer.content.decode()

    assert answer.status_code == 422
    assert "has been taken away" in shown
    assert "Þór ð æ" in shown
    assert "aki@test.example" in shown
    assert deliver() == []
    assert 'name="page" value' not in shown
    assert client.post(ADDRESS, fields | {"page": ""}).status_code == 302
    assert [letter.to for letter in deliver()] == [["secretary@example.org"]]


@pytest.mark.parametrize("page", ["9999999", "0", "-1", "٣", "x" * 30, "1" * 30, "1.5"])
def test_unknown_page_is_a_sentence(client, world, page):
    answer = client.get(ADDRESS, {"page": page})

    assert answer.status_code == 200
    assert "has been taken away" in answer.content.decode()


def test_drafts_and_private_titles_stay_unknown(client, world):
    answer = client.get(ADDRESS, {"page": world.b.draft.pk})

    assert "Zquirrel" not in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"message": "  "}, "Write your message."),
        ({"email": "aki@"}, "Enter a valid email address"),
        ({"form_key": "made up"}, "lay open for too long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, world, deliver, monkeypatch, fields, said):
    answer = client.post(ADDRESS, typed(monkeypatch, **fields))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Áki Test" in answer.content.decode()
    assert deliver() == []


def test_programs_are_thanked_and_ignored(client, world, deliver, monkeypatch):
    answer = client.post(ADDRESS, typed(monkeypatch, leave_empty="https://spam.example"))

    assert answer.status_code == 302
    assert deliver() == []


def test_same_form_sent_twice_is_one_message(client, world, deliver, monkeypatch):
    fields = typed(monkeypatch)

    assert [client.post(ADDRESS, fields).status_code for _time in range(2)] == [302, 302]
    assert len(deliver()) == 1


def test_network_that_sends_too_much_waits(client, world, monkeypatch):
    answers = [client.post(ADDRESS, typed(monkeypatch)).status_code for _time in range(rates.CONTACT_NETWORK.limit + 1)]

    assert answers == [*[302] * rates.CONTACT_NETWORK.limit, 429]


def test_form_works_with_the_check_of_its_origin(world, monkeypatch):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(ADDRESS)

    fields = typed(monkeypatch) | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}

    assert page.headers["Cache-Control"] == "private, no-store"
    assert browser.post(ADDRESS, fields).status_code == 302


def test_message_goes_once_its_mail_has_left(client, world, deliver, monkeypatch):
    client.post(ADDRESS, typed(monkeypatch))
    later = timezone.now() + timedelta(hours=1)
    assert forget_messages(later) == 0

    deliver()

    assert forget_messages(later) == 1
    assert not ContactMessage.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_message_that_cannot_be_mailed_goes_in_the_end(client, world, monkeypatch):
    client.post(ADDRESS, typed(monkeypatch))

    assert forget_messages(timezone.now() + timedelta(days=13)) == 0
    assert forget_messages(timezone.now() + timedelta(days=15)) == 1


def test_secretariat_gets_what_a_team_cannot_get(client, world, deliver, monkeypatch):
    client.post(ADDRESS, typed(monkeypatch, page=str(world.a.case.pk), to="owner"))
    stored = OutgoingMail.objects.get()

    contact_mail.pass_on(stored, timezone.now())

    assert {letter.to[0] for letter in deliver()} == {"member-a@example.org", "secretary@example.org"}


def test_what_was_typed_is_encrypted(client, world, monkeypatch):
    client.post(ADDRESS, typed(monkeypatch))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, address, text FROM partners_contactmessage")
        stored = " ".join(cursor.fetchone())

    for said in ("Áki Test", "aki@test.example", "Mangler en rampe"):
        assert said not in stored


def test_administrators_read_where_there_is_no_secretariat(world, django_user_model):
    world.secretary.groups.clear()
    django_user_model.objects.create_superuser(username="root", email="root@test.example", password="fictional one")

    assert list(readers(None)) == ["root@test.example"]


def test_nobody_to_read_is_said(client, world, monkeypatch):
    world.secretary.groups.clear()

    answer = client.post(ADDRESS, typed(monkeypatch))

    assert answer.status_code == 503
    assert "Nobody reads messages here" in answer.content.decode()
    assert "Áki Test" in answer.content.decode()
