"""The import of one record in three languages; with the whole content, its drills are those of ``tests/content``."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from partners.content import PARTNERS
from partners.models import PartnerPage
from portal.core.models import PublishedText
from portal.editing.content.importer import PageImport, Report
from tests.sites import make_site

pytestmark = pytest.mark.django_db
RECORD: dict[str, Any] = {
    "slug": "testvaerk",
    "order": 1,
    "role": "organisation",
    "name": "Testværk",
    "abbreviation": None,
    "local_names": {"fi": "Testilaitos"},
    "country": "DK",
    "city": "Prøveby",
    "kind": "city_network",
    "founded_year": 2018,
    "website": "testvaerk.example",
    "languages": ["en", "da"],
    "original_language": "en",
    "summary": {"en": "A works for tests.", "da": "Et værk for prøver."},
    "machine": {"fi": {"summary": "Laitos kokeille."}},
    "sources": [{"id": "s1", "url": "https://testvaerk.example/", "publisher": "Testværk", "year": 2021}],
}


@pytest.fixture
def record(db: None) -> dict[str, Any]:
    """A partner in English, its source, in Danish, and by machine in Finnish; imported once."""
    make_site("en", "da", "fi")
    assert load(RECORD) == {"created": 3}
    return deepcopy(RECORD)


def load(record: dict[str, Any], **options: bool) -> dict[str, int]:
    """Import ``record``, and say how many pages it did what to."""
    PageImport(PARTNERS, report := Report(), **options).run([deepcopy(record)], list)
    return dict(report.counts["partner"])


def partner(language: str) -> PartnerPage:
    return PartnerPage.objects.get(locale__language_code=language)


def test_a_record_becomes_pages_that_editors_find_translated(record: dict[str, Any], client: Client):
    assert [source["year"] for source in partner("da").public_sources] == [2021]
    assert [partner(code).title for code in ("en", "da", "fi")] == ["Testværk", "Testværk", "Testilaitos"]
    assert [partner(code).summary for code in ("en", "da")] == ["A works for tests.", "Et værk for prøver."]
    assert [partner(code).city for code in ("en", "da", "fi")] == ["Prøveby"] * 3
    assert [done == total for done, total in (one.get_progress() for one in Translation.objects.all())] == [True] * 2
    assert bool(PublishedText.objects.get(page_id=partner("fi").pk).machine)
    assert not PublishedText.objects.get(page_id=partner("da").pk).machine
    assert "Laitos kokeille." in client.get("/fi/partners/testvaerk/").content.decode()


def test_what_is_stored_together_is_what_localize_stores_one_by_one(record: dict[str, Any]):
    kinds = (StringSegment, OverridableSegment)
    stored = [sorted(kind.objects.values_list("pk", "context__field_path")) for kind in kinds]
    assert stored[0]
    TranslationSource.objects.get().refresh_segments()  # (makes what is not there, deletes what should not be)
    assert [sorted(kind.objects.values_list("pk", "context__field_path")) for kind in kinds] == stored


def test_a_record_in_three_languages_takes_a_limited_number_of_statements(db: None, django_assert_max_num_queries: Any):
    make_site("en", "da", "fi")
    with django_assert_max_num_queries(240):
        load(RECORD)


def test_importing_again_changes_nothing(record: dict[str, Any]):
    revisions = list(PartnerPage.objects.order_by("pk").values_list("latest_revision_id", flat=True))
    assert load(record) == {"left alone": 3}
    assert list(PartnerPage.objects.order_by("pk").values_list("latest_revision_id", flat=True)) == revisions


def test_a_changed_file_updates_what_nobody_edited_and_its_translations(record: dict[str, Any]):
    record["founded_year"], record["summary"]["da"] = 2019, "Et andet værk."
    assert load(record) == {"changed": 3}
    assert {page.founded_year for page in PartnerPage.objects.all()} == {2019}
    assert partner("da").summary == "Et andet værk."


def test_what_an_editor_changed_is_kept_unless_told_to_overwrite(record: dict[str, Any]):
    page = partner("da")
    page.summary = "Hvad redaktøren skrev."
    page.save_revision().publish()
    record["summary"]["da"] = "Et andet værk."
    assert load(record) == {"left alone": 2, "kept as edited": 1}
    assert partner("da").summary == "Hvad redaktøren skrev."
    assert load(record, overwrite=True) == {"changed": 3}
    assert partner("da").summary == "Et andet værk."


def test_a_page_that_an_editor_deleted_stays_away(record: dict[str, Any]):
    partner("da").delete()
    record["summary"]["da"] = "Et andet værk."
    assert load(record) == {"left alone": 2, "kept as edited": 1}
    assert not PartnerPage.objects.filter(locale__language_code="da").exists()
