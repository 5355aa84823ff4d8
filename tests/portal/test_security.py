"""Headers, caching, the limited login, health."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.images.forms import get_image_form
from wagtail.models import PageViewRestriction

from portal.models import PortalImage
from portal.users.models import User
from portal.users.views import PER_NAME
from tests.sites import add_case, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    make_site("en")
    return add_case(slug="a-case")


def test_public_pages_carry_a_strict_policy(client: Client, case):
    policy = client.get(case.url_path)["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy


def test_public_pages_carry_the_usual_headers(client: Client, case):
    headers = client.get(case.url_path).headers

    names = ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
             "Cross-Origin-Resource-Policy", "Cross-Origin-Embedder-Policy")  # fmt: skip
    assert [headers[name] for name in names] == [
        "nosniff", "SAMEORIGIN", "strict-origin-when-cross-origin", "same-origin", "same-origin", "require-corp",
    ]  # fmt: skip
    assert "camera=()" in headers["Permissions-Policy"]


def test_readers_get_no_cookie_and_may_cache_for_a_minute(client: Client, case):
    response = client.get(case.url_path)

    assert response.cookies == {}
    assert response["Cache-Control"] == "public, max-age=60"


def test_an_editors_page_is_never_cached(client: Client, case):
    client.force_login(User.objects.create_superuser("editor", "editor@test.example", "password"))

    assert client.get(case.url_path)["Cache-Control"] == "private, no-store"


def test_a_private_page_asks_for_a_login_and_is_in_no_list(client: Client, case):
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(case.url_path).status_code == 302
    assert b"a-case" not in client.get("/en/projects/").content
    assert b"a-case" not in client.get("/sitemap-pages.xml").content
    assert b"a-case" not in client.get("/en/projects/feed.xml").content


def test_login_is_refused_after_too_many_attempts_even_with_the_right_password(client: Client):
    User.objects.create_superuser("editor", "editor@test.example", "the right one")
    wrong = {"username": "editor", "password": "guess"}

    statuses = [client.post("/admin/login/", wrong).status_code for _ in range(PER_NAME + 1)]
    right = client.post("/admin/login/", {**wrong, "password": "the right one"})

    assert statuses == [200] * PER_NAME + [429]
    assert (right.status_code, right["Retry-After"]) == (429, "900")


def test_a_login_that_works_forgets_the_failed_attempts(client: Client):
    User.objects.create_superuser("editor", "editor@test.example", "the right one")
    for _ in range(PER_NAME - 1):
        client.post("/admin/login/", {"username": "editor", "password": "guess"})

    assert client.post("/admin/login/", {"username": "editor", "password": "the right one"}).status_code == 302
    assert Client().post("/admin/login/", {"username": "editor", "password": "guess"}).status_code == 200


def test_a_picture_that_can_carry_scripts_is_refused():
    svg = SimpleUploadedFile("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "image/svg+xml")

    form = get_image_form(PortalImage)({"title": "A", "collection": "1"}, {"file": svg})

    assert "file" in form.errors


def test_media_never_serves_documents_or_anything_outside(client: Client):
    for path in ("documents/secret.pdf", "../portal.sqlite3", "%2e%2e/portal.sqlite3"):
        assert client.get(f"/media/{path}").status_code in {400, 404}


def test_healthz_and_readyz_answer_without_a_page(client: Client):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["database"], ready.json()["migrations"]) == (200, "ok", "ok")
