"""What counts as one word, however it was typed, copied or written."""

import unicodedata

import pytest

from search.languages.text import forms, tokens
from search.tokens import streams

SOFT, JOINER, ZERO_WIDTH = "\u00ad", "\u200d", "\u200b"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (unicodedata.normalize("NFD", "Återbruksgård í Þórshöfn"), ["återbruksgård", "í", "þórshöfn"]),
        (f"kom{SOFT}munens klima{SOFT}plan{SOFT}", ["kommunens", "klimaplan"]),
        (f"työ{ZERO_WIDTH}paja {JOINER}ää{JOINER}ni\ufeff", ["työpaja", "ääni"]),
        ("CO₂ og CO² i ﬁskeri ｅｎｅｒｇｉ ℌ", ["co2", "og", "co2", "i", "fiskeri", "energi", "h"]),
        ("co\u00a02\u2009x", ["co", "2", "x"]),
        ("E.U. og U.S.A. Ph.D. E.U.:n E.U", ["eu", "og", "usa", "phd", "eu:n", "eu"]),
        ("støj, bl.a. F.eks. t. ex. t.d. þ.e. M.A.", ["støj", "bl-a", "f-eks", "t-ex", "t-d", "þ-e", "ma"]),
        (
            "E. U. og U. S. A. i J. Hansen, plan B. I byen",
            ["eu", "og", "usa", "i", "j", "hansen", "plan", "b", "i", "byen"],
        ),
        ("f.Kr. F.EKS. BL.A. Fr.o.m.", ["f-kr", "f-eks", "bl-a", "fr-o-m"]),
        ("٢٠٢٠ २०२० ２０２０", ["2020", "2020", "2020"]),
        ("EU:n USA:ssa EU:s tv:n 2:a", ["eu:n", "usa:ssa", "eu:s", "tv:n", "2:a"]),
        ("tema:klima kl. 13:00 note:The", ["tema", "klima", "kl", "13", "00", "note", "the"]),
        ("Covid-19, 19-åring, 2026-11-29", ["covid19", "19åring", "2026-11-29"]),
        ("plan B.Men 1.2.3 kari.b@by.is", ["plan", "b", "men", "1", "2", "3", "kari", "b", "by", "is"]),
        ("city’s e‑faktura o'neill", ["city's", "e-faktura", "o'neill"]),
        ("?! 😀 … — 👩‍👩‍👧", []),
        ("å" * 61, []),
    ],
)
def test_words_of_a_text(typed: str, plain: list[str]) -> None:
    assert forms(typed) == plain


@pytest.mark.parametrize(
    "typed",
    [
        "klima\u00adplan",
        "CO₂",
        unicodedata.normalize("NFD", "återbruksgård"),
        "ﬁskeri",
        "E.U.",
        "þing\u200beyri",
        "한국",
    ],
)
def test_places_of_words_are_those_of_the_text_as_stored(typed: str) -> None:
    text = f"Før, {typed} eﬀekt {typed}!"
    found = [text[token.start : token.end] for token in tokens(text)]
    assert found == ["Før", typed.rstrip("."), "eﬀekt", typed.rstrip(".")]


@pytest.mark.parametrize("written", ["CO2", "CO₂", "CO 2", "CO-2", "CO\u00a02", "CO\u00ad₂"])
def test_letters_and_figures_are_one_word_together_or_apart(written: str) -> None:
    text = streams(f"Less {written} today", "en").analysed
    assert "en:co2" in text
    assert {"en+co", "en+2"} <= set(text) or {"en:co", "en:2"} <= set(text)


def test_figures_beside_words_of_grammar_stay_apart() -> None:
    assert "en:in2020" not in streams("Begun in 2020", "en").analysed
    assert "en:horizon2020" in streams("Horizon 2020", "en").analysed
