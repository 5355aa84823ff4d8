"""Tables as spreadsheets really save them, and notes as people paste them."""

import pytest

from events.dialogue.importing.columns import (
    COLUMNS,
    country_of,
    fields_by_heading,
    heading_key,
    language_of,
    values_of,
)
from events.dialogue.importing.files import (
    MOST_BYTES,
    MOST_LINES,
    ImportRefusedError,
    lines_of_notes,
    lines_of_table,
    text_of,
)

TABLE = "Tekst;Sprog\r\nMere lys på stræde og vej;da\r\n"


def cells(text: str) -> list[tuple[str, ...]]:
    return [line.cells for line in lines_of_table(text, frozenset(fields_by_heading()), heading_key)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_usual_encoding_is_read(encoding):
    assert cells(text_of(TABLE.encode(encoding))) == [("Tekst", "Sprog"), ("Mere lys på stræde og vej", "da")]


def test_another_encoding_is_told_with_its_line():
    with pytest.raises(ImportRefusedError, match="Line 3 holds letters that are not UTF-8"):
        text_of("Tekst\nLys\nMørke\n".encode("latin-1"))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_usual_separator_is_found(separator):
    text = f'Text{separator}Language\n"Ljós; birta, ylur"{separator}is\n'
    assert cells(text) == [("Text", "Language"), ("Ljós; birta, ylur", "is")]


def test_a_line_that_names_the_separator_is_obeyed():
    assert cells("sep=|\nText|Language\nLjós, birta|is\n") == [("Text", "Language"), ("Ljós, birta", "is")]


def test_lines_are_numbered_as_in_the_file():
    text = 'Text;Language\n"one\ntwo";da\n\nthree;sv\n'
    numbers = [line.number for line in lines_of_table(text, frozenset(fields_by_heading()), heading_key)]
    assert numbers == [1, 2, 5]


def test_formulas_are_text_and_our_own_apostrophe_goes():
    assert cells("Text\n=1+1\n'=1+1\n'n byrjun\n")[1:] == [("=1+1",), ("=1+1",), ("'n byrjun",)]


def test_a_file_has_its_limits():
    with pytest.raises(ImportRefusedError, match="larger than 2 MB"):
        text_of(b"x" * (MOST_BYTES + 1))
    assert len(cells("Text\n" + "lys\n" * MOST_LINES)) == MOST_LINES + 1
    with pytest.raises(ImportRefusedError, match="There are 5001 lines, and 5000 is the most"):
        cells("Text\n" + "lys\n" * (MOST_LINES + 1))
    with pytest.raises(ImportRefusedError, match="There are 5001 lines, and 5000 is the most"):
        lines_of_notes("lys\n" * (MOST_LINES + 1))


def test_what_is_no_table_is_told():
    with pytest.raises(ImportRefusedError, match="cannot be read"):
        cells("Text\n" + '"' + "x" * 200_000 + '"\n')


def test_notes_lose_the_marks_of_their_list():
    text = "Traust\r\n\r\n - Meira ljós\n•\tFærri bílar\n---\n"
    assert [(line.number, line.cells) for line in lines_of_notes(text)] == [
        (1, ("Traust",)),
        (3, ("Meira ljós",)),
        (4, ("Færri bílar",)),
    ]


@pytest.mark.parametrize("heading", ["Text", " tekst ", "TEXTI", "Teksti:", "\ufeffText", "comment"])
def test_headings_are_understood_in_every_language(heading):
    assert fields_by_heading()[heading_key(heading)] == "text"


def test_every_column_has_its_own_name_as_a_heading():
    for field in COLUMNS:
        assert fields_by_heading()[heading_key(field)] == field


@pytest.mark.parametrize(
    ("said", "code"),
    [("fi", "fi"), ("Suomi", "fi"), ("finska", "fi"), ("Íslenska", "is"), ("nob", "nb"), ("kl", "kl"), ("??", None)],
)
def test_languages_are_known_by_code_and_name(said, code):
    assert language_of(said) == code


@pytest.mark.parametrize(
    ("said", "code"), [("SE", "SE"), ("Svíþjóð", "SE"), ("ruotsi", "SE"), ("ee", "EE"), ("Nord", None)]
)
def test_countries_are_known_by_code_and_name(said, code):
    assert country_of(said) == code


def test_choices_are_known_by_value_and_label():
    assert values_of("channel")[heading_key("paper")] == "paper"
    assert values_of("quoting")[heading_key("Ja, med mit navn")] == "named"
