"""What words may stand for, language by language."""

import pytest

from search.languages.analysis import analyse, is_known, query_parts


@pytest.mark.parametrize(
    ("language", "form", "lemma"),
    [
        ("da", "kommunernes", "kommune"),
        ("nb", "innbyggerne", "innbygger"),
        ("nn", "kommunane", "kommune"),
        ("sv", "städerna", "stad"),
        ("fi", "kaupungeissa", "kaupunki"),
        ("fi", "eu:n", "eu"),
        ("fi", "talossammekin", "talo"),
        ("fi", "hiuksiisi", "hius"),
        ("fi", "asiakaspalvelussammekaan", "asiakaspalvelu"),
        ("en", "cities", "city"),
        ("en", "city's", "city"),
        ("is", "sveitarfélaginu", "sveitarfélag"),
        ("is", "þingeyrar", "þingeyri"),
        ("se", "gielddat", "gielda"),
        ("kl", "illoqarfik", "illoqarfik"),
    ],
)
def test_lemma_of_an_inflected_form(language: str, form: str, lemma: str) -> None:
    assert lemma in analyse(form, language).lemmas


@pytest.mark.parametrize(
    ("verb", "participles"),
    [
        ("väittää", "väittänyt väittäneet väitetty väitetyn väittävä väittävistä väitettävä"),
        ("tarkoittaa", "tarkoittanut tarkoitetuista tarkoittavaan"),
        ("nousta", "noussut nousseita nouseva"),
        ("tulla", "tullut tulleiden"),
        ("mennä", "mennyt menneet"),
        ("tilata", "tilannut tilatun"),
        ("hankkia", "hankkinut hankitusta hankittavaksi"),
        ("kelvata", "kelpaava"),
        ("valita", "valinneet valitun"),
    ],
)
def test_finnish_participle_is_found_by_its_verb(verb: str, participles: str) -> None:
    of_the_verb = {*analyse(verb, "fi").stems}
    assert [form for form in participles.split() if of_the_verb.isdisjoint(analyse(form, "fi").stems)] == []


def test_finnish_nouns_are_no_participles() -> None:
    """Words that end like one: each has the stem of its own lemma, and no other."""
    nouns = "katu päivän terävä kohtuun huoneet suureen ihmeen hattu satu järvi savi matka tieto kauniita"
    assert [noun for noun in nouns.split() if len(analyse(noun, "fi").stems) > 1] == []


def test_icelandic_form_keeps_every_candidate() -> None:
    assert set(analyse("á", "is").lemmas) >= {"á", "eiga", "ær"}


def test_faroese_forms_of_one_word_meet() -> None:
    forms = [analyse(form, "fo").stems for form in ("kommuna", "kommunan", "kommununnar", "kommunur")]
    assert set.intersection(*map(set, forms)) == {"kommun"}


@pytest.mark.parametrize(
    ("language", "form", "parts"),
    [
        ("da", "affaldssorteringen", {"affald", "sortering"}),
        ("sv", "medborgardialog", {"dialog"}),
        ("nb", "bærekraftsmål", {"bærekraft", "mål"}),
        ("fi", "kaupunginosassa", {"kaupunki", "osa"}),
        ("is", "snjallborgin", {"snjall", "borg"}),
        # Listed as one word, and a compound all the same.
        ("is", "vindorka", {"vindur", "orka"}),
        ("is", "hafnarstjórn", {"höfn", "stjórn"}),
        ("en", "open-source", {"open", "source"}),
    ],
)
def test_compound_gives_its_parts(language: str, form: str, parts: set[str]) -> None:
    assert set(analyse(form, language).parts) >= parts


@pytest.mark.parametrize(
    ("language", "form"),
    [("da", "fællesskabet"), ("sv", "öppenhet"), ("nb", "kjærlighet"), ("fi", "tekeminen"), ("is", "borgarinnar")],
)
def test_derived_word_is_no_compound(language: str, form: str) -> None:
    assert analyse(form, language).parts == ()


@pytest.mark.parametrize(
    ("language", "form", "known"),
    [
        ("da", "affaldssortering", True),
        ("da", "afaldssortering", False),
        ("is", "bankarnir", True),
        ("is", "bnkarnir", False),
        ("en", "2030", True),
        ("kl", "illoqarfik", False),
    ],
)
def test_known_means_listed_in_the_dictionary(language: str, form: str, known: bool) -> None:
    assert is_known(form, language) is known


def test_query_parts_are_lemmas() -> None:
    assert set(query_parts("affaldssorteringen", "da")) >= {"affald", "sortering"}
