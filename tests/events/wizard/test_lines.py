"""Programme, speakers and questions as lines of text."""

import pytest

from events.wizard.lines import read_agenda, read_questions, read_speakers
from portal.editing.wizard.lines import LineError


@pytest.mark.parametrize(
    ("line", "time", "text"),
    [
        ("13.00 Velkomst", "13.00", "Velkomst"),
        ("kl. 13:10 - 14:00: Grupper", "13:10–14:00", "Grupper"),
        ("klo 9.30–10.15 Työpaja äänestä", "9.30–10.15", "Työpaja äänestä"),
        ("• Kaffi og kökur", "", "Kaffi og kökur"),
        ("·\t13.00 Lopuksi", "13.00", "Lopuksi"),
        ("kl. 9 Morgenmad", "9", "Morgenmad"),
        ("Klukkan 13-14.30: Hópar", "13–14.30", "Hópar"),
        ("2030 mål for byen", "", "2030 mål for byen"),
        ("2-3 deltagere fortæller", "", "2-3 deltagere fortæller"),
        ("13.00", "", "13.00"),
    ],
)
def test_an_item_may_begin_with_its_time(line: str, time: str, text: str):
    [item] = read_agenda(f"\n  {line}  \r\n-----\n")
    assert (item.time, item.text) == (time, text)


def test_speakers_have_name_role_and_organisation():
    found = read_speakers("Åse Þórsdóttir\nTesti Testinen, johtaja\nTesta Test, leder, Testby, Nordisk hus")
    assert [(one.name, one.role, one.organisation) for one in found] == [
        ("Åse Þórsdóttir", "", ""),
        ("Testi Testinen", "johtaja", ""),
        ("Testa Test", "leder", "Testby, Nordisk hus"),
    ]


def test_lines_that_are_too_long_are_named():
    for read, most in ((read_agenda, 250), (read_speakers, 120), (read_questions, 300)):
        assert read("æ" * most)
        with pytest.raises(LineError, match="æææ"):
            read("æ" * (most + 1))
    with pytest.raises(LineError, match="leder"):
        read_speakers(", leder")
