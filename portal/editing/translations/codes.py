"""Inline elements of XLIFF (``g``, ``x``, ``ph`` ...) as the tags of a segment, in all forms that CAT tools write.

1.2: ``g`` and ``x``; ``bpt`` with ``ept``, ``bx`` with ``ex`` and ``it`` where a tool splits them; ``ph``; ``mrk`` and
``sub`` around words. 2.x: ``pc``, ``sc`` with ``ec``, ``ph``, ``mrk``. A code is known by the code of the original that
has the same id, by what it stands for, or by an id that names it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from xml.etree import ElementTree as Xml

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _
from wagtail_localize.strings import INLINE_TAGS

#: Elements inside elements; a sentence has three.
MOST_DEPTH = 60
_PAIRED, _EMPTY = {"g", "pc"}, {"x", "ph"}
_BEGINS, _ENDS = {"bpt", "bx", "sc"}, {"ept", "ex", "ec"}
#: Around words, or nothing at all.
_TRANSPARENT = {"mrk", "sub", "source", "target", "sm", "em", "cp"}
#: What stands in these is a code of the original, and no text.
_NATIVE = {"bpt", "ept", "ph", "it"}
_LAST = re.compile(r"</(\w+)\s*>")
_NAMED = re.compile(r"([a-z]+)(\d*)")


def local_name(element: Xml.Element) -> str:
    """Name of ``element`` without its namespace; comments have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words_of(element: Xml.Element) -> str:
    """The text of a ``<source>`` or ``<target>`` without its codes."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Xml.Element) -> Iterator[str]:
    if local_name(element) and local_name(element) not in _NATIVE:
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


@dataclass
class Reader:
    """Reads the codes of one sentence. ``original``: the sentence as the portal has it."""

    original: str
    source: Xml.Element
    originals: dict[str, str]
    _by_id: dict[str, str] = field(init=False)
    _known: set[str] = field(init=False)
    #: What is open, outermost first: key and opening tag.
    _open: list[tuple[str, str]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        tags = BeautifulSoup(self.original, "html.parser").find_all(True)
        names = [_opening(tag) for tag in tags]
        self._known = set(names)
        codes = [e for e in self.source.iter() if local_name(e) in _PAIRED | _EMPTY | _BEGINS or _is_begin(e)]
        # In the original of the file and of the page the codes stand in the same order, whatever a tool calls them.
        ids = [code.get("id", "") for code in codes]
        self._by_id = dict(zip(ids, names, strict=True)) if len(ids) == len(names) else {}

    def html(self, target: Xml.Element) -> str:
        """The HTML of a ``<target>``.

        Raises:
            ValueError: a code that the original does not have, or one half of a pair.
        """
        text = self._inside(target)
        if self._open:
            raise ValueError(_("a code is opened and not closed: %(code)s") % {"code": self._open[-1][0]})
        return text

    def _inside(self, element: Xml.Element) -> str:
        text = escape(element.text or "", quote=False)
        for child in element:
            text += self._code(child) + escape(child.tail or "", quote=False)
        return text

    def _code(self, code: Xml.Element) -> str:
        kind = local_name(code)
        if not kind or kind in _TRANSPARENT:
            return self._inside(code) if kind else ""
        ends = _LAST.fullmatch(_native_of(code)) if kind == "ph" else None
        if ends:
            return self._close(self._open[-1][0] if self._open else "", f"</{ends[1]}>")
        if kind in _ENDS or (kind == "it" and code.get("pos") in {"close", "end"}):
            return self._close(str(code.get("startRef") or code.get("rid") or code.get("id", "")))
        return self._begin(code, kind)

    def _begin(self, code: Xml.Element, kind: str) -> str:
        opening = self._element(code)
        if opening == "<br>" and kind in _PAIRED | _EMPTY:
            return "<br/>"
        key = str(code.get("rid") or code.get("id", ""))
        self._open.append((key, opening))
        if kind in _PAIRED:
            inside = self._inside(code)
            return opening + inside + self._close(key)
        if kind in _BEGINS or _is_begin(code) or (kind == "ph" and _native_of(code)):
            return opening
        raise ValueError(_("an element that the original does not have: %(code)s") % {"code": key or kind})

    def _close(self, key: str, expected: str = "") -> str:
        if not self._open or self._open[-1][0] != key:
            raise ValueError(_("a code is closed and not opened: %(code)s") % {"code": key or expected})
        closing = _closing(self._open.pop()[1])
        if expected and closing != expected:
            raise ValueError(_("a code is closed and not opened: %(code)s") % {"code": expected})
        return closing

    def _element(self, code: Xml.Element) -> str:
        """The opening tag that ``code`` stands for.

        Raises:
            ValueError: the original has no such element.
        """
        key = code.get("id", "")
        native = _native_of(code) or self.originals.get(code.get("dataRefStart") or code.get("dataRef") or "", "")
        for opening in (self._by_id.get(key), _first_opening(native), _named(key)):
            if opening and (opening in self._known or opening in {"<b>", "<i>", "<br>"}):
                return opening
        if local_name(code) in _EMPTY and code.get("ctype") == "lb":
            return "<br>"
        raise ValueError(_("an element that the original does not have: %(code)s") % {"code": key or local_name(code)})


def _native_of(code: Xml.Element) -> str:
    return "".join(code.itertext()).strip() if local_name(code) in _NATIVE else ""


def _is_begin(code: Xml.Element) -> bool:
    return local_name(code) == "it" and code.get("pos") in {"open", "begin"}


def _opening(tag: Tag) -> str:
    mark = f' id="{escape(str(tag["id"]))}"' if tag.get("id") else ""
    return f"<{tag.name}{mark}>"


def _closing(opening: str) -> str:
    return f"</{opening.strip('<>').split()[0]}>"


def _first_opening(native: str) -> str:
    tag = BeautifulSoup(native, "html.parser").find(True)
    return _opening(tag) if isinstance(tag, Tag) else ""


def _named(key: str) -> str:
    found = _NAMED.fullmatch(key)
    if found is None or found[1] not in INLINE_TAGS:
        return ""
    return f'<a id="{key}">' if found[1] == "a" else f"<{found[1]}>"
