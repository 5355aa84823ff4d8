import json
from pathlib import Path

import pytest

from partners.content import PARTNERS
from portal.editing.content.importer import DATA, read_records
from portal.editing.content.schema import ContentError


def write(folder: Path, records: object) -> Path:
    path = folder / "partners.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def good_record() -> dict:
    return json.loads((DATA / "partners.json").read_text(encoding="utf-8"))[0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slug": "Not A Slug"}, "field “slug”: must be lower-case letters, digits and hyphens."),
        ({"country": "XX"}, "field “country”: “XX” is no country that is known here."),
        ({"founded_year": "2018"}, "field “founded_year”: must be a number from 1000 to 2100."),
        ({"summary": {"xx": "text"}}, "field “summary”: “xx” is not a language code."),
        ({"summary": {"en": " "}}, "field “summary”: in en: must be a text that is not empty."),
        ({"sources": [{"id": "s1", "url": "ftp://x", "publisher": "P"}]}, "field “sources”: item 1: field “url”"),
        ({"sources": [{"id": "s1", "url": "https://x.example/", "publisher": "P", "year": 20211}]}, "field “year”"),
        ({"sources": [{"id": "s1", "url": "https://x.example/", "publisher": "P", "kind": "rumour"}]}, "field “kind”"),
        ({"role": None}, "field “role”: “None” is not one of"),
    ],
)
def test_read_records_names_file_record_and_field(tmp_path: Path, change: dict, message: str):
    record = {**good_record(), **change}

    with pytest.raises(ContentError) as error:
        read_records(write(tmp_path, [record]), PARTNERS.checks)

    assert str(error.value).startswith(f"partners.json, record “{record['slug']}”, ")
    assert message in str(error.value)


def test_read_records_refuses_a_slug_that_stands_twice(tmp_path: Path):
    with pytest.raises(ContentError, match="stands twice in the file"):
        read_records(write(tmp_path, [good_record(), good_record()]), PARTNERS.checks)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "not readable as UTF-8 JSON"),
        (b"\xff\xfe[]", "not readable"),
        (b"{}", "must hold a list"),
        (b"[1]", "that is not an object"),
    ],
)
def test_read_records_explains_a_broken_file(tmp_path: Path, content: bytes, message: str):
    path = tmp_path / "partners.json"
    path.write_bytes(content)

    with pytest.raises(ContentError, match=message):
        read_records(path, PARTNERS.checks)


def test_read_records_explains_a_missing_file(tmp_path: Path):
    with pytest.raises(ContentError, match=r"partners.json: the file does not exist"):
        read_records(tmp_path / "partners.json", PARTNERS.checks)
