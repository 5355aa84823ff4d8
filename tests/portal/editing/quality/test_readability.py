"""LIX, and what it means in each language."""

import pytest
from django.conf import settings

from portal.editing.enums import Ease
from portal.editing.quality.readability import SCALES, lix, reading_level
from portal.editing.templatetags.editing_tags import readability_scales

EASY = {
    "en": "The bus comes on time. People can see where it is. They like that. More of them ride it now.",
    "da": "Bussen kommer til tiden. Folk kan se, hvor den er. Det kan de lide. Nu kører flere med den.",
    "nb": "Bussen kommer i tide. Folk kan se hvor den er. Det liker de. Nå tar flere den.",
    "sv": "Bussen kommer i tid. Folk kan se var den är. Det gillar de. Nu åker fler med den.",
    "fi": "Bussi tulee ajallaan. Ihmiset näkevät, missä se on. He pitävät siitä. Yhä useampi matkustaa bussilla.",
    "is": "Strætó kemur á réttum tíma. Fólk sér hvar hann er. Því líkar það. Nú taka fleiri hann.",
}
HARD = {
    "en": "Interoperable municipal infrastructures necessitate comprehensive organisational transformation "
    "programmes, continuously coordinated between administrative departments, external stakeholders and "
    "governmental institutions throughout extraordinarily complicated procurement procedures.",
    "da": "Kommunernes tværsektorielle digitaliseringsstrategier forudsætter gennemgribende organisatoriske "
    "omstillingsprocesser, løbende koordineret mellem forvaltningerne, eksterne interessenter og statslige "
    "institutioner gennem usædvanligt komplicerede udbudsprocedurer.",
    "nb": "Kommunenes tverrsektorielle digitaliseringsstrategier forutsetter gjennomgripende organisatoriske "
    "omstillingsprosesser, fortløpende koordinert mellom forvaltningsorganene, eksterne interessenter og statlige "
    "institusjoner gjennom usedvanlig kompliserte anskaffelsesprosedyrer.",
    "sv": "Kommunernas tvärsektoriella digitaliseringsstrategier förutsätter genomgripande organisatoriska "
    "omställningsprocesser, fortlöpande samordnade mellan förvaltningarna, externa intressenter och statliga "
    "institutioner genom utomordentligt komplicerade upphandlingsförfaranden.",
    "fi": "Kuntien poikkihallinnolliset digitalisaatiostrategiat edellyttävät perusteellisia organisatorisia "
    "muutosprosesseja, joita hallintoyksiköiden, ulkopuolisten sidosryhmien ja valtionhallinnon instituutioiden "
    "välillä koordinoidaan jatkuvasti poikkeuksellisen monimutkaisissa hankintamenettelyissä.",
    "is": "Þverfaglegar stafrænar umbreytingaráætlanir sveitarfélaganna krefjast gagngerra skipulagsbreytinga, "
    "stöðugt samræmdra milli stjórnsýslueininga, utanaðkomandi hagsmunaaðila og ríkisstofnana gegnum "
    "óvenjulega flókin innkaupaferli.",
}


def test_lix_is_words_per_sentence_plus_share_of_long_words():
    # Ten words, two of them long, in two sentences.
    assert lix("One two three four seventh. One two three four seventh.") == pytest.approx(5 + 20)
    assert lix("A heading\nOne two three four seven six one two") == pytest.approx(5 + 10)
    assert lix("Too few words.") is None


@pytest.mark.parametrize("language", EASY)
def test_plain_and_official_language_are_told_apart(language: str):
    assert reading_level(EASY[language], language) == Ease.GOOD
    assert reading_level(HARD[language], language) == Ease.COMPLEX


def test_a_language_without_a_scale_gets_no_verdict():
    assert reading_level(HARD["fi"], "kl") is None


def test_every_language_of_the_portal_has_a_scale():
    assert {code for code, _name in settings.LANGUAGES} <= SCALES.keys()
    assert len(readability_scales()["rows"]) == len(settings.LANGUAGES)
