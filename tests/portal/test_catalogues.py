"""Message catalogues: compiled without gettext, and nothing incomplete passes the check."""

import gettext

import polib
import pytest

from portal.catalogues import (
    catalogue_path,
    compile_catalogues,
    faults_of_catalogue,
    faults_of_entry,
    languages_to_translate,
    variables_of,
)

PLURAL_FORMS = "nplurals=2; plural=(n != 1);"


@pytest.fixture
def catalogue(settings, tmp_path):
    """A Danish catalogue in a folder of its own; returns what to call with its entries."""
    settings.LOCALE_PATHS = [tmp_path]

    def write(*entries):
        path = catalogue_path("da")
        path.parent.mkdir(parents=True, exist_ok=True)
        file = polib.POFile()
        file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": PLURAL_FORMS}
        file.extend(entries)
        file.save(str(path))
        return path

    return write


def test_compile_catalogues_writes_what_gettext_reads(catalogue):
    path = catalogue(
        polib.POEntry(msgid="Search", msgstr="Søg"),
        polib.POEntry(msgid="May", msgctxt="month", msgstr="maj"),
        polib.POEntry(msgid="%(n)s case", msgid_plural="%(n)s cases", msgstr_plural={0: "%(n)s sag", 1: "%(n)s sager"}),
        polib.POEntry(msgid="Doubtful", msgstr="Tvivl", flags=["fuzzy"]),
    )
    assert compile_catalogues() == [path]
    with path.with_suffix(".mo").open("rb") as binary:
        danish = gettext.GNUTranslations(binary)
    assert danish.gettext("Search") == "Søg"
    assert danish.pgettext("month", "May") == "maj"
    assert danish.ngettext("%(n)s case", "%(n)s cases", 3) == "%(n)s sager"
    assert danish.gettext("Doubtful") == "Doubtful"


def test_compile_catalogues_skips_what_is_up_to_date(catalogue):
    path = catalogue(polib.POEntry(msgid="Search", msgstr="Søg"))
    assert compile_catalogues() == [path]
    assert compile_catalogues() == []
    assert compile_catalogues(force=True) == [path]


@pytest.mark.parametrize(
    ("entry", "faults"),
    [
        (polib.POEntry(msgid="Search", msgstr="Søg"), []),
        (polib.POEntry(msgid="Search", msgstr=""), ["is not translated"]),
        (polib.POEntry(msgid="Search", msgstr="Søg", flags=["fuzzy"]), ["is marked as doubtful (fuzzy)"]),
        (
            polib.POEntry(msgid="Hello %(name)s", msgstr="Hej %(navn)s"),
            ["has other placeholders or tags in its translation “Hej %(navn)s”"],
        ),
        (polib.POEntry(msgid="<b>%(n)s</b> of %(m)s", msgstr="%(m)s, <b>%(n)s</b>"), []),
        (
            polib.POEntry(msgid="<b>Hello</b>", msgstr="Hej"),
            ["has other placeholders or tags in its translation “Hej”"],
        ),
        (
            polib.POEntry(
                msgid="One place", msgid_plural="%(n)s places", msgstr_plural={0: "Én plads", 1: "%(n)s pladser"}
            ),
            [],
        ),
        (
            polib.POEntry(msgid="One place", msgid_plural="%(n)s places", msgstr_plural={0: "Én plads", 1: ""}),
            ["is not translated in plural form 1"],
        ),
    ],
)
def test_faults_of_entry_finds_what_is_wrong(entry, faults):
    assert list(faults_of_entry(entry)) == faults


def test_variables_of_ignores_percent_signs():
    assert variables_of("100 %% of %(count)d and {name}") == ["%(count)d", "{name}"]


def test_faults_of_catalogue_compares_with_the_sources(catalogue):
    catalogue(polib.POEntry(msgid="Search", msgstr="Søg"), polib.POEntry(msgid="Gone", msgstr="Væk"))
    wanted = polib.POFile()
    wanted.extend([polib.POEntry(msgid="Search"), polib.POEntry(msgid="New")])
    assert faults_of_catalogue("da", wanted) == ["da: “New” is missing.", "da: “Gone” is used nowhere."]
    assert faults_of_catalogue("da") == []


def test_faults_of_catalogue_names_a_language_without_one(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    assert faults_of_catalogue("fi") == ["fi: there is no catalogue."]


def test_languages_to_translate_leaves_the_source_language_out():
    assert languages_to_translate() == ["da", "nb", "sv", "fi", "is"]
