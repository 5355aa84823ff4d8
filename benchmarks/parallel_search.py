"""Does the search find in every language what was asked in one? Parallel sentences, each the same in four languages.

    python benchmarks/parallel_search.py [FOLDER] [--engine elasticsearch] [--half even|odd] [--queries 100]

The sentences are those of the PUD treebanks of Universal Dependencies that ``tests/search/pud`` holds, or in FOLDER, a
file for each language (``fi.tsv``: id, text, lemmas with parts of speech). Prints as JSON, for every pair of languages
and all of them, what is found of an index in another language than the query's: by one word (recall of the sentences
whose translation holds it) and by three words of a sentence (recall and MRR of that sentence), among the first ten; the
share of queries without any hit; and the MRR of three words where the sentences of all languages are in one index.
``--half`` asks about every second sentence only.
"""

import argparse
import json
import os
import random
import secrets
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

# ruff: noqa: E402 (Django is set up first)
from search.concepts.everyday import Concepts
from search.engines.base import IndexDocument, SearchRequest
from search.engines.registry import temporary_index
from search.lexicon.translating import lexicon
from search.query.fallback_steps import Index, find_and_complete
from search.tokens import streams
from tests.search import pud

RANKS = 10
#: Parts of speech that are asked for, and in how many sentences a word stands that is asked for alone.
ASKED, MOST_SENTENCES = ("NOUN", "VERB", "ADJ"), 10


class Sentence(NamedTuple):
    """A sentence in one language, with the lemmas of its nouns, verbs and adjectives."""

    id: str
    text: str
    lemmas: tuple[str, ...]


class Query(NamedTuple):
    """Words of one language, and the sentences that they are about."""

    words: str
    relevant: frozenset[str]


Corpus = Mapping[str, Sequence[Sentence]]


def read_corpus(folder: Path | None = None) -> dict[str, list[Sentence]]:
    """The sentences of all languages."""
    if folder is None:
        return {
            code: [Sentence(one.id, one.text, tuple(_typed(one.lemmas))) for one in pud.sentences(code)]
            for code in pud.LANGUAGES
        }
    corpus = {}
    for path in sorted(folder.glob("*.tsv")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        corpus[path.stem] = [
            Sentence(key, text, tuple(_typed(map(pud.lemma, lemmas.split())))) for key, text, lemmas in rows
        ]
    return corpus


def _typed(lemmas: Iterable[tuple[str, str]]) -> Iterator[str]:
    for lemma, kind in dict.fromkeys(lemmas):
        if kind in ASKED and lemma.isalpha() and len(lemma) > 2:
            yield lemma.lower()


def one_word(sentences: Sequence[Sentence], asked: frozenset[str], most: int) -> list[Query]:
    """Words of the sentences ``asked`` about, each with all sentences that hold it."""
    holding: defaultdict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        for lemma in sentence.lemmas:
            holding[lemma].add(sentence.id)
    fitting = [word for word in sorted(holding) if len(holding[word]) <= MOST_SENTENCES and holding[word] & asked]
    chosen = random.Random(18).sample(fitting, k=min(most, len(fitting)))
    return [Query(word, frozenset(holding[word])) for word in chosen]


def three_words(sentences: Sequence[Sentence], asked: frozenset[str], most: int) -> list[Query]:
    """Three words of each of the sentences ``asked`` about."""
    rng = random.Random(3)
    fitting = [one for one in sentences if one.id in asked and len(set(one.lemmas)) >= 3]
    chosen = rng.sample(fitting, k=min(most, len(fitting)))
    return [Query(" ".join(rng.sample(sorted(set(one.lemmas)), k=3)), frozenset({one.id})) for one in chosen]


@contextmanager
def indexed(corpus: Corpus, languages: Iterable[str], engine: str | None) -> Iterator[Index]:
    """A scratch index of the sentences of some languages, for readers of all of them."""
    concepts = Concepts()
    with temporary_index(f"parallel_{secrets.token_hex(4)}", engine) as (asked, database):
        documents = [
            IndexDocument(
                key=f"{code}-{sentence.id}",
                version=1,
                texts={"title": [], "body": found.analysed, "also": [], "words": found.typed},
                facets={"kind": ("case_study",), "language": (code,)},
                shown_for=tuple(corpus),
            )
            for code in languages
            for sentence in corpus[code]
            for found in [streams(sentence.text, code, concepts)]
        ]
        for bound in {database, asked}:
            bound.index(documents)
            bound.refresh()
        yield Index(asked, database.vocabulary, concepts, lexicon())


def measure(queries: Iterable[Query], language: str, found_in: str, index: Index) -> dict[str, float]:
    """Recall and MRR of the relevant sentences among the first ten, and the share of queries without any hit."""
    rows = []
    for query in queries:
        request = SearchRequest(shown_for=language, limit=RANKS)
        found = find_and_complete(query.words, language, index, request).results
        relevant = [hit.key == f"{found_in}-{hit.key[3:]}" and hit.key[3:] in query.relevant for hit in found.hits]
        rows.append(
            {
                "recall@10": sum(relevant) / min(len(query.relevant), RANKS),
                "mrr": 1 / (relevant.index(True) + 1) if any(relevant) else 0.0,
                "zero": float(not found.total),
            }
        )
    return {name: fmean(row[name] for row in rows) for name in ("recall@10", "mrr", "zero")}


def measure_corpus(
    corpus: Corpus, engine: str | None = None, half: str = "", most: int = 100
) -> dict[str, dict[str, float]]:
    """All measures: each pair of languages by one word and by three, the means over the pairs, the same language."""
    keys = [sentence.id for sentence in next(iter(corpus.values()))]
    asked = frozenset({"even": keys[::2], "odd": keys[1::2]}.get(half, keys))
    found: dict[str, dict[str, float]] = {}
    for target in corpus:
        with indexed(corpus, [target], engine) as index:
            for source in [code for code in corpus if code != target]:
                for name, make in (("one", one_word), ("three", three_words)):
                    queries = make(corpus[source], asked, most)
                    found[f"{name} {source}-{target}"] = measure(queries, source, target, index)
    with indexed(corpus, corpus, engine) as index:
        for code in corpus:
            found[f"same {code}"] = measure(three_words(corpus[code], asked, most), code, code, index)
    for name in ("one", "three", "same"):
        rows = [row for key, row in found.items() if key.startswith(name)]
        found[f"{name} all"] = {measured: fmean(row[measured] for row in rows) for measured in rows[0]}
    return {key: {name: round(value, 3) for name, value in row.items()} for key, row in found.items()}


def main() -> None:
    """Index, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--engine")
    parser.add_argument("--half", choices=("even", "odd"), default="")
    parser.add_argument("--queries", type=int, default=100, help="Of each kind, for each pair of languages.")
    arguments = parser.parse_args()
    corpus = read_corpus(arguments.folder)
    print(json.dumps(measure_corpus(corpus, arguments.engine, arguments.half, arguments.queries), indent=1))


if __name__ == "__main__":
    main()
