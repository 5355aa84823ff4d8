"""Presence of others: Wagtail's editing sessions in words, each with the team of whoever is there.

Wagtail's page editor asks its own view. The translation desk and the event wizard are open to people who may not edit
the page: they call ``open_session`` when they are shown, and ``answer`` for each ping, once they asked for the right.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from wagtail.admin.models import EditingSession
from wagtail.admin.ui.editing_sessions import EditingSessionsList
from wagtail.models import Page

from portal.editing.review.standing import name_of

#: Takes numbers of accounts, and names the teams of those who are in one.
Teams = Callable[[Iterable[int]], Mapping[int, str]]
_sources: list[Teams] = []
#: Named one by one; of more people only the number is of interest.
MOST = 3


def use_words() -> None:
    """Have Wagtail's answer to each ping bring the bar up to date; called when the app is ready."""
    EditingSessionsList.template_name = "editing/review/presence.html"


def forget_old() -> None:
    """Delete what says who had a page open, an hour after they were there last."""
    EditingSession.cleanup()


def register_teams(teams: Teams) -> None:
    """Say how the teams of editors are called; to be called in an ``AppConfig.ready``."""
    _sources.append(teams)


@dataclass(frozen=True)
class Here:
    """What a page needs to say that somebody has it open, and to hear who else has."""

    ping_url: str
    release_url: str
    interval: int


def open_session(request: HttpRequest, thing: Model, address: Callable[[int], str]) -> Here:
    """Note that the reader has ``thing`` open.

    Parameters:
        address: takes the number of a session, and gives where it says that it is still there.
    """
    EditingSession.cleanup()
    session = EditingSession.objects.create(user=request.user, last_seen_at=timezone.now(), **_named(thing))
    release = reverse("wagtailadmin_editing_sessions:release", args=[session.pk])
    return Here(address(session.pk), release, settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL)


def answer(request: HttpRequest, thing: Model, session_id: int, address: Callable[[int], str]) -> JsonResponse:
    """Note that the reader still has ``thing`` open, and say who else has. To be called once they may."""
    now, writes = timezone.now(), "is_editing" in request.POST
    own = EditingSession.objects.filter(pk=session_id, user=request.user, **_named(thing))
    if not own.update(last_seen_at=now, is_editing=writes):  # it was away for long, and its row is gone
        named = _named(thing)
        session_id = EditingSession.objects.create(user=request.user, last_seen_at=now, is_editing=writes, **named).pk
    others = EditingSession.objects.available().filter(**_named(thing)).exclude(user=request.user)
    people: dict[int, dict[str, object]] = {}
    for session in others.select_related("user").order_by("last_seen_at"):  # the latest of each person counts
        before = people.get(session.user_id, {})
        people[session.user_id] = {
            "user": session.user,
            "is_idle": session.is_idle,
            "is_editing": session.is_editing or bool(before.get("is_editing")),
            "revision_id": None,
        }
    listed = sorted(people.values(), key=lambda one: not one["is_editing"])
    sentences = told(EditingSession(user=request.user), listed)
    html = format_html_join(" ", "<span>{}</span>", ((sentence,) for sentence in sentences))
    return JsonResponse({"html": html, "ping_url": address(session_id), "session_id": session_id})


def _named(thing: Model) -> dict[str, object]:
    """How Wagtail names it in a session; any page as a page, whatever its type."""
    model = Page if isinstance(thing, Page) else type(thing)
    return {"content_type": ContentType.objects.get_for_model(model), "object_id": str(thing.pk)}


def told(current: EditingSession, others: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Sentences about ``others``, as Wagtail lists them: who saved, who is writing, who has the page open."""
    here = [
        (session, user)
        for session in others
        if (user := session["user"]) is not None
        and (session["revision_id"] or not (session["is_idle"] or user == current.user))
    ]
    teams = {key: name for source in _sources for key, name in source([_key(user) for _session, user in here]).items()}
    for session, user in here[:MOST]:
        who = _called(user, teams.get(_key(user), ""))
        if session["revision_id"] and user == current.user:
            yield _("You saved a newer version in another window. Load the page again before you go on.")
        elif session["revision_id"]:
            yield _("%(who)s saved a newer version. Load the page again before you go on.") % {"who": who}
        elif session["is_editing"]:
            yield _("%(who)s is writing here too, and has not saved yet.") % {"who": who}
        else:
            yield _("%(who)s is here too.") % {"who": who}


def _key(user: object) -> int:
    return int(getattr(user, "pk", 0))


def _called(user: object, team: str) -> str:
    name = name_of(user) if isinstance(user, AbstractUser) else ""
    return f"{name} ({team})" if team else name
