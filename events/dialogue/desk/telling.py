"""What people at the desk are told after an action."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.dialogue.enums import LogAction
from events.dialogue.models import DialogueLog
from events.dialogue.models.themes import MOST_THEMES
from events.dialogue.moderation.seals import Outcome, Result
from events.dialogue.synthesis.grouping import Grouped


def words(outcome: Outcome, done: LogAction | None = None) -> str:
    """What became of an action, in a sentence.

    Parameters:
        done: what was done if it was.
    """
    if outcome.result == Result.STALE and outcome.entry:
        told = _("Nothing was changed, since somebody was faster: %(who_did_what)s Look at it as it is now.")
        return told % {"who_did_what": who_did_what(outcome.entry)}
    return {
        Result.DONE: str(done.label) if done else _("Done."),
        Result.UNCHANGED: _("Nothing had to be changed."),
        Result.OWN: _("Nobody decides about their own text. The secretariat decides about what organisers wrote."),
        Result.SAME_PERSON: _("You refused it, so somebody else decides the appeal."),
        Result.STALE: _("Nothing was changed, since somebody was faster. Look at it as it is now."),
        Result.IMPOSSIBLE: _("That is not possible."),
    }[outcome.result]


def who_did_what(entry: DialogueLog) -> str:
    """An entry of the log in words."""
    values = {
        "what": entry.get_action_display(),
        "who": (entry.user.get_full_name() or str(entry.user)) if entry.user else entry.get_actor_display(),
        "time": time_format(timezone.localtime(entry.at), "TIME_FORMAT"),
    }
    return _("“%(what)s”, by %(who)s at %(time)s.") % values


def tell(request: HttpRequest, outcome: Outcome, done: LogAction | None = None) -> None:
    """Say what became of an action on the next page."""
    good = outcome.result in {Result.DONE, Result.UNCHANGED}
    messages.add_message(request, messages.SUCCESS if good else messages.ERROR, words(outcome, done))


def tell_grouped(request: HttpRequest, grouped: Grouped) -> None:
    """Say what became of a selection."""
    if grouped.done:
        done = ngettext(
            "%(number)d contribution changed its place.", "%(number)d contributions changed their places.", grouped.done
        )
        messages.success(request, done % {"number": grouped.done})
    if grouped.full:
        full = ngettext(
            "%(number)d contribution is in %(most)d themes already, which is the most.",
            "%(number)d contributions are in %(most)d themes already, which is the most.",
            grouped.full,
        )
        messages.error(request, full % {"number": grouped.full, "most": MOST_THEMES})
    if grouped.gone:
        gone = ngettext(
            "%(number)d contribution is not shown any more.",
            "%(number)d contributions are not shown any more.",
            grouped.gone,
        )
        messages.error(request, gone % {"number": grouped.gone})
    if grouped == Grouped():
        messages.success(request, _("Nothing had to be changed."))
