"""The truth about translations."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import TestCase
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from portal.core.hooks.bulk import bulk_change
from portal.editing.enums import State
from portal.editing.models import TranslationState
from portal.editing.translations import states, sync
from projects.models import CaseStudyPage
from tests.kept_rows import kept
from tests.partners.world import save_target, translate_page
from tests.sites import add_case, add_element, make_site

pytestmark = pytest.mark.django_db
TEXTS = {
    "title": "Sag",
    "summary": "Kort.",
    "challenge": "Udfordringen.",
    "approach": "Vejen.",
    "result": "Resultatet.",
}


@pytest.fixture
@kept
def case() -> CaseStudyPage:
    make_site("en", "da", "fi")
    return add_case(title="Case", summary="Short.", elements=[add_element()])


def state(page: Any, language: str = "da") -> TranslationState:
    """What the table says once everything is committed."""
    states.refresh_marked()
    states.refresh([page.translation_key])
    return TranslationState.objects.get(translation_key=page.translation_key, locale__language_code=language)


def counts(page: Any) -> tuple[str, int, int]:
    row = state(page)
    return row.state, row.missing, row.outdated


def publish(page: Any, **changes: Any) -> None:
    page = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    with TestCase.captureOnCommitCallbacks(execute=True):
        page.save_revision().publish()


def test_original_and_missing(case: CaseStudyPage):
    assert [state(case, code).state for code in ("en", "da", "fi")] == [State.SOURCE, State.MISSING, State.MISSING]
    TranslationState.objects.filter(locale__language_code="fi").update(wanted=False)
    assert state(case, "fi").state == State.UNWANTED


def test_partly_then_a_draft_then_complete(case: CaseStudyPage):
    translate_page(case, "da", {"title": "Sag"})
    assert counts(case) == (State.PARTLY, 4, 0)
    translation = translate_page(case, "da", {k: v for k, v in TEXTS.items() if k != "title"})
    assert state(case).state == State.DRAFT
    save_target(translation)
    row = state(case)
    assert (row.state, row.total, row.translation_id) == (State.COMPLETE, 5, translation.pk)
    TranslationState.objects.filter(pk=row.pk).update(reviewed_at=timezone.now())
    assert state(case).state == State.REVIEWED


def test_a_change_of_the_original_outdates_exactly_one_sentence(case: CaseStudyPage):
    translate_page(case, "da", TEXTS, publish=True)
    publish(case, summary="Shorter.")
    assert counts(case) == (State.OUTDATED, 0, 1)
    danish = CaseStudyPage.objects.get(locale__language_code="da")
    assert danish.summary == "Kort.", "readers keep the previous translation, not a foreign sentence"
    flagged = StringTranslation.objects.get(tool_name=states.OUTDATED)
    assert (flagged.data, flagged.translation_of.data, flagged.context.path) == ("Kort.", "Shorter.", "summary")


def test_facts_reach_the_public_translation_at_once(case: CaseStudyPage):
    translate_page(case, "da", TEXTS, publish=True)
    publish(case, summary="Shorter.", municipality="Newtown", start_year=2021)
    danish = CaseStudyPage.objects.get(locale__language_code="da")
    assert (danish.municipality, danish.start_year, danish.summary) == ("Newtown", 2021, "Kort.")
    assert not danish.has_unpublished_changes


def test_facts_wait_while_somebody_translates(case: CaseStudyPage):
    translation = translate_page(case, "da", TEXTS, publish=True)
    danish = CaseStudyPage.objects.get(locale__language_code="da")
    danish.save_revision()
    publish(case, municipality="Newtown")
    assert CaseStudyPage.objects.get(pk=danish.pk).municipality == "Testby"
    assert state(case).state == State.DRAFT
    save_target(Translation.objects.get(pk=translation.pk))
    assert CaseStudyPage.objects.get(pk=danish.pk).municipality == "Newtown"


def test_a_new_sentence_is_missing_and_never_published_in_the_language_of_the_original(case: CaseStudyPage):
    translate_page(case, "da", TEXTS, publish=True)
    publish(case, challenge="<p>The challenge.</p><p>A second one.</p>")
    assert counts(case) == (State.OUTDATED, 1, 0)
    assert "second" not in CaseStudyPage.objects.get(locale__language_code="da").challenge


def test_minor_edit_leaves_translations_valid(case: CaseStudyPage):
    translate_page(case, "da", TEXTS, publish=True)
    publish(case, summary="Short!")
    source = TranslationSource.objects.get()
    assert sync.call_minor(source) == 1
    assert counts(case) == (State.COMPLETE, 0, 0)


def test_translating_the_outdated_sentence_ends_it(case: CaseStudyPage):
    translation = translate_page(case, "da", TEXTS, publish=True)
    publish(case, summary="Shorter.")
    flagged = StringTranslation.objects.get(tool_name=states.OUTDATED)
    flagged.tool_name, flagged.data = "", "Kortere."
    flagged.save()
    StringTranslation.objects.filter(pk=flagged.pk).update(updated_at=timezone.now() + timedelta(minutes=1))
    assert state(case).state == State.DRAFT
    StringTranslation.objects.filter(pk=flagged.pk).update(updated_at=timezone.now())
    save_target(translation)
    assert counts(case) == (State.COMPLETE, 0, 0)
    assert CaseStudyPage.objects.get(locale__language_code="da").summary == "Kortere."


def test_machine_made_until_somebody_reviewed_it(case: CaseStudyPage):
    translate_page(case, "da", TEXTS, publish=True)
    StringTranslation.objects.filter(context__path="title").update(translation_type="machine")
    row = state(case)
    assert (row.state, row.machine) == (State.MACHINE, 1)
    TranslationState.objects.filter(pk=row.pk).update(reviewed_at=timezone.now())
    assert state(case).state == State.REVIEWED


def test_an_edit_that_was_not_passed_on_is_noticed(case: CaseStudyPage):
    translate_page(case, "da", TEXTS, publish=True)
    with bulk_change():
        publish(case, summary="Shorter.")
    TranslationSource.objects.update(last_updated_at=timezone.now() - timedelta(hours=1))
    assert state(case).state == State.OUTDATED


def test_a_page_without_a_translation_record_is_written_separately(case: CaseStudyPage):
    add_case("da", of=case, title="Sag")
    assert state(case).state == State.SEPARATE


def test_states_follow_what_happens(case: CaseStudyPage, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        translate_page(case, "da", TEXTS, publish=True)
    danish = TranslationState.objects.get(
        translation_key=case.translation_key, locale=Locale.objects.get(language_code="da")
    )
    assert danish.state == State.COMPLETE
    with django_capture_on_commit_callbacks(execute=True):
        CaseStudyPage.objects.get(locale__language_code="da").delete()
    danish.refresh_from_db()
    assert danish.state == State.MISSING
    with django_capture_on_commit_callbacks(execute=True):
        CaseStudyPage.objects.get().delete()
    assert not TranslationState.objects.filter(translation_key=case.translation_key).exists()


def test_refreshing_costs_the_same_for_one_and_three_pages(case: CaseStudyPage, django_assert_num_queries):
    others = [add_case(title=f"Case {n}") for n in range(2)]
    for page in (case, *others):
        translate_page(page, "da", TEXTS)
    states.refresh_marked()
    with django_assert_num_queries(7):
        states.refresh([case.translation_key])
    with django_assert_num_queries(7):
        states.refresh([page.translation_key for page in (case, *others)])
    assert Translation.objects.count() == 3
