"""What a drawn cover shows is chosen from the words of a case, in any language, and corrected by its editors."""

import pytest

from portal.core.pictures.motifs import MOTIFS
from projects.enums import Motif
from projects.models import CaseStudyPage
from projects.subjects import find_missing_motifs, motifs_of
from tests.sites import add_case, add_element, make_site

WIND = {
    "en": "An island that owns its wind turbines",
    "da": "En ø, der ejer sine vindmøller",
    "nb": "En øy som eier vindturbinene sine",
    "sv": "En ö som äger sina vindkraftverk",
    "fi": "Saari, joka omistaa tuulivoimalansa",
    "is": "Eyja sem á vindmyllurnar sínar",
}


def test_every_motif_that_editors_can_choose_is_drawn():
    assert set(Motif.values) == set(MOTIFS)


@pytest.mark.django_db
@pytest.mark.parametrize("language", WIND)
def test_words_of_a_case_choose_its_motif_in_every_language(language):
    assert motifs_of([(WIND[language], 1)], language, [])[0] == Motif.ENERGY


@pytest.mark.django_db
def test_case_whose_words_say_nothing_shows_its_first_element():
    assert motifs_of([("Xqzzy", 1)], "en", [5, 1]) == [Motif.KEY, Motif.STREET]
    assert motifs_of([("Xqzzy", 1)], "en", []) == []


@pytest.mark.django_db
def test_publishing_finds_the_motif_for_all_languages_and_editors_correct_it(client, run_tasks):
    home = make_site("en")["en"]
    case = add_case(title="Rain gardens", summary="Stormwater in the street.", elements=[add_element(number=1)])
    CaseStudyPage.objects.get(pk=case.pk).save_revision().publish()
    run_tasks()
    found = client.get(f"{home.url_path}projects/").content.decode()
    case = CaseStudyPage.objects.get(pk=case.pk)
    case.motif = Motif.SCHOOL
    case.save_revision().publish()
    run_tasks()
    chosen = client.get(f"{home.url_path}projects/").content.decode()

    assert case.found_motifs.split()[0] == Motif.WATER
    assert f".1.{case.found_motifs.replace(' ', '-')}.0." in found
    assert ".1.school.0." in chosen


@pytest.mark.django_db
def test_cases_from_before_get_their_motif_without_being_published_again(run_tasks):
    make_site("en")
    case = add_case(title="Broadband for farms")
    CaseStudyPage.objects.update(found_motifs="")

    assert find_missing_motifs() == 1
    run_tasks()
    case.refresh_from_db()
    assert (case.found_motifs, find_missing_motifs()) == (Motif.BROADBAND, 0)
