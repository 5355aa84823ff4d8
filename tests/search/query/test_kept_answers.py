"""The same question is answered from memory, as long as nothing changes that can be found."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.pagecache import versions
from portal.core.pagecache.memory import memory
from projects.models import CaseStudyPage, GlossaryEntry
from search.concepts.glossary import is_forbidden
from search.lexicon.packed import Translation
from search.models import SearchDocument
from search.query import answering, kept_answers
from search.query.answering import Question, answer
from search.query.filters import SelectedFilters
from tests.search.conftest import make_portal

pytestmark = pytest.mark.django_db(transaction=True)
SNOW = Question("snow", "en")


@pytest.fixture
def cases(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, CaseStudyPage]]:
    """The fictional portal, in a process that follows the versions of tables and keeps nothing of another test."""
    made = make_portal()
    monkeypatch.setattr(answering, "kept_answers", kept_answers.KeptAnswers())
    memory.follow()
    yield made
    memory.end()


def asks(question: Question) -> tuple[list[str], bool]:
    """What is found, and whether the index was asked for it."""
    with CaptureQueriesContext(connection) as asked:
        given = answer(question)
    return [result.document.slug for result in given.results], any("search_index" in query["sql"] for query in asked)


def test_the_same_question_asks_the_index_once_and_another_one_again(cases):
    assert asks(SNOW) == (["snow-in-time"], True)
    assert asks(SNOW) == (["snow-in-time"], False)
    assert answer(SNOW) == answer(SNOW)
    for other in (
        Question("snow", "da"),
        Question("Snow", "en"),
        Question("snow", "en", page=2),
        Question("snow", "en", exact=True),
        Question("snow", "en", sort="newest"),
        Question("snow", "en", SelectedFilters({"country": ("NO",)})),
    ):
        assert asks(other)[1]


def test_kept_without_the_places_of_words(cases):
    (result,) = answer(SNOW).results
    assert "<mark>" in result.highlight
    assert not SearchDocument.places.is_cached(result.document)


def test_what_is_published_is_found_and_what_is_taken_back_gone_at_once(cases):
    asks(SNOW)
    cases["snow"].unpublish()
    assert asks(SNOW)[0] == []
    asks(SNOW)
    cases["snow"].save_revision().publish()
    assert asks(SNOW)[0] == ["snow-in-time"]


def test_nothing_is_kept_longer_than_a_minute_nor_where_tables_are_not_followed(cases, monkeypatch):
    asks(SNOW)
    monkeypatch.setattr(kept_answers, "SECONDS", 0.0)
    assert asks(SNOW)[1]
    monkeypatch.undo()
    memory.end()
    assert asks(SNOW)[1]
    assert asks(SNOW)[1]


def test_manage_forget_pages_forgets_answers_too_and_the_oldest_make_room(cases, monkeypatch):
    asks(SNOW)
    versions.forget_everything()
    assert asks(SNOW)[1]
    monkeypatch.setattr(kept_answers, "MOST", 1)
    asks(Question("sleds", "en"))
    assert asks(SNOW)[1]


def test_what_another_process_changes_in_the_glossary_is_known_at_once(cases):
    entries, translation = GlossaryEntry.objects.filter(language="da"), Translation("en", "gift", 0.8, 1)
    assert not is_forbidden("da", "affaldssortering", translation)
    # No signal is heard of it, as of what another process saves.
    entries.update(never_translated_as=["gift (en)"])
    assert is_forbidden("da", "affaldssortering", translation)
