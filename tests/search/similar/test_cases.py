"""Similar cases: the worker finds them by what cases are about, in whatever language; pages only show them."""

from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from portal.core.hooks.finding import similar_cases as find_similar
from portal.core.users.models import User
from projects.models import CaseStudyPage, SimilarCase, WizardDraft
from projects.queries import cases_from_like_places, similar_cases
from projects.wizard.advice import likely_duplicates
from search.models import SearchDocument
from search.similar import cases
from search.similar.cases import follow_similar
from tests.kept_rows import kept
from tests.search.conftest import add_case
from tests.sites import make_site

pytestmark = pytest.mark.django_db
Cases = dict[str, CaseStudyPage]

FERRY_EN = {
    "title": "An electric ferry to the islands",
    "challenge": "<p>The old ferry burnt diesel, and the noise in the harbour kept the islanders awake.</p>",
    "approach": "<p>The ferry got batteries, which are charged in the harbour with wind power.</p>",
    "result": "<p>Islanders cross the fjord in silence, and emissions fell.</p>",
}
FERRY_NB = {
    "title": "Elektrisk ferje",
    "challenge": "<p>Ferja brukte diesel, og støyen i havna var en plage for øya.</p>",
    "approach": "<p>Ferja fikk batterier som lades i havna med vindkraft.</p>",
    "result": "<p>Utslippene gikk ned, og det er stille på øya.</p>",
}
FERRY_FI = {
    "title": "Sähkölautta saaristoon",
    "challenge": "<p>Lautta käytti dieseliä, ja satamassa oli kova melu.</p>",
    "approach": "<p>Lautta sai akut, jotka ladataan satamassa tuulivoimalla.</p>",
    "result": "<p>Saaren päästöt vähenivät ja melu loppui.</p>",
}
PUPILS = {
    "title": "Elever lager skolemat",
    "challenge": "<p>Elevene spiste lite grønnsaker til lunsj.</p>",
    "approach": "<p>Skolen lot elevene lage mat sammen med kokker.</p>",
    "result": "<p>Flere elever spiser lunsj på skolen.</p>",
}


@pytest.fixture
@kept
def ferries() -> Cases:
    """Three cases about electric ferries, each in one language only, and one about something else."""
    make_site("en", "nb", "fi")
    stories = {"en": FERRY_EN, "nb": FERRY_NB, "fi": FERRY_FI}
    cases = {code: add_case(code, None, slug=f"ferry-{code}", **story) for code, story in stories.items()}
    cases["pupils"] = add_case("nb", None, slug="pupils", **PUPILS)
    assert follow_similar() == 4
    return cases


def slugs(cases: list[CaseStudyPage]) -> list[str]:
    return [case.slug for case in cases]


def read_in(case: CaseStudyPage, language: str) -> CaseStudyPage:
    case.reader_language = language
    return case


def test_cases_about_the_same_find_each_other_across_languages_and_others_do_not(ferries: Cases) -> None:
    assert {*slugs(similar_cases(ferries["nb"]))} == {"ferry-en", "ferry-fi"}
    assert {*slugs(similar_cases(ferries["fi"]))} == {"ferry-en", "ferry-nb"}
    assert similar_cases(ferries["pupils"]) == []


def test_the_readers_language_comes_first(ferries: Cases) -> None:
    assert slugs(similar_cases(read_in(ferries["nb"], "fi"))) == ["ferry-fi", "ferry-en"]
    assert slugs(similar_cases(read_in(ferries["nb"], "en"))) == ["ferry-en", "ferry-fi"]


def test_the_page_shows_them_and_asks_once(ferries: Cases, client: Client) -> None:
    case = ferries["fi"]
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/fi{case.get_url_parts()[2].removeprefix('/fi')}").content.decode()
    assert len([one for one in asked if "projects_similarcase" in one["sql"]]) == 1
    assert page.count('id="similar"') == 1
    assert page.index('id="similar"') < page.index("Elektrisk ferje")


def test_places_alike_follow_without_what_is_shown_already(ferries: Cases) -> None:
    similar = similar_cases(ferries["nb"])
    assert slugs(cases_from_like_places(ferries["nb"], similar)) == ["pupils"]


def test_what_changes_and_what_goes_is_followed_and_nothing_is_done_twice(ferries: Cases) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert follow_similar() == 0
    assert len(asked) == 1

    case = ferries["en"]
    for name, text in {**PUPILS, "title": "School lunches that pupils cook"}.items():
        setattr(
            case, name, text if name == "title" else "<p>Pupils cook lunch at school with vegetables and cooks.</p>"
        )
    case.save_revision().publish()
    # Itself, and the three that were or are like it.
    assert follow_similar() == 4
    assert slugs(similar_cases(ferries["nb"])) == ["ferry-fi"]
    assert slugs(similar_cases(ferries["pupils"])) == ["ferry-en"]

    ferries["fi"].unpublish()
    assert similar_cases(ferries["nb"]) == []
    case.save_revision().publish()
    SearchDocument.objects.filter(page_id=case.pk).update(compared=0)
    follow_similar()
    assert not SimilarCase.objects.filter(case_key=ferries["fi"].translation_key).exists()


def test_a_case_that_cannot_be_compared_holds_up_no_other(
    ferries: Cases, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, before = ferries["en"].translation_key, SimilarCase.objects.count()
    SearchDocument.objects.update(compared=0)
    compared = cases.likenesses

    def likenesses(title: str, body: str, language: str, *, key: UUID) -> list[tuple[UUID, float]]:
        if key == bad:
            raise ValueError("no words")
        return compared(title, body, language, key=key)

    monkeypatch.setattr(cases, "likenesses", likenesses)
    assert follow_similar() == 4
    assert follow_similar() == 0
    assert str(bad) in caplog.text
    assert SimilarCase.objects.count() == before

    def away(*args: object, **kwargs: object) -> list[tuple[UUID, float]]:
        raise OperationalError("The database is locked.")

    monkeypatch.setattr(cases, "likenesses", away)
    SearchDocument.objects.update(compared=0)
    with pytest.raises(OperationalError):
        follow_similar()
    assert SearchDocument.objects.filter(compared=0).exists()


def test_a_draft_that_tells_a_public_case_again_is_a_likely_duplicate(ferries: Cases) -> None:
    story = "\n".join(FERRY_EN[part] for part in ("challenge", "approach"))
    alike = dict(find_similar("Silent crossing", story, "en"))
    said = {"title": "Silent crossing", "municipality": "Elsewhere"}
    cases = CaseStudyPage.objects.filter(live=True)
    assert slugs(likely_duplicates(said, cases, alike)) == ["ferry-en"]
    assert likely_duplicates(said, cases) == []


def test_a_translated_story_of_the_same_municipality_is_one_too(ferries: Cases) -> None:
    story = "\n".join(FERRY_FI[part] for part in ("challenge", "approach", "result"))
    alike = dict(find_similar("Äänetön lautta", story, "fi"))
    CaseStudyPage.objects.filter(pk=ferries["fi"].pk).update(municipality="Muualla")
    said = {"title": "Äänetön lautta", "municipality": "Testvik"}
    assert "ferry-nb" in slugs(likely_duplicates(said, CaseStudyPage.objects.filter(live=True), alike))


@pytest.mark.parametrize("typed", ["", "   ", "!!! ???", "xyzzyq plugh", "<b></b>", "ö" * 5000, "og i på det"])
def test_what_says_nothing_is_like_nothing(ferries: Cases, typed: str) -> None:
    assert list(find_similar(typed, typed, "nb")) == []


def test_the_wizard_warns(ferries: Cases, client: Client, admin_user: User) -> None:
    client.force_login(admin_user)
    story = {part: strip_tags(FERRY_EN[part]) for part in ("challenge", "approach", "result")}
    WizardDraft.objects.create(user=admin_user, said={"title": "Silent crossing", **story})
    shown = client.get(reverse("projects_wizard", args=["check"]))
    assert slugs(shown.context["duplicates"]) == ["ferry-en"]
