"""How well does the search answer what people ask this portal? Graded answers to queries in six languages.

    python benchmarks/search_quality.py [--file benchmarks/portal_queries.json] [--engine elasticsearch] [--all]

Asks ``GET /api/v1/search/`` of the database of the settings, which has to hold the initial content, and prints as JSON,
for every kind of query and every language: nDCG@10 (gain ``2^grade - 1``), the share of clearly helpful things (grade 2
or more) among the first ten, and the share of queries without any hit. ``--all`` lists what each query got.

The queries were written, and the answers graded, from the content alone, without knowledge of the search, each by one
judge: 3 is exactly what was asked for, 2 clearly helpful, 1 related; whatever is not listed is 0. In ``cross`` queries
nobody wrote the best answers in the language of the query; a machine translated them since.
"""

import argparse
import json
import math
import os
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

# ruff: noqa: E402 (Django is set up first)
from django.conf import settings
from django.test import Client

QUERIES = Path(__file__).with_name("portal_queries.json")
RANKS = 10
HELPFUL = 2


def dcg(grades: Iterable[int]) -> float:
    """Discounted cumulative gain of grades in the order of the results."""
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


def ndcg(found: list[str], grades: dict[str, int]) -> float:
    """Gain of the first ten results as a share of the best that is possible."""
    best = dcg(sorted(grades.values(), reverse=True)[:RANKS])
    return dcg(grades.get(thing, 0) for thing in found[:RANKS]) / best


def recall(found: list[str], grades: dict[str, int]) -> float:
    """Share of the helpful things that stand among the first ten, of at most ten that could."""
    helpful = {thing for thing, grade in grades.items() if grade >= HELPFUL}
    return len(helpful.intersection(found[:RANKS])) / min(len(helpful), RANKS)


def ask(client: Client, query: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """Kind and slug of the first ten results, and the whole answer."""
    answer = client.get("/api/v1/search/", {"q": query["text"], "locale": query["language"]}).json()
    return [f"{result['kind']}/{result['slug']}" for result in answer["results"]], answer


def measure(queries: Iterable[dict[str, Any]], client: Client) -> list[dict[str, Any]]:
    """One row of measures for every query."""
    rows = []
    for query in queries:
        found, answer = ask(client, query)
        rows.append(
            {
                **{name: query[name] for name in ("id", "language", "kind", "text")},
                "ndcg@10": ndcg(found, query["grades"]),
                "recall@10": recall(found, query["grades"]),
                "zero": float(not answer["total"]),
                "step": answer["step"],
                "found": [f"{query['grades'].get(thing, 0)} {thing}" for thing in found],
                "missed": [f"{g} {t}" for t, g in query["grades"].items() if g >= HELPFUL and t not in found],
            }
        )
    return rows


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Means over all queries, over each kind and over each language."""
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        for group in ("all", row["kind"], row["language"]):
            groups[group].append(row)
    names = ("ndcg@10", "recall@10", "zero")
    return {
        group: {"queries": len(members)} | {name: round(fmean(row[name] for row in members), 3) for name in names}
        for group, members in groups.items()
    }


def main() -> None:
    """Ask, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, default=QUERIES)
    parser.add_argument("--engine", default="")
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    settings.SEARCH_ENGINE = "elasticsearch" if arguments.engine == "elasticsearch" else ""
    rows = measure(json.loads(arguments.file.read_text(encoding="utf-8"))["queries"], Client())
    if arguments.all:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    print(json.dumps(summary(rows), indent=1))


if __name__ == "__main__":
    main()
