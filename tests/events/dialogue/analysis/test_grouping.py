"""Themes are suggested with a reason and proposed with a name; how often people agree is measured."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.dialogue.analysis.grouping import propose_themes, suggest_themes
from events.dialogue.analysis.likeness import Corpus, Text
from tests.events.dialogue.analysis.statements import agreement, corpus_of, read_statements

pytestmark = pytest.mark.django_db

TEXTS = [
    Text("bus", "Vi trenger flere busser om kvelden", "nb"),
    Text("tog", "Toget er alltid forsinket", "nb"),
    Text("raitiovaunu", "Raitiovaunu on liian kallis nuorille", "fi"),
    Text("trust", "Jag litar inte på att våra personuppgifter är säkra", "sv"),
    Text("data", "Personoplysninger skal slettes efter et år", "da"),
    Text("new", "Strætó ætti að vera ókeypis", "is"),
]
THEMES = {"travel": ["bus", "tog", "raitiovaunu"], "privacy": ["trust", "data"], "empty": []}


def test_statements_are_made_as_said() -> None:
    statements = read_statements()
    assert len(statements) == 96
    spread = Counter((row.half, row.theme, row.language) for row in statements)
    assert (len(spread), set(spread.values())) == (2 * 8 * 6, {1})
    assert all(8 <= len(row.text.split()) <= 25 for row in statements)


def test_suggested_themes_agree_with_people_as_often_as_was_reached() -> None:
    # Reached: 0.833 and 0.875 where the numbers were set, 0.792 and 0.875 on the half that was held out.
    assert agreement("tune") >= (0.81, 0.81)
    everything, hard = agreement("held")
    assert everything >= 0.77
    assert hard >= 0.81


def test_a_theme_is_suggested_with_what_it_shares_in_the_readers_language() -> None:
    [english] = suggest_themes(Corpus(TEXTS), "new", THEMES, "en")
    assert english.theme == "travel"
    assert "public transport" in english.reasons
    assert len(english.reasons) <= 3
    [finnish] = suggest_themes(Corpus(TEXTS), "new", THEMES, "fi")
    assert "joukkoliikenne" in finnish.reasons


def test_a_statement_is_compared_with_the_others_of_its_theme_and_not_with_itself() -> None:
    assert suggest_themes(Corpus(TEXTS), "new", {"alone": ["new"], "gone": ["withdrawn"]}, "en") == []
    themes = {"travel": ["bus", "new"], "other": ["bus"]}
    one, other = suggest_themes(Corpus(TEXTS), "new", themes, "en")
    assert one.likeness == other.likeness


def test_a_word_without_concept_is_a_reason_as_it_was_typed() -> None:
    texts = [
        Text("a", "Blåbærsuppa smaker", "nb"),
        Text("b", "Blåbærsuppe er godt", "da"),
        Text("c", "Noget andet", "da"),
    ]
    [found] = suggest_themes(Corpus(texts), "a", {"soup": ["b"]}, "en")
    assert found.reasons == ("Blåbærsuppa",)


def test_proposed_themes_are_three_to_twenty_five_and_twelve_at_most_with_two_names() -> None:
    statements = read_statements()
    proposals = propose_themes(corpus_of(statements), "sv")
    assert 6 <= len(proposals) <= 12
    members = [key for proposal in proposals for key in proposal.members]
    assert len(members) == len(set(members)) >= 70
    assert all(3 <= len(proposal.members) <= 25 and len(proposal.labels) == 2 for proposal in proposals)
    assert any("bil" in proposal.labels for proposal in proposals)
    pure = [
        Counter(statements[int(key)].theme for key in proposal.members).most_common(1)[0][1] for proposal in proposals
    ]
    assert sum(pure) / len(members) >= 0.7


def test_many_of_the_same_are_no_larger_group_than_allowed() -> None:
    corpus = Corpus(Text(f"{number:02}", "More buses in the evening", "en") for number in range(60))
    sizes = [len(proposal.members) for proposal in propose_themes(corpus, "en")]
    assert max(sizes) <= 25
    assert sum(sizes) >= 57


def test_nothing_alike_is_no_theme() -> None:
    assert propose_themes(Corpus(TEXTS[-1:]), "en") == []
    assert propose_themes(Corpus([]), "en") == []
    assert propose_themes(Corpus(TEXTS), "en", keys=["bus", "gone"]) == []


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(48)))
def test_proposals_do_not_depend_on_the_order_of_statements(order: list[int]) -> None:
    texts = [Text(f"{number:02}", row.text, row.language) for number, row in enumerate(read_statements("tune"))]
    mixed = propose_themes(Corpus(texts[number] for number in order), "en")
    assert mixed == propose_themes(Corpus(texts), "en")
