"""Files as translation tools give them back: their encodings, languages, codes, states, ids and headers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from wagtail_localize.models import StringTranslation, Translation

from portal.editing.enums import State
from portal.editing.translations import editor, exchange
from portal.editing.translations.returned import is_language
from tests.partners.world import World, translate_page
from tests.portal.editing.translations.test_editor import state_of
from tests.portal.editing.translations.test_states import TEXTS, publish

pytestmark = pytest.mark.django_db
CHALLENGE = '<p>The <b>challenge</b> &amp; <a href="https://example.org">a link</a> and <a href="https://example.com">two</a>.</p>'
DANISH = '<b>Udfordringen</b> &amp; <a id="a1">et link</a> og <a id="a2">to</a>.'


@pytest.fixture(scope="module")
def shared_world(shared_world: World, django_db_blocker: DjangoDbBlocker) -> World:
    """Its case is translated and public, with bold text and two links in one sentence."""
    case = shared_world.a.case
    with django_db_blocker.unblock():
        StringTranslation.objects.all().delete()
        translate_page(case, "da", TEXTS, publish=True)
        publish(case, challenge=CHALLENGE, organisation=shared_world.a.organisation)
        translation = Translation.objects.get(pk=shared_world.a.translation.pk)
        editor.store(translation, of(translation, "Challenge").segment, DANISH, shared_world.secretary)
    return shared_world


@pytest.fixture
def translation(world: World) -> Translation:
    """That of the first organisation's case."""
    return Translation.objects.get(pk=world.a.translation.pk)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is forgotten: one world for many files."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def of(translation: Translation, field: str) -> editor.Sentence:
    return next(sentence for sentence in editor.sentences(translation) if sentence.field == field)


@pytest.fixture
def file(translation: Translation) -> str:
    return exchange.export(translation, "xlf").decode()


def retitled(file: str) -> str:
    return file.replace(">Sag<", ">Prøvetitel<")


def utf16(text: str) -> str:
    return text.replace("encoding='utf-8'", "encoding='utf-16'")


ENCODED = {
    "UTF-16 with mark": lambda text: utf16(text).encode("utf-16"),
    "UTF-16, other order": lambda text: b"\xfe\xff" + utf16(text).encode("utf-16-be"),
    "UTF-16 without mark": lambda text: utf16(text).encode("utf-16-le"),
    "UTF-8 with mark": lambda text: text.encode("utf-8-sig"),
    "UTF-32": lambda text: text.replace("utf-8", "utf-32").encode("utf-32"),
    "Latin 1": lambda text: text.replace("utf-8", "iso-8859-1").encode("iso-8859-1"),
    "Windows": lambda text: text.replace("utf-8", "windows-1252").encode("windows-1252"),
    "lines of Windows": lambda text: text.replace("><", ">\r\n<").encode(),
    "no declaration": lambda text: text.split("?>", 1)[1].strip().encode(),
    "a comment first": lambda text: text.replace("<xliff", "<!-- from a tool -->\n<xliff", 1).encode(),
    "UTF-8 called Latin 1": lambda text: text.replace("utf-8", "ISO-8859-1").encode(),
    "UTF-8 called UTF-16": lambda text: utf16(text).encode(),
    "UTF-8 called by a name of Windows": lambda text: text.replace("utf-8", "ANSI").encode(),
}


def test_letters_in_another_encoding_than_the_named_one_are_told(translation: Translation, world: World, file: str):
    po = exchange.export(translation, "po").decode()
    for data in (retitled(file).encode("cp1252"), po.replace('"Sag"', '"Prøvetitel"').encode("cp1252")):
        with pytest.raises(exchange.ExchangeError, match="not in the encoding that it names"):
            exchange.bring_in(translation, data, world.secretary)


def test_xml_is_read_in_the_encoding_that_it_declares(translation: Translation, world: World, file: str):
    for how, encoded in ENCODED.items():
        with undone():
            outcome = exchange.bring_in(translation, encoded(retitled(file)), world.secretary)
            assert (how, outcome) == (how, exchange.Outcome(stored=1, unknown=0))
            assert of(translation, "Title").translation == "Prøvetitel"
            assert of(translation, "Title").todo == ""


def test_languages_are_compared_as_languages(translation: Translation, world: World, file: str):
    for tag in ("da-DK", "DA", "da_DK", "dan", "da-Latn-DK", ""):
        data = retitled(file).replace('target-language="da"', f'target-language="{tag}"').encode()
        with undone():
            assert exchange.bring_in(translation, data, world.secretary).stored == 1
    for other in ("sv", "sv-SE", "no", "de-DK"):
        data = file.replace('target-language="da"', f'target-language="{other}"').encode()
        with pytest.raises(exchange.ExchangeError, match="another translation"):
            exchange.bring_in(translation, data, world.secretary)


def test_norwegian_has_several_names():
    assert all(is_language(tag, "nb") for tag in ("nb", "no", "no-NO", "nb-NO", "NO", "nor", "nob", "nb_NO.UTF-8"))
    assert not any(is_language(tag, "nb") for tag in ("nn", "nn-NO", "da", "nl"))


#: The target of the sentence with codes, as tools write it.
CODES = {
    "g": '<g id="b1">Prøve</g> &amp; <g id="a1">et link</g> og <g id="a2">to</g>.',
    "bpt": (
        '<bpt id="b1">&lt;b&gt;</bpt>Prøve<ept id="b1">&lt;/b&gt;</ept> &amp; <g id="a1">et link</g> og '
        '<bpt id="7" rid="9">&lt;a id="a2"&gt;</bpt>to<ept id="8" rid="9">&lt;/a&gt;</ept>.'
    ),
    "bx": '<bx id="b1"/>Prøve<ex id="b1"/> &amp; <bx id="a1"/>et link<ex id="a1"/> og <g id="a2">to</g>.',
    "it": (
        '<it id="b1" pos="open">&lt;b&gt;</it>Prøve<it id="b1" pos="close">&lt;/b&gt;</it> &amp; '
        '<g id="a1">et link</g> og <g id="a2">to</g>.'
    ),
    "ph": (
        '<ph id="1">&lt;b&gt;</ph>Prøve<ph id="2">&lt;/b&gt;</ph> &amp; <g id="a1">et link</g> og <g id="a2">to</g>.'
    ),
    "mrk": (
        '<mrk mtype="seg" mid="1"><g id="b1">Prøve</g> &amp; <mrk mtype="x-term"><g id="a1">et link</g></mrk></mrk> '
        '<mrk mtype="seg" mid="2">og <g id="a2"><!-- hm -->to</g>.</mrk>'
    ),
}


def test_codes_are_read_in_every_form(translation: Translation, world: World, file: str):
    target = re.search(r"<target[^>]*>(<g.*?)</target>", file)[1]
    for how, codes in CODES.items():
        with undone():
            outcome = exchange.bring_in(translation, file.replace(target, codes).encode(), world.secretary)
            assert (how, outcome) == (how, exchange.Outcome(stored=1, unknown=0))
            stored = of(translation, "Challenge")
            assert stored.row.data == '<b>Prøve</b> &amp; <a id="a1">et link</a> og <a id="a2">to</a>.'
            assert stored.todo == ""


def test_codes_and_sentences_may_be_numbered_anew(translation: Translation, world: World, file: str):
    names = iter(range(1, 100))
    data = re.sub(r'(<trans-unit id=)"[^"]*"', lambda found: f'{found[1]}"{next(names)}"', retitled(file))
    for old, new in (("b1", "1"), ("a1", "2"), ("a2", "3")):
        data = data.replace(f'id="{old}"', f'id="{new}"')
    outcome = exchange.bring_in(translation, data.replace("Udfordringen", "Prøve").encode(), world.secretary)
    assert outcome == exchange.Outcome(stored=2, unknown=0)
    assert of(translation, "Challenge").row.data == DANISH.replace("Udfordringen", "Prøve")


BAD = (
    '<bpt id="b1">&lt;b&gt;</bpt>Prøve',
    'Prøve<ept id="b1"/>',
    '<g id="script1">Prøve</g>',
    '<bpt id="b1"/>Prøve <g id="a1">en<ept id="b1"/></g>',
    '<x id="a9"/>Prøve',
)


def test_one_bad_sentence_is_named_and_the_others_come_in(
    translation: Translation, world: World, client: Client, file: str
):
    client.force_login(world.a.member)
    old = re.search(r"<target[^>]*>(<g.*?)</target>", file)[1]
    path = reverse("portal_upload", args=[translation.pk])
    for target in BAD:
        with undone():
            data = retitled(file).replace(old, target).encode()
            shown = client.post(path, {"file": SimpleUploadedFile("a.xlf", data)}, follow=True).content.decode()
            assert "1 sentence saved." in shown
            assert "Challenge “The challenge &amp; a link and two.”: " in shown
            assert of(translation, "Title").translation == "Prøvetitel"
            assert of(translation, "Challenge").row.data == DANISH


STATES = [
    ('state="translated"', True),
    ('state="final"', True),
    ('state="signed-off"', True),
    ("", True),
    ('state="new"', False),
    ('state="needs-translation"', False),
    ('state="needs-review-translation"', False),
    ('state="needs-l10n"', False),
    ('state="x-guess"', False),
    ('state-qualifier="fuzzy-match"', False),
    ('state-qualifier="mt-suggestion"', False),
]


def test_an_unfinished_sentence_is_kept_and_does_not_count(translation: Translation, world: World, file: str):
    for state, finished in STATES:
        data = re.sub(r'<target state="translated">Sag<', f"<target {state}>Prøvegæt<", file).encode()
        with undone():
            outcome = exchange.bring_in(translation, data, world.secretary)
            sentence = of(translation, "Title")
            assert (state, sentence.translation, sentence.todo) == (state, "Prøvegæt", "" if finished else "unsure")
            assert [note.kind for note in outcome.notes] == ([] if finished else ["unsure"])
            row = state_of(translation)
            assert (row.missing, row.state == State.OUTDATED) == (0 if finished else 1, not finished)
            assert bool(editor.unfinished(translation)) != finished


def test_a_sentence_that_is_not_approved_is_unfinished(translation: Translation, world: World, file: str):
    for approved, state, todo in (
        ("no", "translated", "unsure"),
        ("yes", "needs-translation", ""),
        ("no", "final", ""),
    ):
        text = f"Titel {approved} {state}"
        data = file.replace('resname="title"', f'resname="title" approved="{approved}"')
        data = re.sub(r'<target state="translated">Sag<', f'<target state="{state}">{text}<', data)
        exchange.bring_in(translation, data.encode(), world.secretary)
        assert (of(translation, "Title").translation, of(translation, "Title").todo) == (text, todo)


def po_of(translation: Translation) -> polib.POFile:
    return polib.pofile(exchange.export(translation, "po").decode())


def entry_of(po: polib.POFile, path: str) -> polib.POEntry:
    return next(entry for entry in po if entry.msgctxt == path and not entry.obsolete)


def test_what_po_calls_fuzzy_does_not_count(translation: Translation, world: World):
    po = po_of(translation)
    entry = entry_of(po, "title")
    entry.msgstr = "Prøvegæt"
    entry.flags.append("fuzzy")
    outcome = exchange.bring_in(translation, str(po).encode(), world.secretary)
    assert outcome.stored == 1
    sentence = of(translation, "Title")
    assert (sentence.translation, sentence.todo) == ("Prøvegæt", "unsure")
    assert translation.get_progress() == (5, 4)
    assert entry_of(po_of(translation), "title").fuzzy, "and so it leaves again"
    entry.flags.remove("fuzzy")
    assert exchange.bring_in(translation, str(po).encode(), world.secretary).stored == 1
    assert of(translation, "Title").todo == ""


PO = {
    "UTF-8 with mark": lambda text: text.encode("utf-8-sig"),
    "Latin 1": lambda text: text.replace("charset=utf-8", "charset=ISO-8859-1").encode("iso-8859-1"),
    "Windows": lambda text: text.replace("charset=utf-8", "charset=CP1252").encode("cp1252"),
    "UTF-8 called Latin 1": lambda text: text.replace("charset=utf-8", "charset=ISO-8859-1").encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "lines of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "lines of old Macs": lambda text: text.replace("\n", "\r").encode(),
    "no header of ours": lambda text: re.sub(r'"X-[^"]*"\n', "", text).encode(),
    "a region": lambda text: text.replace("Language: da", "Language: da_DK").encode(),
    "comments": lambda text: ("# Nogen\n" + text.replace("msgctxt", "# note\n#. more\nmsgctxt")).encode(),
}


def test_po_is_read_by_its_own_rules(translation: Translation, world: World):
    po = po_of(translation)
    entry_of(po, "title").msgstr = "Prøvetitel"
    for how, encoded in PO.items():
        with undone():
            outcome = exchange.bring_in(translation, encoded(str(po)), world.secretary)
            assert (how, outcome) == (how, exchange.Outcome(stored=1, unknown=0))
            assert of(translation, "Title").translation == "Prøvetitel"
    swedish = str(po).replace("Language: da", "Language: sv").encode()
    with pytest.raises(exchange.ExchangeError, match="another translation"):
        exchange.bring_in(translation, swedish, world.secretary)


def test_a_header_that_a_platform_took_away(translation: Translation, world: World, file: str):
    for original in ("", "global", "https://tool.example/1"):
        data = re.sub(r'original="[^"]*"', f'original="{original}"', file).replace(">Sag<", f">Titel {original}<")
        data = re.sub(r' date="[^"]*"', "", data)
        assert exchange.bring_in(translation, data.encode(), world.secretary).stored == 1
        assert of(translation, "Title").translation == f"Titel {original}".strip()


def test_another_page_in_the_same_file_is_named(translation: Translation, world: World, file: str):
    other = (
        '<file original="{}" source-language="en" target-language="da"><body><trans-unit id="1" resname="title">'
        "<source>Another page</source><target>En anden side</target></trans-unit></body></file><file "
    )
    for original in ("readme", world.b.translation.uuid):
        data = retitled(file).replace("<file ", other.format(original), 1).replace("Prøvetitel", f"Titel {original}")
        outcome = exchange.bring_in(translation, data.encode(), world.secretary)
        assert (outcome.stored, outcome.unknown) == (1, 1)
        assert "Another page" in str(outcome.notes[0])
    inside = retitled(file).replace("</body>", other.split("<body>")[1].split("</body>", maxsplit=1)[0] + "</body>", 1)
    outcome = exchange.bring_in(translation, inside.encode(), world.secretary)
    assert (outcome.stored, outcome.unknown) == (1, 1)


def test_notes_and_alternatives_are_no_translations(translation: Translation, world: World, file: str):
    more = "<note>Sig det kort</note><alt-trans><source>Case</source><target>Forslag</target></alt-trans></trans-unit>"
    outcome = exchange.bring_in(translation, retitled(file).replace("</trans-unit>", more).encode(), world.secretary)
    assert outcome == exchange.Outcome(stored=1, unknown=0)
    assert not StringTranslation.objects.filter(data="Forslag").exists()


XLIFF_2 = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.{minor}" srcLang="en" trgLang="{language}">
<file id="f1" original="{uuid}">
<unit id="{title}" name="title">
<segment state="{state}"><source>{original}</source><target>Prøvetitel</target></segment></unit>
<unit id="{challenge}" name="challenge"><originalData><data id="d1">&lt;b&gt;</data></originalData>
<segment state="final"><source>The <pc id="1" dataRefStart="d1">challenge</pc> &amp; <pc id="2">a link</pc></source>
<target><pc id="1" dataRefStart="d1">Udfordring</pc> &amp; <pc id="2">et link</pc></target></segment>
<ignorable><source> </source></ignorable>
<segment state="final"><source>and <pc id="3">two</pc>.</source>
<target>og <sc id="3"/><mrk id="m1">to</mrk><ec startRef="3"/>.</target></segment></unit>
</file></xliff>"""


def test_xliff_2_is_read_as_well(translation: Translation, world: World):
    title, challenge = of(translation, "Title"), of(translation, "Challenge")
    names = {"title": title.key, "challenge": challenge.key, "original": title.original, "uuid": translation.uuid}
    for minor in range(3):
        with undone():
            data = XLIFF_2.format(minor=minor, language="da-DK", state="translated", **names).encode()
            assert exchange.bring_in(translation, data, world.secretary) == exchange.Outcome(stored=2, unknown=0)
            expected = '<b>Udfordring</b> &amp; <a id="a1">et link</a> og <a id="a2">to</a>.'
            assert of(translation, "Challenge").row.data == expected
    data = XLIFF_2.format(minor=0, language="da", state="initial", **names).replace("Prøvetitel", "Gæt").encode()
    assert [note.kind for note in exchange.bring_in(translation, data, world.secretary).notes] == ["unsure"]
    assert (of(translation, "Title").translation, of(translation, "Title").todo) == ("Gæt", "unsure")
    data = XLIFF_2.format(minor=0, language="sv", state="final", **names).encode()
    with pytest.raises(exchange.ExchangeError, match="another translation"):
        exchange.bring_in(translation, data, world.secretary)


def test_a_link_that_a_file_lost_is_said_and_marked(translation: Translation, world: World, file: str):
    data = file.replace('<g id="a2" ctype="link">to</g>', "to").encode()
    [note] = exchange.bring_in(translation, data, world.secretary).notes
    assert (note.kind, note.why) == ("unsure", "The link is missing (“two”).")
    assert of(translation, "Challenge").todo == "unsure"


NESTED = "<g>" * 5000 + "x" + "</g>" * 5000


HOSTILE = (
    NESTED,
    NESTED.replace("g>", "group>"),
    "<target>" * 5000,
    "&a;",
    '<trans-unit id="1"><source/></trans-unit>' * 3,
    "\x01",
)


def test_hostile_files_get_a_sentence(translation: Translation, world: World, client: Client, file: str):
    client.force_login(world.a.member)
    path = reverse("portal_upload", args=[translation.pk])
    before = list(StringTranslation.objects.order_by("pk").values())
    for hostile in HOSTILE:
        for data in (file.replace("Udfordringen", hostile), hostile, f"<xliff version='1.2'>{hostile}</xliff>"):
            answer = client.post(path, {"file": SimpleUploadedFile("a.xlf", data.encode())}, follow=True)
            assert answer.status_code == 200
            assert 'class="error"' in answer.content.decode()
    assert list(StringTranslation.objects.order_by("pk").values()) == before


def test_strange_encodings_get_a_sentence(translation: Translation, world: World, file: str):
    plain = str(po_of(translation))
    for charset in ("nonsense-9", "utf-7", "base64", "idna", "undefined"):
        with pytest.raises(exchange.ExchangeError):
            exchange.bring_in(translation, file.replace("utf-8", charset).encode()[:-3], world.secretary)
        po = plain.replace("charset=utf-8", f"charset={charset}").encode() + b"\xff"
        with pytest.raises(exchange.ExchangeError):
            exchange.bring_in(translation, po, world.secretary)


def test_names_of_files_are_ascii(translation: Translation, world: World, client: Client):
    translation.source.object_repr = "Ærøskøbing: åben værksteds\u00addag i Þórshöfn – työpaja"
    translation.source.save()
    client.force_login(world.secretary)
    for kind in exchange.KINDS:
        name = client.get(reverse(f"portal_{kind}", args=[translation.pk])).headers["Content-Disposition"]
        assert name == f'attachment; filename="aeroskobing-aben-vaerkstedsdag-i-thorshofn-tyopaja-da.{kind}"'
