"""Admin views of versions: the list, a new one with all that is to be read before, and the one that waits."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from partners.teams.ownership import acts_for_all
from portal.core.hooks.comments import consultations_about
from portal.core.i18n.languages import active_language
from portal.editing.undo.asking import Question, ask, is_sure
from projects.modeltext.canonical import paragraphs_of
from projects.modeltext.desk.access import for_model_editors, page, user_of
from projects.modeltext.desk.forms import EditorialForm, ProposalForm, SuccessorsForm
from projects.modeltext.desk.overview import Overview, known_paragraphs, open_comments, overview_of
from projects.modeltext.desk.words import REFUSED
from projects.modeltext.enums import LineageKind, Step
from projects.modeltext.models import Lineage, ModelVersion, Paragraph
from projects.modeltext.rooting import mark_editorial, set_successors
from projects.modeltext.versions import (
    RefusedError,
    coming,
    discard,
    in_force,
    next_number,
    preview,
    propose,
    publish,
    put_out,
    take_in,
    to_discard,
)


def _number(parts: tuple[int, int, int]) -> str:
    return ModelVersion(major=parts[0], minor=parts[1], patch=parts[2]).number


@for_model_editors
@require_http_methods(["GET", "HEAD"])
def versions(request: HttpRequest) -> HttpResponse:
    """All versions with who stands behind them, and the one that waits for a second person."""
    found = ModelVersion.objects.defer("snapshot", "consulted").select_related("proposed_by", "published_by")
    context = {"versions": found, "coming": coming()}
    return page(request, "versions.html", "versions", _("Versions of the model"), context)


@for_model_editors
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What the next version would be, and the form that proposes it."""
    waiting = coming()
    if waiting is not None:
        return redirect("model_admin_version", waiting.pk)
    proposal, status = preview(), 200
    form = ProposalForm(request.POST if request.method == "POST" else None, initial={"step": proposal.step})
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                version = propose(Step(form.cleaned_data["step"]), form.news(), user_of(request), timezone.now())
            except RefusedError as refused:
                form.add_error(None, str(REFUSED[refused.reason]))
            else:
                messages.success(
                    request, _("Version %(number)s is proposed. A second person publishes it.") % {"number": version}
                )
                return redirect("model_admin_version", version.pk)
    context = {
        "form": form,
        "previous": proposal.previous,
        "unanswered": open_comments(proposal.snapshot),
        "overview": overview_of(proposal.previous, proposal.snapshot, active_language()),
        "numbers": [(step.label, _number(next_number(proposal.previous, step))) for step in Step],
    }
    return page(request, "new.html", "versions", _("New version of the model"), context, status)


@for_model_editors
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """The version that waits: what it changes, what is missing, and who may do what with it."""
    found = get_object_or_404(ModelVersion, pk=version_id)
    if found.is_frozen:
        if request.method == "POST":
            messages.error(request, str(REFUSED["gone"]))
        return redirect("model_admin")
    status = 200
    if request.method == "POST":
        try:
            done = _act(request, found)
        except RefusedError as refused:
            messages.error(request, str(REFUSED[refused.reason]))
            if refused.reason == "gone":
                return redirect("model_admin")
            status = 409
        else:
            return done
    user = user_of(request)
    overview = overview_of(in_force(), found.snapshot, active_language(), found)
    context = {
        "version": found,
        "overview": overview,
        "marks": [
            (row, EditorialForm(initial={"reason": row.editorial}, prefix=row.key))
            for row in overview.rows
            if row.is_changed
        ],
        "left": _left(found, overview),
        "may_publish": acts_for_all(user) and found.proposed_by_id not in {None, user.pk},
        "is_own": found.proposed_by_id == user.pk,
        "puts_out": acts_for_all(user),
        "consultations": consultations_about(found.draft_number, active_language()) if found.consulted_at else [],
        "unanswered": open_comments(found.snapshot),
    }
    title = _("Proposed version %(number)s") % {"number": found.number}
    return page(request, "version.html", "versions", title, context, status)


def _question(found: ModelVersion) -> Question:
    follows = (
        _("The pages stay as they are, and so do the versions that are published."),
        _("What was entered for it is deleted: which changes only concern spelling, and what became of paragraphs."),
        _("Nobody gets a mail. It cannot be taken back, but a version can be proposed anew."),
    )
    words = _("Discard the proposed version %(number)s?") % {"number": found.number}
    yes = pgettext("a proposed version", "Discard")
    return Question(words, follows, yes, reverse("model_admin_version", args=[found.pk]))


def _act(request: HttpRequest, found: ModelVersion) -> HttpResponse:
    """Do what a button says, and lead on.

    Raises:
        RefusedError: it cannot be done now.
        Http404: there is no such button for this person.
    """
    user, now, action = user_of(request), timezone.now(), request.POST.get("action")
    if action == "publish" and acts_for_all(user):
        published = publish(found.pk, request.POST.get("sha256", ""), user, now)
        messages.success(request, _("Version %(number)s is published and frozen.") % {"number": published.number})
        return redirect("model_admin")
    if action == "put_out" and acts_for_all(user):
        put_out(found.pk, now)
        messages.success(request, _("The text can be read as a draft. Now write the consultation about it."))
    elif action == "take_in":
        take_in(found.pk, user, now)
        messages.success(request, _("The text was taken in as it reads now. A second person publishes it."))
    elif action == "discard" and not is_sure(request):
        return ask(request, _question(to_discard(found.pk)))
    elif action == "discard":
        discard(found.pk)
        messages.success(request, _("The proposed version is discarded. The pages stay as they are."))
        return redirect("model_admin")
    elif action == "editorial":
        _mark(request, found)
    elif action == "successors":
        _follow(request, found)
    else:
        raise Http404
    return redirect("model_admin_version", found.pk)


def _paragraph(request: HttpRequest, among: set[str]) -> Paragraph:
    key = request.POST.get("key", "")
    if key not in among:
        raise Http404
    return get_object_or_404(Paragraph, key=key)


def _mark(request: HttpRequest, found: ModelVersion) -> None:
    paragraph = _paragraph(request, set(paragraphs_of(found.snapshot)))
    form = EditorialForm(request.POST, prefix=str(paragraph.key))
    if form.is_valid():
        mark_editorial(found, paragraph, form.cleaned_data["reason"], user_of(request))


def _follow(request: HttpRequest, found: ModelVersion) -> None:
    previous = in_force()
    gone = _paragraph(request, set(paragraphs_of(previous.snapshot)) if previous else set())
    form = SuccessorsForm(request.POST, prefix=str(gone.key), paragraphs=_choices(found))
    if not form.is_valid():
        messages.error(request, _("Choose the paragraph in which its content is now found."))
        return
    kind = form.cleaned_data["kind"]
    successors = known_paragraphs(form.cleaned_data["successors"])
    set_successors(found, gone, successors, LineageKind(kind) if kind else None)


def _choices(found: ModelVersion) -> list[tuple[str, str]]:
    return [(key, stored["number"]) for key, stored in paragraphs_of(found.snapshot).items()]


def _left(found: ModelVersion, overview: Overview) -> list[tuple[object, SuccessorsForm]]:
    """Paragraphs that leave, each with a form that proposes what became of it."""
    known: dict[str, list[Lineage]] = {}
    for one in Lineage.objects.filter(version=found).select_related("gone", "successor"):
        known.setdefault(str(one.gone.key), []).append(one)
    rows: list[tuple[object, SuccessorsForm]] = []
    for gone in overview.gone:
        said = known.get(gone.key, [])
        initial = {
            "kind": said[0].kind if said else "",
            "successors": [str(one.successor.key) for one in said] or ([gone.likely] if gone.likely else []),
        }
        rows.append((gone, SuccessorsForm(initial=initial, prefix=gone.key, paragraphs=_choices(found))))
    return rows
