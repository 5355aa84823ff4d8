"""What a machine translated: real pages of their language, marked for editors and readers until a person approves."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from wagtail_localize.models import StringTranslation, Translation

from events.models import EventPage
from portal.core.models import BasePage, ImportedRecord, PublishedText
from portal.editing.content.importer import DATA
from portal.editing.enums import State
from portal.editing.models import TranslationState
from portal.editing.translations import editor, states, typed
from projects.models import CaseStudyPage, StrategyPage

pytestmark = [pytest.mark.xdist_group("content"), pytest.mark.usefixtures("content")]
LAHTI = "lahti-citicap"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content files that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "content"))


@pytest.fixture
def reader() -> Any:
    """A person who may approve."""
    return get_user_model().objects.create_superuser("reader@example.org", "reader@example.org", "pass")


def load(folder: Path = DATA) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("load_content", "--from", str(folder), "--index-later", verbosity=0)


def change_machine_file(folder: Path, language: str, edit: Callable[[dict], None]) -> None:
    path = folder / "machine" / f"{language}.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    edit(said)
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def page_of(model: type[BasePage], slug: str, language: str) -> Any:
    return model.objects.get(slug=slug, locale__language_code=language)


def translation_of(page: BasePage) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)


def note_of(page: BasePage) -> str:
    """The line about the machine on the public page, as HTML; nothing without one."""
    found = re.search(r'<p class="wrap machine-note">(.*?)</p>', Client().get(page.url_path).content.decode())
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("slug", "language", "note"),
    [
        (LAHTI, "da", "Maskinoversat fra engelsk, endnu ikke gennemgået."),
        (LAHTI, "nb", "Maskinoversatt fra engelsk, ikke kontrollert ennå."),
        (LAHTI, "sv", "Maskinöversatt från engelska, ännu inte granskad."),
        (LAHTI, "fi", "Konekäännös englannista, ei vielä tarkistettu."),
        (LAHTI, "is", "Vélþýtt úr ensku, hefur ekki verið yfirfarið."),
        ("friskus-voss", "en", "Translated by machine from Norwegian Nynorsk, not yet checked."),
        ("friskus-voss", "is", "Vélþýtt úr nýnorsku, hefur ekki verið yfirfarið."),
        ("landsbyklynger", "fi", "Konekäännös tanskasta, ei vielä tarkistettu."),
    ],
)
def test_readers_are_told_in_their_language(slug: str, language: str, note: str):
    shown = note_of(page_of(CaseStudyPage, slug, language))
    source = CaseStudyPage.objects.get(slug=slug, original_language=text_language(slug), locale=source_locale(slug))

    assert shown.startswith(note)
    assert f'<a href="{source.url_path}" hreflang="{source.language}">' in shown


def text_language(slug: str) -> str:
    return str(CaseStudyPage.objects.filter(slug=slug).values_list("original_language", flat=True).first())


def source_locale(slug: str) -> int:
    page = CaseStudyPage.objects.filter(slug=slug).first()
    return TranslationState.objects.get(translation_key=page.translation_key, state=State.SOURCE).locale_id


def test_every_kind_of_page_has_the_line_and_originals_do_not():
    assert note_of(page_of(EventPage, "urban-future-2019", "sv")).startswith("Maskinöversatt från engelska")
    assert note_of(page_of(StrategyPage, "mydata-declaration", "da")).startswith("Maskinoversat fra engelsk")
    # The Norwegian title is that of the strategy itself.
    official = page_of(StrategyPage, "stavanger-smart-city-roadmap", "nb")
    assert note_of(official).startswith("Deler av denne teksten er maskinoversatt fra engelsk")
    assert note_of(page_of(CaseStudyPage, LAHTI, "en")) == ""
    assert note_of(page_of(CaseStudyPage, "energylab-nordhavn", "fi")) == ""


def test_a_translation_by_machine_is_readable_in_its_language():
    page = page_of(CaseStudyPage, LAHTI, "fi")
    shown = Client().get(page.url_path).content.decode()
    results = Client().get("/fi/search/", {"q": "henkilökohtainen hiilibudjetti"}).content.decode()

    assert (page.language, page.original_language) == ("fi", "en")
    assert '"inLanguage": "fi"' in shown
    assert 'hreflang="is"' in shown
    assert page.url_path in results
    assert f'lang="en" hreflang="en">{page_of(CaseStudyPage, LAHTI, "en").title}' not in results


def test_editors_see_each_sentence_as_made_by_a_machine():
    page = page_of(CaseStudyPage, LAHTI, "is")
    states.refresh([page.translation_key])
    row = TranslationState.objects.get(page=page)

    assert (row.state, row.missing, row.machine) == (State.MACHINE, 0, row.total)
    assert {sentence.todo for sentence in editor.sentences(translation_of(page))} == {"machine"}


def test_the_line_goes_sentence_by_sentence(reader: Any):
    page = page_of(CaseStudyPage, LAHTI, "da")
    translation = translation_of(page)
    every = editor.sentences(translation)
    title, *others, last = sorted(every, key=lambda sentence: sentence.translation != page.title)

    def approve(*sentences: Any, better: str = "") -> str:
        form = {f"text-{s.key}": better or s.translation for s in sentences}
        form |= {f"was-{s.key}": s.translation for s in sentences}
        with TestCase.captureOnCommitCallbacks(execute=True):
            typed.save(translation, form, set() if better else {s.key for s in sentences}, reader)
        return note_of(page)

    assert approve(title).startswith("Dele af denne tekst")
    # A better sentence that nobody can read yet takes nothing away from what is public.
    assert approve(*others).startswith("Dele af denne tekst")
    assert approve(last, better="En bedre sætning.").startswith("Dele af denne tekst")
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(user=reader, publish=True)
    assert note_of(page) == ""
    assert PublishedText.objects.get(page=page).translated_from == ""


def test_a_review_of_the_whole_takes_the_line_away(reader: Any):
    page = page_of(CaseStudyPage, LAHTI, "sv")
    with TestCase.captureOnCommitCallbacks(execute=True):
        editor.review(translation_of(page), reader)
    assert note_of(page) == ""


def test_a_changed_original_marks_the_machine_sentence_as_outdated_and_the_line_stays():
    original = page_of(CaseStudyPage, LAHTI, "en")
    original.summary = "Another summary altogether."
    with TestCase.captureOnCommitCallbacks(execute=True):
        original.save_revision().publish()
    page = page_of(CaseStudyPage, LAHTI, "da")

    assert "outdated" in {sentence.todo for sentence in editor.sentences(translation_of(page))}
    assert note_of(page).startswith("Maskinoversat fra engelsk")


def test_loading_again_keeps_what_a_person_approved(folder: Path, reader: Any):
    page = page_of(CaseStudyPage, LAHTI, "da")
    translation = translation_of(page)
    sentence = editor.sentences(translation)[0]
    typed.save(translation, {f"text-{sentence.key}": sentence.translation}, {sentence.key}, reader)
    reviewed = page_of(CaseStudyPage, LAHTI, "sv")
    states.refresh([page.translation_key])
    editor.review(translation_of(reviewed), reader)
    for language in ("da", "sv", "nb"):
        change_machine_file(folder, language, lambda f: f["texts"]["case_studies.json"][LAHTI].update(title="Maskinen"))

    load(folder)

    titles = {language: page_of(CaseStudyPage, LAHTI, language).title for language in ("da", "sv", "nb")}
    assert titles == {"da": page.title, "sv": reviewed.title, "nb": "Maskinen"}
    assert editor.sentences(translation)[0].todo == ""


def test_a_translation_that_an_editor_made_is_not_written_over(folder: Path):
    """The portal had its content before the machine's translations came with it."""
    page = page_of(CaseStudyPage, LAHTI, "fi")
    ImportedRecord.objects.filter(kind="case study", slug=LAHTI, language__in=("fi", "da")).delete()
    page_of(CaseStudyPage, LAHTI, "da").delete()
    CaseStudyPage.objects.filter(pk=page.pk).update(title="Ihmisen kääntämä")

    load(folder)

    assert page_of(CaseStudyPage, LAHTI, "fi").title == "Ihmisen kääntämä"
    assert note_of(page_of(CaseStudyPage, LAHTI, "da")).startswith("Maskinoversat")


def test_an_original_that_an_editor_changed_gets_no_translation_of_its_former_text(folder: Path):
    ImportedRecord.objects.filter(kind="case study", slug=LAHTI, language="da").delete()
    page_of(CaseStudyPage, LAHTI, "da").delete()
    original = page_of(CaseStudyPage, LAHTI, "en")
    original.challenge += "<p>Another paragraph.</p>"
    original.save_revision().publish()

    load(folder)

    assert not CaseStudyPage.objects.filter(slug=LAHTI, locale__language_code="da").exists()


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda f: f.update(made_by="Anna"), "machine/fi.json, field “made_by”: must be “machine”."),
        (lambda f: f.update(language="sv"), "machine/fi.json, field “language”: must be the language"),
        (
            lambda f: f["texts"]["case_studies.json"].update(nowhere={"title": "x"}),
            "machine/fi.json, record “nowhere” of case_studies.json: there is no such record.",
        ),
        (
            lambda f: f["texts"]["case_studies.json"][LAHTI].pop("body.result"),
            f"record “{LAHTI}” of case_studies.json, field “body.result”: is missing.",
        ),
        (
            lambda f: f["texts"]["case_studies.json"][LAHTI].update({"body.conclusion": "x"}),
            "field “body.conclusion”: is no text of the record.",
        ),
        (
            lambda f: f["texts"]["case_studies.json"].update({"energylab-nordhavn": {"title": "x"}}),
            "“energylab-nordhavn” of case_studies.json: people have translated it into fi already.",
        ),
        (
            lambda f: f["texts"]["case_studies.json"][LAHTI].update(title=" "),
            "field “title”: must be a text that is not empty.",
        ),
    ],
)
def test_a_wrong_file_is_named(folder: Path, edit: Callable[[dict], Any], message: str):
    change_machine_file(folder, "fi", edit)
    with pytest.raises(CommandError, match=re.escape(message)):
        load(folder)


def numbers(text: str) -> set[str]:
    """Numbers in figures, without what separates thousands, with one sign for fractions."""
    text = re.sub(r"(?<=\d)[.,\s\u00a0\u202f](?=\d{3}(?!\d))", "", text)
    return {found.replace(",", ".") for found in re.findall(r"\d+(?:[.,]\d+)?", text)}


#: Written as words by the language (decades), or in another unit: 2,900 dekar are 290 hectares.
IN_WORDS = {
    ("is", "samso-renewable-energy-island", "body.challenge"): {"1990"},
    ("is", "people-first-smart-cities", "body.challenge"): {"2010"},
    ("is", "bodo-ny-by-ny-flyplass", "body.challenge"): {"1950"},
    ("is", "ekostaden-augustenborg", "body.challenge"): {"1950", "1980"},
    ("fi", "bodo-ny-by-ny-flyplass", "body.approach"): {"2900"},
}


def test_machines_lost_no_number():
    lost = {}
    for path in sorted((DATA / "machine").glob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        for file, records in said["texts"].items():
            known = {record["slug"]: record for record in json.loads((DATA / file).read_text(encoding="utf-8"))}
            for slug, texts in records.items():
                for field, text in texts.items():
                    original: Any = known[slug]
                    for name in field.split("."):
                        original = original[name]
                    gone = numbers(original[known[slug]["original_language"]]) - numbers(text)
                    if gone:
                        lost[said["language"], slug, field] = gone
    assert lost == IN_WORDS


def test_machine_sentences_are_stored_as_such():
    machine = StringTranslation.objects.filter(translation_type="machine")
    assert machine.filter(last_translated_by__isnull=False).count() == 0
    assert PublishedText.objects.exclude(machine="").count() == 255
