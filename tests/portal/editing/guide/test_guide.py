"""The guide, and the admin in the editor's language."""

import json
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from portal.catalogues import compile_catalogues, faults_of_entry


@pytest.mark.django_db
def test_guide_and_menu_are_in_the_editors_language(admin_client: Client, admin_user):
    compile_catalogues()
    translation.trans_real._translations.clear()
    UserProfile.objects.create(user=admin_user, preferred_language="da")
    shown = admin_client.get(reverse("portal_guide")).content.decode()
    assert '<a href="#registration">Tilmelding til et arrangement</a>' in shown
    assert '<h2 id="registration">Tilmelding til et arrangement</h2>' in shown
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
