"""Views for everybody: questions with their answers, single contributions, the forms to answer and to report."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.dialogue.enums import ContributionState, RefusalReason
from events.dialogue.input import sending, subjects
from events.dialogue.input.flagging import flag
from events.dialogue.input.forms import ReportForm
from events.dialogue.input.pages import public, show
from events.dialogue.input.paragraphs import commented, show_comment
from events.dialogue.input.while_typing import similar_answers
from events.dialogue.models import Contribution, Occasion, Question
from events.dialogue.queries import (
    LEAST_FOR_COUNTRY,
    ShownContribution,
    answers_to,
    find_question,
    languages_of_answers,
    listed,
    outcome,
    paragraphs_from,
    present,
    responses_to,
    takes_answers,
    with_outcome,
)
from portal.core.hooks.comments import PARAGRAPH
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import language_name
from portal.core.operations.database import TROUBLE, not_stored, waits_briefly
from portal.core.paging import page_of
from portal.core.web import rate_limits, rates
from portal.core.web.private_pages import uncached

#: Answers beside the question, and on a page of all.
LATEST, PER_PAGE = 5, 20


def _question(public_id: str) -> Question:
    found = find_question(public_id.lower())
    if found is None:
        raise Http404
    return found


@public
def question(request: HttpRequest, public_id: str) -> HttpResponse:
    """A question: who asks it, until when, and the latest published answers."""
    asked = _question(public_id)
    answers = answers_to([asked])
    number = answers.count()
    latest = present(answers[:LATEST], active_language()) if number else []
    context = {"is_open": takes_answers(asked, timezone.now()), "number": number, "answers": latest}
    return show(request, "input/question.html", {**_of_question(asked), **context, "shows_country": _many(number)})


@public
def answers(request: HttpRequest, public_id: str) -> HttpResponse:
    """All published answers to a question, or those in one language, the newest first."""
    asked = _question(public_id)
    numbers = languages_of_answers(asked)
    chosen = request.GET.get("language", "")
    chosen = chosen if chosen in numbers else ""
    total = sum(numbers.values())
    number = numbers[chosen] if chosen else total
    page = page_of(request, number, PER_PAGE)
    found = answers_to([asked])
    found = found.filter(language=chosen) if chosen else found
    context = {
        "page_obj": page,
        "number": number,
        "total": total,
        "answered_in": [(code, language_name(code), count) for code, count in numbers.items()],
        "chosen": chosen,
        "answers": present(found[max(page.start_index() - 1, 0) : page.end_index()], active_language()),
    }
    return show(request, "input/answers.html", {**_of_question(asked), **context, "shows_country": _many(total)})


def _many(number: int) -> bool:
    """Whether so many have answered that the country tells nobody who did."""
    return number >= LEAST_FOR_COUNTRY


def _of_question(asked: Question) -> dict[str, object]:
    language = active_language()
    occasion = asked.occasion
    return {
        "question": asked,
        "text": asked.text(language),
        "text_language": asked.language_for(language),
        "occasion": occasion,
        "occasion_page": occasion.page(language) if occasion else None,
    }


@uncached
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form to answer a question."""
    asked = _question(public_id)
    url = reverse("dialogue:question", args=[asked.public_id])
    return sending.handle(request, sending.question_target(asked, url))


@uncached
@csrf_exempt  # it changes nothing, and the form has a signed key
@sensitive_post_parameters()
@require_POST
def similar(request: HttpRequest, public_id: str) -> HttpResponse:
    """What others have said already, for the script of the form to answer a question."""
    return similar_answers(request, _question(public_id), None)


@uncached
@waits_briefly
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The form to respond to an expert's comment statement or a paragraph, with the responses of others."""
    subject = subjects.find(kind, key, active_language())
    if subject is None:
        raise Http404
    found = responses_to(subject.kind, subject.key)
    page = page_of(request, found.count(), PER_PAGE)
    said = present(found[max(page.start_index() - 1, 0) : page.end_index()], active_language())
    passage = subject.passage
    return sending.handle(
        request,
        sending.subject_target(subject),
        responses=said,
        page_obj=page,
        comments=[show_comment(one, passage) for one in said] if passage else [],
        consultation=_consultation(subject.occasion) if passage and subject.occasion else None,
    )


def _consultation(occasion: Occasion) -> dict[str, object]:
    """The consultation about a paragraph, open or not, as the form names it: title, url, language and state."""
    page = occasion.page(active_language())
    code = next((code for code, one in occasion.pages.items() if one == page), "")
    return {**page, "language": code, "state": occasion.state(timezone.now())}


@public
def contribution(request: HttpRequest, public_id: str) -> HttpResponse:
    """One contribution with what became of it. The address stays when the words are gone, and says why."""
    found = _contribution(public_id)
    themes, replies = outcome(found, active_language())
    replacement = getattr(found, "replaced_by", None)
    if replacement is not None and not replacement.is_public:
        replacement = None
    all_shown: list[ShownContribution] = []
    context: dict[str, object] = {"contribution": found, "themes": themes, "replies": replies}
    if found.is_public:
        keys = [theme.public_id for theme in themes]
        context["used_in"] = paragraphs_from([found.public_id], keys, active_language())
    if found.is_public and replacement is None:
        all_shown = present([found], active_language())
        context["shown"] = all_shown[0]
    asked = found.question
    about = _of_question(asked) if asked else {"occasion": found.occasion}
    if asked is None:
        context |= _subject_of(found, all_shown)
    return show(
        request, "input/contribution.html", {**about, **context, "all_shown": all_shown, "replacement": replacement}
    )


def _subject_of(found: Contribution, shown: list[ShownContribution]) -> dict[str, object]:
    """What a contribution is about, if it answers no question; of a paragraph whether that has changed since."""
    if found.subject_kind != PARAGRAPH:
        return {"subject": subjects.find(found.subject_kind, found.subject_key, active_language())}
    subject = commented(found, active_language())
    passage = subject.passage if subject else None
    return {"subject": subject, "comment": show_comment(shown[0], passage) if shown and passage else None}


def _contribution(public_id: str) -> Contribution:
    """A contribution that everybody may know of: shown, or gone; what waits to be read is nobody's business."""
    found = with_outcome(listed(Contribution.objects.all())).select_related("occasion", "question", "replaced_by")
    known = found.filter(public_id=public_id.lower()).first()
    gone = {ContributionState.WITHDRAWN, ContributionState.REFUSED}
    if known is None or not (known.is_public or known.state in gone or known.published_at):
        raise Http404
    return known


@uncached
@waits_briefly
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form with which readers report a contribution."""
    found = Contribution.objects.filter(public_id=public_id.lower(), state=ContributionState.PUBLISHED).first()
    if found is None:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        try:
            status = _report(request, found, form)
        except TROUBLE as error:
            form.add_error(None, not_stored(error))
            status = 503
        if status == 302:
            return redirect("dialogue:reported", public_id=found.public_id)
    return show(request, "input/report.html", {"contribution": found, "form": form}, status)


def _report(request: HttpRequest, found: Contribution, form: ReportForm) -> int:
    """The status of the answer: a redirect if the report was taken."""
    network = rate_limits.client_address(request)
    if not rate_limits.allow(rates.FLAG_NETWORK, network):
        form.add_error(None, _("Too many forms came from your network. Wait an hour and send yours again."))
        return 429
    if form.is_honeypot_filled():
        return 302
    if not form.is_valid():
        return 422
    flag(found, RefusalReason(form.cleaned_data["reason"]), network, timezone.now())
    return 302


@uncached
@require_safe
def reported(request: HttpRequest, public_id: str) -> HttpResponse:
    """Thanks for the report, whether or not it was the first from there."""
    return show(request, "input/reported.html", {"public_id": public_id})
