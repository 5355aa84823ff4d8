"""Admin views of the registration desk, for those who may see the event's registrants. Others get 404."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import IO, Any

from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from events.desk import actions, arrivals, questions
from events.desk.exports import rows
from events.desk.forms import AddForm, FilterForm, LinksForm, MessageForm
from events.desk.message_preview import in_languages, send_to_oneself
from events.desk.queries import filtered, numbers, per_day, positions, readers
from events.enums import Action, MailKind, PoolKind
from events.mail.messages import recipients, send_message, unfinished
from events.models import Event, Registration
from events.privacy.audit_log import desk as by_desk
from events.registration import actions as registration
from events.registration import crowds
from events.registration.actions import Details, Outcome
from events.registration.consent import current_consent
from portal.core.files.spreadsheets import file_response, spooled_response
from portal.core.mail.sending import language_of
from portal.core.operations.retention import DOOR
from portal.core.replica import from_replica
from portal.core.types import AnyUser
from portal.editing.pages.drafts import draft_key, mark_saved
from portal.editing.undo.asking import ask, is_sure

#: So many people are searched as one types, also without a connection; beyond, the server searches.
PER_PAGE = 500
#: Where the rows stand in the page that is printed; no page holds it.
_ROWS = "<!--rows of the list-->"


def for_team(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the event, or answer 404 to everybody who is not of the owner's team or the secretariat."""

    @wraps(view)
    def wrapped(request: HttpRequest, event_id: int, **kwargs: object) -> HttpResponseBase:
        event = get_object_or_404(actions.events_of(request.user), pk=event_id)
        response = view(request, event, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return wrapped


def page(
    request: HttpRequest, template: str, event: Event, title: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """A page of the desk within Wagtail's admin.

    Parameters:
        template: path below ``templates/``.
    """
    shared = {
        "event": event,
        "page_title": title,
        "page_subtitle": event.title,
        "header_icon": "group",
        "header_title": f"{title}: {event.title}",
    }
    return render(request, template, {**shared, **context}, status=status)


def _address(request: HttpRequest) -> str:
    """The editor's own mail address."""
    return str(getattr(request.user, "email", ""))


def tell(request: HttpRequest, outcome: Outcome) -> None:
    """Say what became of an action."""
    words = {
        Outcome.DONE: _("Done."),
        Outcome.UNCHANGED: _("Nothing had to be changed."),
        Outcome.CLOSED: _("The event is cancelled."),
        Outcome.FULL: _("All places are taken, and there is no waiting list."),
        Outcome.ALREADY: _("This address is registered already."),
    }
    level = messages.SUCCESS if outcome in {Outcome.DONE, Outcome.UNCHANGED} else messages.ERROR
    messages.add_message(request, level, words.get(outcome, _("That is no longer possible.")))


def door_words() -> dict[str, object]:
    """What the script of the door says, and where it asks whether the session lives."""
    return {
        "arrived": _("Arrived: %(arrived)s of %(people)s"),
        "waiting": _("Not sent yet: %(number)s. What you mark stays in this browser until there is a connection."),
        "ended": _("You were logged out. Log in in a new tab; what you marked stays here."),
        "other": _("Somebody else is logged in now. Log in as yourself in a new tab; what you marked stays here."),
        "denied": _("You may no longer see the people of this event. What you marked was not sent."),
        "login": _("Log in in a new tab"),
        "session": reverse("portal_draft_session"),
        "login_url": reverse("wagtailadmin_login"),
        "days": DOOR.period.days,
    }


@require_GET
@for_team
def people(request: HttpRequest, event: Event) -> HttpResponse:
    """Everybody who registered: states, pools, places in the queue, search, numbers, plot."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = Paginator(filtered(event, chosen), PER_PAGE).get_page(request.GET.get("p"))
    places = positions(found)
    listed = [(person, places.get(person.pk)) for person in found]
    is_filtered = any(chosen.get(name) for name in ("state", "pool", "mark"))
    actions.log_reading(event, Action.VIEW, request.user, found.paginator.count, timezone.now())
    query = request.GET.copy()
    query.pop("p", None)
    return page(
        request,
        "events/desk/people.html",
        event,
        _("Registrations"),
        {
            "form": form,
            "people": found,
            "listed": listed,
            "is_filtered": is_filtered,
            "is_whole": not found.has_other_pages() and not any(chosen.values()),
            "arrived": arrivals.arrived(event),
            "door_key": draft_key(request.user, str(event.pk)),
            "door_words": door_words(),
            "numbers": numbers(event),
            "days": per_day(event),
            "query": query.urlencode(),
            "refused": actions.refused_addresses(event),
            "failed": actions.failed_mails(event).count(),
            "unfinished": unfinished(event),
            "left_to_cancel": crowds.left_to_cancel(event),
        },
    )


@require_POST
@for_team
def mark_arrivals(request: HttpRequest, event: Event) -> HttpResponse:
    """Who came: one press of a button, or what a phone kept until there was a connection, which reads JSON."""
    now = timezone.now()
    people = list(arrivals.take_marks(event, arrivals.read_marks(request.POST.getlist("mark"), now), request.user, now))
    if "waited" in request.POST:
        return JsonResponse({"marked": people, **arrivals.arrived(event)})
    for refused in filter(None, (person["said"] for person in people)):
        messages.error(request, str(refused))
    # Back to the part of the list in which the button stood.
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(reverse("registration_desk", args=[event.pk]) + query)


@require_GET
@for_team
def print_people(request: HttpRequest, event: Event) -> HttpResponseBase:
    """Everybody with a place on paper: for the door without any phone."""
    number = arrivals.placed(event).count()
    actions.log_reading(event, Action.EXPORT, request.user, number, timezone.now())
    frame = page(request, "events/desk/print.html", event, _("Registrations"), {"number": number, "rows": _ROWS})
    before, after = frame.content.split(_ROWS.encode())
    rows = get_template("events/desk/_paper_rows.html")

    def write(file: IO[bytes]) -> None:
        file.write(before)
        file.writelines(rows.render({"people": share}).encode() for share in arrivals.on_paper(event))
        file.write(after)

    return spooled_response(write, frame["Content-Type"])


@require_http_methods(["GET", "POST"])
@for_team
def person(request: HttpRequest, event: Event, registration_id: int) -> HttpResponse:
    """One registration: what was answered, what happened, and what can be done."""
    found = get_object_or_404(event.registrations.select_related("pool", "event"), pk=registration_id)
    if request.method == "POST":
        question = None if is_sure(request) else questions.of_button(found, request.POST.get("action", ""))
        if question:
            return ask(request, question)
        outcome = act(found, request.POST, request.user)
        if outcome == Outcome.NO_PLACE:
            messages.error(request, arrivals.not_marked(found))
        else:
            tell(request, outcome)
        return redirect("registration_person", event_id=event.pk, registration_id=found.pk)
    # Other flows may write to registrants too.
    kinds = dict(MailKind.choices)
    return page(
        request,
        "events/desk/person.html",
        event,
        _("Registration %(number)d") % {"number": found.pk},
        {
            "person": found,
            "place": positions([found]).get(found.pk),
            "answers": found.answers.order_by("question__position"),
            "other_pools": event.pools.exclude(pk=found.pool_id),
            "mails": [(mail, kinds.get(mail.kind, mail._meta.verbose_name)) for mail in found.mails.order_by("-pk")],
            "failed": actions.failed_mails(event).about(found.ABOUT, [found.pk]).exists(),
            "log": event.log.filter(registration_number=found.pk).select_related("user"),
        },
    )


def act(person: Registration, posted: Any, user: AnyUser) -> Outcome:
    """Carry out what a button of the desk says; an unknown one does nothing."""
    now, action, outcome = timezone.now(), posted.get("action"), Outcome.UNCHANGED
    if action == "cancel":
        outcome = registration.cancel(person.pk, by_desk(user), now)
    elif action == "promote":
        outcome = actions.promote(person, user, now)
    elif action == "erase":
        outcome = registration.erase(person.pk, by_desk(user), now)
    elif action == "pool" and posted.get("kind") in person.event.pools.values_list("kind", flat=True):
        outcome = actions.change_pool(person, PoolKind(posted["kind"]), user, now)
    elif action in {"check_in", "undo_check_in"}:
        is_marked = actions.check_in(person, user, now, present=action == "check_in")
        outcome = Outcome.DONE if is_marked else Outcome.NO_PLACE
    elif action in {"resend", "revoke"} and not person.anonymised_at:
        actions.resend(person, user, now, revoke=action == "revoke")
        outcome = Outcome.DONE
    elif action in {"works", "failed"}:
        mend = actions.address_works if action == "works" else actions.send_failed
        outcome = Outcome.DONE if mend(person.event, user, now, [person]) else Outcome.UNCHANGED
    return outcome


@require_http_methods(["GET", "POST"])
@for_team
def add(request: HttpRequest, event: Event) -> HttpResponse:
    """Register somebody by hand."""
    form = AddForm(request.POST or None, event=event, language=language_of(request.user))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        outcome = actions.add_by_hand(
            event.pk,
            Details(
                name=cleaned["name"],
                email=cleaned["email"],
                organisation=cleaned["organisation"],
                language=cleaned["mail_language"],
                pool=cleaned["pool"],
                consent=current_consent(event, cleaned["mail_language"]),
                answers=form.answers(),
            ),
            request.user,
            timezone.now(),
            beyond=cleaned["beyond"],
        )
        tell(request, outcome)
        if outcome == Outcome.DONE:
            return redirect("registration_desk", event_id=event.pk)
    button = pgettext("somebody else", "Register")
    return page(request, "events/desk/form.html", event, _("Register by hand"), {"form": form, "button": button})


@require_http_methods(["GET", "POST"])
@for_team
def links(request: HttpRequest, event: Event) -> HttpResponse:
    """The link to take part and the one to recordings."""
    names = ("join_link", "join_link_hours", "recordings_link")
    form = LinksForm(request.POST or None, initial={name: getattr(event, name) for name in names})
    if request.method == "POST" and form.is_valid():
        told = actions.save_links(event, user=request.user, now=timezone.now(), **form.cleaned_data)
        text = ngettext(
            "Saved. %(number)d person gets the new link by mail within minutes.",
            "Saved. %(number)d people get the new link by mail within minutes.",
            told,
        )
        messages.success(request, text % {"number": told} if told else _("Saved."))
        return redirect("registration_desk", event_id=event.pk)
    return page(request, "events/desk/form.html", event, _("Links"), {"form": form, "button": _("Save")})


@require_http_methods(["GET", "POST"])
@for_team
def message(request: HttpRequest, event: Event) -> HttpResponse:
    """Write to a part of the registrants: look at it in their languages, send it to oneself, then to them."""
    form = MessageForm(request.POST or None, readers=readers(event))
    key = draft_key(request.user, "event-message", event.pk)
    previews: list[tuple[str, EmailMultiAlternatives]] = []
    number = 0
    if request.method == "POST" and form.is_valid():
        states, pool, texts = form.cleaned_data["states"], form.cleaned_data["pool"], form.texts()
        if request.POST.get("action") == "send":
            sent = send_message(event, texts, states, pool, request.user, timezone.now())
            text = ngettext("The message goes to %(number)d person.", "The message goes to %(number)d people.", sent)
            messages.success(request, text % {"number": sent})
            return mark_saved(redirect("registration_desk", event_id=event.pk), key)
        previews = in_languages(event, texts, form.languages)
        number = recipients(event, states, pool).count()
        if request.POST.get("action") == "test":
            send_to_oneself(event, texts, _address(request))
            messages.success(request, _("Sent to %(address)s.") % {"address": _address(request)})
    context = {
        "form": form,
        "previews": previews,
        "number": number,
        "refused": actions.refused_addresses(event),
        "unfinished": unfinished(event),
        "draft_key": key,
    }
    return page(request, "events/desk/message.html", event, _("Message"), context)


@require_POST
@for_team
def acknowledge(request: HttpRequest, event: Event) -> HttpResponse:
    """The organiser knows that there are more people than places."""
    actions.acknowledge_all(event.pk, request.user, timezone.now())
    tell(request, Outcome.DONE)
    return redirect("registration_desk", event_id=event.pk)


@require_POST
@for_team
def mend_mail(request: HttpRequest, event: Event) -> HttpResponse:
    """All refused addresses of the event work again, or everything that failed is sent again."""
    now = timezone.now()
    if request.POST.get("what") == "works":
        number = actions.address_works(event, request.user, now)
        done = ngettext(
            "%(number)d address gets mails again, also those that it missed.",
            "%(number)d addresses get mails again, also those that they missed.",
            number,
        )
    else:
        number = actions.send_failed(event, request.user, now)
        done = ngettext("%(number)d mail is sent again.", "%(number)d mails are sent again.", number)
    messages.success(request, done % {"number": number})
    return redirect("registration_desk", event_id=event.pk)


@require_POST
@for_team
def clear_queue(request: HttpRequest, event: Event) -> HttpResponse:
    """Cancel everybody on a waiting list that was switched off."""
    if request.POST.get("kind") in PoolKind.values:
        kind = PoolKind(request.POST["kind"])
        if not is_sure(request):
            return ask(request, questions.of_queue(event, kind))
        number = crowds.clear_queue(event, kind, request.user)
        text = ngettext("%(number)d person gets a mail.", "%(number)d people get a mail.", number)
        messages.success(request, text % {"number": number})
    return redirect("registration_desk", event_id=event.pk)


@require_GET
@for_team
def export(request: HttpRequest, event: Event, file_format: str) -> HttpResponseBase:
    """The filtered list as a file, made anew each time and kept nowhere."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    people = filtered(event, chosen)
    actions.log_reading(event, Action.EXPORT, request.user, people.count(), timezone.now())
    name = f"{_('Registrations')} {event.title}"
    return from_replica(lambda: file_response(name, file_format, rows(event, people)))
