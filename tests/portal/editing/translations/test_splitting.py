"""Sentence split at the translation desk: the customs of the languages, what belongs together, nothing lost."""

import pytest

from portal.editing.translations.editor import doubts
from portal.editing.translations.splitting import GAP, joined, pairs, sentences_of

#: Sentences of each language, which are put together and split again.
TEXTS = {
    "da": (
        "Kommunen byggede bl.a. Ærøbroen, jf. Byrådets plan nr. 4, 2. Del af den.",
        "Mødet er den 3. maj kl. 13.00 i Ærøskøbing, dvs. Rådhuset.",
        "Det var i 2019.",
        "”Skal vi?” spurgte Ø. Testsen.",
        "Ja!",
    ),
    "nb": (
        "Møtet er 3. mai kl. 13.00, jf. § 4 i loven.",
        "Alle kan komme, f.eks. Ås kommune o.l. Ung eller gammel.",
        "Ønsker du mer?",
    ),
    "sv": ("Vi byggde t.ex. Åbron, m.m. i byn, kl. 13.00.", "Åker du buss?", "Det kostar 3.500 kr. per år."),
    "fi": (
        "Esim. Oulu, mm. Äänekoski ja ns. Älykaupunki.",
        "Äiti tuli 3. toukokuuta klo 13.00.",
        "Työ alkoi vuonna 2019.",
        "Hinta oli n. 3,5 milj. euroa.",
    ),
    "is": (
        "Fundurinn er 17. júní kl. 13.00, t.d. á Ísafirði o.s.frv. Íbúar koma.",
        "Það var sbr. 4. gr. laganna.",
        "Þetta var m.a. 3.500 manns.",
    ),
    "en": (
        "We met, e.g. Dr. Testsen, at 3.15 p.m. in the U.S. Then it rained.",
        "It is at example.org.",
        "It was 2019.",
        "(See no. 4.)",
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_sentences_end_as_the_language_ends_them(language):
    assert sentences_of(" ".join(TEXTS[language]), language) == list(TEXTS[language])


def test_no_element_is_torn_apart():
    html = 'Read <a id="a1">the plan. It is long</a>. <b>Then act.</b> Now <i>rest. Sleep.</i>'

    assert sentences_of(html, "en") == [
        'Read <a id="a1">the plan. It is long</a>.',
        "<b>Then act.</b>",
        "Now <i>rest. Sleep.</i>",
    ]


def test_text_without_blanks_takes_no_time():
    assert len(sentences_of("a" * 200_000 + "." * 50_000, "en")) == 1


ORIGINAL = " ".join(
    (
        "The harbour of Testvík was closed in 1999, and nobody used it.",
        "In 2019 the town asked 340 people what they missed.",
        "They missed the water, the boats and each other.",
    )
)
DANISH = (
    "Havnen i Testvík lukkede i 1999, og ingen brugte den.",
    "I 2019 spurgte byen 340 mennesker, hvad de savnede.",
    "De savnede vandet, bådene og hinanden.",
)


def test_sentences_that_a_translator_put_together_stand_beside_both():
    together = f"{DANISH[0]} {DANISH[1][:-1]}, og {DANISH[2][3:]}"
    found = pairs(ORIGINAL, together, ("en", "da"))

    assert [pair.translation for pair in found] == sentences_of(together, "da")
    assert " ".join(pair.original for pair in found) == ORIGINAL


@pytest.mark.parametrize("language", ["da", "fi"])
@pytest.mark.parametrize(
    "text",
    [
        " ".join(DANISH),
        f"{DANISH[0]} {GAP} {DANISH[2]}",
        f"{DANISH[0][:-1]} {GAP} {GAP} de savnede vandet",
        "Kort.",
        f"{DANISH[0]} {DANISH[2]}",
        "A. B. C. D. E.",
    ],
)
def test_what_nobody_touched_comes_back_as_it_was(text, language):
    shown = pairs(ORIGINAL, text, ("en", language))
    form = (
        {f"text-7.{number}": pair.translation for number, pair in enumerate(shown)}
        if len(shown) > 1
        else {"text-7": shown[0].translation}
    )

    assert joined(form, "text-", ()) == {"text-7": text}


def test_an_empty_field_is_a_gap_until_the_text_is_called_right():
    form = {"text-7.0": DANISH[0], "text-7.1": " ", "text-7.2": DANISH[2], "shown-7": "x", "text-8": "Andet."}
    kept = {"shown-7": "x", "text-8": "Andet."}

    assert joined(form, "text-", ()) == {**kept, "text-7": f"{DANISH[0]} {GAP} {DANISH[2]}"}
    assert joined(form, "text-", {"7"}) == {**kept, "text-7": f"{DANISH[0]} {DANISH[2]}"}
    assert doubts(ORIGINAL, f"{DANISH[0]} {GAP} {DANISH[2]}", ("en", "da"))


def test_a_gap_is_a_field_of_its_own_also_where_no_sentence_ends():
    first, last = "Havnen i Testvík lukkede i 1999", "de savnede vandet, bådene og hinanden"
    text = f"{first} {GAP} {last}"

    assert [pair.translation for pair in pairs(ORIGINAL, text, ("en", "da"))] == [first, "", last]
    quoting = ORIGINAL.replace("asked 340", f"asked {GAP} 340")
    assert pairs(quoting, text, ("en", "da")) == [(quoting, text)], "there it is a part of the text"


def test_numbers_that_changed_places_are_noticed_in_their_sentences():
    swapped = " ".join(DANISH).replace("1999", "340", 1).replace("spurgte byen 340", "spurgte byen 1999")

    assert doubts(ORIGINAL, " ".join(DANISH), ("en", "da")) == ""
    assert "The harbour" in doubts(ORIGINAL, swapped, ("en", "da"))
