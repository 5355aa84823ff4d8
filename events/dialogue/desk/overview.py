"""Admin views that say how things stand at an occasion: numbers, what is due, settings of the room, the log."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from events.dialogue.desk.access import Place, for_readers, for_team, page, user_of, with_occasion
from events.dialogue.desk.countries import countries_without_statement
from events.dialogue.enums import ContributionState
from events.dialogue.input.reading_time import in_words, median_reading
from events.dialogue.live.rooms import set_one_room
from events.dialogue.models import DialogueLog, Occasion
from events.dialogue.moderation.queries import monthly_lines, numbers_by_state, overdue
from events.dialogue.reports.drafting import begin_report
from events.dialogue.reports.due import report_is_due
from events.dialogue.rules import CONSULTATION_WORKING_DAYS
from events.dialogue.synthesis.queries import unanswered
from portal.core.i18n.languages import active_language

PER_PAGE = 100


@require_GET
@for_readers
def overview(request: HttpRequest, place: Place) -> HttpResponse:
    """Numbers, what waits, what is due, and where to go on."""
    now, occasion = timezone.now(), place.occasion
    counted = numbers_by_state(place.contributions)
    context = {
        "states": [(state, state.label, counted[state]) for state in ContributionState],
        "overdue": overdue(place.contributions, now).count(),
        "days": CONSULTATION_WORKING_DAYS,
        "median": in_words(median_reading(occasion, now)),
        "lines": monthly_lines([occasion.pk if occasion else None])[:12],
        "questions": place.questions,
    }
    if occasion:
        context |= _of_occasion(occasion, now)
    return page(request, "overview.html", place, "overview", _("Input"), context)


def _of_occasion(occasion: Occasion, now: datetime) -> dict[str, object]:
    return {
        "occasion": occasion,
        "state": occasion.state(now).label,
        "page_url": occasion.page(active_language()).get("url", ""),
        "report_is_due": report_is_due(occasion, now),
        "themes": occasion.themes.filter(merged_into=None).count(),
        "unanswered": unanswered(occasion).count(),
        "countries": countries_without_statement(occasion),
        "participants": occasion.participants.count(),
        "reacted": occasion.participants.filter(reactions__isnull=False, excluded_at=None).distinct().count(),
    }


@require_POST
@with_occasion
def settings_of_room(request: HttpRequest, place: Place, occasion: Occasion) -> HttpResponse:
    """Whether many people take part from behind one network address, as in a hall."""
    is_one = request.POST.get("one_room") == "on"
    set_one_room(occasion.pk, is_one)
    messages.success(request, _("People are in one room") if is_one else _("People are in many places"))
    return redirect(place.url("overview"))


@require_POST
@with_occasion
def write_report(request: HttpRequest, place: Place, occasion: Occasion) -> HttpResponse:
    """Begin the report "What we heard", or go to the one that somebody has begun."""
    report = begin_report(occasion, user_of(request))
    if report is None:
        messages.error(request, _("There is no page “Take part” yet, below which a report could stand."))
        return redirect(place.url("overview"))
    return redirect("wagtailadmin_pages:edit", report.pk)


@require_GET
@for_team
def log(request: HttpRequest, place: Place) -> HttpResponse:
    """Who did what, the last first. It holds numbers and codes, no texts."""
    entries = DialogueLog.objects.filter(occasion=place.occasion).select_related("user")
    number = request.GET.get("number", "").strip().lower()[:16]
    if number:
        entries = entries.filter(number=number)
    found = Paginator(entries, PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    context = {"found": found, "number": number, "query": query.urlencode()}
    return page(request, "log.html", place, "log", pgettext("audit log", "Log"), context)
