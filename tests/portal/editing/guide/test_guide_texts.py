"""The texts of the guide: the same in all languages, with the names that the admin really shows."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from portal.catalogues import compile_catalogues
from portal.editing.guide.chapters import FOLDER, chapters, guide_language, render_guide

LANGUAGES = [code for code, _name in settings.LANGUAGES]
#: In every language, and few enough that a clone of the repository stays small.
PICTURES = ["dashboard", "wizard-place", "event", "door", "editor", "languages", "desk"]
LARGEST, LARGEST_OF_A_LANGUAGE = 40_000, 250_000
MOST_WORDS = 230
#: Names that the catalogue has in several meanings.
CONTEXTS = {"Queue": "contributions that wait to be read", "Show": "button: make public"}
#: A name that says a language, and what stands in its place.
ASK, ASK_EXAMPLE = "Ask for %(language)s", "Ask for Finnish"
#: What is called the same in another language.
SAME = {
    ("da", "Input"),
    ("da", "Import"),
    ("da", "Status"),
    ("da", "Links"),
    ("da", "Teams"),
    ("da", "Definition"),
    ("da", "Term"),
    ("nb", "Import"),
    ("nb", "Status"),
    ("nb", "Term"),
    ("sv", "Import"),
    ("sv", "Status"),
    ("sv", "Team"),
    ("sv", "Term"),
    ("sv", "Definition"),
}


def text_of(language: str) -> str:
    return (FOLDER / f"{language}.md").read_text(encoding="utf-8")


def names_by_chapter(language: str) -> dict[str, set[str]]:
    """The bold names of each chapter."""
    _title, *parts = re.split(r"^## ", text_of(language), flags=re.MULTILINE)
    found = {}
    for part in parts:
        name = re.search(r"\{#([a-z]+)\}", part)
        assert name
        found[name[1]] = set(re.findall(r"\*\*(.+?)\*\*", part))
    return found


def shown_as(name: str, language: str) -> str:
    """A name of the admin as it stands there; labels of fields begin with a capital there, not in the catalogue."""
    if name == ASK_EXAMPLE:
        return translation.gettext(ASK)
    if name in CONTEXTS:
        return translation.pgettext(CONTEXTS[name], name)
    for known in (name, name[0].lower() + name[1:]):
        shown = translation.gettext(known)
        if shown != known or (language, name) in SAME:
            return shown[0].upper() + shown[1:]
    return ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_guide_has_the_chapters_and_pictures_of_every_language_and_all_are_small(language: str):
    assert list(chapters(language)) == list(chapters("en"))
    text = text_of(language)
    pictures = re.findall(rf"!\[.+\]\(\.\./\.\./static/(editing/guide/{language}/([a-z-]+)\.png)\)", text)
    assert [name for _path, name in pictures] == PICTURES
    sizes = [Path(finders.find(path)).stat().st_size for path, _name in pictures]
    assert max(sizes) <= LARGEST
    assert sum(sizes) <= LARGEST_OF_A_LANGUAGE
    folder = Path(finders.find(pictures[0][0])).parent
    assert sorted(path.stem for path in folder.iterdir()) == sorted(PICTURES)
    shown = str(render_guide(language))
    assert (shown.count("<img"), shown.count("<h2 id=")) == (len(PICTURES), len(chapters("en")))
    assert not re.search(r"\*\*|!\[|<p>\d+\. |\{#", shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chapter_is_short(language: str):
    lengths = [len(part.split()) for part in re.split(r"^## ", text_of(language), flags=re.MULTILINE)[1:]]
    assert max(lengths) <= MOST_WORDS


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_names_in_the_guide_are_those_of_the_admin(language: str):
    """Each bold word of the English guide is a name of the admin; its translation stands bold in the same chapter."""
    compile_catalogues()
    translation.trans_real._translations.clear()
    english, own = names_by_chapter("en"), names_by_chapter(language)
    with translation.override(language):
        for chapter, names in english.items():
            wanted = {shown_as(name, language) for name in names}
            asked = next((name for name in wanted if "%(language)s" in name), None)
            found = {
                asked if asked and re.fullmatch(asked.replace("%(language)s", ".+"), name) else name
                for name in own[chapter]
            }
            assert found == wanted, chapter


def test_every_chapter_is_opened_from_where_its_task_begins():
    root = Path(settings.BASE_DIR)
    templates = [
        path.read_text(encoding="utf-8")
        for room in ("events", "home", "partners", "portal", "projects", "search")
        for path in (root / room).glob("**/templates/**/*.html")
    ]
    tags = re.findall(r"\{% help_about ((?:\"[a-z]+\" ?)+)%\}", "".join(templates))
    named = {name for tag in tags for name in re.findall(r"[a-z]+", tag)}
    assert named == set(chapters("en"))


def test_a_link_to_the_guide_says_the_chapter_in_the_readers_language():
    with translation.override("fi"):
        shown = Template('{% load editing_tags %}{% help_about "door" "files" %}').render(Context())
    guide = reverse("portal_guide")
    assert f'<a href="{guide}#door" target="_blank" lang="fi">Ovella</a>' in shown
    assert f'<a href="{guide}#files" target="_blank" lang="fi">Luettelot tiedostoina</a>' in shown


def test_guide_comes_in_the_language_that_is_understood_best():
    assert [guide_language(code) for code in (*LANGUAGES, "nn", "fo")] == [*LANGUAGES, "nb", "da"]
