"""Members of a team do everything with their own pages and nothing with those of others."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from partners.models import Organisation
from partners.teams.groups import grant, make_team
from partners.teams.ownership import EXPLORED, acts_for_all, of_types, own_pages, owned_models, sections
from projects.models import CaseLibraryPage, CaseStudyPage
from tests.partners.world import World, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client: Client, world: World) -> Client:
    client.force_login(world.a.member)
    return client


def case_form(world: World, **changes: str) -> dict[str, str]:
    """A new case as the admin posts it."""
    data = {
        "title": "New case",
        "slug": "new-case",
        "summary": "Short.",
        "country": "DK",
        "municipality": "",
        "location_precision": "municipality",
        "scope": "municipal",
        "organisation": str(world.a.organisation.pk),
        "challenge": '{"blocks":[],"entityMap":{}}',
        "approach": '{"blocks":[],"entityMap":{}}',
        "result": '{"blocks":[],"entityMap":{}}',
        "lessons": "null",
        "reuse_conditions": "null",
        "evidence": "null",
        "key_figures-count": "0",
        "sources-count": "0",
        "editorial_notes-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    for prefix in ("case_elements", "case_partners", "arenas", "origins"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0", f"{prefix}-MIN_NUM_FORMS": "0"}
    return data | changes


def test_tester_gives_members_their_own_pages_and_no_others(world: World):
    own, other = (owner.case.permissions_for_user(world.a.member) for owner in (world.a, world.b))
    assert (own.can_edit(), own.can_publish(), own.can_delete(), own.can_move()) == (True, False, False, False)
    assert (other.can_edit(), other.can_publish(), other.can_delete(), other.can_lock()) == (False, False, False, False)
    assert world.a.case_da.permissions_for_user(world.a.member).can_edit()
    assert not world.homes["en"].permissions_for_user(world.a.member).can_edit()
    library = CaseLibraryPage.objects.first().permissions_for_user(world.a.member)
    assert (library.can_add_subpage(), library.can_edit()) == (True, False)


def test_tester_of_a_plain_page_asks_the_specific_one(world: World):
    plain = Page.objects.get(pk=world.b.case.pk)
    assert not plain.permissions_for_user(world.a.member).can_edit()


def test_a_draft_hand_over_does_not_move_the_page(world: World):
    case = world.b.case
    case.organisation = world.a.organisation
    case.save_revision()
    draft = CaseStudyPage.objects.get(pk=case.pk).get_latest_revision_as_object()
    assert draft.organisation == world.a.organisation
    assert not draft.permissions_for_user(world.a.member).can_edit()
    assert draft.permissions_for_user(world.b.member).can_edit()


def test_trusted_team_publishes_its_own_pages_only(world: World):
    make_team(world.a.organisation, can_publish=True)
    assert world.a.case.permissions_for_user(world.a.member).can_publish()
    assert not world.b.case.permissions_for_user(world.a.member).can_publish()
    make_team(world.a.organisation, can_publish=False)
    again = type(world.a.member).objects.get(pk=world.a.member.pk)
    assert not world.a.case.permissions_for_user(again).can_publish()


def test_secretariat_works_on_everything(world: World):
    assert acts_for_all(world.secretary)
    for page in (world.a.case, world.b.case_da, world.homes["en"]):
        assert page.permissions_for_user(world.secretary).can_publish()


def test_lists_hold_own_pages_only(world: World):
    policy = policy_registry.get_by_type(Page)
    editable = set(policy.instances_user_has_permission_for(world.a.member, "change").values_list("pk", flat=True))
    own = {page.pk for page in (world.a.case, world.a.case_da, world.a.draft, world.a.event, world.a.partner)}
    assert editable == own
    explorable = set(policy.explorable_instances(world.a.member).values_list("pk", flat=True))
    assert own <= explorable
    assert not {world.b.case.pk, world.b.draft.pk, world.b.event.pk, world.b.partner.pk} & explorable
    everything = policy.explorable_instances(world.secretary).count()
    assert everything == Page.objects.filter(depth__gte=1).count()


@pytest.mark.parametrize("actions", [EXPLORED, {"change"}, {"publish"}, {"change", "publish"}], ids=sorted)
def test_pages_are_those_of_wagtail_narrowed_and_asked_for_by_place(world: World, actions: set[str]):
    """Wagtail asks once for each permission: dozens of times for the sections of a team in each language."""
    wagtails, policy = PagePermissionPolicy(Page), policy_registry.get_by_type(Page)
    for user in (world.a.member, world.secretary, world.outsider):
        pages = set(wagtails.instances_user_has_any_permission_for(user, actions))
        explorable = set(wagtails.explorable_instances(user))
        if not acts_for_all(user):
            kept = own_pages(user) | sections() if "add" in actions else own_pages(user)
            pages &= set(Page.objects.filter(kept))
            explorable -= set(Page.objects.filter(of_types(owned_models())).exclude(own_pages(user)))
        found = policy.instances_user_has_any_permission_for(user, actions)
        assert set(found) == pages
        assert set(policy.explorable_instances(user)) == explorable
        places = {given.page.path for given in policy.get_cached_permissions_for_user(user)}
        assert str(found.query).count("LIKE") <= len(places) if pages else not found


def test_somebody_without_a_team_sees_nothing(client: Client, world: World):
    client.force_login(world.outsider)
    assert client.get(reverse("wagtailadmin_home")).status_code == 302
    assert not policy_registry.get_by_type(Page).explorable_instances(world.outsider).exists()


def test_a_new_page_belongs_to_the_members_organisation(member: Client, world: World):
    library = CaseLibraryPage.objects.get(locale__language_code="en")
    address = reverse("wagtailadmin_pages:add", args=["projects", "casestudypage", library.pk])
    shown = member.get(address).content.decode()
    assert "Partner a" in shown.split('name="organisation"')[1][:600]
    assert "Partner b" not in shown.split('name="organisation"')[1][:600]
    member.post(address, case_form(world))
    case = CaseStudyPage.objects.get(slug="new-case")
    assert (case.organisation, case.live) == (world.a.organisation, False)


@pytest.mark.parametrize("chosen", ["other", "none"])
def test_a_page_cannot_be_made_for_or_handed_to_others(member: Client, world: World, chosen: str):
    library = CaseLibraryPage.objects.get(locale__language_code="en")
    address = reverse("wagtailadmin_pages:add", args=["projects", "casestudypage", library.pk])
    organisation = str(world.b.organisation.pk) if chosen == "other" else ""
    member.post(address, case_form(world, organisation=organisation))
    made = CaseStudyPage.objects.filter(slug="new-case").values_list("organisation", flat=True)
    assert list(made) in ([], [world.a.organisation.pk])


def test_teams_of_a_new_language_get_their_permissions(world: World):
    rows = GroupPagePermission.objects.filter(group=world.a.team.group)
    before = rows.count()
    rows.filter(page__locale__language_code="da").delete()
    assert rows.count() < before
    grant(world.a.team)
    assert rows.count() == before


def test_make_team_twice_changes_nothing(world: World):
    team = make_team(world.a.organisation)
    assert team == world.a.team
    assert make_user("second", team.group).groups.get() == team.group
    assert Organisation.objects.filter(team=team).count() == 1


def test_ownership_costs_no_query_per_page(world: World, django_assert_num_queries):
    user = type(world.a.member).objects.get(pk=world.a.member.pk)
    pages = list(CaseStudyPage.objects.all())
    pages[0].permissions_for_user(user).can_edit()
    with django_assert_num_queries(0):
        assert {page.pk for page in pages if page.permissions_for_user(user).can_publish()} == set()
