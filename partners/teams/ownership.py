"""Ownership: members of a team see and change what their organisation owns, in every language, and nothing else.

Wagtail's permissions lie on the sections of the tree. What is decided here takes away from them: for one page by
``allowed_actions`` (through ``portal.core.hooks.permissions``), for lists by ``PagePolicy``.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from wagtail.models import Page, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy

from partners.models import Organisation, OwnedMixin
from portal.core.types import AnyUser

ACT_FOR_ALL = "partners.act_for_all"
#: Wagtail's explorer shows a page on which any of these is allowed.
EXPLORED = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}


def acts_for_all(user: AnyUser) -> bool:
    """Whether ``user`` belongs to the secretariat, which works on every page."""
    return bool(user.is_superuser or user.has_perm(ACT_FOR_ALL))


def organisation_ids(user: AnyUser) -> set[int]:
    """Organisations in whose teams ``user`` is; asked once per request, since Django makes the user anew for each."""
    kept: Any = user
    if not hasattr(kept, "_organisation_ids"):
        teams = user.groups.filter(team__isnull=False)
        kept._organisation_ids = set(teams.values_list("team__organisation", flat=True))
    ids: set[int] = kept._organisation_ids
    return ids


def own_organisations(user: AnyUser) -> QuerySet[Organisation]:
    """Organisations in whose teams ``user`` is, as records."""
    return Organisation.objects.filter(pk__in=organisation_ids(user))


def owned_models() -> list[Any]:
    """Page types that belong to an organisation."""
    return [model for model in get_page_models() if issubclass(model, OwnedMixin)]


def section_models() -> set[type[Page]]:
    """Page types below which a team may add pages of its own."""
    return {parent for model in owned_models() if model.made_by_teams for parent in model.allowed_parent_page_models()}


def is_own(user: AnyUser, page: Page) -> bool:
    """Whether an organisation of ``user`` owns ``page``, by what the database says, not by what a draft says."""
    return isinstance(page, OwnedMixin) and page.stored_owner_id in organisation_ids(user)


def allowed_actions(user: AnyUser, page: Page, actions: set[str]) -> set[str]:
    """Which of ``actions`` hold for a member of a team: all on own pages, adding in sections, otherwise none."""
    if acts_for_all(user) or is_own(user, page):
        return actions
    if organisation_ids(user) and page.specific_class in section_models():
        return actions & {"add"}
    return set()


def own_pages(user: AnyUser) -> Q:
    """Condition for pages that an organisation of ``user`` owns."""
    condition = Q(pk__in=[])
    for model in owned_models():
        owned = model.objects.filter(organisation__in=organisation_ids(user))
        condition |= Q(pk__in=owned.order_by().values("page_ptr"))
    return condition


def of_types(models: Iterable[type[Page]]) -> Q:
    """Condition for pages of these types."""
    return Q(content_type__in=ContentType.objects.get_for_models(*models).values())


def sections() -> Q:
    """Condition for pages below which teams add pages."""
    return of_types(section_models())


def choosable(user: AnyUser) -> Q:
    """Condition for pages that ``user`` may link to: own ones, and public ones.

    Choosers name a page by the title of its draft. While that differs, another team's page is not offered. (Asked for
    by their keys: Wagtail's search knows the title of a draft neither as a filter nor in its index.)
    """
    public = Page.objects.filter(Q(live=True) & (~of_types(owned_models()) | Q(draft_title=F("title"))))
    return own_pages(user) | Q(pk__in=public.order_by().values("pk"))


def at_or_below(paths: Iterable[str]) -> Q:
    """Condition for the pages at some places in the tree and for all below them."""
    condition, above = Q(pk__in=[]), ""
    for path in sorted(paths):
        if not above or not path.startswith(above):
            above = path
            condition |= Q(path__startswith=path)
    return condition


def way_down(paths: Iterable[str]) -> set[str]:
    """The paths of the pages that lead to these, from the one that all of them lie below."""
    chains = [{path[:end] for end in range(Page.steplen, len(path), Page.steplen)} for path in paths]
    shared = set.intersection(*chains) if chains else set()
    return set().union(*chains) - shared | set(sorted(shared)[-1:])


class PagePolicy(PagePermissionPolicy):
    """Wagtail's policy for lists, choosers, reports and the admin's API, narrowed to what a team owns.

    Wagtail asks with a condition per permission, and a team has several on the sections of each language: dozens, all
    of them in every query. Here a place in the tree stands once, and not at all below another.
    """

    def instances_user_has_any_permission_for(self, user: AnyUser, actions: set[str]) -> QuerySet[Page]:
        """Own pages; sections too if adding is among ``actions``."""
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        return self.model._default_manager.filter(self._allowed(user, actions))

    def _allowed(self, user: AnyUser, actions: set[str]) -> Q:
        """Condition for what any of ``actions`` is allowed on: as Wagtail says, and for a team as ownership does."""
        wanted, add = self._get_permission_codenames(actions), self._get_permission_codename("add")
        permissions = self.get_cached_permissions_for_user(user)
        places = {given.page.path for given in permissions if given.permission.codename in wanted}
        granted = at_or_below(places)
        if "change" in actions and "add" not in actions:  # (Whoever may add may change what they added.)
            adding = {given.page.path for given in permissions if given.permission.codename == add}
            granted |= at_or_below(adding - places) & Q(owner=user)
        if acts_for_all(user):
            return granted
        return granted & (own_pages(user) | sections() if "add" in actions else own_pages(user))

    def user_has_any_permission_for_instance(self, user: AnyUser, actions: set[str], instance: Page) -> bool:
        """As ``allowed_actions``."""
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        return bool(allowed_actions(user, instance.specific, set(actions)))

    def explorable_instances(self, user: AnyUser) -> QuerySet[Page]:
        """Own pages, sections, and the way down to them."""
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        way = Q(path__in=way_down({given.page.path for given in self.get_cached_permissions_for_user(user)}))
        if not acts_for_all(user):
            way &= ~of_types(owned_models())
        return self.model._default_manager.filter(self._allowed(user, EXPLORED) | way)
