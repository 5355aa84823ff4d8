"""The desk of the model: two persons, roots with search, what holds a version back."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from portal.core.users.models import User
from projects.models import ElementPage
from projects.modeltext.enums import VersionState
from projects.modeltext.models import EditorialMark, Lineage, ModelVersion, Paragraph, Root, Source
from tests.kept_rows import kept
from tests.partners.world import World
from tests.projects.modeltext.texts import add_text, first_version, key_of, rewrite, secretary
from tests.sites import add_case, add_strategy, make_site

pytestmark = pytest.mark.django_db
ADDRESSES = ("", "new/", "versions/1/", "paragraphs/text/")
PROPOSAL = {"step": "text", "news_fi": "Selkeämpi teksti."}


@pytest.fixture
@kept
def element() -> ElementPage:
    """A text whose second paragraph has changed since version 1.0, and whose third is gone."""
    make_site("en")
    element = add_text({"snow": "Snow falls.", "trust": "Trust grows.", "old": "Neighbours clear the long paths."})
    first_version()
    rewrite(element, {"snow": "Snow falls.", "trust": "Trust grows slowly.", "new": "Neighbours clear the paths."})
    return element


@pytest.fixture
def kari(client: Client) -> User:
    """Somebody of the secretariat, logged in."""
    user = secretary("kari")
    client.force_login(user)
    return user


def main_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_desk_does_not_exist_for_teams_and_visitors(client: Client, world: World, address: str):
    path = f"/admin/model/{address}"
    assert client.get(path).status_code == 302  # to the log-in
    client.force_login(world.a.member)

    assert client.get(path).status_code == 404
    assert client.post(path, {"action": "publish"}).status_code == 404


def test_version_goes_from_proposal_to_frozen_by_two_persons(client: Client, element: ElementPage, kari: User):
    text = main_of(client, "/admin/model/new/")
    assert (
        "Trust grows<ins> slowly</ins>." in re.sub(r"<ins> ?slowly\.</ins>", "<ins> slowly</ins>.", text)
        or "<ins>" in text
    )
    assert "1.1" in text

    response = client.post("/admin/model/new/", PROPOSAL, follow=True)
    version = ModelVersion.objects.get(state=VersionState.DRAFT)
    path = f"/admin/model/versions/{version.pk}/"
    assert response.redirect_chain[-1][0] == path
    assert 'value="publish"' not in response.content.decode()
    assert client.post(path, {"action": "publish", "sha256": version.sha256}).status_code == 409

    for name in ("trust", "new"):
        client.post(path, {"action": "editorial", "key": str(key_of(name)), f"{key_of(name)}-reason": "Clearer."})
    client.post(
        path,
        {
            "action": "successors",
            "key": str(key_of("old")),
            f"{key_of('old')}-kind": "replaced",
            f"{key_of('old')}-successors": [str(key_of("new"))],
        },
    )
    assert EditorialMark.objects.count() == 2
    assert Lineage.objects.get().successor.key == key_of("new")

    client.force_login(secretary("ola"))
    assert 'value="publish"' in main_of(client, path)
    client.post(path, {"action": "publish", "sha256": version.sha256})
    version.refresh_from_db()
    assert (version.state, version.number, version.news) == ("published", "1.1", {"fi": "Selkeämpi teksti."})
    assert client.post(path, {"action": "discard"})["Location"] == "/admin/model/"
    assert ModelVersion.objects.filter(pk=version.pk).exists()


def test_likely_successor_is_proposed(client: Client, element: ElementPage, kari: User):
    client.post("/admin/model/new/", PROPOSAL)
    text = main_of(client, f"/admin/model/versions/{ModelVersion.objects.get(state='draft').pk}/")

    assert re.search(rf'<option value="{key_of("new")}" selected>', text)


def test_proposal_without_news_keeps_what_was_typed(client: Client, element: ElementPage, kari: User):
    response = client.post("/admin/model/new/", {"step": "correction", "news_is": "  "})

    assert response.status_code == 422
    assert re.search(r'value="correction"[^>]*checked', response.content.decode())
    response = client.post("/admin/model/new/", {"step": "elements", "news_is": "Nýtt þing."})
    assert response.status_code == 422
    assert "Nýtt þing." in response.content.decode()
    assert ModelVersion.objects.count() == 1


def test_root_is_found_by_words_and_given(client: Client, element: ElementPage, kari: User):
    case = add_case(title="Sjálfbær höfn", summary="A harbour.")
    path = f"/admin/model/paragraphs/{key_of('trust')}/"
    text = main_of(client, f"{path}?q=sjalfbaer")
    choice = f"case:{case.translation_key}"
    assert choice in text

    client.post(
        f"{path}?q=sjalfbaer",
        {"action": "add", "found": choice, "relation": "supports", "because": "Það virkar.", "language": "is"},
    )
    root = Root.objects.get()
    assert (root.kind, root.relation, root.because, root.added_by) == ("case", "supports", {"is": "Það virkar."}, kari)
    again = client.post(
        f"{path}?q=sjalfbaer",
        {"action": "add", "found": choice, "relation": "supports", "because": "þá", "language": "is"},
    )
    assert again.status_code == 422
    assert "þá" in again.content.decode()
    client.post(path, {"action": "end", "root": root.pk})
    assert not Root.objects.exists()


def test_outside_source_is_kept_once_and_found_afterwards(client: Client, element: ElementPage, kari: User):
    path = "/admin/model/paragraphs/text/"
    fields = {"title": "Veikart", "publisher": "Testby", "url": "source.example/æ", "year": "2021", "language": "nb"}

    response = client.post(path, {"action": "source", **fields}, follow=True)
    source = Source.objects.get()

    assert f"source:{source.key}" in response.content.decode()
    client.post(
        f"{path}?q=veikart&kind=source",
        {"action": "add", "found": f"source:{source.key}", "relation": "from", "because": "", "language": "en"},
    )
    assert Root.objects.get().paragraph is None
    assert client.post(path, {"action": "source", **fields, "url": source.url}).status_code == 422


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"action": "add", "found": "case:ð", "relation": "from", "language": "en"},
        {"action": "add", "found": "nothing", "relation": "vote", "language": "xx"},
        {"action": "source", "url": "javascript:alert(1)", "title": "x", "publisher": "y", "language": "en"},
        {"action": "end", "root": "9" * 40},
        {"action": "end", "root": "ð"},
    ],
)
def test_odd_requests_store_nothing(client: Client, element: ElementPage, kari: User, data: dict[str, str]):
    for key in (str(key_of("trust")), "text", "unknown", str(key_of("unknown"))):
        assert client.post(f"/admin/model/paragraphs/{key}/?q=a&kind=b", data).status_code in {404, 422}
    assert not Root.objects.exists()
    assert not Source.objects.exists()


def test_editor_of_the_model_proposes_and_does_not_publish(client: Client, element: ElementPage, kari: User):
    client.post("/admin/model/new/", PROPOSAL)
    version = ModelVersion.objects.get(state=VersionState.DRAFT)
    editor = User.objects.create_user(username="liv", email="liv@example.org", password="Fjordvegen-71")
    editor.user_permissions.set(Permission.objects.filter(codename__in=("access_admin", "change_modelversion")))
    client.force_login(editor)
    path = f"/admin/model/versions/{version.pk}/"

    assert 'value="publish"' not in main_of(client, path)
    assert client.post(path, {"action": "publish", "sha256": version.sha256}).status_code == 404
    assert client.get("/admin/model/paragraphs/").status_code == 200


def test_list_of_paragraphs_names_those_that_need_a_root(client: Client, element: ElementPage, kari: User):
    strategy = add_strategy()
    paragraph = Paragraph.objects.get(key=key_of("trust"))
    Root.objects.create(
        paragraph=paragraph,
        kind="strategy",
        key=str(strategy.translation_key),
        relation="from",
        added_at=ModelVersion.objects.get().proposed_at,
    )
    text = main_of(client, "/admin/model/paragraphs/")

    assert text.count("Changed, needs a root") == 1
    assert '"url": "/admin/model/"' in text
