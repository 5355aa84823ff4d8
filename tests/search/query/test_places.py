"""Results are marked by the places that were stored when they were indexed, as if their text had been analysed."""

import pytest

from projects.models import CaseStudyPage
from search.concepts.glossary import glossary
from search.engines.registry import database_engine
from search.engines.sql import SqlEngine
from search.indexing.maintenance import analyse_anew
from search.indexing.projection import project
from search.languages.analysis import analyse
from search.models import DocumentPlaces, SearchDocument
from search.places import pack, places_in, unpack
from search.query.answering import Question, answer
from search.query.highlighting import find_marks, marks_of
from search.tokens import streams

TEXTS = {
    "da": "Kommunens cykler og skraldespande: CO 2 og CO2, ”Fællesskabet” i fællesskab, f.eks. børnehaver i E.U.",
    "fi": "Jyväskylän kaupunginvaltuusto palautti rantakadulle lastentarhan; hukkuminen vesistöön, EU:n tuella 2 a.",
    "is": "Þjónusta við eldri og öldruðum boðið: slökkviliðsmenn, skólabörn og ömmur í strætisvagni.",
    "sv": "Avfallssorteringen i A\u030angermanland och e-förvaltning, Covid-19 och sommarjobb för ungdomar.",
    "en": "Waste sorting in kindergartens, the city's ferries & <b>re-use</b>; Horizon 2020, Horizon2020.",
    "se": "Sámi giella ja giellagáhtten",
}
#: Tokens asked for together.
GROUP = 7
#: Found by the places only: analysing a text looks at no word that begins otherwise, to be quick.
MORE = {"da+2", "sv+19", "is:gamall"}


@pytest.mark.django_db
@pytest.mark.parametrize("language", TEXTS)
def test_marks_are_those_that_analysing_gives(language: str) -> None:
    text = TEXTS[language]
    (places,) = unpack(pack([places_in(text, language, glossary())]))
    found = streams(text, language, glossary())
    tokens = [*found.analysed, *found.typed]
    tokens = [token for token in tokens if token not in MORE]
    asked = [{token} for token in tokens] + [set(tokens[at : at + GROUP]) for at in range(0, len(tokens), GROUP)]
    assert any(places.marks(wanted) for wanted in asked)
    for wanted in asked:
        assert places.marks(wanted) == find_marks(text, language, wanted), wanted
    assert places.marks({"en:nothing", "#nothing", ""}) == []


@pytest.mark.django_db
def test_an_empty_text_has_no_places() -> None:
    first, second = unpack(pack([places_in("", "da", glossary()), places_in("Sne og is", "da", glossary())]))
    assert first.marks({"da:sne", ""}) == []
    assert [(mark.start, mark.end) for mark in second.marks({"da:sne"})] == [(0, 3)]


def test_results_are_marked_without_analysing_their_texts(portal: dict[str, CaseStudyPage]) -> None:
    (shown,) = (result for result in answer(Question("kommunens cykler", "da")).results if "cykler" in result.highlight)
    assert "<mark>Kommunens</mark> <mark>cykler</mark> deles af borgerne." in shown.highlight
    analyse.cache_clear()
    assert any(marks_of(shown.document, {"da:cykel", "da.cykler"}))
    assert analyse.cache_info().misses == 0


def test_places_follow_the_document(portal: dict[str, CaseStudyPage]) -> None:
    row = SearchDocument.objects.select_related("places").get(page_id=portal["bikes"].pk)
    wanted = {"da:cykel", "da~cykl", "da:bycykel"}
    stored = marks_of(row, wanted)
    assert row.places.version == row.version
    assert any(stored)
    # What an earlier version of the portal stores has none, or those of an earlier text: it is analysed.
    DocumentPlaces.objects.filter(pk=row.pk).update(version=row.version - 1, places=pack(["", ""]))
    row = SearchDocument.objects.select_related("places").get(pk=row.pk)
    assert marks_of(row, wanted) == stored
    DocumentPlaces.objects.filter(pk=row.pk).delete()
    row = SearchDocument.objects.select_related("places").get(pk=row.pk)
    assert marks_of(row, wanted) == stored
    analyse_anew()
    row = SearchDocument.objects.select_related("places").get(pk=row.pk)
    assert row.places.version == row.version
    assert marks_of(row, wanted) == stored


@pytest.mark.parametrize(
    "wrong",
    [
        {"analysis": "old"},
        {"places": b"no places"},
        {"places": pack(["da:cykel\n0 4 0"])},
        {"places": pack(["da:cykel", "da:cykel"])},
        {"places": pack(["da:cykel\n0 x 0", ""])},
    ],
    ids=["of another analysis", "unreadable", "of one text", "without lines", "without numbers"],
)
def test_places_that_say_nothing_are_not_asked(portal: dict[str, CaseStudyPage], wrong: dict[str, object]) -> None:
    row = SearchDocument.objects.select_related("places").get(page_id=portal["bikes"].pk)
    wanted = {"da:cykel", "da~cykl", "da:bycykel"}
    right = marks_of(row, wanted)
    stored = wrong.get("places", pack(["da:cykel\n0 1 0", "da:cykel\n0 1 0"]))
    DocumentPlaces.objects.filter(pk=row.pk).update(places=stored)
    SearchDocument.objects.filter(pk=row.pk).update(analysis=wrong.get("analysis", row.analysis))
    row = SearchDocument.objects.select_related("places").get(pk=row.pk)
    assert any(right)
    assert marks_of(row, wanted) == right


def test_what_changes_before_it_is_analysed_anew_stays_changed(
    portal: dict[str, CaseStudyPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, edited = (SearchDocument.objects.get(page_id=portal[name].pk) for name in ("bikes", "snow"))
    engine = type(database_engine())
    lock = engine.lock

    def wait(self: SqlEngine) -> None:
        monkeypatch.setattr(engine, "lock", lock)
        lock(self)
        portal["bikes"].unpublish()
        portal["snow"].title = "Sleds in time"
        portal["snow"].save_revision().publish()

    monkeypatch.setattr(engine, "lock", wait)
    analyse_anew()
    assert not DocumentPlaces.objects.filter(pk=gone.pk).exists()
    row = SearchDocument.objects.select_related("places").get(pk=edited.pk)
    assert row.places.version == row.version > edited.version


def test_what_is_taken_away_leaves_no_places(portal: dict[str, CaseStudyPage]) -> None:
    pk = SearchDocument.objects.get(page_id=portal["bikes"].pk).pk
    assert DocumentPlaces.objects.filter(pk=pk).exists()
    portal["bikes"].unpublish()
    project([portal["bikes"].translation_key])
    assert not DocumentPlaces.objects.filter(pk=pk).exists()
