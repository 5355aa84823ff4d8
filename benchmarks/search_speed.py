"""How fast is the search with many documents, and how much memory does a web process need for it?

    python benchmarks/search_speed.py EVALUATION_FILE… [--documents 20000] [--engine sqlite|postgresql|elasticsearch]
                                      [--stock] [--keep]

Documents are made from the texts of evaluation files (see ``manage.py search_eval``): four texts of one language
joined, with random facets from a fixed seed. They are written to the projection and to the index, every line analysed
once, then the search page (facets, highlights, count) and the suggestions are asked over HTTP handlers without network.
Beside the times stands what of them the processors worked, for this process and its connection to PostgreSQL (what a
busy machine lets wait counts in the first only), and ``ratio``: the page with translations and all that follows, beside
the same page of the words as typed, asked in turn.
``--stock`` also asks Wagtail's own database search for the same words in the same texts, for comparison.

Needs a database of its own that is migrated and may be filled (``DATABASE_URL``, ``VAR_DIR``).
"""

import argparse
import json
import os
import random
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

# ruff: noqa: E402 (Django is set up first)
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from wagtail.models import Locale, Page

from home.models import StandardPage
from portal.core.hooks.bulk import bulk_change
from search.concepts.glossary import glossary
from search.engines.base import IndexDocument
from search.engines.batches import batched
from search.engines.registry import database_engine, external_engine
from search.indexing.maintenance import compare_engine
from search.indexing.projection import store_places
from search.indexing.terms import terms_of_document
from search.models import SearchDocument, SearchTerm
from search.tokens import Streams, streams

COUNTRIES = ["DK", "FI", "FO", "IS", "NO", "SE"]
KINDS = ["case_study", "event", "article", "strategy"]
RUNS = 150


def texts(files: list[Path]) -> dict[str, list[str]]:
    """Bodies by language."""
    collections = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return {c["language"]: [document["body"] for document in c["documents"]] for c in collections}


def documents(bodies: dict[str, list[str]], number: int) -> Iterator[SearchDocument]:
    """Rows of the projection; every text is joined from four others, so that no two are alike."""
    rng = random.Random(20)
    readers = list(bodies)
    for at in range(number):
        language = rng.choice(readers)
        body = "\n".join(rng.choices(bodies[language], k=4))
        facets = {
            "kind": [rng.choice(KINDS)],
            "country": [rng.choice(COUNTRIES)],
            "element": rng.sample([f"element-{n}" for n in range(7)], k=rng.randrange(1, 4)),
            "partner": [f"partner-{rng.randrange(40)}"],
            "year": [str(rng.randrange(2012, 2027))],
            "size": [rng.choice(["small", "medium", "large"])],
            "language": [language],
        }
        words = body.split()
        start = rng.randrange(max(len(words) - 8, 1))
        yield SearchDocument(
            key=f"page-{at}", translation_key=uuid.UUID(int=at + 1), page_id=at, kind=facets["kind"][0],
            slug=f"text-{at}", url=f"/{language}/text-{at}/", language=language,
            title=" ".join(words[start : start + 6])[:200], summary=" ".join(words[:20])[:380], body=body,
            facets=facets, shown_for=readers, day=730_000 + rng.randrange(9000), digest="", version=at + 1,
        )  # fmt: skip


@cache
def analysed(line: str, language: str) -> Streams:
    """The tokens of a line; every line stands in many documents, and is analysed once."""
    return streams(line, language, glossary())


def to_index(row: SearchDocument) -> IndexDocument:
    """A row as the engines store it."""
    title = streams(row.title, row.language, glossary())
    lines = [analysed(line, row.language) for line in row.body.split("\n")]
    texts = {
        "title": title.analysed,
        "body": [token for line in lines for token in line.analysed],
        "words": title.typed + [token for line in lines for token in line.typed],
    }
    return IndexDocument(row.key, row.version, texts, row.facets, row.shown_for, row.day)


def fill(bodies: dict[str, list[str]], number: int) -> float:
    """Write projection, suggestions and index; returns the seconds it took."""
    start, index = time.perf_counter(), database_engine()
    SearchDocument.objects.all().delete()
    SearchTerm.objects.all().delete()
    index.drop()
    index.create()
    for batch in batched(documents(bodies, number), 500):
        with transaction.atomic():
            SearchDocument.objects.bulk_create(batch)
            SearchTerm.objects.bulk_create([term for row in batch for term in terms_of_document(row, [])])
            index.index(map(to_index, batch))
            store_places(batch)
    fill_external_engine()
    return time.perf_counter() - start


def fill_external_engine() -> None:
    """Send what the database holds to Elasticsearch, if that is measured. (A rebuild would look for pages.)"""
    engine = external_engine()
    if engine:
        engine.drop()
        engine.create()
        compare_engine(engine, mend=True)


def percentile(milliseconds: list[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    return round(sorted(milliseconds)[int(len(milliseconds) * share)], 1)


def worked() -> float:
    """Seconds of processor time of this process, and of the server behind its connection where it runs here."""
    seconds = time.process_time()
    if connection.vendor == "postgresql":
        pid = connection.connection.info.backend_pid if connection.connection else 0
        statistics = Path(f"/proc/{pid}/schedstat")
        seconds += int(statistics.read_text().split()[0]) / 1e9 if statistics.exists() else 0.0
    return seconds


def timed(ask: Callable[[str, str], object], question: tuple[str, str]) -> tuple[float, float]:
    """Milliseconds of asking one question, and how many of them the processors worked."""
    start, before = time.perf_counter(), worked()
    ask(*question)
    return (time.perf_counter() - start) * 1000, (worked() - before) * 1000


def summary(times: list[tuple[float, float]]) -> dict[str, float]:
    """Median and 95th percentile of times and of work."""
    taken, working = (list(column) for column in zip(*times, strict=True))
    found = {"median_ms": percentile(taken, 0.5), "p95_ms": percentile(taken, 0.95)}
    return found | {"median_cpu_ms": percentile(working, 0.5), "p95_cpu_ms": percentile(working, 0.95)}


def measure(ask: Callable[[str, str], object], questions: list[tuple[str, str]]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds of asking every question once."""
    return summary([timed(ask, question) for question in questions])


def ratio(measured: dict[str, float], plain: dict[str, float]) -> dict[str, float]:
    """How many times the work of ``plain`` was done."""
    return {name: round(measured[name] / plain[name], 2) for name in ("median_cpu_ms", "p95_cpu_ms")}


def memory() -> dict[str, float]:
    """Memory of this process in MiB: all of it, and what is its own."""
    lines = dict(line.split(":") for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    own = sum(int(lines[name].split()[0]) for name in ("Private_Dirty", "Private_Clean"))
    return {"rss_mib": round(int(lines["Rss"].split()[0]) / 1024, 1), "own_mib": round(own / 1024, 1)}


def stock_search(bodies: dict[str, list[str]], questions: list[tuple[str, str]]) -> dict[str, float]:
    """Wagtail's own database search for the same words in the same texts: first page and count."""
    root = Page.get_first_root_node()
    codes = dict(settings.LANGUAGES)
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in bodies if code in codes}
    made = StandardPage.objects.filter(slug__startswith="stock-").exists()
    rows = SearchDocument.objects.none() if made else SearchDocument.objects.filter(language__in=locales)
    with bulk_change(), transaction.atomic():
        for row in rows.iterator():
            page = StandardPage(
                title=row.title, slug=f"stock-{row.page_id}", summary=row.summary[:380], locale=locales[row.language],
                body=[("paragraph", f"<p>{row.body}</p>")],
            )  # fmt: skip
            root.add_child(instance=page)
    call_command("wagtail_update_index", verbosity=0)

    def ask(language: str, words: str) -> None:
        found = StandardPage.objects.filter(locale=locales[language]).search(words)
        list(found[:10])
        found.count()

    return measure(ask, [question for question in questions if question[0] in locales][:40])


def main() -> None:
    """Fill, ask, report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--engine", default="")
    parser.add_argument("--stock", action="store_true")
    parser.add_argument("--keep", action="store_true", help="Ask the documents that are there already.")
    arguments = parser.parse_args()
    settings.SEARCH_ENGINE = "elasticsearch" if arguments.engine == "elasticsearch" else ""
    call_command("migrate", verbosity=0)
    bodies = texts(arguments.files)
    portal_languages = [code for code, _name in settings.LANGUAGES if code in bodies]
    seconds = 0.0 if arguments.keep else fill(bodies, arguments.documents)
    if arguments.keep:
        fill_external_engine()
    rng, client = random.Random(4), Client()
    questions = []
    for _ in range(RUNS):
        language = rng.choice(portal_languages)
        words = [word for word in rng.choice(bodies[language]).split() if word.isalpha()]
        questions.append((language, " ".join(rng.sample(words, k=min(len(words), rng.choice([1, 2, 3]))))))
    client.get("/en/search/", {"q": "warm up"})

    def page_of(exact: str) -> Callable[[str, str], object]:
        return lambda code, words: client.get(f"/{code}/search/", {"q": words, "exact": exact})

    in_turn = [(timed(page_of("0"), question), timed(page_of("1"), question)) for question in questions]
    page, plain = (summary([pair[place] for pair in in_turn]) for place in (0, 1))
    report: dict[str, object] = {
        "engine": arguments.engine or database_engine().name,
        "documents": arguments.documents,
        "indexing_s": round(seconds, 1),
        "page": page,
        "page_of_words_as_typed": plain,
        "ratio": ratio(page, plain),
        "page_with_filters": measure(
            lambda code, words: client.get(f"/{code}/search/", {"q": words, "country": ["DK", "SE"], "kind": "event"}),
            questions,
        ),
        "suggestions": measure(
            lambda code, words: client.get(f"/{code}/search/suggestions/", {"q": words[:4]}), questions
        ),
        "memory": memory(),
    }
    if arguments.stock:
        report["stock_wagtail_search"] = stock_search(bodies, questions)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
