"""Machine translations that nobody has checked, kept apart from what people wrote.

``machine/LANG.json`` says so of itself, and holds texts by content file, record and field (``body.challenge``).
"""

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from portal.core.i18n.languages import LANGUAGES
from portal.editing.content.schema import Check, ContentError

FOLDER = "machine"
MADE_BY = "machine"
Record = dict[str, Any]


def add_machine_texts(folder: Path, file: str, checks: Mapping[str, Check], records: list[Record]) -> None:
    """Give the records of ``file`` their translations by machine, as ``record["machine"]``: language -> field -> text.

    Raises:
        ContentError: a file is not readable, or holds what is no translation of a record that lacks it.
    """
    known = {record["slug"]: record for record in records}
    for path in sorted((folder / FOLDER).glob("*.json")):
        said = _read(path)
        for slug, texts in said["texts"].get(file, {}).items():
            where = f"{FOLDER}/{path.name}, record “{slug}” of {file}"
            if slug not in known:
                raise ContentError(f"{where}: there is no such record.")
            record = known[slug]
            record.setdefault("machine", {})[said["language"]] = texts
            if fault := next(_faults(record, said["language"], texts, checks), None):
                raise ContentError(f"{where}{fault}")


def _read(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ContentError(f"{FOLDER}/{path.name}: not readable as UTF-8 JSON ({error}).") from error
    if not isinstance(said, dict) or not isinstance(said.get("texts"), dict):
        raise ContentError(f"{FOLDER}/{path.name}: must hold an object with “language”, “made_by” and “texts”.")
    if said.get("language") not in LANGUAGES or said["language"] != path.stem:
        raise ContentError(f"{FOLDER}/{path.name}, field “language”: must be the language that the file is called by.")
    if said.get("made_by") != MADE_BY:
        raise ContentError(f"{FOLDER}/{path.name}, field “made_by”: must be “{MADE_BY}”.")
    return said


def _faults(record: Record, language: str, texts: Any, checks: Mapping[str, Check]) -> Iterator[str]:
    if language in record["languages"]:
        yield f": people have translated it into {language} already."
    if not isinstance(texts, dict):
        yield ": must be an object of fields and texts."
        return
    for field, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            yield f", field “{field}”: must be a text that is not empty."
        elif not _is_text_of(record, field):
            yield f", field “{field}”: is no text of the record."
        elif language in _place(record, field):
            yield f", field “{field}”: people have translated it into {language} already."
    whole = with_machine_texts(record, language)
    for field, value in whole.items():
        if field in checks and (fault := checks[field](value)):
            yield f", field “{field}”: {fault}."
    for field in _texts_of(record):
        if language not in _place(whole, field):
            yield f", field “{field}”: is missing."


def _place(record: Record, field: str) -> Any:
    """What holds the versions of ``field`` (``body.challenge``) in a record."""
    place: Any = record
    for name in field.split("."):
        place = place.get(name) if isinstance(place, dict) else None
    return place


def _is_text_of(record: Record, field: str) -> bool:
    return field in set(_texts_of(record))


def _texts_of(record: Record) -> Iterator[str]:
    """Fields of a record, with those inside of others, whose original is one text."""
    original = record["original_language"]
    for name, value in record.items():
        if name == "machine" or not isinstance(value, dict):
            continue
        if isinstance(value.get(original), str):
            yield name
        else:
            yield from (
                f"{name}.{inner}"
                for inner, item in value.items()
                if isinstance(item, dict) and isinstance(item.get(original), str)
            )


def with_machine_texts(record: Record, language: str) -> Record:
    """``record`` as if it were translated into ``language``; itself where people did that, or nobody."""
    texts = record.get("machine", {}).get(language)
    if texts is None:
        return record
    whole = copy.deepcopy({name: value for name, value in record.items() if name != "machine"})
    whole["languages"] = [*record["languages"], language]
    for field, text in texts.items():
        _place(whole, field)[language] = text
    # What a machine made is another thing than the same words by a person: this belongs to what the record says.
    whole["machine_fields"] = sorted(field.split(".")[-1] for field in texts)
    return whole


def machine_fields(record: Record) -> frozenset[str]:
    """Names of the page's fields whose text a machine made, of what ``with_machine_texts`` gave."""
    return frozenset(record.get("machine_fields", ()))
