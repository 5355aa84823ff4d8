"""A photo that a visitor sends with a proposal: kept in a form of ours, seen by editors of the draft alone."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from portal.core.models.media import PortalImage
from projects.models import CaseStudyPage, ElementPage, ProposedPhoto
from projects.proposals import actions, photos
from tests.partners.world import World
from tests.projects.proposals.test_public_forms import ADDRESS, old_key, told
from tests.sites import add_element

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(kind: str = "JPEG", size: tuple[int, int] = (3000, 200), name: str = "IMG æ.jpg") -> SimpleUploadedFile:
    """A picture as a phone sends it, turned and with what the phone knows."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Fictional Phone"
    exif[0x0112] = 6
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "#4a8ccb").save(
        out, kind, exif=exif, comment="Fictional comment"
    )
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def draft_with_photo(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> ProposedPhoto:
    said = told(world, old_key(monkeypatch), photo_credit="Photo: Test Person", title="Bikes for all")
    assert client.post(ADDRESS, said | {"photo": upload()}).status_code == 302
    photo = ProposedPhoto.objects.get(proposal__isnull=False)
    client.force_login(world.secretary)
    assert client.get(f"/admin/proposed-photos/{photo.pk}/file/").status_code == 404, "nobody has confirmed it"
    client.logout()
    actions.confirm(photo.proposal)
    photo.refresh_from_db()
    return photo


def test_photo_is_encoded_anew_and_only_editors_of_the_draft_see_it(world, client: Client, monkeypatch, deliver):
    photo = draft_with_photo(world, client, monkeypatch)

    picture = Image.open(BytesIO(bytes(photo.content)))
    assert (picture.format, picture.size) == ("JPEG", (160, 2400))
    assert not picture.getexif()
    assert b"Fictional" not in bytes(photo.content)
    assert not PortalImage.objects.filter(title="Bikes for all").exists()
    page, file = f"/admin/proposed-photos/{photo.pk}/", f"/admin/proposed-photos/{photo.pk}/file/"
    for user, status in ((None, 302), (world.outsider, 302), (world.b.member, 302), (world.a.member, 200)):
        client.logout()
        if user:
            client.force_login(user)
        assert [client.get(page).status_code, client.get(file).status_code] == [status, status], user
    assert client.get(file).headers["Content-Type"] == "image/jpeg"
    assert page in client.get(f"/admin/pages/{photo.case_id}/edit/").content.decode()


def test_photo_is_taken_once_among_the_images_of_the_team(world, client: Client, monkeypatch, deliver):
    photo = draft_with_photo(world, client, monkeypatch)
    client.force_login(world.b.member)
    client.post(f"/admin/proposed-photos/{photo.pk}/", {"take": ""})
    assert ProposedPhoto.objects.filter(pk=photo.pk).exists()

    client.force_login(world.a.member)
    answer = client.post(f"/admin/proposed-photos/{photo.pk}/", {"take": ""})

    assert answer.headers["Location"] == f"/admin/pages/{photo.case_id}/edit/"
    image = PortalImage.objects.get(title="Bikes for all")
    assert (image.credit, image.collection) == ("Photo: Test Person", world.a.team.collection)
    assert not photos.take(photo, world.a.member)
    assert PortalImage.objects.filter(title="Bikes for all").count() == 1
    assert client.get(f"/admin/proposed-photos/{photo.pk}/").status_code == 404


def test_photo_nobody_wants_is_deleted_by_hand_with_its_draft_or_with_time(world, client: Client, monkeypatch, deliver):
    photo = draft_with_photo(world, client, monkeypatch)
    client.force_login(world.a.member)
    client.post(f"/admin/proposed-photos/{photo.pk}/", {})
    assert ProposedPhoto.objects.filter(pk=photo.pk).exists(), "neither button was pressed"
    client.post(f"/admin/proposed-photos/{photo.pk}/", {"delete": "", "sure": "1"})
    assert not ProposedPhoto.objects.filter(pk=photo.pk).exists()

    case = CaseStudyPage.objects.get(title="Bikes for all")
    old = ProposedPhoto.objects.create(case=case, content=b"x", credit="Test")
    ProposedPhoto.objects.filter(pk=old.pk).update(created_at=timezone.now() - ProposedPhoto.KEPT_FOR)
    ProposedPhoto.objects.create(case=case, content=b"x", credit="Test")
    assert actions.forget_old_proposals() == 1
    assert ProposedPhoto.objects.filter(case=case).count() == 1
    key = case.pk
    case.delete()
    assert not ProposedPhoto.objects.filter(case_id=key).exists()


@pytest.mark.parametrize(
    ("sent", "credit", "sentence"),
    [
        (SimpleUploadedFile("a.jpg", b"<html><script>alert(1)</script>"), "Test", "Tämä on verkkosivu"),
        (SimpleUploadedFile("a.svg", b"<svg/>"), "Test", "Sivusto ei pysty lukemaan"),
        (upload(), "", "photo_credit"),
        (upload("PNG"), "\u202e", "photo_credit"),
    ],
)
def test_what_is_no_photo_or_nobodys_is_refused_and_the_text_stays(
    world, client: Client, monkeypatch, sent, credit: str, sentence: str
):
    sent.seek(0)
    said = told(world, old_key(monkeypatch), photo_credit=credit, municipality="Åbenrå")

    answer = client.post(ADDRESS.replace("/en/", "/fi/"), said | {"photo": sent})

    form = answer.context["form"]
    assert (answer.status_code, 'value="Åbenrå"' in answer.content.decode()) == (422, True)
    assert sentence in answer.content.decode() or sentence in form.errors
    assert "photo" in form.errors, "a browser does not keep the file"
    assert not ProposedPhoto.objects.filter(proposal__isnull=False).exists()


def test_no_photo_takes_more_memory_than_a_page_can_spare(world, client: Client, monkeypatch):
    decoded: list[tuple[int, int]] = []
    encode = photos._encoded_anew
    monkeypatch.setattr(photos, "_encoded_anew", lambda picture: decoded.append(picture.size) or encode(picture))
    said = told(world, old_key(monkeypatch), photo_credit="Test", title="")
    client.post(ADDRESS, said | {"photo": upload(size=(9600, 40))})
    assert decoded == [(2400, 10)], "a JPEG is decoded smaller than it is"
    large = client.post(ADDRESS, said | {"photo": upload("PNG", (4001, 4000))})
    assert "16 million" in str(large.context["form"].errors["photo"])
    forged = client.post(ADDRESS, said | {"photo": upload(), "form_key": "form:1:x"})
    assert (forged.status_code, len(decoded)) == (422, 1)
    assert "Choose the photo once more" in str(forged.context["form"].errors["photo"])


def test_large_files_are_refused_before_they_are_read(world, client: Client, monkeypatch):
    monkeypatch.setattr(photos, "MOST_MEGABYTES", 0)
    answer = client.post(ADDRESS, told(world, old_key(monkeypatch), photo_credit="Test") | {"photo": upload()})
    assert "0 MB" in answer.context["form"].errors["photo"][0]


def test_elements_are_chosen_by_three_at_most(world, client: Client, monkeypatch, deliver):
    known = [world.element, *(add_element(number=number) for number in (5, 6, 7))]
    keys = [str(element.pk) for element in ElementPage.objects.filter(pk__in=[one.pk for one in known])]
    said = told(world, old_key(monkeypatch), lessons="It rained.\n\nToo much.")

    assert client.post(ADDRESS, said | {"elements": keys}).status_code == 422
    assert client.post(ADDRESS, said | {"elements": ["9" * 30]}).status_code == 422
    assert client.post(ADDRESS, said | {"elements": keys[:2]}).status_code == 302
    deliver()
    actions.confirm(actions.Proposal.objects.get())

    case = CaseStudyPage.objects.get(title="Bikes for all")
    assert (case.lessons, case.case_elements.count()) == ("<p>It rained.</p><p>Too much.</p>", 2)
