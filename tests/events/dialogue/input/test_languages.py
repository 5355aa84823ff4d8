"""Guessing the language of what somebody writes."""

import unicodedata

import pytest

from events.dialogue.input.languages import OTHER, guess, language_choices

SENTENCES = {
    "en": "There should be more benches in the shade, so that old people can rest.",
    "da": "Der burde være flere bænke i skyggen, så de gamle også kan hvile sig, hvor de bliver trætte.",
    "nb": "Det burde være flere benker i skyggen, så de eldre også kan hvile seg og ikke bli slitne av varmen.",
    "nn": "Det bør vere fleire benkar i skuggen, så dei eldre òg kan kvile seg og ikkje berre gå heim.",
    "sv": "Det borde finnas fler bänkar i skuggan, så att också äldre kan vila sig och inte blir trötta.",
    "fi": "Varjossa pitäisi olla enemmän penkkejä, jotta myös vanhat ihmiset voisivat levätä.",
    "is": "Það þarf að fjölga bekkjum í skugga svo að eldra fólk geti hvílt sig.",
    "fo": "Tað eiga at vera fleiri beinkir í skugga, so at eldri fólk eisini kunnu hvíla seg við vegin.",
    "se": "Galget leat eanet beaŋkkat suoivanis, vai maiddái boares olbmot sáhttet vuoiŋŋastit.",
    "kl": "Alanngusuartumi issiavinnik amerlanerusunik pisariaqarpoq, inuit utoqqaat qasuersaarsinnaaqqullugit.",
}  # fmt: skip


@pytest.mark.parametrize("language", SENTENCES)
def test_guess_knows_a_sentence_on_a_page_in_another_language(language: str):
    assert guess(SENTENCES[language], "en" if language != "en" else "fi") == language


@pytest.mark.parametrize("language", SENTENCES)
def test_guess_knows_a_sentence_in_capitals_with_letters_in_two_parts(language: str):

    assert guess(unicodedata.normalize("NFD", SENTENCES[language].upper()), "en") == language


@pytest.mark.parametrize("text", ["", "Ok", "12", "🙂", "bus", "Tram!"])
def test_guess_stays_with_the_page_where_words_do_not_tell(text: str):
    assert guess(text, "nb") == "nb"


def test_guess_stays_with_the_page_between_languages_that_are_near():
    assert guess("Bedre busser om aftenen", "nb") == "nb"
    assert guess("Bedre busser om aftenen", "da") == "da"


def test_every_language_that_the_portal_knows_can_be_chosen_and_any_other():
    codes = [code for code, _name in language_choices()]

    assert set(codes) == {*SENTENCES, OTHER}
    assert ("fo", "Føroyskt") in language_choices()
