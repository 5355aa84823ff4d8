"""What the script of live pages says. Numbers are filled in by the browser, by the plural rules of the language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.dialogue.enums import Phase, RenderedBy
from events.dialogue.input.languages import language_choices
from events.dialogue.live.reading import FROZEN, OVER, PAUSED, WAITING

#: The script puts the number in its place.
NUMBER = "{n}"


def script_words() -> dict[str, object]:
    """Sentences by name; those with a number have a singular and a plural."""
    phases = {phase: _("Now: %(phase)s") % {"phase": label} for phase, label in Phase.choices}
    phases[WAITING] = _("It has not begun yet. This page shows the first question as soon as it is asked.")
    phases[OVER] = _("The workshop is over. Thank you for taking part.")
    return {
        "phases": phases,
        "held": held_words(),
        "opened": _("A new question is asked."),
        "news": [_news(1), _news(2)],
        "show": [_show(1), _show(2)],
        "left": [_left(1), _left(2)],
        "counts": _("%(agreed)s agree, %(disagreed)s disagree, %(passed)s passed")
        % {"agreed": "{a}", "disagreed": "{d}", "passed": "{p}"},
        "said": _("Your statement has arrived. It stands below."),
        "late": _(
            "Your statement came after the round. It is kept, and read like everything that comes after the workshop."
        ),
        "grouped": _("The statements have been grouped. Show the themes"),
        "organiser": _("From the organisers"),
        "mine": _("Yours"),
        "rendered": [str(made.label) for made in RenderedBy],
        "languages": dict(language_choices()),
    }


def held_words() -> dict[str, str]:
    """What people read while nothing is taken, by the reason."""
    return {
        PAUSED: _("The workshop is paused. You can read everything; writing goes on in a moment."),
        FROZEN: _(
            "Reading only: the organisers have frozen this workshop. Nothing that you write or press is taken until "
            "they let it go on; what stands in your field stays there."
        ),
    }


def _news(number: int) -> str:
    return ngettext("%(number)s new statement", "%(number)s new statements", number) % {"number": NUMBER}


def _show(number: int) -> str:
    return ngettext("Show %(number)s new", "Show %(number)s new", number) % {"number": NUMBER}


def _left(number: int) -> str:
    return ngettext(
        "%(left)s statement left. Reacting is optional.", "%(left)s statements left. All are optional.", number
    ) % {"left": NUMBER}
