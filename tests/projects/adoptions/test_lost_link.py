"""Asking again for the link to what one has told: one answer for everybody, a mail for those who told something."""

import time

import pytest
from django.test import Client

from portal.core.models import OutgoingMail
from projects.adoptions.forms import LostLinkForm
from projects.adoptions.links import new_path
from projects.models import Adoption, CaseStudyPage
from tests.kept_rows import kept
from tests.projects.adoptions.helpers import NOW, link_in, mails, shown, told
from tests.sites import add_case, make_site

pytestmark = pytest.mark.django_db
PATH = "/en/projects/use/link/"


@pytest.fixture
@kept
def case(db: None) -> CaseStudyPage:
    make_site("en", "is")
    return add_case(title="Bikes for all", slug="bikes")


@pytest.fixture
def form(monkeypatch: pytest.MonkeyPatch):
    """Forms that were opened a minute ago."""
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now - 60)
        key = LostLinkForm().new_key()
    return lambda address, **more: {"email": address, "form_key": key, "leave_empty": "", **more}


def test_known_and_unknown_addresses_get_the_same_answer(case, form):
    shown(case)
    mails()
    client = Client()
    answers = [client.post(PATH, form(address)) for address in ("Person@Example.org", "nobody@example.org")]
    assert {(one.status_code, one["Location"]) for one in answers} == {(302, f"{PATH}sent/")}
    assert not client.cookies
    [message] = mails()
    assert message.to == ["person@example.org"]
    assert "Bikes for all" in message.body
    assert "ski" not in message.body
    assert Client().get(link_in(message)).status_code == 200
    assert set(OutgoingMail.objects.filter(kind="adoptions.links").values_list("address", flat=True)) == {""}


def test_each_entry_has_a_mail_of_its_own_and_older_links_work_still(case, form):
    first = shown(case)
    path = new_path(first, NOW)
    told(case, municipality="Ölfus", country="IS", language="is")
    mails()
    Client().post(PATH, form("person@example.org"))
    assert {link_in(message).split("/")[1] for message in mails()} == {"nb", "is"}
    assert Client().get(path).status_code == 200


def test_nobody_is_mailed_whose_address_is_forgotten(case, form):
    shown(case)
    Adoption.objects.update(contact="", contact_hmac="")
    mails()
    Client().post(PATH, form("person@example.org"))
    assert mails() == []


def test_an_address_gets_no_more_than_five_mails_a_day(case, form):
    shown(case)
    mails()
    for _number in range(7):
        assert Client().post(PATH, form("person@example.org")).status_code == 302
    assert OutgoingMail.objects.filter(kind="adoptions.links", about_key="").count() == 5


@pytest.mark.parametrize(
    ("changes", "status"), [({"email": "nobody"}, 422), ({"form_key": "forged"}, 422), ({"leave_empty": "x"}, 302)]
)
def test_what_is_wrong_is_said_and_programs_get_nowhere(case, form, changes, status):
    shown(case)
    mails()
    answer = Client().post(PATH, form("person@example.org", **changes))
    assert answer.status_code == status
    if status == 422:
        assert changes.get("email", "person@example.org") in answer.content.decode()
    assert mails() == []


def test_a_link_that_does_not_work_leads_to_a_new_one(case):
    page = Client().get("/en/projects/use/mine/cut-off/")
    assert page.status_code == 404
    assert f'action="{PATH}"' in page.content.decode()
    assert f'href="{PATH}"' in Client().get("/en/projects/bikes/use/").content.decode()
