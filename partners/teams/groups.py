"""Groups and permissions of teams: made once, and granted exactly what a team needs."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from partners.models import Organisation, PartnerPage, Team
from partners.teams.ownership import section_models

SECRETARIAT = "Secretariat"
MODEL_EDITORS = "Model editors"
SHARED_COLLECTION = "Shared"
#: What everybody who works on the portal needs, by app and codename.
EVERYBODY = (("wagtailadmin", "access_admin"), ("wagtail_localize", "submit_translation"))
SECRETARIAT_ONLY = (
    ("partners", "act_for_all"),
    *(("projects", f"{verb}_glossaryconcept") for verb in ("add", "change", "delete")),
    *(("wagtailredirects", f"{verb}_redirect") for verb in ("add", "change", "delete")),
    ("core", "change_sitesettings"),
    ("dialogue", "change_dialoguesettings"),
)
MODEL_EDITORS_ONLY = (
    ("wagtailadmin", "access_admin"),
    ("dialogue", "read_desk"),
    ("modeltext", "change_modelversion"),
)
PAGE_PERMISSIONS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
MEDIA = (("wagtailimages", "image"), ("wagtaildocs", "document"))


def secretariat() -> Group:
    """The group that publishes, with its permissions: made when missing, mended when something was taken away."""
    group, _created = Group.objects.get_or_create(name=SECRETARIAT)
    group.permissions.add(*_permissions((*EVERYBODY, *SECRETARIAT_ONLY)))
    root = Page.get_first_root_node()
    if root:
        _allow_on_pages(group, [root], PAGE_PERMISSIONS)
    folder = Collection.get_first_root_node()
    if folder:
        _allow_in_collection(group, folder, ("add", "change", "choose"))
    return group


def model_editors() -> Group:
    """The group of those who write the model: they read at every desk what people said, and change nothing there."""
    group, _created = Group.objects.get_or_create(name=MODEL_EDITORS)
    group.permissions.add(*_permissions(MODEL_EDITORS_ONLY))
    return group


@transaction.atomic
def make_team(organisation: Organisation, *, can_publish: bool | None = None) -> Team:
    """The team of ``organisation``: group, folder for uploads and permissions.

    Parameters:
        can_publish: whether the team publishes by itself; None leaves it as it is.

    Returns:
        The team. Calling it again mends what is missing and changes nothing else.
    """
    team = Team.objects.filter(organisation=organisation).first() or Team(organisation=organisation)
    if team.pk is None:
        team.group = Group.objects.create(name=_free_name(organisation))
        team.collection = _folder(organisation.name)
    if can_publish is not None:
        team.can_publish = can_publish
    team.save()
    grant(team)
    return team


def grant(team: Team) -> None:
    """Bring the permissions of ``team`` in line with the tree and with whether it may publish."""
    group = team.group
    group.permissions.set(_permissions(EVERYBODY))
    sections = list(Page.objects.exact_type(*section_models()))
    # A partner page does not lie below a section to which teams add: the permission lies on the page itself.
    own = list(PartnerPage.objects.filter(organisation=team.organisation).values_list("page_ptr", flat=True))
    wanted = ("add", "change", "publish") if team.can_publish else ("add", "change")
    kept = _allow_on_pages(group, sections, wanted)
    kept |= _allow_on_pages(group, Page.objects.filter(pk__in=own), wanted[1:])
    GroupPagePermission.objects.filter(group=group).exclude(pk__in=kept).delete()
    _allow_in_collection(group, team.collection, ("add", "change", "choose"))
    _allow_in_collection(group, shared_folder(), ("choose",))


def grant_all() -> None:
    """Do so for every team, for example after a language or a section was added. Run daily by the worker."""
    for team in Team.objects.select_related("group", "collection", "organisation"):
        grant(team)


def shared_folder() -> Collection:
    """The folder whose pictures and documents every team may use."""
    return _folder(SHARED_COLLECTION)


def members(team: Team) -> Iterable:
    """Editors of ``team`` by name."""
    return team.group.user_set.order_by("last_name", "first_name", "email")


def _folder(name: str) -> Collection:
    found = Collection.objects.filter(name=name, depth=2).first()
    if found:
        return found
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root.add_child(instance=Collection(name=name[:255]))


def _free_name(organisation: Organisation) -> str:
    # Groups are named in at most 150 characters, and no two alike.
    name = organisation.name[:120]
    return name if not Group.objects.filter(name=name).exists() else f"{name} ({organisation.pk})"


def _permissions(names: Iterable[tuple[str, str]]) -> list[Permission]:
    condition = Q(pk__in=[])
    for app, codename in names:
        condition |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(condition))


def _allow_on_pages(group: Group, pages: Iterable[Page], actions: tuple[str, ...]) -> set[int]:
    names = [("wagtailcore", f"{action}_page") for action in actions]
    permissions = _permissions(names)
    return {
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)[0].pk
        for page in pages
        for permission in permissions
    }


def _allow_in_collection(group: Group, collection: Collection, actions: tuple[str, ...]) -> None:
    names = [(app, f"{action}_{model}") for app, model in MEDIA for action in actions]
    for permission in _permissions(names):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def names_of_teams(users: Iterable[int]) -> dict[int, str]:
    """The organisation of each of ``users`` who is in a team; one query."""
    found = Team.objects.filter(group__user__in=users).order_by("-organisation__name")
    return dict(found.values_list("group__user", "organisation__name"))
