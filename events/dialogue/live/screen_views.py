"""The projector of a live room: question, code, QR code, and all that was said, for people at the back."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from events.dialogue.input.pages import show
from events.dialogue.input.qr_codes import qr_code
from events.dialogue.live.entering_views import unknown_code
from events.dialogue.live.personal import Wall, card_of, group
from events.dialogue.live.reading import WAITING, State
from events.dialogue.live.rooms import normalised_code, rooms_with
from events.dialogue.live.state import all_texts, state_of
from events.dialogue.models import Round
from portal.core.hooks.site_url import absolute
from portal.core.i18n.languages import active_language
from portal.core.web.private_pages import uncached

#: Statements on one page of the projector, and themes beside each other.
PER_SCREEN, COLUMNS = 8, 3
WALL, THEMES = "wall", "themes"


@dataclass(frozen=True)
class Screen:
    """What one page of the projector shows."""

    view: str
    #: From 1.
    page: int
    pages: int
    walls: list[Wall]


@uncached
@require_safe
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """The page that the projector shows; the facilitator turns it from their own."""
    state = state_of(code) if normalised_code(code) == code else None
    occasion = rooms_with(code).order_by("-live_code").first() if state else None
    if state is None or occasion is None:
        return unknown_code(request, code)
    if occasion.live_code != code:
        return redirect("dialogue:room", code=code)
    # Without a language: each phone is led to its own.
    address = absolute("/live/")
    round_ = Round.objects.select_related("question").filter(pk=state.round_id).first() if state.round_id else None
    context: dict[str, Any] = {
        "occasion": occasion,
        "code": code,
        "address": address.partition("://")[2].rstrip("/"),
        "qr": qr_code(f"{address}{code}/"),
        "size": _size(state),
        "state": state,
        "question": round_.question if round_ else None,
        "dark": "dark" in request.GET,
        "shown": screen_of(code, state, active_language()),
    }
    return show(request, "live/screen.html", context)


def _size(state: State) -> str:
    """How large code and QR code are: as large as can be while people join, small beside all that was said."""
    if state.phase == WAITING:
        return "large"
    return "small" if state.shows_counts else "middle"


def screen_of(code: str, state: State, language: str) -> Screen:
    """The page to which the facilitator has turned: some of all statements, or some themes with theirs."""
    texts = all_texts(code) if state.shows_counts else {}
    cards = {row.pk: card_of(row, texts[row.pk], language) for row in state.rows if row.pk in texts}
    walls = group(cards, state, language)
    view = THEMES if state.screen.get("view") == THEMES and state.grouped else WALL
    if view == WALL:
        pages = [
            [Wall("", "", list(cards.values())[start : start + PER_SCREEN])]
            for start in range(0, len(cards), PER_SCREEN)
        ]
    else:
        pages = [walls[start : start + COLUMNS] for start in range(0, len(walls), COLUMNS)]
    page = min(max(1, int(state.screen.get("page") or 1)), max(1, len(pages)))
    return Screen(view, page, max(1, len(pages)), pages[page - 1] if pages else [])


def pages_of(number: int, view: str) -> int:
    """How many pages the projector has for so many statements, or themes."""
    return max(1, ceil(number / (PER_SCREEN if view == WALL else COLUMNS)))
