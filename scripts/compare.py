"""Differences between two crawls, or two collections of computed styles, beyond those that each load makes.

``python -m scripts.compare BEFORE AFTER`` takes folders of ``scripts.crawl`` or files of ``scripts.styles``. It prints
how much each of ``RULES`` hides and every difference that remains; it fails if there is one.
"""

import difflib
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

#: What differs between two loads of the same content: the groups of each pattern, nothing around them.
RULES = {
    "host and port": r"\b(127\.0\.0\.1:\d+|localhost:\d+)",
    "style sheet, judged by its computed styles": r"\A/static/[^\n]+\.css\n(?:[^\n]+\n)+\n((?s:.+))",
    "hash in the name of a static file": r"/static/[\w/.-]+\.([0-9a-f]{12})\.\w+",
    "CSRF token": r'name="csrfmiddlewaretoken" value="(\w+)"|csrftoken=(\w+)',
    "form key with its signed time": r'name="form_key" value="([^"]+)"',
    "name of the trap field": r'aria-hidden="true"><label for="(\w+)">[^<]*</label>'
    r'<input type="text" name="(\w+)" id="(\w+)"',
    "time in a header": r"(?m)(?:^Expires: |^Last-Modified: |; expires=)(\w+, \d+ \w+ \d+ [\d:]+ GMT)",
    "ETag, made from the body": r'(?m)^ETag: ((?:W/)?"[\w-]+")',
    "time of publication (Atom)": r"<(?:updated|published)>([\dT:.+-]+)<",
    "time of publication (schema.org)": r'"date(?:Published|Modified)": "([\dT:.+-]+)"',
    "time of change (iCalendar)": r"(?m)^(?:DTSTAMP|LAST-MODIFIED|CREATED):(\d+T\d+Z)",
    "time of change (sitemap)": r"<lastmod>([\dT:.+-]+)<",
    "time in the name of a social card": r'(?:/pictures/cards/|filename=")\d+-(\d+)\.png',
    "random key of a page (UUID 4)": r"\b([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\b",
}
#: Lines of a difference, and characters of a line, that are shown.
MOST_LINES, MOST_WIDTH = 20, 200


def normalise(text: str) -> tuple[str, dict[str, list[str]]]:
    """``text`` without what may differ, and what stood there, by the name of the rule."""
    hidden: dict[str, list[str]] = {name: [] for name in RULES}

    def hide(found: re.Match[str], name: str) -> str:
        whole = found[0]
        for group in range(len(found.groups()), 0, -1):
            start, end = (place - found.start() for place in found.span(group))
            if found[group] is not None:
                hidden[name].append(found[group])
                whole = f"{whole[:start]}{{{name}}}{whole[end:]}"
        return whole

    for name, pattern in RULES.items():
        text = re.sub(pattern, lambda found, name=name: hide(found, name), text)  # type: ignore[misc]
    return text, hidden


def read(stored: Path) -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Normalised texts by their first line: an address, or the name of a component."""
    if stored.is_file():
        known = json.loads(stored.read_text())
        texts = [f"{name}\n{known['styles'][digest]}" for name, digest in known["components"].items()]
    else:
        texts = [path.read_bytes().decode() for path in stored.iterdir()]
    return {plain.partition("\n")[0]: (plain, hidden) for plain, hidden in map(normalise, texts)}


def describe_difference(before: str, after: str) -> str:
    """Lines taken away and added below the address; what stands in one line is cut between tags and JSON's values."""
    old, new = (re.sub(r'(?<=[>;}])(?=[^\n])|(?<=, )(?=")', "\n", text).splitlines()[1:] for text in (before, after))
    unified = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
    lines = [line for line in unified if not line.startswith("@@")]
    more = [f"... {len(lines) - MOST_LINES} lines more"] if len(lines) > MOST_LINES else []
    return "\n".join([line[:MOST_WIDTH] for line in lines[:MOST_LINES]] + more) or "the ends of lines"


def compare(before: Path, after: Path) -> tuple[list[str], int]:
    """Lines of a report, and the number of addresses that differ beyond the rules. Equal differences are told once."""
    left, right, absent = read(before), read(after), normalise("")
    places, changes, groups = Counter[str](), defaultdict[str, list](list), defaultdict[str, list](list)
    for address in sorted(left.keys() | right.keys()):
        (old, old_hidden), (new, new_hidden) = left.get(address, absent), right.get(address, absent)
        for name in RULES:
            places[name] += len(new_hidden[name])
            pairs = zip(old_hidden[name], new_hidden[name], strict=False)
            changes[name] += [f"{one} -> {other}"[:MOST_WIDTH] for one, other in pairs if one != other]
        if old != new:
            where = f"only in {before if old else after}" if not (old and new) else ""
            groups[where or describe_difference(old, new)].append(address)
    report = [f"{len(left)} and {len(right)}; hidden by rules, and of these different:"]
    report += [f"{places[name]:7} {len(changes[name]):7}  {name}  {''.join(changes[name][:1])!r}" for name in RULES]
    for difference, addresses in sorted(groups.items(), key=lambda item: -len(item[1])):
        report += ["", f"{len(addresses)} x {', '.join(addresses[:3])}", difference]
    return report, sum(map(len, groups.values()))


def main(before: Path, after: Path) -> int:
    """Print the report; returns the exit code."""
    report, count = compare(before, after)
    sys.stdout.write("\n".join([*report, "", f"{count} differences remain.", ""]))
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
