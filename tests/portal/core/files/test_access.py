"""Uploaded files are there for everybody once a public page shows them, and for their team before."""

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection, PageViewRestriction

from partners.teams.groups import shared_folder
from portal.core.models import PortalImage
from portal.core.uploads.document_form import TOO_LARGE
from portal.core.uploads.pictures import plain_name
from tests.partners.world import World

pytestmark = pytest.mark.django_db


def link_to(page: Any, document: Any, *, publish: bool) -> None:
    page.approach = f'<p>Read <a linktype="document" id="{document.pk}">the report</a>.</p>'
    revision = page.save_revision()
    if publish:
        revision.publish()


def statuses(address: str, world: World) -> dict[str, int]:
    """Status for a visitor, for the team that owns the file, for another team and for the secretariat."""
    people = {"visitor": None, "own": world.a.member, "other": world.b.member, "secretary": world.secretary}
    found = {}
    for name, user in people.items():
        client = Client()
        if user:
            client.force_login(user)
        answer = client.get(address)
        found[name] = answer.status_code
        b"".join(answer)  # closes the file
    return found


OWN = {"visitor": 404, "own": 200, "other": 404, "secretary": 200}
ALL = {"visitor": 200, "own": 200, "other": 200, "secretary": 200}


def test_document_is_public_as_long_as_a_published_page_shows_it(world: World):
    document, case = world.a.document, world.a.case
    assert statuses(document.url, world) == OWN, "uploaded only"

    link_to(case, document, publish=False)
    assert statuses(document.url, world) == OWN, "on a draft only"

    link_to(case, document, publish=True)
    assert statuses(document.url, world) == ALL

    case.refresh_from_db()
    case.unpublish()
    assert statuses(document.url, world) == OWN, "its page was taken back"


def test_document_of_a_page_with_a_password_opens_with_the_page(client: Client, world: World):
    link_to(world.a.case, world.a.document, publish=True)
    restriction = PageViewRestriction.objects.create(
        page=world.a.case, restriction_type="password", password="open sesame"
    )
    assert client.get(world.a.document.url).status_code == 404

    client.post(
        f"/en/_util/authenticate_with_password/{restriction.pk}/{world.a.case.pk}/",
        {"password": "open sesame", "return_url": world.a.case.url_path},
    )

    opened = client.get(world.a.document.url)
    assert opened.status_code == 200
    assert "no-store" in opened["Cache-Control"]
    assert b"".join(opened)


def test_document_of_the_shared_folder_is_there_for_every_team(world: World):
    document = get_document_model().objects.create(
        title="Logo guide", file=ContentFile("x", name="guide.txt"), collection=shared_folder()
    )

    assert statuses(document.url, world) == {**ALL, "visitor": 404}


def test_caches_keep_only_what_everybody_may_read(client: Client, world: World):
    client.force_login(world.a.member)
    own = client.get(world.a.document.url)
    assert "no-store" in own["Cache-Control"]
    assert b"".join(own)
    link_to(world.a.case, world.a.document, publish=True)

    public = Client().get(world.a.document.url)

    assert "public" in public["Cache-Control"]
    assert b"".join(public)


def test_original_of_a_picture_is_there_for_who_may_use_it(world: World):
    address = f"/media/{world.a.image.file.name}"

    assert statuses(address, world) == OWN
    world.a.case.photo, world.a.case.photo_alt = world.a.image, "A square"
    world.a.case.save_revision().publish()
    assert statuses(address, world) == OWN, "pages show sizes of it"
    PortalImage.objects.update(collection=shared_folder())
    assert statuses(address, world) == {**ALL, "visitor": 404}


def document_form(name: str, content: bytes) -> Any:
    data = {"title": "A report", "collection": Collection.get_first_root_node().pk}
    return get_document_form(get_document_model())(data, {"file": SimpleUploadedFile(name, content)})


def test_document_that_is_too_large_is_refused_with_a_sentence(client: Client, world: World):
    content = b"%PDF-1.7" + bytes(20 * 1024**2)
    sentence = TOO_LARGE % {"most": 20}
    assert document_form("report.pdf", content).errors["file"] == [sentence]

    client.force_login(world.a.member)
    many = client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "R", "collection": world.a.document.collection_id, "files[]": SimpleUploadedFile("r.pdf", content)},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert sentence in json.loads(many.content)["error_message"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Årsrapport Þórshöfn – 2027.PDF", "arsrapport-thorshofn-2027.pdf"),
        ("A\u030arsrapport.pdf", "arsrapport.pdf"),
        ("værk\u00adsted\u202e.pdf", "vaerksted.pdf"),
        ("日本.pdf", "document.pdf"),
        ("x" * 150 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_names_of_documents_are_ascii(settings, tmp_path, name: str, kept: str):
    settings.MEDIA_ROOT = tmp_path
    form = document_form(name, b"%PDF-1.7")

    assert form.is_valid(), form.errors
    assert form.save().filename == kept


def test_names_of_pictures_are_ascii():
    assert plain_name("Værksted i Þo\u0301rsho\u0308fn.JPEG", "jpg") == "vaerksted-i-thorshofn.jpg"
    assert plain_name("…", "png") == "picture.png"
