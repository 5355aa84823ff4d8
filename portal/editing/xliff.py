"""XLIFF 1.2, the file that agencies' translation tools read: one translation of one page.

Inline elements travel as ``<g>`` and ``<x>`` with ids that name them (``b1``, ``a2``), so that no tool and no
translator can bring in others. Specification: OASIS XLIFF 1.2, sections 2.2 to 2.4.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree as Xml  # writes only; reading goes through defusedxml

from bs4 import BeautifulSoup, NavigableString, Tag
from defusedxml.ElementTree import fromstring
from wagtail_localize.strings import INLINE_TAGS

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
VERSION = "1.2"
#: By what is to do about a sentence: state, and where the text comes from.
STATES = {
    "missing": ("needs-translation", ""),
    "outdated": ("needs-adaptation", ""),
    "machine": ("needs-review-translation", "mt-suggestion"),
    "": ("translated", ""),
}
FINISHED = {"translated", "final", "signed-off"}
_ELEMENT = re.compile(r"([a-z]+)(\d*)")
_KINDS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "a": "link", "br": "lb"}


@dataclass(frozen=True)
class Unit:
    """One sentence in the file; texts in the HTML that wagtail-localize keeps."""

    key: str
    field: str
    source: str
    target: str
    todo: str
    note: str = ""


@dataclass(frozen=True)
class Target:
    """What came back for one sentence. ``finished``: the translator calls it done."""

    key: str
    text: str
    finished: bool


@dataclass(frozen=True)
class Document:
    """A file that came back: which page, into which language, and its sentences."""

    original: str
    language: str
    targets: list[Target]


def write(original: str, source: str, target: str, units: Iterable[Unit]) -> bytes:
    """The file for a translation of ``original`` from language ``source`` into ``target``."""
    Xml.register_namespace("", NAMESPACE)
    root = Xml.Element(_name("xliff"), version=VERSION)
    languages = {"source-language": source, "target-language": target}
    file = Xml.SubElement(root, _name("file"), {"original": original, "datatype": "html", **languages})
    body = Xml.SubElement(file, _name("body"))
    space = "{http://www.w3.org/XML/1998/namespace}space"
    for unit in units:
        element = Xml.SubElement(body, _name("trans-unit"), {"id": unit.key, "resname": unit.field, space: "preserve"})
        _fill(Xml.SubElement(element, _name("source")), unit.source)
        state, origin = STATES[unit.todo]
        attributes = {"state": state, **({"state-qualifier": origin} if origin else {})}
        _fill(Xml.SubElement(element, _name("target"), attributes), unit.target)
        if unit.note:
            Xml.SubElement(element, _name("note")).text = unit.note
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def read(data: bytes) -> Document:
    """What stands in a file that came back.

    Raises:
        ValueError: no XML, XML with entities of its own, no XLIFF 1.2, or an element that strings cannot have.
    """
    try:
        root = fromstring(data, forbid_dtd=True)
    except Xml.ParseError as error:
        raise ValueError("no well-formed XML") from error
    file = root.find(_name("file"))
    if root.tag != _name("xliff") or file is None:
        raise ValueError("no XLIFF 1.2")
    targets = []
    for unit in file.iter(_name("trans-unit")):
        target = unit.find(_name("target"))
        if target is not None:
            finished = target.get("state") in FINISHED or unit.get("approved") == "yes"
            targets.append(Target(unit.get("id", ""), _html(target).strip(), finished))
    return Document(file.get("original", ""), file.get("target-language", ""), targets)


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _fill(parent: Xml.Element, html: str) -> None:
    """Put the text and elements of ``html`` into ``parent``."""
    counts: Counter[str] = Counter()

    def walk(soup: Tag, into: Xml.Element) -> None:
        last: Xml.Element | None = None
        for child in soup.children:
            if isinstance(child, Tag):
                counts[child.name] += 1
                key = str(child.get("id") or f"{child.name}{counts[child.name]}")
                kind = _KINDS.get(child.name, f"x-html-{child.name}")
                last = Xml.SubElement(into, _name("x" if child.name == "br" else "g"), id=key, ctype=kind)
                walk(child, last)
            elif isinstance(child, NavigableString):
                if last is None:
                    into.text = (into.text or "") + str(child)
                else:
                    last.tail = (last.tail or "") + str(child)

    walk(BeautifulSoup(html, "html.parser"), parent)


def _html(element: Xml.Element) -> str:
    """The HTML of a ``<target>``; marks that a tool put around words (``<mrk>``) leave their text."""
    text = escape(element.text or "", quote=False)
    for child in element:
        text += _child(child) + escape(child.tail or "", quote=False)
    return text


def _child(child: Xml.Element) -> str:
    if child.tag == _name("mrk"):
        return _html(child)
    found = _ELEMENT.fullmatch(child.get("id", ""))
    if child.tag not in {_name("g"), _name("x")} or found is None or found[1] not in INLINE_TAGS:
        raise ValueError(f"an element that the original does not have: {child.get('id', '')}")
    if found[1] == "br":
        return "<br/>"
    mark = f' id="{found[0]}"' if found[1] == "a" else ""
    return f"<{found[1]}{mark}>{_html(child)}</{found[1]}>"
