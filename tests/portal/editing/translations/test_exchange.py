"""Translations as files: out, filled in elsewhere, and back."""

from xml.etree import ElementTree

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from wagtail_localize.models import StringTranslation, Translation

from portal.editing.translations import editor, exchange, xliff
from tests.partners.world import World, translate_page
from tests.portal.editing.translations.test_editor import state_of
from tests.portal.editing.translations.test_states import TEXTS, publish

pytestmark = pytest.mark.django_db
NS = {"x": xliff.NAMESPACE}


@pytest.fixture(scope="module")
def shared_world(shared_world: World, django_db_blocker: DjangoDbBlocker) -> World:
    """Its case is translated and public; then a sentence changed, and one with a link, emphasis and "&" is new."""
    case = shared_world.a.case
    with django_db_blocker.unblock():
        StringTranslation.objects.all().delete()
        translate_page(case, "da", TEXTS, publish=True)
        challenge = '<p>The <b>challenge</b> &amp; <a href="https://example.org">a link</a>.</p>'
        owner = shared_world.a.organisation
        publish(case, summary="The summary & more.", challenge=challenge, organisation=owner)
    return shared_world


@pytest.fixture
def translation(world: World) -> Translation:
    """That of the first organisation's case."""
    return Translation.objects.get(pk=world.a.translation.pk)


def units(data: bytes) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(data)
    return {unit.get("resname", ""): unit for unit in root.iterfind(".//x:trans-unit", NS)}


def by_field(translation: Translation) -> dict[str, editor.Sentence]:
    return {sentence.field: sentence for sentence in editor.sentences(translation)}


def fill_in(data: bytes, summary: str, challenge: str) -> bytes:
    """What an agency sends back: two sentences done, the rest as it was."""
    ElementTree.register_namespace("", xliff.NAMESPACE)
    root = ElementTree.fromstring(data)
    for unit in root.iterfind(".//x:trans-unit", NS):
        new = {"summary": summary, "challenge": challenge}.get(unit.get("resname", ""))
        if new is not None:
            target = unit.find("x:target", NS)
            unit.remove(target)
            unit.append(ElementTree.fromstring(f'<target xmlns="{xliff.NAMESPACE}" state="translated">{new}</target>'))
    return ElementTree.tostring(root, encoding="utf-8")


def test_file_says_what_is_to_do(translation: Translation):
    found = units(exchange.export(translation, "xlf"))
    assert {field: unit.find("x:target", NS).get("state") for field, unit in found.items()} == {
        "title": "translated",
        "summary": "needs-adaptation",
        "challenge": "needs-translation"
        if by_field(translation)["Challenge"].todo == "missing"
        else "needs-adaptation",
        "approach": "translated",
        "result": "translated",
    }
    assert found["summary"].findtext("x:source", namespaces=NS) == "The summary & more."
    assert found["summary"].findtext("x:target", namespaces=NS) == "Kort."
    inline = found["challenge"].find("x:source", NS)
    assert [(g.get("id"), g.text) for g in inline] == [("b1", "challenge"), ("a1", "a link")]


def test_an_untouched_file_changes_nothing(translation: Translation, world: World):
    for kind in exchange.KINDS:
        before = list(StringTranslation.objects.order_by("pk").values())
        outcome = exchange.bring_in(translation, exchange.export(translation, kind), world.a.member)
        assert outcome == exchange.Outcome(stored=0, unknown=0)
        assert list(StringTranslation.objects.order_by("pk").values()) == before


def test_xliff_comes_back_with_its_elements(translation: Translation, world: World):
    challenge = (
        'En <g id="a1">henvisning</g> &lt;og&gt; <mrk mtype="term"><g id="b1">udfordringen</g></mrk> &amp; mere.'
    )
    back = fill_in(exchange.export(translation, "xlf"), "Resumé &amp; mere.", challenge)
    assert exchange.bring_in(translation, back, world.a.member) == exchange.Outcome(stored=2, unknown=0)
    rows = StringTranslation.objects.filter(tool_name="XLIFF").order_by("context__path")
    assert [(row.data, row.translation_type, row.last_translated_by) for row in rows] == [
        ('En <a id="a1">henvisning</a> &lt;og&gt; <b>udfordringen</b> &amp; mere.', "manual", world.a.member),
        ("Resumé &amp; mere.", "manual", world.a.member),
    ]
    assert (state_of(translation).outdated, state_of(translation).missing) == (0, 0)
    again = exchange.bring_in(translation, exchange.export(translation, "xlf"), world.a.member)
    assert again == exchange.Outcome(stored=0, unknown=0)


def test_a_number_that_a_file_lost_is_to_be_looked_at(translation: Translation, world: World):
    publish(world.a.case, summary="71 towns.")
    po = polib.pofile(exchange.export(translation, "po").decode())
    entry = next(entry for entry in po if entry.msgctxt == "summary" and not entry.obsolete)
    entry.msgstr, entry.flags = "17 byer.", []
    outcome = exchange.bring_in(translation, str(po).encode(), world.a.member)
    assert [(note.kind, "71" in note.why) for note in outcome.notes] == [("unsure", True)]
    assert by_field(translation)["Summary"].todo == "unsure"


def test_po_comes_back(translation: Translation, world: World):
    po = polib.pofile(exchange.export(translation, "po").decode())
    entry = next(entry for entry in po if entry.msgctxt == "summary" and not entry.obsolete)
    assert (entry.msgstr, entry.fuzzy) == ("Kort.", True)
    entry.flags.remove("fuzzy")
    outcome = exchange.bring_in(translation, str(po).encode(), world.a.member)
    assert outcome == exchange.Outcome(stored=1, unknown=0), "the previous translation was found right"
    assert by_field(translation)["Summary"].todo == ""


def test_sentences_that_changed_meanwhile_are_counted(translation: Translation, world: World):
    back = fill_in(exchange.export(translation, "xlf"), "Resumé.", "Udfordring.")
    publish(world.a.case, summary="Something else.", organisation=world.a.organisation)
    outcome = exchange.bring_in(Translation.objects.get(pk=translation.pk), back, world.a.member)
    assert outcome.unknown == 1
    assert not StringTranslation.objects.filter(data="Resumé.").exists()


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xliff version="1.2">&b;</xliff>'
STRANGE = (
    f'<xliff xmlns="{xliff.NAMESPACE}" version="1.2">'
    '<file original="%s" target-language="%s"><body>%s</body></file></xliff>'
)
UNIT = '<trans-unit id="1-1"><target>a<g id="script1">alert(1)</g></target></trans-unit>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<xliff", "not an XLIFF 1.2 file"),
        (b"<html></html>", "not an XLIFF 1.2 file"),
        (BOMB, "not an XLIFF 1.2 file"),
        ((STRANGE % ("x", "da", UNIT)).encode(), "script1"),
        ((STRANGE % ("x", "da", "")).encode(), "another translation"),
        (b"nothing of the kind", "neither a PO file nor an XLIFF file"),
        (b'msgid ""\nmsgstr ""\n', "another translation"),
        (b"\xff\xfe\x00", "neither a PO file nor an XLIFF file"),
        (b"", "The file is empty."),
        (b"x" * (exchange.MOST_BYTES + 1), "too large"),
    ],
)
def test_malformed_files_are_refused_clearly(translation: Translation, world: World, client: Client, data, said):
    client.force_login(world.a.member)
    before = list(StringTranslation.objects.order_by("pk").values())
    path = reverse("portal_upload", args=[translation.pk])
    answer = client.post(path, {"file": SimpleUploadedFile("file.xlf", data)}, follow=True)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert said in shown
    assert list(StringTranslation.objects.order_by("pk").values()) == before


def test_a_file_for_another_language_is_refused(translation: Translation, world: World):
    data = exchange.export(translation, "xlf").replace(b'target-language="da"', b'target-language="fi"')
    with pytest.raises(exchange.ExchangeError, match="another translation"):
        exchange.bring_in(translation, data, world.a.member)


@pytest.mark.parametrize("kind", ["portal_xlf", "portal_po", "wagtail_localize:download_pofile"])
def test_files_are_for_those_who_may_edit(translation: Translation, world: World, client: Client, kind: str):
    for user, status in ((world.a.member, 200), (world.secretary, 200), (world.b.member, 302), (world.outsider, 302)):
        client.force_login(user)
        answer = client.get(reverse(kind, args=[translation.pk]))
        assert answer.status_code == status
    client.force_login(world.a.member)
    name = client.get(reverse("portal_xlf", args=[translation.pk])).headers["Content-Disposition"]
    assert name == 'attachment; filename="case-a-da.xlf"'


@pytest.mark.parametrize("address", ["portal_upload", "wagtail_localize:upload_pofile"])
def test_uploads_are_for_those_who_may_edit(translation: Translation, world: World, client: Client, address: str):
    back = fill_in(exchange.export(translation, "xlf"), "Resumé.", "Udfordring.")
    path = reverse(address, args=[translation.pk])
    client.force_login(world.b.member)
    client.post(path, {"file": SimpleUploadedFile("file.xlf", back)})
    assert not StringTranslation.objects.filter(data="Resumé.").exists()
    client.force_login(world.a.member)
    assert client.post(path).status_code == 302
    client.post(path, {"file": SimpleUploadedFile("file.xlf", back)})
    assert StringTranslation.objects.filter(data="Resumé.", tool_name="XLIFF").exists()
    assert by_field(translation)["Summary"].todo == ""
