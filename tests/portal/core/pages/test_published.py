"""When a public text changed: through people only, and only if visitors read something else."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client, TestCase
from wagtail_localize.models import StringTranslation, Translation

from portal.core.hooks.bulk import bulk_change
from portal.core.models import MachineShare, PublishedText
from portal.core.pages import published
from projects.models import CaseStudyPage
from tests.kept_rows import kept
from tests.partners.world import translate_page
from tests.portal.editing.translations.test_states import TEXTS, publish
from tests.sites import add_case, add_element, make_site

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2024, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
@kept
def case() -> CaseStudyPage:
    """As an import leaves it."""
    make_site("en", "da")
    page = add_case(title="Case", summary="Short.", elements=[add_element()])
    with bulk_change():
        publish(page)
    PublishedText.objects.all().delete()
    published.note_import([PublishedText(page_id=page.pk)], {})
    return page


def translated(case: CaseStudyPage) -> CaseStudyPage:
    with TestCase.captureOnCommitCallbacks(execute=True):
        translate_page(case, "da", TEXTS, publish=True)
    return CaseStudyPage.objects.get(translation_key=case.translation_key, locale__language_code="da")


def known(page: Any) -> PublishedText:
    return PublishedText.objects.get(page_id=page.pk)


def dated(page: Any) -> None:
    PublishedText.objects.filter(page_id=page.pk).update(changed_at=LONG_AGO)


def test_an_import_names_no_day_anywhere(case: CaseStudyPage, client: Client):
    shown = client.get(case.url_path).content.decode()

    assert known(case).changed_at is None
    assert "Text last changed" not in shown
    assert "dateModified" not in shown
    assert "<lastmod>" not in client.get("/sitemap-pages.xml").content.decode()


def test_a_change_by_a_person_is_a_day_everywhere(case: CaseStudyPage, client: Client):
    publish(case, summary="Changed.")
    dated(case)
    shown = client.get(case.url_path).content.decode()

    assert "Text last changed: 4 May 2024" in shown
    assert '"dateModified": "2024-05-04T12:00:00+00:00"' in shown
    assert "<lastmod>2024-05-04" in client.get("/sitemap-pages.xml").content.decode()
    assert "<updated>2024-05-04" in client.get("/en/projects/feed.xml").content.decode()


def test_publishing_the_same_again_is_no_change(case: CaseStudyPage):
    publish(case, summary="Changed.")
    dated(case)
    publish(case)
    publish(case, editorial_notes=[])

    assert known(case).changed_at == LONG_AGO


def test_a_fact_that_reaches_the_translations_changes_them_too(case: CaseStudyPage):
    danish = translated(case)
    dated(danish)
    publish(case, start_year=2021)

    assert known(danish).changed_at > LONG_AGO


def test_a_schedule_is_no_publication(case: CaseStudyPage):
    publish(case, summary="Later.", go_live_at=datetime(2999, 1, 1, tzinfo=UTC))

    assert known(case).changed_at is None


def test_records_may_state_days_and_no_import_takes_a_later_one_back(case: CaseStudyPage):
    rows = [PublishedText(page_id=case.pk)]
    published.note_import(rows, {"changed": "2023-02-01", "facts_checked": "2023-03-01"})
    first = known(case)
    published.check_facts(case, date(2025, 1, 1))
    published.note_import(rows, {"changed": "2023-02-01", "facts_checked": "2023-03-01"})
    published.note_import(rows, {})

    assert (first.changed_at.date(), first.facts_checked) == (date(2023, 2, 1), date(2023, 3, 1))
    assert (known(case).changed_at.date(), known(case).facts_checked) == (date(2023, 2, 1), date(2025, 1, 1))


def test_facts_are_checked_for_every_language(case: CaseStudyPage, client: Client):
    published.check_facts(case, date(2026, 3, 9))
    danish = translated(case)

    assert known(danish).facts_checked == date(2026, 3, 9)
    assert "Facts checked: March 2026" in client.get(case.url_path).content.decode()
    assert "Oplysninger kontrolleret: marts 2026" in client.get(danish.url_path).content.decode()


@pytest.mark.parametrize(
    ("machine", "share"),
    [(set(TEXTS), MachineShare.ALL), ({"title"}, MachineShare.PART), (set(), MachineShare.NONE)],
)
def test_what_a_machine_proposed_says_so_once_it_is_published(case: CaseStudyPage, client: Client, machine, share):
    danish = translated(case)
    StringTranslation.objects.filter(context__path__in=machine).update(translation_type="machine")
    with TestCase.captureOnCommitCallbacks(execute=True):
        Translation.objects.get().save_target(publish=True)
    note = re.search(r'machine-note">(.*?)</p>', client.get(danish.url_path).content.decode())

    assert known(danish).machine == share
    assert bool(note) == bool(machine)
    assert not note or f'<a href="{case.url_path}" hreflang="en">Læs originalen.</a>' in note[1]
