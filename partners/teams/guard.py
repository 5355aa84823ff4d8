"""Middleware that denies members of a team whatever is not theirs, before a view of the admin can name it.

Wagtail's views refuse to act on the pages of others, but some say their titles on the way, in a heading or in a list of
what was refused, and a few ask nobody at all. Each rule here answers one that was found by the test of all addresses.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from partners.teams.ownership import acts_for_all, choosable
from portal.core.forms.choices import is_key
from portal.core.types import AnyUser

#: Names of parameters that hold the id of a page, in Wagtail and in wagtail-localize.
PAGE_PARAMETERS = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"}
#: These list everything there is, whoever asks.
SECRETARIAT_ONLY = {
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
    "wagtailadmin_api:images:listing",
    "wagtailadmin_api:images:detail",
    "wagtailadmin_api:images:find",
    "wagtailadmin_api:documents:listing",
    "wagtailadmin_api:documents:detail",
    "wagtailadmin_api:documents:find",
}
#: Views to which ``?id=`` names what they shall show.
BY_QUERY = {
    "wagtailadmin_choose_page_chosen_multiple": "wagtailcore.Page",
    "wagtailimages_chooser:chosen_multiple": "wagtailimages.Image",
    "wagtaildocs_chooser:chosen_multiple": "wagtaildocs.Document",
}


class EditorsLanguage:
    """The admin answers in the language of the account, also where Wagtail gives its answer outside its views.

    What it refuses to somebody without access or permission was said in the language of the browser.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]) -> None:
        """Before any view and any guard; Wagtail's views set the same language themselves."""
        if request.path.startswith(self.admin) and request.user.is_authenticated:
            profile = getattr(request.user, "wagtail_userprofile", None)
            if profile and profile.preferred_language:
                translation.activate(profile.preferred_language)


class OwnershipGuard:
    """Looks at the address only; what may be done with an own page is decided by its permission tester."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]) -> None:
        """Let the view answer.

        Raises:
            PermissionDenied: the address names something that the user may not even see.
        """
        if not request.path.startswith(self.admin) or not request.user.is_authenticated or acts_for_all(request.user):
            return
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in SECRETARIAT_ONLY:
            raise PermissionDenied
        choosing = name.startswith("wagtailadmin_choose_page")
        pages = {kwargs[parameter] for parameter in PAGE_PARAMETERS & kwargs.keys()}
        if pages:
            self._check(seen_by(request.user, Page, choosing=choosing), pages)
        model: Any = None
        if name == "wagtail_bulk_action":
            model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
        elif name in BY_QUERY:
            model = apps.get_model(BY_QUERY[name])
        if model is not None and (named := set(request.GET.getlist("id"))):
            self._check(seen_by(request.user, model, choosing=choosing), named)

    def _check(self, seen: QuerySet, ids: set[Any]) -> None:
        if not all(is_key(str(pk)) for pk in ids):
            raise PermissionDenied
        if seen.filter(pk__in=ids).count() < len(ids):
            raise PermissionDenied


def seen_by(user: AnyUser, model: Any, *, choosing: bool = False) -> QuerySet:
    """What ``user`` may know of in the admin.

    Parameters:
        choosing: public pages of others are offered in choosers, though not in lists.
    """
    if issubclass(model, Page):
        explorable = policy_registry.get_by_type(Page).explorable_instances(user).order_by().values("pk")
        condition = Q(pk__in=explorable) | choosable(user) if choosing else Q(pk__in=explorable)
        return Page.objects.filter(condition)
    for media in (get_image_model(), get_document_model()):
        if issubclass(media, model):
            policy = policy_registry.get_by_type(media)
            return policy.instances_user_has_any_permission_for(user, ["add", "change", "choose"])
    return model.objects.none()
