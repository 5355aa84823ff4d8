"""Text that comes in is tidied in one place for forms and in one for records, before limits are counted."""

import json
import unicodedata

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction
from wagtail_localize.models import StringTranslation

from portal.core.forms.incoming import NameField
from portal.core.i18n.text import tidy_html
from portal.core.models import PortalImage
from portal.core.users.models import User
from tests.partners.world import World, translate_page
from tests.sites import add_standard, make_site

SOFT, SPACE, OVERRIDE, JOINER = "\u00ad", "\u200b", "\u202e", "\u200d"
DECOMPOSED = unicodedata.normalize("NFD", "Ærøskøbing åben Þórshöfn")
COMPOSED = unicodedata.normalize("NFC", DECOMPOSED)


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        (forms.CharField(), f"  {DECOMPOSED}\t\u00a0x\x00{OVERRIDE} ", f"{COMPOSED} x"),
        (forms.CharField(), f"værksteds{SOFT}dag", f"værksteds{SOFT}dag"),
        (forms.CharField(widget=forms.Textarea), f" {DECOMPOSED}\r\n\r\nto\x0b\u2028tre ", f"{COMPOSED}\n\nto\ntre"),
        (NameField(), f"Å{SOFT}se{SPACE} O\u0308{JOINER}dega\u030ard", "Åse Ödegård"),
        (forms.URLField(assume_scheme="https"), f" https://example.org/{SPACE}", "https://example.org/"),
        (forms.CharField(required=False), f"{OVERRIDE}\x00", ""),
        (forms.CharField(max_length=3), "a\u030aa\u030aa\u030a", "ååå"),
        (forms.CharField(max_length=3, widget=forms.Textarea), "a\r\nb", "a\nb"),
        (forms.CharField(strip=False, widget=forms.PasswordInput), " a\u030a ", " a\u030a "),
        (forms.CharField(widget=forms.PasswordInput), "a\u030a", "a\u030a"),
    ],
)
def test_every_text_field_tidies_before_it_counts(field: forms.Field, typed: str, stored: str) -> None:
    assert field.clean(typed) == stored


def test_html_keeps_its_tags_and_hides_nothing() -> None:
    typed = f"<p title='a\u030a'>a\u030a{OVERRIDE}&#8238;&#x202E; 1 < 2 &aring;&#229;</p>\x00<b>\u0338</b>"
    assert tidy_html(typed) == "<p title='a\u030a'>å 1 < 2 &aring;&#229;</p><b>\u0338</b>"


@pytest.mark.django_db
def test_records_without_a_form_are_stored_in_the_same_way() -> None:
    make_site("en", "da")
    page = add_standard(
        title=f" {DECOMPOSED}{OVERRIDE} ",
        summary=f"{DECOMPOSED}\x00",
        body=[("heading", {"text": DECOMPOSED, "level": "2"}), ("paragraph", f"<p>{DECOMPOSED}{OVERRIDE}</p>")],
    )
    assert (page.title, page.summary) == (COMPOSED, COMPOSED)
    assert page.body[0].value["text"] == COMPOSED
    assert page.body[1].value.source == f"<p>{COMPOSED}</p>"
    # A draft is stored in its revision only.
    page.summary = f"{DECOMPOSED} igen"
    page.body = [("paragraph", f"<p>{DECOMPOSED}</p>")]
    stored = page.save_revision().content
    assert stored["summary"] == f"{COMPOSED} igen"
    assert json.loads(stored["body"])[0]["value"] == f"<p>{COMPOSED}</p>"

    translate_page(page, "da", {"title": f"{DECOMPOSED}{OVERRIDE}", "summary": DECOMPOSED})
    assert set(StringTranslation.objects.values_list("data", flat=True)) == {COMPOSED}

    name = f"{DECOMPOSED}{SOFT}.png"
    image = PortalImage.objects.create(title=name, file=get_test_image_file(filename=name))
    document = get_document_model().objects.create(title="d", file=ContentFile(b"x", name=f"{DECOMPOSED}{SPACE}.txt"))
    assert unicodedata.is_normalized("NFC", image.title + image.filename + document.filename)
    assert SPACE not in document.filename

    user = User.objects.create(username="a", first_name=f"A\u030ase{SPACE}", password=f"{DECOMPOSED}")
    assert (user.first_name, user.password) == ("Åse", DECOMPOSED)
    lock = PageViewRestriction.objects.create(page=page, restriction_type="password", password=DECOMPOSED)
    assert lock.password == DECOMPOSED


@pytest.mark.django_db
def test_a_nul_reaches_no_database(world: World, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root", "root@test.example", "x"))
    typed = dict.fromkeys(("title", "q", "form_key", "text", "states", "slug", "email", "1"), "a\x00b")
    for address in (
        "/en/projects/tell-us-about-your-project/",
        "/en/events/registration/link/",
        "/admin/tell-a-case/problem/",
        f"/admin/languages/desk/{world.a.translation.pk}/",
        "/admin/login/",
        "/en/search/",
        "/admin/localize/none/",
    ):
        assert client.post(address, typed).status_code < 500
        assert client.get(f"{address}?q=%00&title=a%00b").status_code == 400
