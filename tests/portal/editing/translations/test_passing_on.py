"""A publication leaves to the worker what is heavy; what it costs itself does not depend on the number of languages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail_localize.models import StringTranslation, TranslationSource

from portal.editing.enums import State
from portal.editing.models import TranslationState
from portal.editing.translations import states
from portal.editing.translations.sync import call_minor, pass_on_change
from projects.models import CaseElement, CaseStudyPage
from tests.partners.world import translate_page
from tests.portal.editing.translations.test_states import TEXTS
from tests.sites import add_case, add_element, make_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("waiting_for_the_worker")]
Tasks = Callable[[], list[DBTaskResult]]


@pytest.fixture
def run_tasks(run_tasks: Tasks) -> Tasks:
    """Passes on what waits, and does only that."""

    def run() -> list[DBTaskResult]:
        DBTaskResult.objects.exclude(task_path=pass_on_change.module_path).delete()
        with TestCase.captureOnCommitCallbacks(execute=True):
            return run_tasks()

    return run


def publish(page: CaseStudyPage, user: object = None, **changes: object) -> int:
    """Publish with changes; returns the number of queries."""
    page = CaseStudyPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    with CaptureQueriesContext(connection) as queries, TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision(user=user).publish(user=user)
    return len(queries)


@pytest.mark.sqlite
def test_facts_reach_public_translations_by_the_worker(run_tasks: Tasks):
    make_site("en", "da")
    case = add_case(title="Case", summary="Short.", elements=[add_element()])
    translate_page(case, "da", TEXTS, publish=True)
    publish(case, municipality="Newtown")
    danish = CaseStudyPage.objects.get(locale__language_code="da")
    assert danish.municipality == "Testby"

    run_tasks()
    danish.refresh_from_db()
    states.refresh_marked()
    state = TranslationState.objects.get(translation_key=case.translation_key, locale__language_code="da")
    assert (danish.municipality, danish.has_unpublished_changes, state.state) == ("Newtown", False, State.COMPLETE)


@pytest.mark.sqlite
def test_what_was_published_twice_is_passed_on_once(run_tasks: Tasks):
    make_site("en", "da")
    case = add_case(title="Case", summary="Short.", elements=[add_element()])
    translate_page(case, "da", TEXTS, publish=True)
    run_tasks()
    publish(case, municipality="Newtown")
    publish(case, summary="Shorter.")

    assert [row.return_value for row in run_tasks() if row.task_path == pass_on_change.module_path] == [1]
    assert call_minor(TranslationSource.objects.get()) == 1, "the last change is still the last one"


@pytest.mark.sqlite
def test_a_translation_is_published_again_for_other_facts_only(run_tasks: Tasks):
    make_site("en", "da")
    case = add_case(title="Case", summary="Short.", elements=[add_element()])
    translate_page(case, "da", TEXTS, publish=True)
    run_tasks()
    danish = CaseStudyPage.objects.get(locale__language_code="da")

    publish(case, summary="Shorter.")
    run_tasks()
    same = CaseStudyPage.objects.get(pk=danish.pk)
    assert (same.latest_revision_id, same.summary) == (danish.latest_revision_id, "Kort.")

    publish(case, case_elements=[CaseElement(element=add_element(title="Other"), sort_order=0)])
    run_tasks()
    again = CaseStudyPage.objects.get(pk=danish.pk)
    assert again.latest_revision_id != danish.latest_revision_id
    assert again.live_revision_id == again.latest_revision_id
    assert again.case_elements.get().element.title == "Other"


def test_a_translation_with_figures_and_sources_is_not_published_again_without_a_change(run_tasks: Tasks):
    """PostgreSQL gives back the names in a block in an order of its own, and lists as they were."""
    make_site("en", "da")
    figure = {"number": "1,200", "unit": "", "what": "Trips.", "publisher": "Statistik", "url": "https://example.org/"}
    source = {"identifier": "s1", "title": "Æbler", "publisher": "Statistik", "url": "https://example.org/"}
    streams = {"key_figures": [("figure", figure)], "sources": [("source", source)]}
    case = add_case(title="Case", summary="Short.", elements=[add_element()], **streams)
    what = f"key_figures.{case.key_figures[0].id}.what"
    translate_page(case, "da", {**TEXTS, what: "Ture."}, publish=True)
    run_tasks()
    danish = CaseStudyPage.objects.get(locale__language_code="da")
    assert (danish.key_figures[0].value["what"], danish.sources[0].value["title"]) == ("Ture.", "Æbler")

    publish(case)
    run_tasks()
    assert CaseStudyPage.objects.get(pk=danish.pk).latest_revision_id == danish.latest_revision_id

    case.key_figures[0].value["number"] = "1,300"
    publish(case, key_figures=case.key_figures)
    run_tasks()
    again = CaseStudyPage.objects.get(pk=danish.pk)
    assert (again.key_figures[0].value["number"], again.key_figures[0].value["what"]) == ("1,300", "Ture.")


@pytest.mark.sqlite
def test_facts_reach_translations_after_a_minor_change_too(run_tasks: Tasks):
    make_site("en", "da")
    case = add_case(title="Case", summary="Short.", elements=[add_element()])
    translate_page(case, "da", TEXTS, publish=True)
    run_tasks()
    hour_ago = timezone.now() - timedelta(hours=1)
    CaseStudyPage.objects.update(last_published_at=hour_ago)
    StringTranslation.objects.update(updated_at=hour_ago)
    publish(case, summary="Shorter.")
    run_tasks()
    assert call_minor(TranslationSource.objects.get()) == 1
    states.refresh_marked()
    state = TranslationState.objects.get(translation_key=case.translation_key, locale__language_code="da")
    assert state.state == State.COMPLETE

    publish(case, municipality="Newtown")
    run_tasks()
    assert CaseStudyPage.objects.get(locale__language_code="da").municipality == "Newtown"


def test_a_publication_rolled_back_passes_nothing_on():
    make_site("en", "da")
    case = add_case(title="Case", summary="Short.")
    translate_page(case, "da", TEXTS)
    with transaction.atomic():
        case.save_revision().publish()
        assert DBTaskResult.objects.filter(task_path=pass_on_change.module_path).exists()
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.filter(task_path=pass_on_change.module_path).exists()


def test_a_publication_costs_the_same_with_two_versions_and_with_six(admin_user, run_tasks: Tasks):
    make_site("en", "da", "nb", "sv", "fi", "is")
    case = add_case(title="Case", summary="Short.", elements=[add_element()])
    translate_page(case, "da", TEXTS, publish=True)
    run_tasks()
    publish(case, admin_user, summary="Shorter.")
    with_two = publish(case, admin_user, summary="Shortest.")
    for language in ("nb", "sv", "fi", "is"):
        translate_page(case, language, TEXTS, publish=True)
    run_tasks()
    publish(case, admin_user, summary="Short again.")
    # (PostgreSQL has a lock for who reads which version.)
    assert publish(case, admin_user, summary="The shortest.") <= with_two == 113 + (connection.vendor == "postgresql")
