"""Admin views of contributions: the list with filters and search, one with its translations, and the list as a file."""

from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from events.dialogue.audit_log import desk, record
from events.dialogue.desk.access import Place, for_readers, for_team, page, user_of
from events.dialogue.desk.forms import ListForm, RefuseForm, RenderingForm
from events.dialogue.desk.shown import as_shown
from events.dialogue.desk.telling import tell, words
from events.dialogue.enums import LogAction
from events.dialogue.input.paragraphs import titles_of
from events.dialogue.models import Contribution, DialogueLog, Rendering
from events.dialogue.moderation import machine, renderings
from events.dialogue.moderation.queries import filtered, waiting_at, with_shown
from events.dialogue.moderation.seals import Result
from events.dialogue.moderation.tasks import translate_contributions
from portal.core.files.spreadsheets import PER_QUERY, file_response
from portal.core.hooks.comments import PARAGRAPH
from portal.core.i18n.languages import bare_code
from portal.core.i18n.locales import language_name
from portal.core.replica import from_replica

PER_PAGE = 50
#: Contributions that the machine is given at one press.
MOST_TRANSLATED = 1000


@require_GET
@for_readers
def contributions(request: HttpRequest, place: Place) -> HttpResponse:
    """Everything that was said: by state, question, theme, language and words."""
    waits = waiting_at(place.contributions, timezone.now())
    form = ListForm(request.GET, place=place, languages=waits.languages)
    found = Paginator(with_shown(filtered(place.contributions, form.chosen())), PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        "form": form,
        "found": found,
        "waiting": waits.waiting,
        "listed": as_shown(found, user_of(request)),
        "machine": machine.configured(),
        "query": query.urlencode(),
        "back": request.get_full_path(),
    }
    return page(request, "contributions.html", place, "contributions", _("Contributions"), context)


@require_GET
@for_readers
def contribution(request: HttpRequest, place: Place, contribution_id: int) -> HttpResponse:
    """One contribution: what can be done with it, its translations, its themes, its reply, its history."""
    return contribution_page(request, place, contribution_id, RefuseForm())


def contribution_page(
    request: HttpRequest,
    place: Place,
    contribution_id: int,
    form: RefuseForm,
    typed: dict[str, RenderingForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one contribution.

    Parameters:
        form: the reason that was typed, if it could not be taken.
        typed: translations that could not be stored, by language.
    """
    found = get_object_or_404(with_shown(place.contributions), pk=contribution_id)
    shown = as_shown([found], user_of(request))[0]
    there = {rendering.language: rendering for rendering in found.renderings.all()}
    translations = [
        (code, name, there.get(code), (typed or {}).get(code) or _rendering_form(there.get(code)))
        for code, name in settings.LANGUAGES
        if code != bare_code(found.language)
    ]
    context = {
        "shown": shown,
        "listed": [shown],
        "refuse_form": form,
        "translations": translations if found.text else [],
        "machine": machine.configured() if machine.can_be_translated(found) else None,
        "themes": [member.theme for member in found.memberships.select_related("theme")],
        "sames": found.sames.all(),
        "reply": found.replies.filter(expert=None).first(),
        "entries": DialogueLog.objects.filter(number=found.public_id).select_related("user"),
        "back": place.url("contribution", found.pk),
    }
    title = _("Contribution %(number)s") % {"number": found.public_id}
    return page(request, "contribution.html", place, "contributions", title, context, status)


def _rendering_form(rendering: Rendering | None) -> RenderingForm:
    text = rendering.text if rendering else ""
    return RenderingForm(initial={"text": text, "seen": text}, auto_id=False)


@require_POST
@for_team
def rendering(request: HttpRequest, place: Place, contribution_id: int, language: str) -> HttpResponse:
    """Store a translation of a contribution, or say that a machine's is right."""
    found = get_object_or_404(place.contributions, pk=contribution_id)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    form = RenderingForm(request.POST, auto_id=False)
    if form.is_valid():
        text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
        outcome = renderings.save(found.pk, language, seen, text, user_of(request), timezone.now())
        if outcome.result in {Result.DONE, Result.UNCHANGED}:
            tell(request, outcome, LogAction.TRANSLATE)
            return redirect(f"{place.url('contribution', found.pk)}#t-{language}")
        form.add_error(None, words(outcome))
    return contribution_page(request, place, found.pk, RefuseForm(), {language: form}, status=422)


@require_POST
@for_team
def translate(request: HttpRequest, place: Place) -> HttpResponse:
    """Have the machine translate one contribution, or all that the filtered list shows; the worker does it."""
    if machine.configured() is None:
        raise Http404
    number, back = request.POST.get("contribution", ""), place.url("contributions")
    if number:
        is_number = number.isascii() and number.isdigit() and len(number) < 16
        found = place.contributions.filter(pk=int(number) if is_number else 0)
        back = place.url("contribution", get_object_or_404(found).pk)
    else:
        form = ListForm(request.GET, place=place, languages=waiting_at(place.contributions, timezone.now()).languages)
        found = filtered(place.contributions, form.chosen())
        back = f"{back}?{request.GET.urlencode()}"
    readable = [one.pk for one in found if machine.can_be_translated(one)][:MOST_TRANSLATED]
    if readable:
        translate_contributions.enqueue(readable, user_of(request).pk)
        messages.success(request, _("The machine is translating. Look again in a minute."))
    else:
        messages.error(
            request,
            _("Only what is shown, in a language that is known, goes to the machine: there is nothing."),
        )
    return redirect(back)


@require_GET
@for_team
def export(request: HttpRequest, place: Place, file_format: str) -> HttpResponseBase:
    """The filtered list as a file for the team, with what is not public; who took it away is logged."""
    now = timezone.now()
    form = ListForm(request.GET, place=place, languages=waiting_at(place.contributions, now).languages)
    found = filtered(place.contributions, form.chosen()).select_related("question")
    record(LogAction.EXPORT, desk(user_of(request)), now, occasion=place.occasion, amount=found.count())
    paragraphs = titles_of(found.filter(subject_kind=PARAGRAPH))
    listed, name = found.prefetch_related("memberships__theme", "renderings"), f"{_('Contributions')} {place.title}"
    return from_replica(
        lambda: file_response(name, file_format, _rows(listed.iterator(chunk_size=PER_QUERY), paragraphs))
    )


def _rows(found: Iterable[Contribution], paragraphs: Mapping[int, str]) -> Iterator[list[object]]:
    yield [
        *(_("Number"), _("State"), _("Question"), _("Paragraph"), _("Quote"), _("Text"), _("Language")),
        *(pgettext("of a person", "Name"), pgettext("of a registrant", "Organisation"), _("Country"), _("Role")),
        *(_("May be quoted"), _("How it came"), pgettext("time of a contribution", "Came"), _("Themes")),
    ]
    for one in found:
        yield [
            one.public_id,
            one.get_state_display(),
            str(one.question or ""),
            paragraphs.get(one.pk, ""),
            one.subject_quote,
            one.text,
            language_name(one.language),
            one.shown_name,
            one.shown_organisation,
            one.country,
            one.get_role_display(),
            one.get_quoting_display(),
            one.get_channel_display(),
            one.created_at,
            [str(member.theme) for member in one.memberships.all()],
        ]
