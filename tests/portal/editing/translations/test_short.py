"""Title and summary in a language into which nobody translated the text: typed, or from content files."""

from collections.abc import Mapping

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from partners.teams.groups import make_team
from portal.core.models import ShortTranslation
from portal.editing.content.short import store_short_translations
from tests.partners.world import World
from tests.sites import add_case, add_element, make_site
from tests.undoing import post_and_undo

pytestmark = pytest.mark.django_db
TYPED = {"title": "Þing á Ströndum – o\u0308ld", "summary": "Ævi og öld í tveimur setningum."}


def text_of(client: Client, address: str, data: Mapping[str, str] | None = None) -> str:
    answer = client.post(address, data, follow=True) if data is not None else client.get(address, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_editor_writes_changes_and_removes_them(admin_client: Client, client: Client):
    make_site("en", "da", "is")
    case = add_case("da", title="Tinget", slug="tinget", summary="Et ting.", elements=[add_element("da")])
    address = reverse("portal_short_translation", args=[case.pk, "is"])
    assert address in text_of(admin_client, reverse("portal_languages", args=[case.pk]))

    # What is too short or missing is said, and what was typed stays.
    refused = text_of(admin_client, address, {"title": "", "summary": TYPED["summary"]})
    assert TYPED["summary"] in refused
    assert "/is/projects/tinget/" not in refused
    assert not ShortTranslation.objects.exists()

    text_of(admin_client, address, TYPED)
    assert ShortTranslation.objects.get().title == "Þing á Ströndum – öld"
    assert "<h1>Þing á Ströndum – öld</h1>" in text_of(client, "/is/projects/tinget/")

    case.title = "Tinget i dag"
    case.save_revision().publish()
    changed = "The original has changed since"
    assert changed in text_of(admin_client, address)
    text_of(admin_client, address, TYPED)
    assert changed not in text_of(admin_client, address)

    assert post_and_undo(admin_client, address, {"action": "delete"}) == "Taken back: it is as it was before."
    assert "<h1>Þing á Ströndum – öld</h1>" in text_of(client, "/is/projects/tinget/")
    text_of(admin_client, address, {"action": "delete"})
    assert '<h1 lang="da">Tinget i dag</h1>' in text_of(client, "/is/projects/tinget/")


def test_where_the_text_exists_or_the_language_does_not_there_is_no_form(admin_client: Client):
    make_site("en", "da")
    element = add_element()
    case = add_case(elements=[element])
    add_case("da", case, elements=[element])

    for language in ("en", "da", "xx"):
        assert admin_client.get(reverse("portal_short_translation", args=[case.pk, language])).status_code == 404


def test_only_who_may_publish_the_page_says_what_readers_see(world: World, client: Client):
    case = world.a.case
    world.a.case_da.unpublish()
    address = reverse("portal_short_translation", args=[case.pk, "da"])
    make_team(world.b.organisation, can_publish=True)
    strangers = [world.b.member, get_user_model().objects.create_user("nobody", "nobody@example.org", "x")]
    for user in (world.a.member, *strangers):
        client.force_login(user)
        answer = client.post(address, TYPED)
        assert answer.status_code in {302, 403}
        assert not ShortTranslation.objects.exists()

    make_team(world.a.organisation, can_publish=True)
    client.force_login(world.a.member)
    client.post(address, TYPED)
    assert ShortTranslation.objects.get().language == "da"


def test_the_content_files_bring_them_and_editors_keep_theirs():
    make_site("en", "da", "fi")
    case = add_case(title="Case", summary="Short.", elements=[add_element()])
    record = {
        "languages": ["en"],
        "title": {"en": "Case", "da": "Ærø", "fi": "Kylä", "sv": "Ön"},
        "summary": {"en": "Short.", "da": "Ø.", "sv": ""},
        "machine": {"fi": {"title": "Kylä"}},
    }
    store_short_translations(case, record, overwrite=False)
    assert list(ShortTranslation.objects.values_list("language", "title", "of_title")) == [("da", "Ærø", "Case")]

    ShortTranslation.objects.update(title="Typed")
    store_short_translations(case, record, overwrite=False)
    assert ShortTranslation.objects.get().title == "Typed"
    store_short_translations(case, record, overwrite=True)
    assert ShortTranslation.objects.get().title == "Ærø"
