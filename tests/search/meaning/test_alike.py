"""Similar cases and the wizard's warning know what texts mean; a draft never leaves the portal for it."""

import pytest
from pytest_django import Settings

from portal.core.hooks.finding import similar_cases
from projects.models import CaseStudyPage, SimilarCase
from search.meaning.embedders import Endpoint
from search.meaning.vectors import follow_vectors
from search.models import DocumentVector
from search.similar.cases import follow_similar
from tests.search.conftest import add_case
from tests.search.meaning.false_endpoint import FalseEndpoint
from tests.sites import make_site

pytestmark = pytest.mark.django_db

#: What the false model knows to be the same, and no word, concept or translation of the search does.
QUIET = {
    "title": "Vessel of silence",
    "challenge": "<p>Grandmothers slept badly.</p>",
    "approach": "<p>Batteries.</p>",
    "result": "<p>Dreams.</p>",
}
LOUD = {
    "title": "Lautta laulaa",
    "challenge": "<p>Kuoro puuttui.</p>",
    "approach": "<p>Laulua.</p>",
    "result": "<p>Iloa.</p>",
}
OTHER = ["Wheels for all", "Rubbish sings", "Blizzard news", "Pupils cook"]


@pytest.fixture
def cases(endpoint: FalseEndpoint) -> dict[str, CaseStudyPage]:
    """Two cases about ferries that share no word, and four about something else."""
    make_site("en", "fi")
    made = {"quiet": add_case(slug="quiet", **QUIET), "loud": add_case("fi", None, slug="loud", **LOUD)}
    for number, title in enumerate(OTHER):
        made[title] = add_case(title=title, slug=f"other-{number}")
    follow_similar()
    assert not are_alike(made)
    follow_vectors()
    follow_similar()
    return made


def are_alike(cases: dict[str, CaseStudyPage]) -> bool:
    keys = {"case_key": cases["quiet"].translation_key, "other_key": cases["loud"].translation_key}
    return SimilarCase.objects.filter(**keys).exists()


def test_cases_that_mean_the_same_are_similar_once_they_have_vectors(cases: dict[str, CaseStudyPage]) -> None:
    assert are_alike(cases)
    assert not SimilarCase.objects.filter(
        case_key=cases["quiet"].translation_key, other_key=cases["Pupils cook"].translation_key
    ).exists()


def test_a_draft_is_never_sent_to_an_endpoint(cases: dict[str, CaseStudyPage], endpoint: FalseEndpoint) -> None:
    endpoint.texts.clear()
    similar_cases("A secret ferry", "Nobody may know of this vessel.", "en")
    assert endpoint.texts == []


def test_a_model_in_the_portal_compares_drafts_too(
    cases: dict[str, CaseStudyPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cases["loud"].translation_key not in dict(similar_cases("Nightly vessel", "Snoring.", "en"))
    monkeypatch.setattr(Endpoint, "is_outside", False)
    assert cases["loud"].translation_key in dict(similar_cases("Nightly vessel", "Snoring.", "en"))


def test_without_vectors_words_compare(
    cases: dict[str, CaseStudyPage], endpoint: FalseEndpoint, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(Endpoint, "is_outside", False)
    endpoint.status = 503
    in_trouble = similar_cases("Vessel of silence", "Grandmothers slept badly.", "en")
    settings.SEARCH_EMBEDDINGS = None
    assert in_trouble == similar_cases("Vessel of silence", "Grandmothers slept badly.", "en")
    DocumentVector.objects.all().delete()
    assert in_trouble == similar_cases("Vessel of silence", "Grandmothers slept badly.", "en")
