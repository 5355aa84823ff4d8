"""Presence in the page editor: Wagtail's editing sessions in words, each with the team of whoever is there."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _
from wagtail.admin.models import EditingSession
from wagtail.admin.ui.editing_sessions import EditingSessionsList

from portal.editing.review.standing import name_of

#: Takes numbers of accounts, and names the teams of those who are in one.
Teams = Callable[[Iterable[int]], Mapping[int, str]]
_sources: list[Teams] = []
#: Named one by one; of more people only the number is of interest.
MOST = 3


def use_words() -> None:
    """Have Wagtail's answer to each ping bring the bar up to date; called when the app is ready."""
    EditingSessionsList.template_name = "editing/review/presence.html"


def register_teams(teams: Teams) -> None:
    """Say how the teams of editors are called; to be called in an ``AppConfig.ready``."""
    _sources.append(teams)


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
            yield _("%(who)s has this page open too.") % {"who": who}


def _key(user: object) -> int:
    return int(getattr(user, "pk", 0))


def _called(user: object, team: str) -> str:
    name = name_of(user) if isinstance(user, AbstractUser) else ""
    return f"{name} ({team})" if team else name
