"""How text is stored and compared, and how it becomes an address."""

import unicodedata

import pytest

from portal.core.i18n.text import comparable, page_slug, search_key, tidy_line, tidy_name, tidy_text

SOFT, SPACE, JOINER, OVERRIDE = "\u00ad", "\u200b", "\u200d", "\u202e"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("A\u030akersberga", "Åkersberga"),
        (f"  klima{SOFT}plan \r\nto ", f"klima{SOFT}plan \nto"),
        (f"safe{OVERRIDE}gpj.exe", "safegpj.exe"),
        ("a\x00b\x1bc\x7f\x9fd\ufeff", "abcd"),
        ("👩‍🚲", "👩‍🚲"),
        ("\ud83d", ""),
        ("שלום עולם", "שלום עולם"),
    ],
)
def test_prose_is_stored_composed_and_without_what_cannot_be_seen_to_act(typed: str, stored: str) -> None:
    assert tidy_text(typed) == stored


def test_a_line_has_single_blanks_and_a_name_nothing_invisible() -> None:
    assert tidy_line(f"Grön\u00a0\tklima{SOFT}plan\n2030") == f"Grön klima{SOFT}plan 2030"
    assert {tidy_name(text) for text in ("\u2800", "\u0301 \u0308", "\u3164\uffa0", "\U000e0041")} == {""}
    assert [tidy_name(text) for text in ("🙂", "ÿ", "3")] == ["🙂", "ÿ", "3"]
    assert tidy_name(f"Å{SOFT}se{SPACE} O\u0308{JOINER}dega\u030ard\u200f") == "Åse Ödegård"


@pytest.mark.parametrize(
    ("stored", "word", "passage"),
    [
        ("Kommu\u00adnens klima\u00adplan viser vejen.", "klimaplan", "klima\u00adplan"),
        ("Gro\u0308n a\u030aterbruksga\u030ard", "återbruksgård", "a\u030aterbruksga\u030ard"),
        ("uten CO₂ i byen", "CO2", "CO₂"),
        ("eﬃcient", "efficient", "eﬃcient"),
        ("ｆｕｌｌ", "full", "ｆｕｌｌ"),
        ("sist\u200b", "sist", "sist\u200b"),
    ],
)
def test_what_is_found_in_the_compared_text_has_its_place_in_the_stored_one(
    stored: str, word: str, passage: str
) -> None:
    text = comparable(stored)
    start = text.text.index(word)
    begin, end = text.places[start], text.places[start + len(word)]
    assert stored[begin:end] == passage


@pytest.mark.parametrize("text", ["Å\u0323ngström", "가각", "ẛ̣ ﬁ ½ ①", "e\u200d\u0301", "नि", "👩‍🚲", ""])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_compared_text_is_that_of_the_standard_whatever_the_form(text: str, form: str) -> None:
    typed = unicodedata.normalize(form, text)
    assert comparable(typed).text == unicodedata.normalize("NFKC", typed.replace("\u200d", ""))
    assert len(comparable(typed).places) == len(comparable(typed).text) + 1


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Blåbærgrød på Ærø: Þing og ðagur", "blabaergrod-pa-aero-thing-og-dagur"),
        (
            "Ærøskøbing: åben værksteds\u00addag í Þórshöfn – työpaja",
            "aeroskobing-aben-vaerkstedsdag-i-thorshofn-tyopaja",
        ),
        ("Łódź, CO₂ & Straße – what’s next?", "lodz-co2-strasse-whats-next"),
        ("STRAẞE İstanbul ı Ǥ", "strasse-istanbul-i-g"),
        ("Dávvisámegiella čŋđŧž", "davvisamegiella-cndtz"),
        ("日本 🚲", ""),
    ],
)
def test_a_slug_is_ascii_in_every_form_of_the_title(title: str, slug: str, form: str) -> None:
    assert page_slug(unicodedata.normalize(form, title)) == slug


def test_a_long_slug_ends_with_a_whole_word() -> None:
    assert page_slug("en to tre fire", most=9) == "en-to-tre"
    assert page_slug("en to trefire", most=9) == "en-to"
    assert page_slug("entotrefire", most=5) == "entot"


def test_people_are_found_whatever_the_case_and_the_accents() -> None:
    assert search_key("Åse  ØDEGÅRD") == search_key("a\u030ase o\u0308dega\u00adrd") == "ase odegard"
