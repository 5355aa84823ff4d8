"""However somebody publishes: what does not pass the gates stays as it was, and they hear why."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from portal.core.mail.sending import send_editor_mail
from portal.core.operations.task_queue import publish_scheduled_pages
from portal.editing.publication.gates import NotReadyError
from projects.models import CaseStudyPage
from tests.partners.world import World, make_user
from tests.sites import add_case

pytestmark = pytest.mark.django_db
WHY = "Choose at least one element of the model that the case demonstrates."


def make_faulty(world: World) -> CaseStudyPage:
    """A draft without an element, which waits for its review."""
    draft = world.a.draft
    draft.case_elements.set([])
    draft.save_revision(user=world.a.member)
    state = draft.current_workflow_task_state
    state.revision = draft.latest_revision
    state.save()
    return CaseStudyPage.objects.get(pk=draft.pk)


def publish_in_bulk(client: Client, page: CaseStudyPage) -> str:
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{bulk}?id={page.pk}", {"include_descendants": ""}, follow=True).content.decode()


def publish_all_in_bulk(client: Client, page: CaseStudyPage) -> str:
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    address = f"{bulk}?id=all&childOf={page.get_parent().pk}"
    return client.post(address, {"include_descendants": ""}, follow=True).content.decode()


def approve(client: Client, page: CaseStudyPage) -> str:
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(address, {"comment": ""}, follow=True).content.decode()


@pytest.mark.parametrize("publish", [publish_in_bulk, publish_all_in_bulk, approve])
def test_no_route_publishes_what_is_not_ready(client: Client, world: World, publish: Callable[..., str]):
    page = make_faulty(world)
    client.force_login(world.secretary)
    said = publish(client, page)
    page.refresh_from_db()
    assert (page.live, WHY in said, page.workflow_in_progress) == (False, True, True)


@pytest.mark.parametrize("publish", [publish_in_bulk, approve])
def test_the_same_routes_publish_what_is_ready(client: Client, world: World, publish: Callable[..., str]):
    client.force_login(world.secretary)
    publish(client, world.a.draft)
    world.a.draft.refresh_from_db()
    assert world.a.draft.live


def test_bulk_publishing_is_all_or_nothing(client: Client, world: World):
    faulty, ready = make_faulty(world), world.b.draft
    client.force_login(world.secretary)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={ready.pk}&id={faulty.pk}", {"include_descendants": ""})
    ready.refresh_from_db()
    assert not ready.live


def test_a_dialog_is_told_where_to_go(client: Client, world: World):
    page = make_faulty(world)
    client.force_login(world.secretary)
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    answer = client.post(address, {"comment": ""}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.json() == {"step": "success", "redirect": reverse("wagtailadmin_pages:edit", args=[page.pk])}


def test_drafts_with_empty_fields_are_not_published(world: World):
    draft = world.a.draft
    draft.summary = draft.country = ""
    draft.save_revision(clean=False)
    with pytest.raises(NotReadyError) as caught:
        draft.latest_revision.publish(user=world.secretary)
    assert {problem.field for problem in caught.value.problems} == {"summary", "country"}


def test_at_a_chosen_time_faulty_pages_wait_and_their_editor_hears_of_it(world: World):
    faulty, ready = make_faulty(world), world.b.draft
    for page in (faulty, ready):
        revision = page.get_latest_revision()
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.save()
    publish_scheduled_pages()
    for page, live in ((faulty, False), (ready, True)):
        page.refresh_from_db()
        assert page.live == live
    assert not faulty.scheduled_revision, "it is not tried again every minute"
    entry = PageLogEntry.objects.get(action="portal.hold_back")
    assert (entry.page_id, entry.data["problems"]) == (faulty.pk, [WHY])
    send_editor_mail.call(
        world.a.member.pk, "editing/mail/held_back", {"title": "A title", "problems": [WHY], "edit": "/admin/edit/"}
    )
    [letter] = mail.outbox
    assert (letter.subject, WHY in letter.body) == ("Not published: A title", True)


def spoil_source(world: World) -> None:
    """The original loses its element after it was published, and its translation is complete."""
    for page in (world.a.case, world.a.case_da):
        page.case_elements.all().delete()
    world.a.translation.source.update_from_db()
    for segment in world.a.translation.source.stringsegment_set.all():
        segment.string.translations.get_or_create(
            locale=world.a.translation.target_locale, context=segment.context, defaults={"data": segment.string.data}
        )


@pytest.mark.parametrize("route", ["desk", "editor"])
def test_translations_pass_the_gates_too(client: Client, world: World, route: str):
    spoil_source(world)
    client.force_login(world.secretary)
    before = world.a.case_da.latest_revision_id
    addresses = {
        "desk": reverse("translation_editor", args=[world.a.translation.pk]),
        "editor": reverse("wagtailadmin_pages:edit", args=[world.a.case_da.pk]),
    }
    said = client.post(addresses[route], {"action": "publish"}, follow=True).content.decode()
    page = CaseStudyPage.objects.get(pk=world.a.case_da.pk)
    assert WHY in said
    assert (page.live, page.latest_revision_id) == (False, before)


def test_nobody_deletes_what_was_public(client: Client, world: World):
    kept = add_case(organisation=world.a.organisation, elements=[world.element])
    kept.unpublish()
    CaseStudyPage.objects.filter(pk=world.a.draft.pk).update(first_published_at=None)
    folder = kept.get_parent().pk
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    trusted = make_user("trusted", world.a.team.group)
    for user in (world.a.member, trusted, world.secretary):
        client.force_login(user)
        for page in (world.a.case, kept):
            client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {})
            client.post(f"{bulk}?id={page.pk}", {})
        client.post(reverse("wagtailadmin_pages:delete", args=[folder]), {})
        client.post(f"{bulk}?id={folder}", {"wagtail_site_name": "Nordic Smart City Model"})
    assert CaseStudyPage.objects.filter(pk__in=[world.a.case.pk, kept.pk]).count() == 2
    client.post(f"{bulk}?id=all&childOf={folder}", {"wagtail_site_name": "Nordic Smart City Model"})
    left = set(CaseStudyPage.objects.values_list("pk", flat=True))
    assert {world.a.case.pk, world.b.case.pk, kept.pk} <= left
    assert world.a.draft.pk not in left, "what was never public can go"


def test_stock_addresses_of_translations_lead_to_the_own_pages_and_do_nothing(client: Client, world: World):
    page, source = world.a.case.pk, world.a.translation.source_id
    ways = {
        reverse("wagtail_localize:submit_page_translation", args=[page]): reverse("portal_languages", args=[page]),
        reverse("wagtail_localize:update_translations", args=[source]): reverse("portal_languages", args=[page]),
        reverse("wagtail_localize:translations_report"): reverse("home_matrix"),
    }
    before = world.a.case_da.latest_revision_id
    for user in (world.a.member, world.secretary):
        client.force_login(user)
        for address, own in ways.items():
            for answer in (client.get(address), client.post(address, {"publish_translations": "on", "locales": "1"})):
                assert (answer.status_code, answer.headers["Location"]) == (302, own)
    client.force_login(world.b.member)
    assert {client.get(address).headers.get("Location", "") for address in ways} <= {
        "",
        "/admin/",
        reverse("home_matrix"),
    }
    danish = CaseStudyPage.objects.get(pk=world.a.case_da.pk)
    assert (danish.live, danish.latest_revision_id) == (False, before)


def test_no_stock_entry_of_translations_stands_among_the_buttons(client: Client, world: World):
    client.force_login(get_user_model().objects.create_superuser("root", "root@example.org", "Fjordvegen-71"))
    shown = [
        client.get(reverse("wagtailadmin_explore", args=[world.a.case.get_parent().pk])),
        client.get(reverse("wagtailadmin_pages:edit", args=[world.a.case.pk])),
        client.get(reverse("wagtailadmin_pages:edit", args=[world.a.case_da.pk])),
        client.get(reverse("wagtailadmin_home")),
    ]
    for page in shown:
        text = page.content.decode()
        for stock in ("localize/submit/", "localize/update/", "localize-convert-to-alias", "localize-restart"):
            assert stock not in text
    assert reverse("portal_languages", args=[world.a.case.pk]) in shown[1].content.decode()


def test_nobody_turns_a_translation_into_an_alias(client: Client, world: World):
    for user in (world.a.member, world.secretary):
        client.force_login(user)
        client.post(reverse("wagtail_localize:convert_to_alias", args=[world.a.case_da.pk]), {})
        assert CaseStudyPage.objects.get(pk=world.a.case_da.pk).alias_of_id is None
