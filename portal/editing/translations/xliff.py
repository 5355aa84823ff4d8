"""XLIFF (OASIS), the exchange format of CAT tools: one translation of one page. Written as 1.2, read as 1 and 2.

Inline elements travel as ``<g>`` and ``<x>`` with ids that name them (``b1``, ``a2``); the module ``codes`` reads them
back in whatever form a tool gives them. Specifications: OASIS XLIFF 1.2, sections 2.2 to 2.4; 2.1, chapter 4.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as Xml  # writes only; reading goes through defusedxml

from bs4 import BeautifulSoup, NavigableString, Tag
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from portal.editing.translations.codes import MOST_DEPTH, local_name
from portal.editing.translations.returned import text_of

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
VERSION = "1.2"
LANGUAGE_OF_XML = "{http://www.w3.org/XML/1998/namespace}lang"
#: By what is to do about a sentence: state, and where the text comes from.
STATES = {
    "missing": ("needs-translation", ""),
    "unsure": ("needs-review-translation", ""),
    "outdated": ("needs-adaptation", ""),
    "machine": ("needs-review-translation", "mt-suggestion"),
    "": ("translated", ""),
}
#: States that say it is done, in 1.2 and in 2.x; whatever else a file says of a sentence, it is not.
FINISHED = {"translated", "final", "signed-off", "reviewed"}
#: Done, even where the sentence is not approved.
FINAL = {"final", "signed-off"}
_KINDS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "a": "link", "br": "lb"}
_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)""")
_ENCODINGS = ("utf-32", "utf-32", "utf-8-sig", "utf-16", "utf-16")


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
class Returned:
    """What came back for one sentence, as XML. ``finished``: what the file says; None if it says nothing."""

    key: str
    field: str
    source: Xml.Element
    target: Xml.Element
    finished: bool | None
    #: What codes stand for, by their ids: only in XLIFF 2.
    originals: dict[str, str]


@dataclass(frozen=True)
class File:
    """One ``<file>`` that came back: of what, into which language, since when, and its sentences."""

    original: str
    language: str
    date: str
    units: list[Returned]


def write(original: str, source: str, target: str, units: Iterable[Unit], date: datetime) -> bytes:
    """The file for a translation of ``original`` from language ``source`` into ``target``, as of ``date``."""
    Xml.register_namespace("", NAMESPACE)
    root = Xml.Element(_name("xliff"), version=VERSION)
    about = {"source-language": source, "target-language": target, "date": date.isoformat()}
    file = Xml.SubElement(root, _name("file"), {"original": original, "datatype": "html", **about})
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


def looks_like_xml(data: bytes) -> bool:
    """Whether the first sign of ``data`` is ``<``, in whatever encoding."""
    return data[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n").startswith(b"<")


def read(data: bytes) -> list[File]:
    """What stands in a file that came back, by the rules of XML: in the encoding that it declares or begins with.

    Raises:
        ValueError: no XML, XML with entities of its own, or no XLIFF.
    """
    try:
        root = fromstring(_decoded(data), forbid_dtd=True)
    except DefusedXmlException as error:
        raise ValueError(_("it declares entities of its own")) from error
    except (Xml.ParseError, LookupError, ValueError) as error:
        raise ValueError(_("no well-formed XML")) from error
    if local_name(root) != "xliff":
        raise ValueError(_("no XLIFF"))
    if _is_too_deep(root):
        raise ValueError(_("its elements are nested too deeply"))
    version = root.get("version", "")
    files = [element for element in root.iter() if local_name(element) == "file"]
    if version.startswith("2"):
        return [_read_2(file, root.get("trgLang", "")) for file in files]
    return [_read_1(file) for file in files]


def _decoded(data: bytes) -> str:
    """The text, in the encoding that the file begins with, else in UTF-8 or the one that its declaration names."""
    for mark, encoding in zip(_MARKS, _ENCODINGS, strict=True):
        if data.startswith(mark):
            return data.decode(encoding)
    if data[:4] in {b"<\0?\0", b"<\0x\0"}:
        return data.decode("utf-16-le")
    if data[:4] in {b"\0<\0?", b"\0<\0x"}:
        return data.decode("utf-16-be")
    named = _DECLARED.search(data[:200])
    return text_of(data, named[1].decode() if named else "utf-8").strip()


def _is_too_deep(root: Xml.Element) -> bool:
    level = [root]
    for _depth in range(MOST_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _child(parent: Xml.Element, name: str) -> Xml.Element | None:
    return next((child for child in parent if local_name(child) == name), None)


def _read_1(file: Xml.Element) -> File:
    units = []
    language = file.get("target-language", "")
    for unit in file.iter():
        if local_name(unit) != "trans-unit":
            continue
        source, target = _child(unit, "source"), _child(unit, "target")
        if target is None or unit.get("translate") == "no":
            continue
        language = language or target.get(LANGUAGE_OF_XML, "")
        source = Xml.Element("source") if source is None else source
        finished = _finished_1(unit, target)
        units.append(Returned(unit.get("id", ""), unit.get("resname", ""), source, target, finished, {}))
    return File(file.get("original", ""), language, file.get("date", ""), units)


def _finished_1(unit: Xml.Element, target: Xml.Element) -> bool | None:
    state, approved, origin = target.get("state", ""), unit.get("approved", ""), target.get("state-qualifier", "")
    if state in FINAL or approved == "yes":
        return True
    if approved == "no" or (state and state not in FINISHED):
        return False
    if state:
        return True
    return False if origin.startswith(("fuzzy", "mt-", "leveraged-mt", "tm-")) else None


def _read_2(file: Xml.Element, language: str) -> File:
    units = []
    for unit in file.iter():
        if local_name(unit) != "unit":
            continue
        source, target, states = Xml.Element("source"), Xml.Element("target"), []
        has_target = False
        for part in unit:
            if local_name(part) not in {"segment", "ignorable"}:
                continue
            ours, theirs = _child(part, "source"), _child(part, "target")
            if ours is not None:
                source.append(ours)
            if theirs is not None and local_name(part) == "segment":
                has_target = True
                states.append(part.get("state", ""))
            here = ours if theirs is None and local_name(part) == "ignorable" else theirs
            if here is not None:
                target.append(here)
        if has_target and unit.get("translate") != "no":
            key, name = unit.get("id", ""), unit.get("name", "")
            units.append(Returned(key, name, source, target, _finished_2(states), _originals(unit)))
    return File(file.get("original", ""), language, "", units)


def _finished_2(states: list[str]) -> bool | None:
    said = [state for state in states if state]
    if any(state not in FINISHED for state in said):
        return False
    return True if said else None


def _originals(unit: Xml.Element) -> dict[str, str]:
    holders: Iterator[Xml.Element] = (child for child in unit if local_name(child) == "originalData")
    return {data.get("id", ""): "".join(data.itertext()) for holder in holders for data in holder}
