"""An editor translates: the Danish page shows its segments, and a changed one reaches the visitor."""

import json

import pytest
from django.test import Client, TestCase
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from portal.core.users.models import User
from portal.editing.translations.states import OUTDATED
from projects.models import CaseStudyPage

pytestmark = [pytest.mark.xdist_group("content"), pytest.mark.usefixtures("content")]


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("translator", "translator@test.example", "password"))
    return client


def danish_page() -> CaseStudyPage:
    return CaseStudyPage.objects.get(slug="energylab-nordhavn", locale__language_code="da")


def editor_state(admin: Client, page: CaseStudyPage) -> dict:
    """What the translation editor's page gives to its script."""
    text = admin.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    from html import unescape

    return json.loads(unescape(text.split('data-props="')[1].split('"')[0]))


def test_the_danish_page_opens_as_a_translation_with_every_segment_done(admin: Client):
    state = editor_state(admin, danish_page())

    texts = [segment for segment in state["segments"] if segment["type"] == "string"]
    assert len(texts) == 6
    assert len(state["initialStringTranslations"]) == 6


def test_a_segment_saved_in_the_editor_reaches_the_visitor(admin: Client):
    page = danish_page()
    state = editor_state(admin, page)
    title = next(s for s in state["segments"] if s["type"] == "string" and s["contentPath"] == "title")

    saved = admin.put(
        title["editUrl"], "value=EnergyLab+med+andre+ord", content_type="application/x-www-form-urlencoded"
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        admin.post(f"/admin/pages/{page.pk}/edit/", {"localize-action": "publish-translation", "action": "publish"})

    assert saved.status_code in {200, 201}
    assert danish_page().title == "EnergyLab med andre ord"
    assert b"EnergyLab med andre ord" in admin.get("/da/projects/energylab-nordhavn/").content


def test_an_edited_source_marks_exactly_the_changed_segment(admin: Client):
    source = CaseStudyPage.objects.get(slug="energylab-nordhavn", locale__language_code="en")
    source.summary = "A summary that nobody has translated yet."
    source.save_revision().publish()
    TranslationSource.update_or_create_from_instance(source)

    danish = danish_page()
    state = editor_state(admin, danish)

    outdated = StringTranslation.objects.filter(
        context__object_id=source.translation_key, locale=danish.locale, tool_name=OUTDATED
    )
    marked = [
        segment["contentPath"]
        for segment in state["segments"]
        if segment["type"] == "string" and outdated.filter(translation_of__data=segment["source"]).exists()
    ]
    assert marked == ["summary"]
    assert Translation.objects.filter(source__object_id=source.translation_key).count() == 5
