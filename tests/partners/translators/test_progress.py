"""How far each language is, as everybody may read it."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from wagtail.models import PageViewRestriction
from wagtail_localize.models import StringTranslation

from partners.models import ServedLanguage
from partners.teams.groups import make_team
from partners.translators.progress import Counted, progress
from portal.core.models.published import MachineShare, PublishedText
from portal.editing.models import TranslationState
from portal.editing.translations import states
from projects.models import CaseStudyPage
from tests.partners.world import save_target, translate_page
from tests.portal.editing.translations.test_states import TEXTS, publish
from tests.sites import add_case, add_element, add_partner, make_site

pytestmark = pytest.mark.django_db
fill = import_module("portal.editing.migrations.0002_behind_since").fill


def far(code: str) -> Counted:
    states.refresh_all()
    return next(one.count for one in progress()[1] if one.code == code)


@pytest.fixture
def case() -> CaseStudyPage:
    make_site("en", "da")
    return add_case(title="Case", summary="Short.", elements=[add_element()])


def test_a_translation_is_behind_from_the_first_change_until_its_publication(case: CaseStudyPage):
    translation = translate_page(case, "da", TEXTS, publish=True)
    assert (far("da").behind, far("da").behind_since) == (0, None)
    publish(case, summary="Shorter.")
    first = far("da").behind_since
    publish(case, summary="Shortest.")

    assert (far("da").behind, far("da").behind_since) == (1, first)
    waiting = StringTranslation.objects.filter(tool_name=states.OUTDATED).latest("pk")
    waiting.data, waiting.tool_name = "Kortest.", ""
    waiting.save()
    save_target(translation, publish=False)
    assert far("da").behind == 1, "a draft helps no reader"
    save_target(translation)
    assert (far("da").behind, far("da").behind_since) == (0, None)


def test_an_update_knows_at_once_what_is_behind(case: CaseStudyPage):
    translate_page(case, "da", TEXTS, publish=True)
    publish(case, summary="Shorter.")
    first = far("da").behind_since
    rows = TranslationState.objects.order_by("behind_since").values_list("behind_since", flat=True)
    rows.update(behind_since=None)  # as before the column
    fill(apps, None)
    assert [moment for moment in rows if moment] == [first]
    CaseStudyPage.objects.get(locale__language_code="da").unpublish()
    rows.update(behind_since=None)
    fill(apps, None)
    assert not any(rows.all()), "visitors do not read it"


def test_what_everybody_may_not_read_is_not_counted(case: CaseStudyPage):
    before = far("da").read, far("en").read, progress()[0]
    translate_page(case, "da", TEXTS)
    add_case(title="Unfinished").unpublish()
    private = add_case(title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    assert (far("da").read, far("en").read, progress()[0]) == before


def test_page_names_numbers_and_partners_for_everybody(case: CaseStudyPage, client: Client, django_assert_num_queries):
    translate_page(case, "da", TEXTS, publish=True)
    states.refresh_all()
    partner = add_partner("da", title="Testvík Labs")
    ServedLanguage.objects.create(team=make_team(partner.organisation), language="da")
    danish = CaseStudyPage.objects.get(locale__language_code="da")
    PublishedText.objects.update_or_create(pk=danish.pk, defaults={"machine": MachineShare.PART})
    TranslationState.objects.filter(page=danish).update(behind_since=datetime(2025, 6, 17, 12, tzinfo=UTC))
    with django_assert_num_queries(3):
        found = {one.code: one.count for one in progress()[1]}
    body = client.get("/da/languages/").content.decode()

    assert (found["da"].behind, found["da"].machine, found["en"].machine) == (1, 1, 0)
    assert "17. juni 2025" in body
    assert f'<a href="{partner.url_path}">Testvík Labs</a>' in body
    assert 'href="/da/languages/"' in client.get("/da/").content.decode()
