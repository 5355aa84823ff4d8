"""Compound splitting: "affaldssortering" holds "affald" and "sortering".

The longest known head that leaves a known modifier wins; a linking s or e (Finnish: the genitive) belongs to the
modifier. Modifiers are split again.
"""

from collections.abc import Callable
from typing import NamedTuple

from portal.core.i18n.languages import Compounds, language_row
from search.languages.function_words import FUNCTION_WORDS

#: form, language -> dictionary form, or None where the dictionary does not list the form.
KnownLemma = Callable[[str, str], str | None]

MIN_HEAD, MIN_MODIFIER, MIN_WORD = 3, 3, 8
#: A head of three letters is often chance; it needs a modifier of this length before it.
MODIFIER_OF_SHORT_HEAD = 6
#: Endings and prefixes that dictionaries list as words.
_ENDINGS = {
    "da": """
        skab heds hede hedens ede ende ning inge else eret ering elig lige lighed bare barhed isme
        iske erne erede ation tion løse mæssig mæssige agtig
    """,
    "nb": """
        skap heten het ende ning inge else eret ering elig lige lighet bare barhet isme iske ene
        erte sjon løse messig messige aktig aktige heta
    """,
    "sv": """
        skap heten ande ende ning inge else erat ering elig liga lighet bara barhet isme iska
        arna erna tion lösa mässig mässiga aktig
    """,
    "fi": """
        minen malla mallä essa essä insa insä aksi isten ista istä inen iset ansa ensä alla ällä
        asta ästä sesti ssaan ssään mista mistä masta mästä vaan vään tään taan
    """,
    "is": """
        inn ins num nna nar ana ans unum anna anum innar unni leg lega legt legur legra legum legar
        skap skapur semi ung ungur ingur lingur andi endur
    """,
}
_PREFIXES = {
    "da": """
        for ind und gen mis van sam sær til ved aflø
    """,
    "nb": """
        for inn und gjen mis van sam sær til ved utø
    """,
    "sv": """
        för inn und mis van sam sär till ved oav
    """,
    "fi": """
        esi epä yli ala eri iso kas uus ole jos kun
    """,
}
_NOT_HEADS = {code: frozenset(words.split()) for code, words in _ENDINGS.items()}
_NOT_MODIFIERS = {code: frozenset(words.split()) for code, words in _PREFIXES.items()}


def links_of(language: str) -> tuple[str, ...]:
    """Linking elements (interfixes) that may stand between the parts of a compound."""
    rules = language_row(language).analysis.compounds
    return rules.links if rules else ()


class Part(NamedTuple):
    """One part of a compound: as written and as the dictionary lists it."""

    form: str
    lemma: str


def split(form: str, language: str, known: KnownLemma) -> tuple[Part, ...]:
    """The parts of ``form`` from left to right, or nothing when it is no compound of known words."""
    rules = language_row(language).analysis.compounds
    if len(form) < MIN_WORD or rules is None:
        return ()
    if "-" in form:
        pieces = [piece for piece in form.split("-") if len(piece) > 1]
        return tuple(Part(piece, known(piece, language) or piece) for piece in pieces)
    not_heads = _NOT_HEADS.get(rules.not_parts, frozenset())
    for at in range(MIN_MODIFIER, len(form) - MIN_HEAD + 1):
        head = form[at:]
        if len(head) == MIN_HEAD and at < MODIFIER_OF_SHORT_HEAD:
            return ()
        if head in not_heads:
            continue
        lemma = known(head, language)
        if lemma is None or len(lemma) < MIN_MODIFIER or lemma in not_heads:
            continue
        modifier = _modifier(form[:at], language, rules, known)
        if modifier:
            return (modifier, *split(modifier.form, language, known), Part(head, lemma))
    return ()


def _modifier(form: str, language: str, rules: Compounds, known: KnownLemma) -> Part | None:
    """The first part of a compound without its link, if the dictionary lists it."""
    candidates = [form]
    candidates += [form[: -len(link)] for link in rules.links if form.endswith(link)]
    for candidate in candidates:
        if len(candidate) < MIN_MODIFIER or candidate in _NOT_MODIFIERS.get(rules.not_parts, ()):
            continue
        lemma = known(candidate, language)
        if lemma is None or candidate in FUNCTION_WORDS.get(language, ()):
            continue
        # Only the stem and the genitive stand first; other cases are chance matches.
        is_stem = candidate == lemma or (rules.drops_endings and lemma.startswith(candidate))
        if rules.genitives and not candidate.endswith(rules.genitives) and not is_stem:
            continue
        return Part(candidate, lemma)
    return None


def parts_of(form: str, lemma: str, language: str, known: KnownLemma) -> tuple[tuple[str, ...], str]:
    """Lemmas of the parts of ``form`` that are worth finding, without the word's own lemma; and the lemma of its last
    part, which says what kind of thing it is, empty when it is no compound."""
    found = split(form, language, known) or split(lemma, language, known)
    # The form too: the dictionary takes "borger" for the verb before the noun.
    names = (name for part in found for name in (part.lemma, part.form))
    parts = tuple(dict.fromkeys(name for name in names if name != lemma and len(name) > 2))
    return parts, found[-1].lemma if found else ""
