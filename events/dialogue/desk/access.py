"""Who may see what at the desk of the dialogue: a team its own occasions, the secretariat all, and standing questions.

Editors of the model may look at all of it, and change nothing. Everybody else gets 404, as if there were nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.dialogue.models import Contribution, Occasion, Question
from events.dialogue.moderation.desk_tabs import desk_tabs
from events.dialogue.moderation.queries import WAITING, of_place
from events.dialogue.rights import occasions_of, readable_occasions, reads_all
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.i18n.languages import active_language, bare_code
from portal.core.types import AnyUser
from portal.core.users.models import User

#: Stands in URLs where others have the number of an occasion.
STANDING = "standing"


@dataclass(frozen=True)
class Place:
    """An occasion at the desk, or the standing questions of the elements, which have none."""

    occasion: Occasion | None
    #: Whether the person only looks.
    read_only: bool = False

    @property
    def slug(self) -> str:
        """What stands in its URLs."""
        return str(self.occasion.pk) if self.occasion else STANDING

    @property
    def title(self) -> str:
        """What it is called, in the language of the desk."""
        return self.occasion.title if self.occasion else _("Standing questions of the elements")

    @property
    def contributions(self) -> QuerySet[Contribution]:
        """What was said there."""
        return of_place(self.occasion)

    @property
    def questions(self) -> QuerySet[Question]:
        """What is or was asked there."""
        return Question.objects.filter(occasion=self.occasion)

    def url(self, name: str, *parts: object) -> str:
        """A URL of its desk, by the last part of the name."""
        return reverse(f"dialogue_{name}", args=[self.slug, *parts])


def place_of(user: AnyUser, slug: str, *, reads: bool = False) -> Place:
    """What ``slug`` names.

    Parameters:
        reads: the person only wants to look.

    Raises:
        Http404: it is nothing, or not for this person.
    """
    if slug == STANDING and (acts_for_all(user) or (reads and reads_all(user))):
        return Place(None, read_only=not acts_for_all(user))
    occasions = (readable_occasions(user) if reads else occasions_of(user)).select_related("event", "organisation")
    # A number of more figures than a database can hold is no number of a row.
    occasion = occasions.filter(pk=int(slug)).first() if slug.isascii() and slug.isdigit() and len(slug) < 16 else None
    if occasion is None:
        raise Http404
    is_own = not reads or acts_for_all(user) or occasion.organisation_id in organisation_ids(user)
    return Place(occasion, read_only=not is_own)


def for_team(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the place that the URL names, or answer 404 to everybody who is not of its team."""
    return _with_place(view, readers=False)


def for_readers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """As ``for_team``; whoever may look at every desk may look here, and gets 404 for every form."""
    return _with_place(view, readers=True)


def _with_place(view: Callable[..., HttpResponseBase], *, readers: bool) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def wrapped(request: HttpRequest, occasion_id: str, **kwargs: object) -> HttpResponseBase:
        reads = readers and request.method in {"GET", "HEAD"}
        response = view(request, place_of(request.user, occasion_id, reads=reads), **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return wrapped


def with_occasion(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """As ``for_team``, for what standing questions do not have, such as themes."""
    return for_team(needs_occasion(view))


def needs_occasion(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the occasion of its place, or answer 404 where there is none."""

    @wraps(view)
    def wrapped(request: HttpRequest, place: Place, **kwargs: object) -> HttpResponseBase:
        if place.occasion is None:
            raise Http404
        return view(request, place, place.occasion, **kwargs)

    return wrapped


def user_of(request: HttpRequest) -> User:
    """The person at the desk; the admin lets nobody else in."""
    return cast("User", request.user)


def page(
    request: HttpRequest,
    template: str,
    place: Place,
    tab: str,
    title: str,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    """A page of the desk within Wagtail's admin, with the tabs of its place.

    Parameters:
        context: may have ``waiting`` already, how many contributions wait.
    """
    shared: dict[str, Any] = {
        "place": place,
        "tabs": desk_tabs(
            place.slug, has_occasion=place.occasion is not None, here=f"dialogue_{tab}", read_only=place.read_only
        ),
        "page_title": title,
        "page_subtitle": place.title,
        "header_icon": "comment",
        "header_title": f"{title}: {place.title}",
    }
    if "waiting" not in context:
        shared["waiting"] = place.contributions.filter(state__in=WAITING).count()
    return render(request, f"dialogue/desk/{template}", {**shared, **context}, status=status)


def desk_language() -> str:
    """The language in which somebody at the desk writes a new title, unless they choose another."""
    code = bare_code(active_language())
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
