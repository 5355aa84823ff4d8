"""No editor reads English in another language, least of all when something goes wrong."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest
import wagtail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from portal.editing.translations import states
from tests.partners.teams.test_ownership import case_form
from tests.partners.wording import texts_of
from tests.partners.world import PASSWORD, World

pytestmark = [
    pytest.mark.django_db,
    # Wagtail reads a picture whose rendition was undone with the test that made it.
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. .function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
    ),
]
LANGUAGES = ("da", "nb", "sv", "fi", "is")
AUTOSAVE = {"accept": "application/json"}
#: What the world of the tests is called, names of things that have one name only, and samples.
CONTENT = re.compile(
    r"Testland|Testby|Partner [ab]|Case [ab]|Event [ab]|Open |Zquirrel|Element one|Summary [a-j]|example\.|member-|"
    r"secretary|outsider|Wagtail v|Nordic Smart City Model|^[a-z]+\.[a-z]+$|\.(txt|png)\b|^/|__|main |\\|"
    r"(Projects|Events|Strategies|Glossary|Partners|Model) (en|da)\b|^Welcome to your new|^[A-Z]\w+/[\w/+-]+$|^w-"
)
#: Languages are called by their own names, and these words are the same in some languages.
SAME = {
    *("English", "Dansk", "Norsk bokmål", "Norsk nynorsk", "Svenska", "Suomi", "Íslenska", "Føroyskt"),
    *("Davvisámegiella", "Kalaallisut", "dansk", "svenska", "norsk (bokmål)", "suomi", "XLSX", "CSV", "URL", "Root"),
    # What the tests type, and a button of Wagtail's own search forms that nobody sees.
    *("case", "Short.", "Search"),
}
#: What a language writes as English does.
SAME_IN = {
    "da": "Case|Definition|Element|Finland|Import|Input|Online|Organisation:?|Original|Partner|Permanent|Region|"
    "Send invitation|Status:?|Teams|Term|Type|Upload|Workshop|permanent|Åland|Alias",
    "nb": "Element|Finland|Import|Original|Partner|Permanent|Region|Status:?|Term|Type|Workshop|permanent|Åland|Alias",
    "sv": "Definition|Finland|Import|Layout|Maximum|Minimum|Organisation:?|Original|Partner|Permanent|Region|"
    "Status:?|Term|Workshop|permanent|system|Åland|Alias",
    "fi": "Alias|Idea",
    "is": "",
}
#: Keys of answers to scripts whose values nobody reads.
NOT_READ = {"step", "error_code", "media", "url", "edit_url", "avatar_url", "ping_url", "release_url"}


@pytest.fixture
def world(shared_world: World, db: None) -> World:
    states.refresh_all()
    return shared_world


def addresses(world: World) -> Iterator[str]:
    """What an editor opens in a week."""
    a = world.a
    events = a.event.get_parent()
    yield from (reverse(f"wagtailadmin_{name}") for name in ("home", "account", "explore_root"))
    yield reverse("wagtailadmin_explore", args=[events.pk])
    yield from (reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in (a.draft, a.case_da))
    yield from (reverse(f"wagtailadmin_pages:{name}", args=[a.draft.pk]) for name in ("history", "copy"))
    yield reverse("wagtailadmin_pages:unpublish", args=[a.case.pk])
    yield reverse("wagtailadmin_pages:add", args=["events", "eventpage", events.pk])
    yield reverse("wagtailadmin_pages:search") + "?q=case"
    yield from (reverse(f"wagtailadmin_choose_page_{kind}_link") for kind in ("external", "email"))
    for kind in ("images", "docs"):
        yield from (reverse(f"wagtail{kind}:{name}") for name in ("index", "add_multiple"))
        yield reverse(f"wagtail{kind}_chooser:choose")
    yield reverse("wagtailimages:edit", args=[a.image.pk])
    yield reverse("wagtailimages_chooser:select_format", args=[a.image.pk])
    yield from (reverse(f"wagtailredirects:{name}") for name in ("index", "start_import"))
    yield reverse("wagtailadmin_reports:workflow")
    yield from (reverse(f"home_{name}") for name in ("matrix", "links", "audit", "coverage"))
    yield reverse("partners_team", args=[a.organisation.pk])


def troubles(world: World) -> dict[str, Callable[[Client], object]]:
    """What goes wrong, by what it is called here: each gives the answer of the portal."""
    a = world.a
    edit = reverse("wagtailadmin_pages:edit", args=[a.case.pk])
    add = reverse("wagtailadmin_pages:add", args=["projects", "casestudypage", a.case.get_parent().pk])
    changed = case_form(world, slug=a.case.slug, title="Case a")
    photo = SimpleUploadedFile
    upload = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    return {
        "a new page without a title": lambda c: c.post(add, case_form(world, title="", slug="")),
        "a page without a title": lambda c: c.post(edit, changed | {"title": ""}),
        "autosave over a newer version": lambda c: c.post(
            edit, changed | {"loaded_revision_id": "0"}, headers=AUTOSAVE
        ),
        "autosave with an error": lambda c: c.post(edit, changed | {"title": ""}, headers=AUTOSAVE),
        "somebody else saved": lambda c: meanwhile(c, world),
        "a copy with the same address": lambda c: c.post(
            reverse("wagtailadmin_pages:copy", args=[a.draft.pk]),
            {"new_title": "Case a", "new_slug": a.case.slug, "new_parent_page": str(a.draft.get_parent().pk)},
        ),
        "a page for administrators alone": lambda c: c.get(reverse("wagtailadmin_workflows:index"), follow=True),
        "a glossary entry without terms": lambda c: c.post(reverse("glossary:add")),
        "a redirect from nowhere": lambda c: c.post(reverse("wagtailredirects:add")),
        "a file that is no picture": lambda c: c.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "Case a", "files[]": photo("a.png", b"no picture"), "collection": str(a.team.collection_id)},
            **upload,
        ),
        "a file of a kind that is not taken": lambda c: c.post(
            reverse("wagtaildocs:add_multiple"),
            {"title": "Case a", "files[]": photo("a.exe", b"MZ"), "collection": str(a.team.collection_id)},
            **upload,
        ),
        "a document that is taken": lambda c: c.post(
            reverse("wagtaildocs:add_multiple"),
            {"title": "Case a", "files[]": photo("a.txt", b"x"), "collection": str(a.team.collection_id)},
            **upload,
        ),
        "a password that is too short": lambda c: c.post(
            reverse("wagtailadmin_account"),
            {"password-old_password": PASSWORD, "password-new_password1": "short", "password-new_password2": "short"},
        ),
    }


def meanwhile(client: Client, world: World) -> object:
    """What the editor is told who has a page open that somebody else has saved."""
    page = world.a.case
    opened = page.revisions.order_by("pk").first()
    page.save_revision(user=world.b.member)
    address = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, 999999])
    return client.post(address, {"revision_id": str(opened.pk), "is_editing": "1"})


def said_to(client: Client, world: World) -> dict[str, set[str]]:
    """Every text that the portal shows or answers, by address or by what went wrong."""
    found = {}
    for address in addresses(world):
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        found[address] = texts_of(readable(answer.content.decode()))
    for name, cause in troubles(world).items():
        answer = cause(client)
        assert answer.status_code in {200, 400, 422}, (name, answer.status_code)
        found[name] = texts_of(readable(answer.content.decode()))
    return found


def readable(body: str) -> str:
    """A page, or the texts in an answer to a script."""
    try:
        data = json.loads(body)
    except ValueError:
        return body
    return " ".join(f"<p>{text}</p>" for text in texts_in(data))


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = [part for key, part in value.items() if key not in NOT_READ]
    if isinstance(value, list):
        for part in value:
            yield from texts_in(part)
    elif isinstance(value, str):
        yield value


def speak(user: object, language: str) -> None:
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


@pytest.mark.parametrize(
    "languages",
    [
        # Wagtail itself speaks it the least, and next to nothing is written as in English. That our own texts are
        # translated is checked for all languages.
        pytest.param(("is",), id="is"),
        pytest.param(("fi", "da", "nb", "sv"), id="fi-da-nb-sv", marks=pytest.mark.drill),
    ],
)
def test_no_editor_reads_english_in_another_language(client: Client, world: World, languages: tuple[str, ...]):
    client.force_login(world.secretary)
    speak(world.secretary, "en")
    english = said_to(client, world)
    left = []
    for language in languages:
        speak(world.secretary, language)
        for where, texts in said_to(client, world).items():
            same = {t for t in texts & english[where] if not CONTENT.search(t) and t not in SAME}
            left += [(language, where, text) for text in same if not re.fullmatch(SAME_IN[language], text)]
    assert not left, "\n".join(map(str, left))


@pytest.mark.parametrize("language", LANGUAGES)
def test_scripts_of_the_admin_speak_the_language(client: Client, world: World, language: str):
    client.force_login(world.secretary)
    speak(world.secretary, language)
    answer = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    catalog = json.loads(re.search(r"const newcatalog = (\{.*?\});", answer, re.DOTALL)[1])
    path = Path(wagtail.__file__).parent / "admin/locale/en/LC_MESSAGES/djangojs.po"
    wanted = {entry.msgid for entry in polib.pofile(str(path)) if not entry.obsolete}
    assert not {text for text in wanted if not catalog.get(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_login_speaks_the_language_of_the_browser(client: Client, world: World, language: str):
    address, headers = reverse("wagtailadmin_login"), {"accept-language": language}
    pages = [
        client.get(address, headers=headers),
        client.post(address, {"username": "member-a@example.org", "password": "wrong"}, headers=headers),
    ]
    client.force_login(world.outsider)
    pages.append(client.get(reverse("wagtailadmin_home"), headers=headers, follow=True))
    for page, told in zip(pages, ("Remember me", "your username and password", "permission to access"), strict=True):
        shown = page.content.decode()
        assert f'lang="{language}"' in shown
        assert not [
            text for text in ("Remember me", "Password", "Sign in", "You do not have", "Your username") if text in shown
        ]
        assert told not in shown
