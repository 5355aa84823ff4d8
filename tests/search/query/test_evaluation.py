"""The evaluation measures what it says, on texts small enough to check by hand."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

COLLECTION = {
    "language": "da",
    "documents": [
        {"id": "1", "title": "Kommunen sorterer affald", "body": "Borgerne i kommunen sorterer affald i ni dele."},
        {"id": "2", "title": "Cykelstier i byen", "body": "Nye cykelstier giver færre biler i kommunerne."},
        {"id": "3", "title": "Grøn energi", "body": "Vindmøllerne leverer strøm til øen."},
    ],
    "queries": [
        {"id": "q1", "kind": "word", "text": "kommune", "relevant": ["1", "2"]},
        {"id": "q2", "kind": "word", "text": "vindmølle", "relevant": ["3", "2"]},
        {"id": "q3", "kind": "item", "text": "cykelsti bil", "relevant": ["2"]},
        {"id": "q4", "kind": "typo", "text": "cyklesti bil", "relevant": ["2"]},
        {"id": "q5", "kind": "bare", "text": "vindmoller strom", "relevant": ["3"]},
        {"id": "q6", "kind": "item", "text": "ubåd", "relevant": ["1"]},
    ],
}


@pytest.fixture
def collection_file(tmp_path: Path) -> Path:
    path = tmp_path / "da.json"
    path.write_text(json.dumps(COLLECTION), encoding="utf-8")
    return path


def test_search_eval_reports_each_kind(collection_file: Path) -> None:
    out = StringIO()
    call_command("search_eval", collection_file, stdout=out)
    report = json.loads(out.getvalue())
    p95 = report.pop("p95_ms")
    assert p95 > 0
    assert report == {
        "file": "da.json",
        "language": "da",
        "engine": connection.vendor,
        "documents": 3,
        "kinds": {
            "word": {"queries": 2, "recall": 0.75, "precision": 1, "mrr@10": 1, "zero_hit_share": 0},
            "item": {"queries": 2, "recall": 0.5, "precision": 0.5, "mrr@10": 0.5, "zero_hit_share": 0.5},
            "typo": {"queries": 1, "recall": 1, "precision": 1, "mrr@10": 1, "zero_hit_share": 0},
            "bare": {"queries": 1, "recall": 1, "precision": 1, "mrr@10": 1, "zero_hit_share": 0},
        },
    }


def test_search_eval_leaves_no_table_behind(collection_file: Path) -> None:
    before = connection.introspection.table_names()
    call_command("search_eval", collection_file, stdout=StringIO())
    assert connection.introspection.table_names() == before


def test_search_eval_names_a_file_it_cannot_read(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with pytest.raises(CommandError, match=r"broken.json cannot be read as JSON"):
        call_command("search_eval", broken)
