"""The search answers what people ask about the real content: see ``benchmarks/search_quality.py``."""

import json
from typing import Any

import pytest
from django.test import Client

from benchmarks.search_quality import QUERIES, measure, summary

pytestmark = pytest.mark.django_db


def asked() -> list[dict[str, Any]]:
    """All graded queries, by what kind of reader asks them."""
    return json.loads(QUERIES.read_text(encoding="utf-8"))["queries"]


def test_graded_queries_are_answered(content, client: Client):
    found = summary(measure(asked(), client))
    assert found["all"]["queries"] == 180
    assert found["all"]["ndcg@10"] >= 0.8
    assert found["all"]["zero"] <= 0.01
    assert found["cross"]["recall@10"] >= 0.8
    for language in ("en", "da", "nb", "sv", "fi", "is"):
        assert found[language]["ndcg@10"] >= 0.75, language
