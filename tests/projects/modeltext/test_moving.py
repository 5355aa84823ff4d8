"""The migration that brings the elements below the page of the model, on a site as the release before left it."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from wagtail.models import Page, Revision
from wagtail_localize.models import TranslationSource

from portal.core.frame import rebuild
from portal.core.models import ImportedRecord
from projects.models import ElementIndexPage, ElementPage
from tests.kept_rows import kept
from tests.sites import add_element, add_standard, make_site

pytestmark = pytest.mark.django_db
gather = import_module("projects.migrations.0004_the_model_is_one_place").gather


@pytest.fixture
@kept
def old_site() -> ElementPage:
    """Elements at their old address in two languages, one text at the model's; the import has made both pages."""
    make_site("en", "fi")
    element = add_element(slug="winter")
    add_element("fi", element, slug="winter")
    for page in Page.objects.filter(url_path__contains="/model/"):
        # As it was: the address is one of the portal's own now.
        old = page.url_path.replace("/model/", "/elements/")
        slug = "elements" if page.slug == "model" else page.slug
        Page.objects.filter(pk=page.pk).update(slug=slug, url_path=old)
    for index in ElementIndexPage.objects.all():
        index.save_revision(clean=False)
    texts = [add_standard(language, slug="page", title=f"The model {language}") for language in ("en", "fi")]
    for text in texts:
        Page.objects.filter(pk=text.pk).update(
            slug="model", url_path=text.url_path.replace("/page/", "/model/"), show_in_menus=True
        )
        text.refresh_from_db()
    source = ElementIndexPage.objects.get(locale__language_code="en")
    TranslationSource.update_or_create_from_instance(source)
    for slug, page, state in (
        ("model", texts[0], str(texts[0].latest_revision_id)),
        ("model", texts[1], "edited since"),
        ("elements", source, "1"),
    ):
        ImportedRecord.objects.create(
            kind="page", slug=slug, language=page.locale_code, digest="x", object_id=page.pk, state=state
        )
    return element


def test_everything_is_found_at_its_new_address(old_site: ElementPage, client: Client):
    gather(apps, None)
    rebuild()  # as after every migration

    paths = Page.objects.filter(depth__gt=2).values_list("url_path", flat=True)
    assert {"/en/model/", "/en/model/winter/", "/fi/model/", "/fi/model/winter/"} <= set(paths)
    assert [path for path in paths if "elements" in path] == []
    assert client.get("/en/model/winter/").status_code == 200
    assert client.get("/fi/elements/winter/")["Location"] == "/fi/model/winter/"


def test_page_that_stood_there_stays_if_somebody_wrote_it(old_site: ElementPage):
    gather(apps, None)

    aside = Page.objects.filter(slug="about-the-model").order_by("url_path")
    assert [(page.url_path, page.live, page.show_in_menus) for page in aside] == [
        ("/en/about-the-model/", False, False),
        ("/fi/about-the-model/", True, False),
    ]


def test_later_publication_and_translation_do_not_bring_the_old_address_back(old_site: ElementPage):
    gather(apps, None)

    index = ElementIndexPage.objects.get(locale__language_code="en")
    revision = Revision.objects.get(pk=index.latest_revision_id)
    revision.publish()
    index.refresh_from_db()
    assert (index.slug, index.url_path) == ("model", "/en/model/")
    content = json.loads(TranslationSource.objects.get(object_id=index.translation_key).content_json)
    assert (content["slug"], content["url_path"]) == ("model", "/en/model/")


def test_files_of_the_content_know_the_page_as_that_of_the_model(old_site: ElementPage):
    gather(apps, None)

    index = ElementIndexPage.objects.get(locale__language_code="en")
    rows = ImportedRecord.objects.filter(kind="page").values_list("slug", "object_id")
    assert list(rows) == [("model", index.pk)]


def test_site_that_has_moved_is_left_as_it_is(old_site: ElementPage):
    gather(apps, None)
    before = list(Page.objects.order_by("pk").values_list("url_path", flat=True))
    gather(apps, None)

    assert list(Page.objects.order_by("pk").values_list("url_path", flat=True)) == before
