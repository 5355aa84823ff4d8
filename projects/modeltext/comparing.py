"""Comparison of two versions of the model's text by the identity of their paragraphs; no query is asked."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from portal.core.i18n.languages import reading_order
from portal.editing.translations.diff import word_diff
from projects.modeltext.canonical import PREAMBLE, Snapshot, StoredParagraph, paragraphs_of

SAME, CHANGED, MOVED, NEW, GONE = "same", "changed", "moved", "new", "gone"
#: Share of its words that a new paragraph has to have in common with one that left, to be proposed as its successor.
LEAST_SHARED = 0.5


def plain_text(html: str) -> str:
    """The words of a paragraph's HTML; ends of paragraphs, items and lines are line feeds."""
    text = re.sub(r"(?i)<br\s*/?>|</(?:p|li|h\d)>", "\n", html)
    lines = unescape(re.sub(r"<[^<>]*>", "", text)).split("\n")
    tidy = (re.sub(r"[^\S\u00a0]+", " ", line).strip() for line in lines)
    return "\n".join(line for line in tidy if line)


def best_code(codes: Iterable[str], language: str) -> str:
    """Of ``codes`` the one that readers of ``language`` understand best; empty if there is none."""
    known = set(codes)
    return next((code for code in reading_order(language) if code in known), min(known, default=""))


@dataclass(frozen=True)
class Change:
    """One paragraph in two versions, as readers of one language see it."""

    key: str
    kind: str
    number: str
    old_number: str
    old: str
    new: str
    #: Language of the newer text.
    language: str
    #: Both texts in one, the words that came and went marked.
    marked: str = ""
    #: Only the number changed.
    renumbered: bool = False
    #: The text in this language is as it was, while the original changed: it lags behind.
    lags: bool = False


@dataclass(frozen=True)
class Renamed:
    """A section whose title or number differs."""

    old: str
    new: str
    old_number: int | None
    number: int | None


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions in one language."""

    changes: list[Change] = field(default_factory=list)
    structure: list[Renamed] = field(default_factory=list)

    def of_kind(self, *kinds: str) -> list[Change]:
        """The changes of some kinds."""
        return [change for change in self.changes if change.kind in kinds]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.structure and all(change.kind == SAME for change in self.changes)


def compare(old: Snapshot, new: Snapshot, language: str) -> Comparison:
    """What differs from ``old`` to ``new``: paragraphs in the order of the newer text, then those that left."""
    before, after = paragraphs_of(old), paragraphs_of(new)
    order_before = [key for key in before if key in after]
    moved = _moved(order_before, [key for key in after if key in before])
    changes = [_change(before.get(key), after[key], language, is_moved=key in moved) for key in after]
    changes += [_gone(before[key], language) for key in before if key not in after]
    return Comparison(changes, _structure(old, new, language))


def _said(paragraph: StoredParagraph, language: str) -> tuple[str, str]:
    code = best_code(paragraph["texts"], language)
    return (plain_text(paragraph["texts"][code]["html"]), paragraph["texts"][code]["language"]) if code else ("", "")


def _change(old: StoredParagraph | None, new: StoredParagraph, language: str, *, is_moved: bool) -> Change:
    text, written_in = _said(new, language)
    if old is None:
        return Change(new["key"], NEW, new["number"], "", "", text, written_in, word_diff("", text))
    was, _language = _said(old, language)
    differs = {code for code in {*old["texts"], *new["texts"]} if _html(old, code) != _html(new, code)}
    kind = CHANGED if was != text else MOVED if is_moved else SAME
    lags = kind != CHANGED and bool(differs)
    renumbered = old["number"] != new["number"]
    marked = word_diff(was, text) if kind == CHANGED else ""
    return Change(new["key"], kind, new["number"], old["number"], was, text, written_in, marked, renumbered, lags)


def _html(paragraph: StoredParagraph, code: str) -> str:
    said = paragraph["texts"].get(code)
    return said["html"] if said else ""


def _gone(old: StoredParagraph, language: str) -> Change:
    was, written_in = _said(old, language)
    return Change(old["key"], GONE, "", old["number"], was, "", written_in, word_diff(was, ""))


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Paragraphs outside of the longest run that kept its order: as few as explain the new one."""
    place = {key: position for position, key in enumerate(before)}
    # Longest increasing subsequence, quadratic: a text has dozens of paragraphs, not thousands.
    lengths = [1] * len(after)
    previous = [-1] * len(after)
    for i, key in enumerate(after):
        for j in range(i):
            if place[after[j]] < place[key] and lengths[j] + 1 > lengths[i]:
                lengths[i], previous[i] = lengths[j] + 1, j
    kept: set[str] = set()
    i = max(range(len(after)), key=lengths.__getitem__, default=-1)
    while i >= 0:
        kept.add(after[i])
        i = previous[i]
    return set(after) - kept


def _structure(old: Snapshot, new: Snapshot, language: str) -> list[Renamed]:
    before, after = (
        {section["element"]: section for section in one["sections"] if section["number"] != PREAMBLE}
        for one in (old, new)
    )

    def title(titles: dict[str, str]) -> str:
        return titles.get(best_code(titles, language), "")

    rows = []
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key), after.get(key)
        row = Renamed(
            title(was["titles"]) if was else "",
            title(now["titles"]) if now else "",
            was["number"] if was else None,
            now["number"] if now else None,
        )
        if (row.old, row.old_number) != (row.new, row.number):
            rows.append(row)
    return rows


def changed_keys(old: Snapshot | None, new: Snapshot) -> set[str]:
    """Paragraphs of ``new`` that are not in ``old``, or say something else in some language than there.

    A paragraph that was only translated since, from an original that stayed, has not changed.
    """
    before = paragraphs_of(old) if old else {}
    return {key for key, paragraph in paragraphs_of(new).items() if _original_changed(before.get(key), paragraph)}


def _original_changed(old: StoredParagraph | None, new: StoredParagraph) -> bool:
    if old is None:
        return True
    originals = [code for code, said in new["texts"].items() if said["state"] in {"source", "separate"}]
    return any(_html(old, code) != _html(new, code) for code in originals or new["texts"])


def likely_successor(gone: StoredParagraph, candidates: Iterable[StoredParagraph]) -> str:
    """The key of the candidate that has over half of the words of ``gone`` in the best shared language, or nothing."""
    best, share = "", LEAST_SHARED
    for candidate in candidates:
        for code in sorted({*gone["texts"]} & {*candidate["texts"]}):
            old, new = (_words(paragraph["texts"][code]["html"]) for paragraph in (gone, candidate))
            shared = sum((old & new).values()) / max(1, sum(old.values()))
            if shared > share:
                best, share = candidate["key"], shared
    return best


def _words(html: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", plain_text(html).casefold()))
