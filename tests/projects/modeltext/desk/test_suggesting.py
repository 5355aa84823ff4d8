"""Teams suggest roots of paragraphs; the editors of the model accept or decline them; nobody else sees anything."""

import pytest
from django.test import Client

from partners.models import Organisation
from partners.teams.groups import make_team
from portal.core.users.models import User
from projects.models import ElementPage
from projects.modeltext.editing import notes_on
from projects.modeltext.enums import SuggestionState
from projects.modeltext.models import Paragraph, Root, SuggestedRoot
from projects.modeltext.suggesting import accept
from projects.modeltext.versions import RefusedError
from tests.kept_rows import kept
from tests.projects.modeltext.texts import NOW, add_text, first_version, give_root, key_of, secretary
from tests.sites import add_case, add_partner, make_site
from tests.undoing import post_and_undo

pytestmark = pytest.mark.django_db
PATH = f"/admin/model/paragraphs/{key_of('snow')}/"


@pytest.fixture
@kept
def case() -> object:
    """A text of two paragraphs that was published, and a case."""
    make_site("en")
    add_text({"snow": "Snow falls.", "trust": "Trust grows."})
    first_version()
    return add_case(title="Snjóruðningur í Þorpi")


@pytest.fixture
def team(case: object, client: Client) -> Client:
    """A member of a partner's team at the desk."""
    client.force_login(member("aslaug"))
    return client


def member(name: str) -> User:
    """Somebody in the team of a partner."""
    partner = add_partner(title=f"Team {name}")
    user: User = User.objects.create_user(username=name, email=f"{name}@example.org", password="Fjordvegen-71")
    user.groups.add(make_team(Organisation.objects.get(pk=partner.organisation_id)).group)
    return user


def suggest(client: Client, case: object, because: str = "Hér er það reynt."):
    data = {"action": "suggest", "found": f"case:{case.translation_key}", "relation": "supports", "because": because}
    return client.post(f"{PATH}?q=Snj%C3%B3r&kind=case", data | {"language": "is"}, follow=True)


def text(response) -> str:
    return response.content.decode()


def test_member_of_a_team_suggests_and_reads_the_answer(team: Client, case: object):
    assert "Suggest this root" in text(team.get(f"{PATH}?q=Snj%C3%B3r&kind=case"))
    assert "The editors of the model decide about it" in text(suggest(team, case))
    assert Root.objects.filter(paragraph__isnull=False).count() == 0
    again = suggest(team, case)
    assert (again.status_code, SuggestedRoot.objects.count()) == (422, 1)
    assert "Hér er það reynt." in text(again), "nothing typed is lost"

    office, one = Client(), SuggestedRoot.objects.get()
    office.force_login(secretary("kari"))
    assert "Snjóruðningur í Þorpi" in text(office.get(PATH))
    unsaid = office.post(PATH, {"action": "decline", "suggestion": one.pk, "answer": " "}, follow=True)
    assert "Say why" in text(unsaid)
    declined = {"action": "decline", "suggestion": one.pk, "answer": "Om vinteren, ikke om snø."}
    assert post_and_undo(office, PATH, declined) == "Taken back: it is as it was before."
    office.post(PATH, declined)
    assert "Declined: Om vinteren, ikke om snø." in text(team.get(PATH))
    assert suggest(team, case).status_code == 200, "with better words, another time"


def test_accepted_suggestion_is_a_root_with_its_reason(team: Client, case: object):
    suggest(team, case)
    office, one = Client(), SuggestedRoot.objects.get()
    office.force_login(secretary("kari"))
    assert "1 suggested root waits" in text(office.get("/admin/model/paragraphs/"))
    office.post(PATH, {"action": "accept", "suggestion": one.pk})

    root = Root.objects.get(paragraph__key=key_of("snow"))
    assert (root.kind, root.relation, root.because) == ("case", "supports", {"is": "Hér er það reynt."})
    assert SuggestedRoot.objects.get().state == SuggestionState.ACCEPTED
    with pytest.raises(RefusedError, match="decided"):
        accept(one.pk, secretary("ola"), NOW, "en")
    assert suggest(team, case).status_code == 422, "it is a root already"


@pytest.mark.parametrize("action", ["add", "end", "source", "accept", "decline", "", "publish"])
def test_team_does_nothing_but_suggest(team: Client, case: object, action: str):
    root = give_root("snow", "case", str(case.translation_key))
    suggest(team, add_case(title="Snjór og ís"))
    data = {"action": action, "root": root.pk, "found": f"case:{case.translation_key}", "relation": "from"}
    data |= {"language": "en", "title": "T", "publisher": "P", "url": "https://source.example/"}

    assert team.post(f"{PATH}?q=Snj%C3%B3r&kind=case", data).status_code == 404
    assert list(Root.objects.filter(paragraph__isnull=False)) == [root]


def test_team_sees_no_versions_no_roots_of_the_whole_and_no_suggestions_of_others(team: Client, case: object):
    suggest(team, case, "Mitt eige.")
    other = Client()
    other.force_login(member("bo"))

    assert "Mitt eige." in text(team.get(PATH))
    assert "Mitt eige." not in text(other.get(PATH))
    for path in ("/admin/model/", "/admin/model/new/", "/admin/model/paragraphs/text/"):
        assert team.get(path).status_code == 404
    assert "/admin/model/new/" not in text(team.get("/admin/model/paragraphs/"))


def test_somebody_of_no_team_finds_nothing(case: object, client: Client):
    user = member("eva")
    user.groups.clear()
    client.force_login(user)

    assert client.get(PATH).status_code in {302, 403, 404}
    assert client.post(PATH, {"action": "suggest"}).status_code in {302, 403, 404}
    assert SuggestedRoot.objects.count() == 0


def test_suggestion_belongs_to_its_paragraph(team: Client, case: object):
    suggest(team, case)
    office, one = Client(), SuggestedRoot.objects.get()
    office.force_login(secretary("kari"))

    other = f"/admin/model/paragraphs/{key_of('trust')}/"
    for path, number in ((other, one.pk), (PATH, "0"), (PATH, "x"), (PATH, "9" * 40)):
        assert office.post(path, {"action": "accept", "suggestion": number}).status_code == 404
    assert SuggestedRoot.objects.get().state == SuggestionState.WAITING


def test_editor_of_an_element_sees_what_stands_behind_each_paragraph(case: object, django_assert_num_queries):
    give_root("snow", "case", str(case.translation_key))
    give_root("trust", "source", "no-such-source")
    page = Paragraph.objects.get(key=key_of("snow"))
    SuggestedRoot.objects.create(paragraph=page, kind="case", key="x", relation="from", suggested_at=NOW)
    blocks = list(add_text({"new": "Not there yet."}).body)
    texts = [*element_blocks(), *blocks]
    notes_on(texts, "en")

    with django_assert_num_queries(6):
        first, second, new = notes_on(texts, "en")
    assert first.roots == [("Comes from", "Snjóruðningur í Þorpi", "Case study")]
    assert (first.suggested, second.roots[0][1], new.roots) == (1, "No longer public", [])


def element_blocks():
    """The blocks of the text that was published."""
    return list(ElementPage.objects.order_by("pk")[0].body)


def test_page_editor_shows_the_panel(case: object, client: Client):
    give_root("snow", "case", str(case.translation_key))
    client.force_login(User.objects.create_superuser("secretariat", "s@test.example", "password"))
    page = ElementPage.objects.order_by("pk")[0]

    shown = text(client.get(f"/admin/pages/{page.pk}/edit/"))
    assert "What stands behind each paragraph" in shown
    assert f'href="{PATH}"' in shown
    assert client.get(f"/admin/pages/{page.get_parent().pk}/edit/").status_code == 200
