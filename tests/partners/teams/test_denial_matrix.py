"""Nobody learns or changes through the admin what belongs to another organisation: every address, every role.

A new address is in the matrix by itself; one with a parameter that ``values_for`` does not know fails the test.
"""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from partners.teams.groups import make_team
from tests.partners.teams.addresses import Address, admin_addresses, values_for
from tests.partners.world import SECRET, Owner, World

pytestmark = [
    pytest.mark.django_db,
    # Pillow's buffer of a thumbnail, closed by the garbage collector.
    pytest.mark.filterwarnings(
        "ignore:Exception ignored in. .function SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
    ),
]
ADDRESSES = admin_addresses()
#: Whoever publishes may do all that other members may: what is refused to them is refused to both.
ROLES = (pytest.param("member", marks=pytest.mark.drill), "trusted")
#: How many of the things that fit an address are asked for: two of them, or in the drill as good as all.
COMBINATIONS = (2, pytest.param(8, marks=pytest.mark.drill))
#: Every sixth address about two things, and in the drill all of them about as good as all.
ASKED = [
    *(pytest.param(address, 2, id=f"{address}-2") for address in ADDRESSES[::6]),
    *(pytest.param(address, 8, id=f"{address}-8", marks=pytest.mark.drill) for address in ADDRESSES),
]
#: What a form may ask for, so that a view that does not refuse goes on to act.
ANSWERS = {
    "title": "Taken over",
    "name": "Taken over",
    "comment": "Taken over",
    "new_title": "Copy",
    "new_slug": "taken-over",
    "new_parent_page": "1",
    "publish_copies": "on",
    "publish_translations": "on",
    "locales": "2",
    "include_subtree": "on",
    "value": "Taken over",
    "text": "Taken over",
    "next": "/admin/",
    "action": "publish",
    "action-publish": "1",
    "position": "0",
    "email": "taken@example.org",
    "language": "en",
    "user": "1",
    "trusted": "on",
}
FORM = "application/x-www-form-urlencoded"
METHOD_NOT_ALLOWED = 405


@pytest.fixture
def world(shared_world: World, db: None) -> World:
    """The one of all tests here, not a copy for each of so many: nothing may change it but in the database."""
    return shared_world


@pytest.fixture(scope="module", params=ROLES)
def before(
    request: pytest.FixtureRequest, shared_world: World, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, Any]]:
    """What the second organisation has while the first is in that role: the same for all tests, which undo theirs."""
    with django_db_blocker.unblock(), transaction.atomic():
        if request.param == "trusted":
            make_team(shared_world.a.organisation, can_publish=True)
        yield belongings(shared_world.b)
        transaction.set_rollback(True)


@pytest.fixture
def intruder(before: dict[str, Any], world: World, client: Client) -> Client:
    """Somebody who has nothing to do with the second organisation."""
    client.force_login(world.a.member)
    client.raise_request_exception = False
    return client


def filled(address: Address, owner: Owner, world: World, most: int = 8) -> list[str]:
    """The address with every combination of ``owner``'s things, or with the first and some that differ the most."""
    values = values_for(address.route, owner, world)
    combinations = list(product(*(values[name] for name in address.names)))
    found = []
    for combination in combinations[:: max(1, -(-(len(combinations) - 1) // (most - 1)))][:most]:
        path = address.route
        for name, value in zip(address.names, combination, strict=True):
            path = _put_in(path, name, str(value))
        found.append("/" + path.replace("^", "").replace("$", "").replace("\\.", "."))
    assert not [path for path in found if set(path) & set("<>()\\")], "not filled in"
    return found


def things(owner: Owner) -> list[int]:
    """Ids that a list of chosen things may name."""
    return [owner.case.pk, owner.draft.pk, owner.image.pk, owner.document.pk]


def _put_in(path: str, name: str, value: str) -> str:
    if f"(?P<{name}>" in path:
        head, tail = path.split(f"(?P<{name}>", 1)
        return head + value + tail.split(")", 1)[1]
    for start in (f"<int:{name}>", f"<str:{name}>", f"<slug:{name}>", f"<{name}>"):
        path = path.replace(start, value)
    return path


def belongings(owner: Owner) -> dict[str, Any]:
    """Everything in the database that is the organisation's, to compare before and after."""
    pages = [owner.case, owner.case_da, owner.draft, owner.event, owner.partner]
    state = {f"page {p.pk}": _rows(type(p), pk=p.pk) for p in pages}
    for model, condition in (
        ("wagtailcore.Revision", {"object_id__in": [str(p.pk) for p in pages]}),
        ("wagtailcore.TaskState", {"workflow_state__object_id__in": [str(p.pk) for p in pages]}),
        ("wagtailcore.WorkflowState", {"object_id__in": [str(p.pk) for p in pages]}),
        ("wagtailcore.PageViewRestriction", {}),
        ("wagtailcore.GroupPagePermission", {}),
        ("wagtailcore.Collection", {}),
        ("auth.Group", {}),
        ("wagtail_localize.StringTranslation", {}),
        ("wagtail_localize.Translation", {}),
        ("core.PortalImage", {"pk": owner.image.pk}),
        ("wagtaildocs.Document", {"pk": owner.document.pk}),
        ("users.User", {"pk": owner.member.pk}),
        ("partners.TranslationRequest", {"original__in": pages}),
        ("partners.Team", {"organisation": owner.organisation}),
        ("events.Event", {"pk": owner.extra["registration"].event_id}),
        ("events.Registration", {"event": owner.extra["registration"].event_id}),
        ("core.OutgoingMail", {"about_kind": "registration", "about_key": str(owner.extra["registration"].pk)}),
        ("dialogue.Occasion", {"organisation": owner.organisation}),
        ("dialogue.Contribution", {"occasion__organisation": owner.organisation}),
        ("dialogue.Rendering", {"contribution__occasion__organisation": owner.organisation}),
        ("dialogue.Theme", {"occasion__organisation": owner.organisation}),
        ("dialogue.ThemeMember", {"theme__occasion__organisation": owner.organisation}),
        ("dialogue.Reply", {"theme__occasion__organisation": owner.organisation}),
        ("dialogue.DialogueLog", {"occasion__organisation": owner.organisation}),
    ):
        state[model] = _rows(apps.get_model(model), **condition)
    keys = [p.translation_key for p in pages]
    state["copies"] = apps.get_model("wagtailcore.Page").objects.filter(translation_key__in=keys).count()
    return state


def _rows(model: type[Model], **condition: Any) -> list[Any]:
    return list(model._default_manager.filter(**condition).order_by("pk").values())


def requests_of(client: Client, query: dict[str, Any]) -> list[Callable[[str], HttpResponse]]:
    """Everything that somebody may send to an address who looks for what belongs to others, or wants to change it."""
    return [
        client.get,
        lambda path: client.get(path, query),
        lambda path: client.post(path, ANSWERS),
        lambda path: client.put(path, "value=Taken", FORM),
        lambda path: client.delete(path, "value=Taken", FORM),
    ]


@pytest.mark.parametrize(("address", "most"), ASKED)
def test_nothing_leaks_and_nothing_changes(
    address: Address, most: int, intruder: Client, world: World, before: dict[str, Any]
):
    paths = filled(address, world.b, world, most)
    query = {"id": things(world.b), "q": SECRET[:5], "export": "csv"}
    for send in requests_of(intruder, query):
        for path in paths:
            answer = send(path)
            assert SECRET.encode() not in b"".join(answer), f"{path} shows what belongs to others"
            if answer.status_code == METHOD_NOT_ALLOWED:
                break  # The view has no such method, whatever it is about.
    assert belongings(world.b) == before


def bulk_actions() -> list[tuple[str, str, str]]:
    """App, model and action of every bulk action."""
    bulk_action_registry._scan_for_bulk_actions()
    registered = bulk_action_registry.actions.items()
    return [(app, model, action) for app, models in registered for model, found in models.items() for action in found]


@pytest.mark.parametrize(("app", "model", "action"), bulk_actions())
def test_no_bulk_action_touches_others(
    app: str, model: str, action: str, intruder: Client, world: World, before: dict[str, Any]
):
    owned = {
        "image": [world.b.image],
        "portalimage": [world.b.image],
        "document": [world.b.document],
        "user": [world.b.member],
    }.get(model, [world.b.case, world.b.draft, world.b.case_da, world.b.event])
    path = reverse("wagtail_bulk_action", args=[app, model, action])
    chosen = {"id": [thing.pk for thing in owned]}
    answer = intruder.get(path, chosen)
    assert SECRET not in answer.content.decode()
    extra = {
        "chooser": world.homes["en"].pk,
        "collection": world.a.team.collection_id,
        "tags": "taken",
        "include_descendants": "on",
        "mark_as_active": "",
        "role": world.a.team.group_id,
    }
    intruder.post(f"{path}?{'&'.join(f'id={pk}' for pk in chosen['id'])}", extra)
    assert belongings(world.b) == before


def test_the_matrix_would_notice(world: World, client: Client):
    """The owner reads the secret at some of the same addresses, and can change things at others."""
    client.raise_request_exception = False
    client.force_login(world.b.member)
    shown = [r for r in REALLY_SHOWS if SECRET.encode() in b"".join(client.get(filled(by_route(r), world.b, world)[0]))]
    assert shown == list(REALLY_SHOWS)
    with transaction.atomic():
        changed = {path for path in REALLY_CHANGES if _changes(client, world, path)}
        transaction.set_rollback(True)
    assert changed == set(REALLY_CHANGES)


#: Addresses of each part of the admin at which the owner reads the secret.
REALLY_SHOWS = (
    "admin/",
    "admin/pages/<int:page_id>/edit/",
    "admin/pages/<int:page_id>/view_draft/",
    "admin/pages/<int:page_id>/revisions/<int:revision_id>/view/",
    "admin/api/main/^pages/<int:pk>/",
    "admin/reports/audit/results/",
    "admin/localize/translate/<int:translation_id>/pofile/download/",
    "admin/desk/<int:event_id>/export.csv",
    "admin/input/<slug:occasion_id>/queue/",
    "admin/input/<slug:occasion_id>/contributions/export.csv",
    "admin/input/<slug:occasion_id>/themes/<int:theme_id>/",
    "admin/documents/edit/<int:document_id>/",
    "admin/images/chooser/results/",
)
#: Addresses at which the owner herself changes things with the answers of the matrix.
REALLY_CHANGES = (
    "admin/localize/translate/<int:translation_id>/strings/<int:string_segment_id>/edit/",
    "admin/images/multiple/<int:image_id>/delete/",
    "admin/documents/delete/<int:document_id>/",
)


def by_route(route: str) -> Address:
    return next(address for address in ADDRESSES if address.route == route)


def _changes(client: Client, world: World, route: str) -> bool:
    before = belongings(world.b)
    for path in filled(by_route(route), world.b, world):
        client.post(path, ANSWERS)
        client.put(path, "value=Taken", FORM)
    return belongings(world.b) != before
