"""Headers, caching, the limited login, health."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.images.forms import get_image_form
from wagtail.models import PageViewRestriction

from portal.core.models import PortalImage
from portal.core.users.models import User
from portal.core.web.rates import LOGIN_ACCOUNT, RESET_ACCOUNT
from tests.kept_rows import kept
from tests.sites import add_case, make_site

PER_NAME, MAILS_PER_NAME = LOGIN_ACCOUNT.limit, RESET_ACCOUNT.limit

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
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


def test_readers_get_no_cookie_and_may_keep_pages_and_ask_again(client: Client, case):
    response = client.get(case.url_path)

    assert response.cookies == {}
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


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


def test_media_has_no_other_way_to_documents(client: Client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "secret.txt").write_text("secret")
    paths = ("./documents/secret.txt", "/documents/secret.txt", "x/../documents/secret.txt", "%2e/documents/secret.txt")

    assert [client.get(f"/media/{path}").status_code for path in paths] == [404] * 4


def test_media_answers_a_name_that_no_file_system_can_hold(client: Client):
    assert client.get(f"/media/images/{'a' * 300}.jpg").status_code == 404


def test_a_page_with_a_password_opens_with_it_and_guessing_is_limited(client: Client, case):
    restriction = PageViewRestriction.objects.create(page=case, restriction_type="password", password="open sesame")
    form = client.get(case.url_path)
    address = f"/en/_util/authenticate_with_password/{restriction.pk}/{case.pk}/"
    assert address in form.content.decode()
    assert "no-store" in form["Cache-Control"]

    guesses = [
        client.post(address, {"password": "guess", "return_url": case.url_path}).status_code for _ in range(PER_NAME)
    ]
    refused = client.post(address, {"password": "open sesame", "return_url": case.url_path})
    opened = Client(REMOTE_ADDR="192.0.2.7").post(address, {"password": "open sesame", "return_url": case.url_path})

    assert guesses == [200] * PER_NAME
    assert refused.status_code == 429
    assert (opened.status_code, opened["Location"]) == (302, case.url_path)


def test_a_page_for_editors_leads_to_the_login_that_limits_guessing(client: Client, case):
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(case.url_path)["Location"] == f"/admin/login/?next={case.url_path}"


def test_mails_about_a_forgotten_password_are_limited(client: Client, mailoutbox, run_tasks):
    User.objects.create_superuser("editor", "editor@test.example", "the right one")

    statuses = [
        client.post("/admin/password_reset/", {"email": "Editor@test.example"}).status_code
        for _ in range(MAILS_PER_NAME + 1)
    ]

    assert statuses == [302] * MAILS_PER_NAME + [429]
    run_tasks()
    assert len(mailoutbox) == MAILS_PER_NAME


def test_a_session_cookie_with_a_nul_is_refused(client: Client, settings):
    response = client.get("/admin/", headers={"cookie": f'{settings.SESSION_COOKIE_NAME}="\\000aaaaaaaaaaaa"'})

    assert response.status_code == 400


def test_a_refusal_speaks_the_language_of_the_address(client: Client, case):
    client.get("/en/")

    assert '<html lang="da"' in client.get("/da/?q=%00").content.decode()


def test_originals_of_photos_are_for_editors_only(client: Client):
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    image = PortalImage.objects.create(title="Photo", file=ContentFile(file.getvalue(), name="photo.png"))
    address = f"/media/{image.file.name}"

    assert client.get(address).status_code == 404

    client.force_login(User.objects.create_superuser("editor", "editor@test.example", "password"))
    response = client.get(address)
    assert b"".join(response.streaming_content) == file.getvalue()
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert client.get("/media/original_images/never.png").status_code == 404
