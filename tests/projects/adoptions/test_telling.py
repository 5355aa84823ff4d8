"""A visitor tells that a municipality uses a case: form, mail, own page."""

import time
import unicodedata

import pytest
from django.core.signing import TimestampSigner
from django.test import Client

from portal.core.models import OutgoingMail
from projects.adoptions.forms import UseForm
from projects.adoptions.links import new_path
from projects.enums import AdoptionState
from projects.models import Adoption, AdoptionLink, AdoptionLog, CaseStudyPage
from tests.kept_rows import kept
from tests.projects.adoptions.helpers import NOW, confirmed, link_in, mails, queries_of, shown
from tests.sites import add_case, add_element, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def case(db: None):
    make_site("en", "is")
    return add_case(title="Bikes for all", slug="bikes")


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch):
    """Keys of forms that were opened a minute ago."""

    def make() -> str:
        now = time.time()
        with monkeypatch.context() as patch:
            patch.setattr(time, "time", lambda: now - 60)
            return UseForm().new_key()

    return make


def form(key: str, **changes: str) -> dict[str, str]:
    return {
        "municipality": "Åfjord",
        "country": "NO",
        "since": "august 2024",
        "stage": "trying",
        "changed": "Vi bruker ski <b>i stedet</b>.",
        "result": "",
        "did_not_work": "",
        "email": "Person@Example.org",
        "form_key": key,
        "leave_empty": "",
    } | changes


def test_nobody_reads_it_before_the_address_is_confirmed_and_opening_the_link_changes_nothing(case, key):
    client = Client()
    assert client.get("/en/projects/bikes/use/").status_code == 200
    answer = client.post("/en/projects/bikes/use/", form(key()))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/projects/use/sent/")
    assert not client.cookies
    adoption = Adoption.objects.get()
    assert (adoption.since_year, adoption.since_month, adoption.state) == (2024, 8, AdoptionState.PENDING)
    assert adoption.latitude == pytest.approx(63.96, abs=0.1)
    [message] = mails()
    assert message.to == ["Person@example.org"]
    assert "ski" not in message.body
    path = link_in(message)
    for method in (client.get, client.head):
        assert method(path).status_code == 200
    adoption.refresh_from_db()
    assert adoption.confirmed_at is None
    page = client.get(path)
    assert "&lt;b&gt;i stedet&lt;/b&gt;" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert client.post(path, {"confirm": ""}).status_code == 302
    adoption.refresh_from_db()
    assert adoption.confirmed_at
    assert [entry.action for entry in AdoptionLog.objects.all()] == ["confirm"]


def test_the_same_form_sent_twice_is_one_adoption(case, key):
    one = form(key())
    for _number in range(3):
        assert Client().post("/en/projects/bikes/use/", one).status_code == 302
    assert Adoption.objects.count() == 1
    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("municipality", ""),
        ("country", "XX"),
        ("country", "NORDIC"),
        ("since", "soon"),
        ("stage", "done"),
        ("email", "nobody"),
        ("changed", "x" * 1501),
        ("size_band", "huge"),
    ],
)
def test_what_cannot_be_used_is_said_beside_the_field_and_everything_typed_is_there(case, key, field, typed):
    answer = Client().post("/en/projects/bikes/use/", form(key(), **{"result": "Þetta virkar vel.", field: typed}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Þetta virkar vel." in answer.content.decode()
    assert not Adoption.objects.exists()


def test_a_place_that_the_list_does_not_know_is_asked_about_once(case, key):
    name = unicodedata.normalize("NFD", "Sveitarfélagið Ölfus")
    typed = form(key(), municipality=name, country="IS")
    answer = Client().post("/is/projects/bikes/use/", typed)
    assert answer.status_code == 422, "the form stands in the frame of every language"
    answer = Client().post("/en/projects/bikes/use/", typed)
    assert answer.status_code == 422
    asked = answer.context["form"]
    assert asked.errors.keys() == {"municipality"}
    assert asked["unknown"].value() == "Sveitarfélagið Ölfus"
    assert Client().post("/en/projects/bikes/use/", typed | {"unknown": "Annað"}).status_code == 422
    assert Client().post("/en/projects/bikes/use/", typed | {"unknown": asked["unknown"].value()}).status_code == 302
    adoption = Adoption.objects.get()
    assert (adoption.municipality, adoption.latitude) == ("Sveitarfélagið Ölfus", None)


def test_a_case_that_is_public_no_more_says_so_and_a_draft_is_no_page(case, key):
    draft = add_case(title="Draft", slug="draft")
    CaseStudyPage.objects.filter(pk=draft.pk).update(live=False, first_published_at=None)
    assert Client().get(f"/en/projects/{draft.slug}/use/").status_code == 404
    CaseStudyPage.objects.filter(pk=case.pk).update(live=False, first_published_at=NOW)
    answer = Client().post("/en/projects/bikes/use/", form(key()))
    assert answer.status_code == 404
    text = answer.content.decode()
    assert "This case study is not public" in text
    assert "Vi bruker ski &lt;b&gt;i stedet&lt;/b&gt;." in text
    assert not Adoption.objects.exists()


@pytest.mark.parametrize("how", ["trap", "forged", "foreign"])
def test_programs_get_nowhere(case, key, how):
    made = {"forged": "form:1:x", "foreign": TimestampSigner(salt="other").sign("x")}.get(how) or key()
    answer = Client().post("/en/projects/bikes/use/", form(made, leave_empty="x" if how == "trap" else ""))
    assert answer.status_code == (302 if how == "trap" else 422)
    assert not Adoption.objects.exists()


def test_an_address_gets_no_more_than_five_mails_a_day(case, key):
    for _number in range(7):
        assert Client().post("/en/projects/bikes/use/", form(key())).status_code == 302
    assert Adoption.objects.count() == 5


def test_using_the_model_names_elements(db, key):
    make_site("en")
    one, two = add_element(title="Shared ground"), add_element(title="Open data")
    page = Client().get("/en/model/").content.decode()
    assert 'href="/en/projects/use-the-model/"' in page
    answer = Client().post("/en/projects/use-the-model/", form(key()))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"elements"}
    chosen = form(key()) | {"elements": [str(one.translation_key), str(two.translation_key)]}
    assert Client().post("/en/projects/use-the-model/", chosen).status_code == 302
    adoption = Adoption.objects.get()
    assert adoption.case_key is None
    assert set(adoption.page_keys) == {one.translation_key, two.translation_key}


def test_on_ones_own_page_one_changes_stops_and_withdraws(case):
    adoption = shown(case, stage="running")
    path = new_path(adoption, NOW)
    client = Client()
    page = client.get(path).content.decode()
    assert "Vi bruker ski i stedet for sykler." in page
    kept = form("") | {"changed": adoption.changed, "did_not_work": adoption.did_not_work, "change": ""}
    assert client.post(path, kept | {"stage": "looking"}).status_code == 302
    adoption.refresh_from_db()
    assert (adoption.stage, adoption.state) == ("looking", AdoptionState.PUBLISHED), "a stage needs no reading"
    assert client.post(path, kept | {"changed": "Noe annet."}).status_code == 302
    adoption.refresh_from_db()
    assert (adoption.changed, adoption.state) == ("Noe annet.", AdoptionState.PENDING), "new words do"
    wrong = client.post(path, kept | {"since": "en gang", "changed": "Ævintýri"})
    assert wrong.status_code == 422
    assert "Ævintýri" in wrong.content.decode()
    assert client.post(path, {"stop": ""}).status_code == 302
    adoption.refresh_from_db()
    assert adoption.stage == "stopped"
    assert client.post(path, {"nonsense": "1"}).status_code == 422
    assert client.post(path, {"withdraw": ""}).status_code == 200
    assert client.get(path).status_code == 404
    assert not Adoption.objects.exists()
    assert not AdoptionLink.objects.exists()
    assert not OutgoingMail.objects.filter(about_kind="adoption").exists()
    assert AdoptionLog.objects.first().action == "withdraw"


@pytest.mark.parametrize("token", ["x", "A" * 43, "%C3%A6", "a" * 300])
def test_an_unknown_link_has_a_page(case, token):
    for method in (Client().get, Client().post):
        assert method(f"/en/projects/use/mine/{token}/").status_code == 404


def test_the_link_of_somebody_else_opens_nothing_of_this_one(case):
    confirmed(case)
    path = new_path(Adoption.objects.get(), NOW)
    other = confirmed(case, changed="Noe helt annet.")
    assert "Noe helt annet." not in Client().get(path).content.decode()
    assert other.changed == "Noe helt annet."


def test_the_case_page_asks_as_often_with_fifty_adoptions(case):
    client = Client()
    client.get(case.url_path)
    none, _page = queries_of(client, case.url_path)
    for _number in range(50):
        shown(case)
    fifty, page = queries_of(client, case.url_path)
    # One of them asks where it is read in the languages into which it is not translated.
    assert (fifty, none) == (none, 11)
    assert page.count('id="u-') == 50
