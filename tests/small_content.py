"""A few records of the initial content, every kind of page among them: for a portal that tests look at in a browser.

Left out are most cases, events and terms, and what machines translated; what is kept stands as people wrote it.
"""

import json
from pathlib import Path
from typing import Any

from home.content import KINDS
from portal.editing.content.importer import DATA

#: The slugs that are kept, by file; of a file that is not named, all of them.
KEPT = {
    "case_studies.json": {
        *("omastadi-helsinki", "people-first-smart-cities", "lahti-citicap", "futurebuilt", "pisuna-greenland"),
        *("better-reykjavik", "okkar-kopavogur", "raufarhofn-og-framtidin"),
    },
    "events.json": {"creating-a-joint-nordic-smart-city-model", "nordic-edge-expo-2021"},
    "partners.json": {"danish-design-center", "demos-helsinki", "doga", "nordic-edge"},
    "strategies.json": {"norwegian-national-roadmap"},
}
#: Terms of the glossary, which no test names.
TERMS = 12


def write_small_content(folder: Path) -> None:
    """Write the files for ``load_content --from`` into a folder."""
    slugs = {kind.name: KEPT.get(kind.file, {record["slug"] for record in read(kind.file)}) for kind in KINDS}
    for kind in KINDS:
        records = [record for record in read(kind.file) if record["slug"] in slugs[kind.name]]
        for record in records:
            for field, target in kind.references.items():
                record[field] = known(record[field], slugs[target])
        write(folder / kind.file, records)
    write(folder / "glossary.json", read("glossary.json")[:TERMS])
    write(folder / "model.json", read("model.json"))


def known(named: list[str] | str | None, slugs: set[str]) -> list[str] | str | None:
    """What a record names, without what was left out."""
    if isinstance(named, list):
        return [slug for slug in named if slug in slugs]
    return named if named in slugs else None


def read(file: str) -> list[dict[str, Any]]:
    """The records of a file of the initial content."""
    return json.loads((DATA / file).read_text(encoding="utf-8"))


def write(path: Path, records: list[dict[str, Any]]) -> None:
    """Write records as the import reads them."""
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
