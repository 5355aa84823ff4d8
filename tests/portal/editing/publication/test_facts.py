"""An editor says that the facts of a page were checked: a day in every language, and no change of the text."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from partners.teams.groups import make_team
from portal.core.models import PublishedText
from portal.core.pages.published import check_facts
from tests.partners.world import World

pytestmark = pytest.mark.django_db


def test_who_may_publish_says_that_the_facts_are_right(world: World, client: Client):
    make_team(world.a.organisation, can_publish=True)
    client.force_login(world.a.member)
    address = reverse("portal_facts", args=[world.a.case.pk])

    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[world.a.case.pk])).content.decode()
    assert "Nobody has said yet" in client.get(address).content.decode()
    changed = PublishedText.objects.filter(page_id=world.a.case.pk).values_list("changed_at", flat=True).first()
    client.post(address, {"day": "2026-03-09"})

    row = PublishedText.objects.get(page_id=world.a.case.pk)
    assert (row.facts_checked, row.changed_at) == (date(2026, 3, 9), changed)
    assert PublishedText.objects.get(page_id=world.a.case_da.pk).facts_checked == date(2026, 3, 9)
    assert PageLogEntry.objects.get(action="portal.check_facts").user == world.a.member


@pytest.mark.parametrize("day", ["", "2999-01-01", "yesterday evening"])
def test_a_day_that_cannot_be_is_refused_and_stays_in_the_form(world: World, client: Client, day: str):
    client.force_login(world.secretary)
    answer = client.post(reverse("portal_facts", args=[world.a.case.pk]), {"day": day})

    assert answer.status_code == 200
    assert answer.context["form"].errors["day"]
    assert answer.context["form"]["day"].value() == day
    assert not PublishedText.objects.filter(page_id=world.a.case.pk, facts_checked__isnull=False).exists()


def test_others_and_drafts_have_no_such_page(world: World, client: Client):
    client.force_login(world.a.member)
    for page in (world.a.case, world.b.case):
        assert client.get(reverse("portal_facts", args=[page.pk])).status_code in {302, 403}
    client.force_login(world.secretary)
    assert client.get(reverse("portal_facts", args=[world.a.draft.pk])).status_code == 404


def test_the_list_begins_with_what_was_never_checked(world: World, client: Client):
    client.force_login(world.secretary)
    check_facts(world.a.case, timezone.localdate() - timedelta(days=500))
    check_facts(world.b.case, timezone.localdate())
    shown = client.get(reverse("home_stale")).content.decode()
    listed = [shown.index(page.title) for page in (world.a.event, world.a.case, world.b.case)]

    assert listed == sorted(listed)
    assert "never checked" in shown
