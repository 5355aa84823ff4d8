"""Admin views of the board: "not grouped yet" and a column for each theme; everything works by forms."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from events.dialogue.desk.access import Place, desk_language, for_readers, needs_occasion, page, user_of, with_occasion
from events.dialogue.desk.forms import ThemeForm
from events.dialogue.desk.shown import as_shown
from events.dialogue.desk.telling import tell, tell_grouped, words
from events.dialogue.enums import LogAction
from events.dialogue.models import Occasion, Theme
from events.dialogue.moderation.seals import Outcome, Result
from events.dialogue.synthesis import grouping, suggestions, themes
from events.dialogue.synthesis.queries import first_members, members_of, themes_of, ungrouped, with_contributions
from events.dialogue.synthesis.suggestions import suggested
from events.dialogue.synthesis.tasks import propose_themes
from portal.core.i18n.languages import active_language

PER_PAGE = 50
#: Longest list of numbers that a form of the board sends.
_MOST_CHOSEN = 1000


@require_GET
@for_readers
@needs_occasion
def board(request: HttpRequest, place: Place, occasion: Occasion) -> HttpResponse:
    """What is in which theme, and what is in none yet."""
    return _board_page(request, place, occasion)


def _board_page(
    request: HttpRequest, place: Place, occasion: Occasion, ticked: list[int] | None = None, status: int = 200
) -> HttpResponse:
    """The board.

    Parameters:
        ticked: numbers that stay ticked, since nothing could be done with them.
    """
    user, listed = user_of(request), list(themes_of(occasion))
    columns = first_members(listed)
    found = Paginator(ungrouped(occasion), PER_PAGE).get_page(request.GET.get("p"))
    near = suggested(occasion, listed, found, active_language())
    context = {
        "themes": listed,
        "columns": [(theme, as_shown(columns[theme.pk], user)) for theme in listed],
        "found": found,
        "ungrouped": [(shown, near.get(shown.contribution.pk, [])) for shown in as_shown(found, user)],
        "proposals": [
            (one, as_shown(one.contributions.all(), user)) for one in with_contributions(occasion.proposals.all())
        ],
        "ticked": ticked or [],
        "title": request.POST.get("title", ""),
        "languages": settings.LANGUAGES,
        "language": request.POST.get("language") or desk_language(),
        "most_title": themes.MOST_TITLE,
    }
    return page(request, "board.html", place, "board", _("Themes"), context, status)


def chosen(request: HttpRequest) -> list[int]:
    """Numbers of the contributions that were ticked; what is no number is left out."""
    ticked = request.POST.getlist("chosen")[:_MOST_CHOSEN]
    return [int(text) for text in ticked if text.isascii() and text.isdigit() and len(text) < 16]


def _theme(occasion: Occasion, text: str) -> Theme | None:
    """The theme of this occasion with the number ``text``."""
    is_number = text.isascii() and text.isdigit() and len(text) < 16
    return occasion.themes.filter(pk=int(text)).first() if is_number else None


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@require_POST
@with_occasion
def group(request: HttpRequest, place: Place, occasion: Occasion) -> HttpResponse:
    """Put a selection into a theme, move it from one to another, or take it out."""
    now, user, numbers = timezone.now(), user_of(request), chosen(request)
    action, source = request.POST.get("action", ""), _theme(occasion, request.POST.get("source", ""))
    target = _theme(occasion, request.POST.get("theme", ""))
    if action == "new" or (action == "put" and target is None and request.POST.get("title")):
        return _make_theme(request, place, occasion)
    if not numbers:
        messages.error(request, _("Tick at least one contribution first."))
    elif action == "out" and source:
        tell_grouped(request, grouping.take_out(source.pk, numbers, user, now))
    elif action in {"put", "move"} and target:
        out_of = source.pk if source and action == "move" else None
        tell_grouped(request, grouping.put(target.pk, numbers, user, now, out_of=out_of))
    else:
        messages.error(request, _("Choose a theme first."))
        return _board_page(request, place, occasion, numbers, status=422)
    return redirect(_back(request, place, source))


def _back(request: HttpRequest, place: Place, theme: Theme | None) -> str:
    if request.POST.get("back") == "theme" and theme:
        return place.url("theme", theme.pk)
    return f"{place.url('board')}#theme-{theme.pk if theme else 'none'}"


@require_POST
@with_occasion
def new_theme(request: HttpRequest, place: Place, occasion: Occasion) -> HttpResponse:
    """A new theme by its title, empty."""
    return _make_theme(request, place, occasion)


def _make_theme(request: HttpRequest, place: Place, occasion: Occasion) -> HttpResponse:
    """Make the theme that a form names; what was ticked in the form goes into it."""
    title, language = request.POST.get("title", ""), request.POST.get("language", "")
    try:
        theme = themes.create(occasion, {language: title}, {}, user_of(request), timezone.now())
    except ValueError:
        messages.error(request, _("Write a title in at least one language."))
        return _board_page(request, place, occasion, chosen(request), status=422)
    if numbers := chosen(request):
        tell_grouped(request, grouping.put(theme.pk, numbers, user_of(request), timezone.now()))
    else:
        messages.success(request, _("The theme “%(title)s” is there.") % {"title": theme})
    return redirect(f"{place.url('board')}#theme-{theme.pk}")


@require_POST
@with_occasion
def accept_suggestion(request: HttpRequest, place: Place, occasion: Occasion) -> HttpResponse:
    """Put one contribution into the theme that the portal suggests for it."""
    number, _colon, theme_number = request.POST.get("suggested", "").partition(":")
    target = _theme(occasion, theme_number)
    contribution = place.contributions.filter(public_id=number).first()
    if target is None or contribution is None:
        messages.error(request, _("That is not possible."))
        return redirect(place.url("board"))
    near = suggested(occasion, list(themes_of(occasion)), [contribution], active_language())
    because = next((one.because for one in near.get(contribution.pk, []) if one.theme.pk == target.pk), "")
    user, now = user_of(request), timezone.now()
    tell_grouped(request, grouping.put(target.pk, [contribution.pk], user, now, suggested=True, because=because))
    return redirect(f"{place.url('board')}#theme-none")


@require_POST
@with_occasion
def proposals(request: HttpRequest, place: Place, occasion: Occasion) -> HttpResponse:
    """Have themes proposed by the worker, or accept, rename or drop one of the proposals."""
    action, user, now = request.POST.get("action"), user_of(request), timezone.now()
    number = request.POST.get("proposal", "")
    proposal_id = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0
    if action == "propose":
        propose_themes.enqueue(occasion.pk, desk_language())
        messages.success(request, _("Themes are being worked out. Look again in a minute."))
    elif action == "accept":
        _accept(request, occasion, proposal_id)
    elif action == "drop" and suggestions.drop(proposal_id, occasion, user, now):
        messages.success(request, _("Dropped."))
    else:
        messages.error(request, _("That is not possible."))
    return redirect(f"{place.url('board')}#proposals")


def _accept(request: HttpRequest, occasion: Occasion, proposal_id: int) -> None:
    title = request.POST.get("title", "")
    try:
        accepted = suggestions.accept(proposal_id, occasion, title, user_of(request), timezone.now())
    except ValueError:
        messages.error(request, _("Write a title in at least one language."))
        return
    if accepted is None:
        messages.error(request, _("Somebody has accepted or dropped it already."))
        return
    tell_grouped(request, accepted[1])


@require_http_methods(["GET", "POST"])
@for_readers
@needs_occasion
def theme(request: HttpRequest, place: Place, occasion: Occasion, theme_id: int) -> HttpResponse:
    """One theme: its names, its place, what is in it, and what can be done with it."""
    found = get_object_or_404(occasion.themes, pk=theme_id)
    if found.merged_into_id:
        return redirect(place.url("theme", found.merged_into_id))
    form, status = ThemeForm(theme=found), 200
    if request.method == "POST" and request.POST.get("action") == "rename":
        form, outcome = _rename(request, found)
        if outcome and outcome.result in {Result.DONE, Result.UNCHANGED}:
            tell(request, outcome, LogAction.THEME)
            return redirect(place.url("theme", found.pk))
        status = 422
    elif request.method == "POST":
        outcome, target = _act(request, occasion, found)
        tell(request, outcome, _DONE.get(request.POST.get("action", "")))
        return redirect(place.url("theme", target.pk) if target else place.url("board"))
    context = _theme_context(request, occasion, found, form)
    return page(request, "theme.html", place, "board", str(found), context, status)


def _rename(request: HttpRequest, found: Theme) -> tuple[ThemeForm, Outcome | None]:
    """Store the names of a theme. Returns the form with what it lacks, and what became of it if it lacks nothing."""
    form = ThemeForm(request.POST, theme=found)
    if not form.is_valid():
        return form, None
    version, user = form.cleaned_data["version"], user_of(request)
    outcome = themes.rename(found.pk, version, form.titles(), form.summaries(), user, timezone.now())
    if outcome.result == Result.STALE:
        found.refresh_from_db()
        typed = request.POST.copy()  # kept as it was typed; sent once more it replaces what the other one wrote
        typed["version"] = str(found.version)
        form = ThemeForm(typed, theme=found)
        form.add_error(None, words(outcome))
    return form, outcome


def _theme_context(request: HttpRequest, occasion: Occasion, found: Theme, form: ThemeForm) -> dict[str, object]:
    members = Paginator(members_of(found), PER_PAGE).get_page(request.GET.get("p"))
    return {
        "theme": found,
        "form": form,
        "others": list(themes_of(occasion).exclude(pk=found.pk)),
        "found": members,
        "members": as_shown(members, user_of(request)),
        "can_drop": not (found.members.exists() or found.replies.exists() or found.merged.exists()),
        "languages": settings.LANGUAGES,
        "language": desk_language(),
        "most_title": themes.MOST_TITLE,
    }


#: What the buttons of a theme do.
_DONE = {
    "earlier": LogAction.THEME,
    "later": LogAction.THEME,
    "merge": LogAction.MERGE,
    "split": LogAction.THEME,
    "drop": LogAction.DROP,
}


def _act(request: HttpRequest, occasion: Occasion, found: Theme) -> tuple[Outcome, Theme | None]:
    """Carry out what a button says. Returns what became of it, and the theme to go on with."""
    version, user, now = _version(request), user_of(request), timezone.now()
    match request.POST.get("action"):
        case "earlier" | "later" as way:
            return themes.reorder(found.pk, version, user, now, earlier=way == "earlier"), found
        case "merge":
            into = _theme(occasion, request.POST.get("theme", ""))
            if into is None:
                return Outcome(Result.IMPOSSIBLE), found
            outcome = themes.merge(found.pk, version, into.pk, user, now)
            return outcome, into if outcome.result == Result.DONE else found
        case "split":
            titles = {request.POST.get("language", ""): request.POST.get("title", "")}
            outcome, new = themes.split(found.pk, version, chosen(request), titles, user, now)
            return outcome, new or found
        case "drop":
            outcome = themes.drop(found.pk, version, user, now)
            return outcome, None if outcome.result == Result.DONE else found
    return Outcome(Result.UNCHANGED), found
