"""Whatever a client sends, the answer is a clear page, never a 500."""

from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from portal.core.web.views import permission_denied
from tests.kept_rows import kept
from tests.sites import add_case, add_element, add_event, add_standard, make_site

pytestmark = pytest.mark.django_db

ODD_VALUES = [
    "",
    "0",
    "-1",
    "999999",
    "9" * 40,
    "abc",
    "1.5",
    "%FF%FE",
    "٣",
    "%F0%9F%92%A9",
    quote("'\"><script>"),
    "a" * 1000,
]


@pytest.fixture
@kept
def case(db: None):
    make_site("en", "fi")
    return add_case(slug="a-case")


FILTERS = ["page", "country", "element", "partner", "size", "settlement", "tells", "period", "language", "nonsense"]
ODD_QUERIES = [
    *(f"/en/projects/?{name}={value}" for name in FILTERS for value in ODD_VALUES),
    *(f"/en/{section}/?page={value}" for section in ("events", "glossary", "strategies") for value in ODD_VALUES),
    *(f"/en/model/?version={value}" for value in ODD_VALUES),
]


def test_lists_answer_any_value_of_any_parameter(client: Client, case):
    statuses = {path: client.get(path).status_code for path in ODD_QUERIES}

    assert {path: status for path, status in statuses.items() if status != 200} == {}


def test_an_unknown_filter_value_is_left_out_and_said(client: Client, case):
    text = client.get("/en/projects/?country=XX").content.decode()

    assert "/en/projects/a-case/" in text
    assert "does not exist. It was left out." in text


@pytest.mark.parametrize("path", ["/en/projects/%00/", "/en/projects/?country=%00", "/en/?q=a%00b"])
def test_nul_bytes_are_refused_with_a_page(client: Client, case, path: str):
    response = client.get(path)

    assert response.status_code in {400, 404}
    assert b"<h1" in response.content


def test_a_query_string_of_ten_kilobytes_is_refused_with_a_page(client: Client, case):
    response = client.get("/en/projects/?country=" + "a" * 10_000)

    assert response.status_code == 414
    assert b"<h1" in response.content


@pytest.mark.parametrize(
    "path", ["/xx/", "/de/projects/", "/en/no-such-page/", "/en/projects/no-such-case/", "/%E2%82%AC/", "/en/%FF/"]
)
def test_unknown_addresses_and_languages_lead_to_a_helpful_404(client: Client, case, path: str):
    response = client.get(path, follow=True)

    assert response.status_code == 404
    assert b"<h1" in response.content


@pytest.mark.parametrize("path", ["/en/", "/en/projects/", "/en/projects/a-case/"])
def test_head_answers_like_get_without_a_body(client: Client, case, path: str):
    response = client.head(path)

    assert response.status_code == 200
    assert response.content == b""


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "trace"])
def test_other_methods_get_no_server_error(client: Client, case, method: str):
    statuses = {
        path: getattr(client, method)(path).status_code for path in ("/en/", "/en/projects/", "/en/projects/a-case/")
    }

    assert {path: status for path, status in statuses.items() if status >= 500} == {}


def test_root_leads_to_the_best_language_and_says_what_it_depends_on(client: Client, case):
    response = client.get("/", headers={"accept-language": "fi, en;q=0.5"})

    assert (response.status_code, response["Location"]) == (302, "/fi/")
    assert "Accept-Language" in response["Vary"]


def test_an_address_without_language_or_final_slash_is_found(client: Client, case):
    assert client.get("/en/projects/a-case").headers["Location"] == "/en/projects/a-case/"


def test_a_foreign_host_name_is_refused_with_a_page_in_the_language_of_the_address(client: Client, case):
    client.get("/en/")

    response = client.get("/fi/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert '<html lang="fi"' in response.content.decode()


def test_what_belongs_to_others_is_refused_with_a_page(rf):
    response = permission_denied(rf.get("/en/"), Exception())

    assert response.status_code == 403
    assert b"<h1" in response.content


@pytest.mark.sqlite
def test_numbers_longer_than_any_key_are_refused_in_the_admin(admin_client: Client):
    for address in (f"/admin/reports/audit/?user={'9' * 40}", f"/admin/bulk/wagtailcore/page/publish/?id={'9' * 40}"):
        assert admin_client.get(address).status_code < 500


@pytest.mark.parametrize("data", [{}, {"title": "Þing"}, {"title": "Þing", "body-count": "1"}])
def test_editor_answers_a_form_that_was_cut_with_a_sentence(data: dict[str, str]):
    make_site("en")
    pages = [add_event(), add_element(), add_standard()]
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "Fjordvegen-71"))
    for page in pages:
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
        assert answer.status_code < 500, page
        page.refresh_from_db()
        assert page.title != "Þing"
