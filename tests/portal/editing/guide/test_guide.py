"""The guide, and the admin in the editor's language."""

import json
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from portal.catalogues import compile_catalogues, faults_of_entry
from portal.editing.guide.chapters import FOLDER, chapters, guide_language, render_guide


@pytest.mark.parametrize("language", ["en", "da"])
def test_guide_has_a_small_picture_in_its_language_for_every_mention(language: str):
    text = (FOLDER / f"{language}.md").read_text(encoding="utf-8")
    names = re.findall(rf"\]\(\.\./\.\./static/(editing/guide/{language}/[a-z-]+\.png)\)", text)
    assert len(names) == text.count("](") == 10
    sizes = {name: Path(finders.find(name)).stat().st_size for name in names}
    assert {name: size for name, size in sizes.items() if size > 60_000} == {}
    shown = str(render_guide(language))
    assert (shown.count("<img"), shown.count("<h2 id="), "**" in shown, "![" in shown) == (10, 10, False, False)


def test_both_guides_show_the_same():
    pictures = [
        re.findall(r"([a-z-]+)\.png", (FOLDER / f"{code}.md").read_text(encoding="utf-8")) for code in ("en", "da")
    ]
    assert pictures[0] == pictures[1]
    assert list(chapters("en")) == list(chapters("da"))


def test_pages_of_the_admin_lead_to_chapters_that_exist():
    root = Path(settings.BASE_DIR)
    texts = [
        path.read_text(encoding="utf-8") for path in root.glob("*/**/templates/**/*.html") if ".venv" not in path.parts
    ]
    named = set(re.findall(r'help_about "(\w+)"', "".join(texts)))
    assert {"languages", "submitting", "door", "event", "case"} <= named <= set(chapters("en"))
    with translation.override("fi"):
        shown = Template('{% load editing_tags %}{% help_about "door" %}').render(Context())
    assert f'href="{reverse("portal_guide")}#door"' in shown
    assert '<span lang="en">At the door</span>' in shown


def test_guide_comes_in_the_language_that_is_understood_best():
    assert [guide_language(code) for code in ("da", "nb", "en", "fi")] == ["da", "da", "en", "en"]


@pytest.mark.django_db
def test_guide_and_menu_are_in_the_editors_language(admin_client: Client, admin_user):
    compile_catalogues()
    translation.trans_real._translations.clear()
    UserProfile.objects.create(user=admin_user, preferred_language="da")
    shown = admin_client.get(reverse("portal_guide")).content.decode()
    assert "Fortæl om et projekt" in shown
    with translation.override("da"):
        assert translation.gettext("Request changes") == "Bed om ændringer"
    with translation.override("nb"):
        assert translation.gettext("Site history") == "Nettstedets historikk"


def test_own_catalogues_of_wagtails_texts_come_last():
    assert [path.name for path in settings.LOCALE_PATHS] == ["locale", "admin_locale"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", {"Comment": "Kommentar", "Retry": "Prøv igen"}),
        ("nb", {"Comment": "Kommenter", "Retry": "Prøv igjen"}),
        ("fi", {"Search options…": "Hae vaihtoehdoista…"}),
        ("sv", {"Search options…": "Sök bland alternativen …"}),
        ("is", {"Good": "Auðlesinn texti"}),
    ],
)
def test_scripts_of_the_admin_speak_the_editors_language(admin_client: Client, admin_user, language: str, said: dict):
    compile_catalogues()
    UserProfile.objects.create(user=admin_user, preferred_language=language)
    script = admin_client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    for english, own in said.items():
        assert f"{json.dumps(english)}: {json.dumps(own)}" in script


def test_wagtails_search_is_finnish_in_a_finnish_admin():
    compile_catalogues()
    translation.trans_real._translations.clear()
    with translation.override("fi"):
        assert translation.gettext("Search all pages…") == "Hae kaikilta sivuilta…"


@pytest.mark.parametrize("path", sorted(settings.LOCALE_PATHS[1].glob("*/*/*.po")), ids=lambda path: path.parts[-3])
def test_own_texts_of_wagtails_admin_are_whole(path: Path):
    entries = polib.pofile(str(path))
    assert [f"{entry.msgid}: {fault}" for entry in entries for fault in faults_of_entry(entry)] == []
    ids = [(entry.msgctxt, entry.msgid) for entry in entries]
    assert sorted(ids, key=str) == sorted(set(ids), key=str)
