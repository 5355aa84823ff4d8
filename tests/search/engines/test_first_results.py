"""Every engine gives the same first result: words, weights and ties are the same everywhere."""

import os
import random
import secrets
from collections.abc import Iterator, Sequence

import pytest

from search.concepts.everyday import Concepts
from search.engines.base import Engine, IndexDocument, SearchRequest
from search.engines.registry import temporary_index
from search.engines.vocabulary import Vocabulary
from search.lexicon.translating import lexicon
from search.query.fallback_steps import Index, find_and_complete
from search.tokens import streams
from tests.search import pud

#: Sentences that make one text, and questions asked in each language.
TOGETHER, ASKED = 5, 25
Questions = list[tuple[str, str]]


def texts(code: str) -> list[list[str]]:
    """Texts in a language, of a hundred words each."""
    sentences = [one.text for one in pud.sentences(code)]
    return [sentences[start : start + TOGETHER] for start in range(0, len(sentences), TOGETHER)]


def documents(languages: Sequence[str]) -> Iterator[IndexDocument]:
    """The texts of some languages."""
    concepts = Concepts()
    for code in languages:
        for number, sentences in enumerate(texts(code)):
            found = streams("\n".join(sentences), code, concepts)
            held = {"body": found.analysed, "words": found.typed}
            yield IndexDocument(f"{code}-{number}", 1, held, {"language": (code,)}, pud.LANGUAGES)


def questions(languages: Sequence[str]) -> Questions:
    """A language, and three words of a text in it, as they stand there."""
    rng = random.Random(7)
    return [
        (code, " ".join(rng.sample([word for word in " ".join(sentences).split() if len(word) > 4], 3)))
        for code in languages
        for sentences in rng.sample(texts(code), ASKED)
    ]


def first_results(engine: Engine, vocabulary: Vocabulary, asked: Questions) -> list[str]:
    """The first result of every question."""
    index, found = Index(engine, vocabulary, Concepts(), lexicon()), []
    for code, words in asked:
        hits = find_and_complete(words, code, index, SearchRequest(shown_for=code, limit=10)).results.hits
        found.append(hits[0].key if hits else "")
    return found


@pytest.mark.django_db
@pytest.mark.elasticsearch
@pytest.mark.parametrize("languages", [("fi",), pytest.param(pud.LANGUAGES, marks=pytest.mark.drill)])
def test_the_database_and_elasticsearch_agree_about_the_first_result(languages: tuple[str, ...], settings) -> None:
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_TIMEOUT = os.environ["ELASTICSEARCH_URL"], 20.0
    stored, asked = list(documents(languages)), questions(languages)
    with temporary_index(f"search_test_{secrets.token_hex(4)}", "elasticsearch") as (external, database):
        for engine in (external, database):
            engine.index(stored)
            engine.refresh()
        both = [first_results(engine, database.vocabulary, asked) for engine in (database, external)]

    differing = [(words, *found) for words, *found in zip(asked, *both, strict=True) if found[0] != found[1]]
    assert len(asked) == len(languages) * ASKED
    assert len(differing) <= 0.01 * len(asked), differing
