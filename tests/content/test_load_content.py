"""The import: real translations, idempotent, and never over an editor's work."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from partners.models import PartnerPage
from portal.core.models import ImportedRecord
from portal.core.models.frame import frame_for
from portal.editing.content.importer import DATA, PageImport, Report, read_records
from portal.editing.translations.states import OUTDATED
from projects.content import CASES
from projects.models import CaseStudyPage, GlossaryConcept

pytestmark = [pytest.mark.xdist_group("content"), pytest.mark.usefixtures("content")]


def load(folder: Path = DATA, **options: object) -> dict[str, str]:
    """Run the import and give what it said, by record kind."""
    from io import StringIO

    out = StringIO()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("load_content", "--from", str(folder), "--index-later", stdout=out, **options)
    return dict(line.split(": ", 1) for line in out.getvalue().splitlines() if ": " in line)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content files that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "content"))


def change(folder: Path, file: str, slug: str, edit: Callable[[dict], None]) -> None:
    """Change one record of a copied file."""
    path = folder / file
    records = json.loads(path.read_text(encoding="utf-8"))
    edit(next(record for record in records if record["slug"] == slug))
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")


def case(slug: str, language: str) -> CaseStudyPage:
    return CaseStudyPage.objects.get(slug=slug, locale__language_code=language)


def test_loading_twice_changes_nothing():
    revisions = list(CaseStudyPage.objects.order_by("pk").values_list("pk", "latest_revision_id"))

    said = load()

    assert said == {
        "page": "72 left alone",
        "partner": "60 left alone",
        "element": "42 left alone",
        "strategy": "60 left alone",
        "event": "84 left alone",
        "case study": "240 left alone",
        "glossary term": "80 left alone",
        "version of the model": "1 left alone",
    }
    assert list(CaseStudyPage.objects.order_by("pk").values_list("pk", "latest_revision_id")) == revisions


def test_every_translation_is_complete_for_an_editor():
    unfinished = [str(t) for t in Translation.objects.all() if t.get_progress()[0] != t.get_progress()[1]]

    assert Translation.objects.count() == 465
    assert unfinished == []
    assert TranslationSource.objects.values("object_id").distinct().count() == TranslationSource.objects.count()


def test_cases_keep_the_language_in_which_they_were_written():
    page = case("landsbyklynger", "da")
    nynorsk = case("friskus-voss", "nb")

    assert (page.original_language, page.language) == ("da", "da")
    assert (nynorsk.original_language, nynorsk.language, nynorsk.text_language) == ("nn", "nn", "nn")


def test_an_edited_page_survives_another_import_of_a_changed_file(folder: Path):
    page = case("lahti-citicap", "en")
    page.title = "What the editor wrote"
    page.save_revision().publish()
    change(folder, "case_studies.json", "lahti-citicap", lambda r: r["title"].update(en="What the file says"))

    said = load(folder)

    assert case("lahti-citicap", "en").title == "What the editor wrote"
    assert said["case study"] == "234 left alone, 1 kept as edited"
    assert said["Kept"].startswith("case_studies.json, record “lahti-citicap”: edited since")


def test_a_changed_file_updates_what_nobody_edited_and_its_translations(folder: Path):
    def edit(record: dict) -> None:
        record["start_year"] = 2017
        record["title"]["fi"] = "OmaStadi toisin sanoin"

    change(folder, "case_studies.json", "omastadi-helsinki", edit)

    said = load(folder)

    assert said["case study"] == "6 changed, 234 left alone"
    assert case("omastadi-helsinki", "fi").title == "OmaStadi toisin sanoin"
    assert {case("omastadi-helsinki", code).start_year for code in ("en", "da", "is")} == {2017}


def test_overwrite_replaces_what_an_editor_changed():
    page = case("lahti-citicap", "en")
    page.title = "What the editor wrote"
    page.save_revision().publish()

    records = read_records(DATA / CASES.file, CASES.checks)
    PageImport(CASES, report := Report(), overwrite=True).import_record(
        next(record for record in records if record["slug"] == "lahti-citicap")
    )

    assert report.counts["case study"] == {"changed": 1}
    assert case("lahti-citicap", "en").title == "Lahti CitiCAP: a carbon budget for everyday travel"


def test_a_page_that_an_editor_deleted_stays_away(folder: Path):
    case("lahti-citicap", "en").delete()
    change(folder, "case_studies.json", "lahti-citicap", lambda r: r["title"].update(en="Again"))

    said = load(folder)

    assert not CaseStudyPage.objects.filter(slug="lahti-citicap", locale__language_code="en").exists()
    assert "an editor deleted the page" in said["Kept"]


def test_an_edited_term_of_the_glossary_survives(folder: Path):
    concept = GlossaryConcept.objects.get(slug="resident")
    concept.entries.filter(language="en").update(term="person who lives here")
    change(folder, "glossary.json", "resident", lambda r: r["terms"].update(en=["inhabitant"]))

    assert load(folder)["glossary term"] == "79 left alone, 1 kept as edited"
    assert concept.entries.get(language="en").term == "person who lives here"


@pytest.mark.parametrize(
    ("file", "slug", "edit", "message"),
    [
        (
            "case_studies.json",
            "samso-renewable-energy-island",
            lambda r: r.update(elements=["no-such-element"]),
            (
                "case_studies.json, record “samso-renewable-energy-island”, field “elements”: "
                "there is no element “no-such-element”."
            ),
        ),
        (
            "events.json",
            "urban-future-2019",
            lambda r: r.update(start="yesterday"),
            (
                "events.json, record “urban-future-2019”, field “start”: "
                "must be a month, a date, or a date and time with its offset."
            ),
        ),
        (
            "case_studies.json",
            "samso-renewable-energy-island",
            lambda r: r.update(website="nowhere"),
            "case_studies.json, record “samso-renewable-energy-island”, field “website”: Enter a valid URL.",
        ),
    ],
)
def test_a_wrong_file_is_named_and_nothing_is_written(folder: Path, file: str, slug: str, edit, message: str):
    before = ImportedRecord.objects.count()
    change(folder, file, slug, edit)

    with pytest.raises(CommandError) as error:
        load(folder)

    assert str(error.value) == message
    assert ImportedRecord.objects.count() == before


def test_an_update_of_the_source_shows_what_is_outdated():
    page = case("energylab-nordhavn", "en")
    page.summary = "A summary that nobody has translated yet."
    page.save_revision().publish()

    outdated = StringTranslation.objects.filter(
        context__object_id=page.translation_key, locale__language_code="da", tool_name=OUTDATED
    )
    assert list(outdated.values_list("context__path", "translation_of__data")) == [("summary", page.summary)]


def test_translations_are_marked_as_imported():
    kinds = set(StringTranslation.objects.values_list("translation_type", "tool_name"))

    assert kinds == {("manual", "import"), ("machine", "import")}


def test_organisations_have_the_name_of_the_readers_language():
    pages = PartnerPage.objects.filter(slug="iceland-design-and-architecture")
    titles = dict(pages.values_list("locale__language_code", "title"))
    icelandic = pages.get(locale__language_code="is")

    assert titles["is"] == "Miðstöð hönnunar og arkitektúrs"
    assert titles["en"] == icelandic.organisation.name == "Iceland Design and Architecture"
    assert icelandic.other_names == []
    assert titles["is"] in {partner["title"] for partner in frame_for("is").partners}


def test_pages_know_how_many_pages_lie_below_them():
    """Else nothing can be added there: the next child would get the place of the first."""
    pages = list(Page.objects.values_list("path", "numchild"))
    below = Counter(path[: -Page.steplen] for path, _count in pages)

    assert {path: count for path, count in pages if count != below[path]} == {}
