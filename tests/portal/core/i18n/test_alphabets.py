import pytest

from portal.core.i18n.alphabets import alphabetical, initial


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", "Aber bil zebra ære øre åben"),
        ("nb", "adresse z äkta ærlig øst åpen"),
        ("sv", "ansvar zon åtgärd ägare ärende öppen"),
        ("fi", "aamu zeniitti ålandilainen äly öljy"),
        ("is", "að áætlun borg dagur ðo ekki él íbúar jörð orka ós þing æska öld"),
        ("fo", "at á borg dagur ðo eg íbúgvi jørð órógv ævi øki"),
        ("se", "ahte áhkku cuvki čáhci sátni šaddu zoo žirku"),
        ("en", "Aland Åland Albania ecole école zebra"),
    ],
)
def test_words_stand_in_the_alphabetical_order_of_the_language(language: str, words: str):
    given = words.split()

    assert sorted(sorted(given), key=lambda word: alphabetical(word, language)) == given


def test_figures_and_blanks_come_before_letters():
    assert sorted(["smart", "smartest", "smart city", "3D"], key=lambda word: alphabetical(word, "en")) == [
        "3D",
        "smart",
        "smart city",
        "smartest",
    ]


@pytest.mark.parametrize(
    ("language", "initials"),
    [
        ("en", {"åpen": "A", "öppen": "O", "þing": "T", "æra": "A", "zone": "Z"}),
        ("da", {"åben": "Å", "öppen": "Ø", "ærlig": "Æ", "ägare": "Æ", "élan": "E"}),
        ("sv", {"åtgärd": "Å", "ærlig": "Ä", "øl": "Ö", "a\u030atgärd": "Å"}),
        ("fi", {"äly": "Ä", "šakki": "S", "3D-malli": "#", "": "#"}),
        ("is", {"þing": "Þ", "ætt": "Æ", "öryggi": "Ö", "áætlun": "Á", "ðð": "Ð"}),
    ],
)
def test_words_stand_below_a_letter_of_the_languages_own_alphabet(language: str, initials: dict[str, str]):
    assert {word: initial(word, language) for word in initials} == initials
