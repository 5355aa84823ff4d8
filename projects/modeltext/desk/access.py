"""Who may see what at the desk of the model: the secretariat and editors of the model all, teams the roots.

Everybody else gets 404.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.users.models import User

#: Given to a group in the settings of the admin: roots, successors and proposals, but not publishing.
EDIT_MODEL = "modeltext.change_modelversion"
View = Callable[..., HttpResponse]


def edits_model(user: User | AnonymousUser) -> bool:
    """Whether somebody may give paragraphs their roots and propose versions."""
    return acts_for_all(user) or user.has_perm(EDIT_MODEL)


def may_suggest(user: User | AnonymousUser) -> bool:
    """Whether somebody may suggest roots: every member of a team, and those who decide about them."""
    return edits_model(user) or bool(organisation_ids(user))


def for_model_editors(view: View) -> View:
    """Answer 404 to everybody else, as if there were nothing; no cache keeps the page."""
    return _only_for(edits_model, view)


def for_teams(view: View) -> View:
    """The same, but for members of teams too, who suggest roots."""
    return _only_for(may_suggest, view)


def _only_for(is_allowed: Callable[[User | AnonymousUser], bool], view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not is_allowed(user_of(request)):
            raise Http404
        response = view(request, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return wrapped


def user_of(request: HttpRequest) -> User:
    """The person at the desk; the admin lets nobody else in."""
    return cast("User", request.user)


def page(
    request: HttpRequest, template: str, tab: str, title: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """A page of the desk within Wagtail's admin, with its two tabs; who only suggests has the second one."""
    tabs = [
        (reverse("model_admin"), _("Versions"), tab == "versions"),
        (reverse("model_admin_paragraphs"), _("Paragraphs and roots"), tab == "paragraphs"),
    ]
    tabs = tabs if edits_model(user_of(request)) else tabs[1:]
    shared = {"tabs": tabs, "page_title": title, "header_icon": "doc-full-inverse", "header_title": title}
    return render(request, f"modeltext/desk/{template}", {**shared, **context}, status=status)
