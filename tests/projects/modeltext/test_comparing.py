"""Comparison of versions by the identity of paragraphs, and properties of snapshots."""

import re
import unicodedata
from html import escape, unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.modeltext.canonical import Snapshot, StoredParagraph, canonical, checksum
from projects.modeltext.comparing import (
    CHANGED,
    GONE,
    MOVED,
    NEW,
    SAME,
    changed_keys,
    compare,
    likely_successor,
    plain_text,
)

LANGUAGES = ("en", "da", "nb", "sv", "fi", "is")
WORDS = {
    "en": "people share what they know & less < more",
    "da": "mennesker deler det de véd på åen",
    "nb": "folk deler det de veit på øya",
    "sv": "människor delar det de vet på ön",
    "fi": "ihmiset jakavat sen yöllä pitkäsanaisuusharjoitteluvirkakuntalaisenkin yhteiskunnallisesti",
    "is": "fólk deilir því sem það þekkir æ ð þ ö",
}
#: Beside the words of a language: letters of two signs, emoji of one sign and of several, invisible ones.
ODD = [
    *(unicodedata.normalize("NFD", word) for word in ("på", "åen", "yöllä", "þó", "ön")),
    "🙂", "👩\u200d🏫", "🇫🇴", "CO₂", "hy\u00adphen", "\u00a0", "100\u00a0%", "<b>", "&amp;", "</ins>", "</del>",
]  # fmt: skip


def texts_in(code: str) -> st.SearchStrategy[str]:
    """Paragraphs of the words of a language, and of anything else that people type."""
    typed = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=6)
    return st.lists(st.sampled_from([*WORDS[code].split(), *ODD]) | typed, max_size=12).map(" ".join)


def paragraph(key: str, number: str, **texts: str) -> StoredParagraph:
    """A paragraph whose first language is the original."""
    said = {
        code: {"html": f"<p>{text}</p>", "state": "source" if code == "en" else "complete", "language": code}
        for code, text in texts.items()
    }
    return {"key": key, "id": key[:8], "number": number, "texts": said, "roots": []}  # type: ignore[typeddict-item]


def snapshot(*paragraphs: StoredParagraph, title: str = "Trust") -> Snapshot:
    """A text of one section."""
    titles = {"en": title}
    section = {"element": "e1", "number": 1, "titles": titles, "summaries": titles, "paragraphs": list(paragraphs)}
    return {"roots": [], "sections": [section]}  # type: ignore[list-item]


def read(marked: str, kept: str, dropped: str) -> str:
    """One side of a marked text: the words of ``kept`` stay, those of ``dropped`` go."""
    without = re.sub(f"<{dropped}>.*?</{dropped}>", "", marked, flags=re.DOTALL)
    return unescape(re.sub(f"</?{kept}>", "", without))


@pytest.mark.parametrize("code", LANGUAGES)
# A busy machine draws slowly; the texts are short.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_marked_text_gives_the_old_and_the_new_one(code: str, data: st.DataObject):
    was, now = (plain_text(escape(data.draw(texts_in(code)))) for _side in "ab")
    old, new = (snapshot(paragraph("a", "1.1", **{code: escape(text)})) for text in (was, now))

    (change,) = compare(old, new, code).changes

    assert change.kind == (SAME if was == now else CHANGED)
    assert (change.old, change.new) == (was, now)
    if change.kind == CHANGED:
        assert (read(change.marked, "ins", "del"), read(change.marked, "del", "ins")) == (now, was)
        # Words are marked whole: none is cut, not between a letter and its accent either.
        for side, text in (("del", was), ("ins", now)):
            marked = re.findall(f"<{side}>(.*?)</{side}>", change.marked, re.DOTALL)
            assert {word for part in marked for word in unescape(part).split()} <= set(text.split())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations("abcdef"), st.permutations("abcdef"), st.integers(0, 6), st.integers(0, 6))
def test_every_paragraph_is_told_of_once_whatever_came_left_or_moved(first: list, second: list, one: int, two: int):
    before, after = first[:one], second[:two]
    old = snapshot(*(paragraph(key, f"1.{n}", en=key) for n, key in enumerate(before)))
    new = snapshot(*(paragraph(key, f"1.{n}", en=key) for n, key in enumerate(after)))

    found = compare(old, new, "en")

    assert [change.key for change in found.changes] == [*after, *(key for key in before if key not in after)]
    assert {change.key for change in found.of_kind(NEW)} == set(after) - set(before)
    assert {change.key for change in found.of_kind(GONE)} == set(before) - set(after)
    stayed = [change.key for change in found.of_kind(SAME)]
    assert stayed == [key for key in before if key in stayed]  # what did not move kept its order


def test_one_paragraph_that_moves_leaves_the_others_where_they_are():
    old = snapshot(*(paragraph(key, f"1.{n}", en=key) for n, key in enumerate("abcd", 1)))
    new = snapshot(*(paragraph(key, f"1.{n}", en=key) for n, key in enumerate("bcda", 1)))

    found = compare(old, new, "en")

    assert [change.key for change in found.of_kind(MOVED)] == ["a"]
    assert [change.key for change in found.of_kind(SAME)] == ["b", "c", "d"]


def test_translation_that_did_not_follow_is_said_to_lag():
    old = snapshot(paragraph("a", "1.1", en="Snow falls.", fi="Lunta sataa."))
    new = snapshot(paragraph("a", "1.1", en="Snow falls softly.", fi="Lunta sataa."))

    (finnish,) = compare(old, new, "fi").changes
    (english,) = compare(old, new, "en").changes

    assert (finnish.kind, finnish.lags) == (SAME, True)
    assert (english.kind, english.lags) == (CHANGED, False)


def test_structure_is_told_apart_from_the_text():
    found = compare(
        snapshot(paragraph("a", "1.1", en="One.")),
        snapshot(paragraph("a", "1.1", en="One."), title="Trust & power"),
        "en",
    )

    assert [(one.old, one.new) for one in found.structure] == [("Trust", "Trust & power")]
    assert [change.kind for change in found.changes] == [SAME]


def test_words_of_a_paragraph_are_escaped_when_they_are_marked():
    old, new = (snapshot(paragraph("a", "1.1", en=text)) for text in ("a &lt;b&gt;", "a &lt;script&gt;"))

    (change,) = compare(old, new, "en").changes

    assert "<script>" not in change.marked
    assert "&lt;script&gt;" in change.marked


def test_only_a_changed_original_counts_as_changed():
    old = snapshot(paragraph("a", "1.1", en="Snow falls.", fi="Lunta."))
    translated = snapshot(paragraph("a", "1.1", en="Snow falls.", fi="Lunta sataa."), paragraph("b", "1.2", en="New."))

    assert changed_keys(old, translated) == {"b"}
    assert changed_keys(None, old) == {"a"}
    assert changed_keys(old, snapshot(paragraph("a", "1.1", en="Snow.", fi="Lunta."))) == {"a"}


def test_successor_shares_over_half_of_the_words():
    gone = paragraph("a", "1.1", en="people share what they know about snow")
    near = paragraph("b", "1.1", en="people share what they know")
    far = paragraph("c", "1.2", en="they trust the sea")

    assert likely_successor(gone, [far, near]) == "b"
    assert likely_successor(gone, [far]) == ""


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(LANGUAGES), st.text(max_size=20), min_size=1))
def test_checksum_depends_on_the_text_alone_not_on_the_order_of_keys(texts: dict[str, str]):
    one = snapshot(paragraph("a", "1.1", **texts))
    other = snapshot(paragraph("a", "1.1", **dict(reversed(texts.items()))))

    assert canonical(one) == canonical(other)
    assert checksum(one) != checksum(snapshot(paragraph("a", "1.2", **texts)))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Æ &amp; ø</p>", "Æ & ø"),
        ("<ul><li>One</li><li><b>Two</b></li></ul>", "One\nTwo"),
        ("<p>a<br/>b  c\n d</p>", "a\nb c\nd"),
        ("", ""),
    ],
)
def test_plain_text_keeps_words_and_lines(html: str, text: str):
    assert plain_text(html) == text
