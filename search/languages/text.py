"""The tokenizer: words of a text with their places, the same for every language."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from portal.core.i18n.text import comparable

_LETTER, _CHARACTER = r"[^\W\d_]", r"[^\W_]"
#: Endings that a colon joins to a word: EU:n, tv:n, USA:ssa, EU:s, 2:a. Between two words it parts them.
_ENDINGS = """
    n t a ä ta tä na nä ssa ssä sta stä lla llä lta ltä lle ksi tta ttä ien jen iden in ja jä ita itä ille illa illä
    issa issä ista istä ilta iltä iksi ina inä iin hin hun hyn han hän hon hön aan ään een ien oon uun öön yyn seen kin
    kaan kään s e en et er ar or ns ens ets na arna erna
"""
_JOINED = rf"(?:['’\-\u2010]{_CHARACTER}+|:(?:{'|'.join(_ENDINGS.split())})(?!{_CHARACTER}))*"
#: Abbreviations that carry grammar, as they are written with dots.
_GRAMMAR = """
    f.eks t.ex t.d til.d bl.a m.m m.fl m.v m.a o.s.v o.s.frv d.v.s o.a o.d o.l o.lign o.fl þ.e þ.e.a.s þ.m.t s.k p.g.a
    fr.o.m t.o.m i.h.t i.f.t m.h.t v.h.a f.d e.g i.e m.t.t f.kr e.kr
"""
#: The same as forms of the text: with hyphens, since a dot is the mark of a typed token.
GRAMMAR_ABBREVIATIONS = frozenset(name.replace(".", "-") for name in _GRAMMAR.split())


def _abbreviations() -> str:
    """A pattern for them. Single letters are small but for the first: M.A. is a degree, m.a. is not."""

    def pattern(name: str) -> str:
        is_plain = all(len(part) == 1 for part in name.split("."))
        return rf"[{name[0]}{name[0].upper()}]{name[1:]}" if is_plain else f"(?i:{name})"

    longest_first = sorted(_GRAMMAR.split(), key=len, reverse=True)
    return "|".join(pattern(name).replace(".", r"\. ?") for name in longest_first)


#: Grammar; E.U., U.S.A. and Ph.D. with what may follow a word (E.U.:n); letters and figures, held together by
#: apostrophes, hyphens and some colons ("EU:n", "city's", "e-faktura").
_WORD = re.compile(
    rf"(?<![^\W_])(?<![.@])(?={_LETTER}{{1,3}}\.)(?:(?P<grammar>(?:{_abbreviations()})(?!{_CHARACTER}))"
    rf"|(?P<dotted>{_LETTER}(?:\.{_LETTER}{{1,2}})+|{_LETTER}{{2}}(?:\.{_LETTER})+|{_LETTER}(?:\. {_LETTER}(?=\.))+)"
    rf"(?!{_CHARACTER})"
    rf"(?:\.(?=['’:\-\u2010]))?{_JOINED})"
    rf"|{_CHARACTER}+{_JOINED}"
)
#: One spelling for each joining character.
_JOINERS = str.maketrans("’\u2010\u2011", "'--")
#: Longer "words" are addresses or noise, and would only cost time.
MAX_WORD = 60
#: CO2, 5G, Covid-19, Horizon2020: letters and figures are written together or apart.
_MIXED = re.compile(rf"({_LETTER}{{1,16}})-?(\d{{1,4}})|(\d{{1,4}})-?({_LETTER}{{1,16}})")
_APART = re.compile(r"[ \-\u2010]?")


class Token(NamedTuple):
    """One word of a text: its lower-case form and where it stands."""

    form: str
    start: int
    end: int


def normalise(word: str) -> str:
    """The form under which a word is looked up: as it is compared, lower case, one kind of apostrophe and hyphen."""
    return comparable(word).text.translate(_JOINERS).lower()


def tokens(text: str) -> Iterator[Token]:
    """The words of ``text`` in order. Places count in the text as given, so that passages can be cut from it."""
    compared, places = comparable(text)
    has_joiners = any(map(compared.__contains__, map(chr, _JOINERS)))
    for match in _WORD.finditer(compared):
        form = match.group().lower()
        if has_joiners:
            form = form.translate(_JOINERS)
        if match.lastgroup == "grammar":
            form = form.replace(". ", "-").replace(".", "-")
        elif match.lastgroup == "dotted":
            form = form.replace(".", "").replace(" ", "")
        elif "-" in form and letters_and_figures(form):
            form = form.replace("-", "")
        if len(form) <= MAX_WORD:
            yield Token(form, places[match.start()], places[match.end()])


def forms(text: str) -> list[str]:
    """The lower-case words of ``text``."""
    return [token.form for token in tokens(text)]


def letters_and_figures(form: str) -> tuple[str, ...]:
    """The letters and the figures of a word such as "co2" or "covid-19", in order; nothing for any other word."""
    found = _MIXED.fullmatch(form)
    return tuple(piece for piece in found.groups() if piece) if found else ()


def written_apart(text: str, found: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """Letters and figures that stand beside each other, as the word that they may be meant as, and the first's number.

    Parameters:
        text: what the words were found in.
        found: its words.
    """
    for number, (first, second) in enumerate(pairwise(found)):
        if first.form.isdecimal() != second.form.isdecimal():
            joined = first.form + second.form
            if letters_and_figures(joined) and _APART.fullmatch(comparable(text[first.end : second.start]).text):
                yield joined, number
