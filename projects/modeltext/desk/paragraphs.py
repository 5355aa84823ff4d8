"""Admin views of paragraphs: the list, and the roots of one paragraph or of the text as a whole."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core.hooks import roots
from portal.core.hooks.comments import unanswered
from portal.core.i18n.languages import active_language
from portal.core.i18n.text import tidy_line
from projects.modeltext.canonical import Snapshot
from projects.modeltext.comparing import changed_keys
from projects.modeltext.desk import suggestions
from projects.modeltext.desk.access import edits_model, for_teams, page, user_of
from projects.modeltext.desk.forms import RootForm, SourceForm
from projects.modeltext.desk.overview import Row, rows_of
from projects.modeltext.desk.words import REFUSED
from projects.modeltext.enums import Relation
from projects.modeltext.models import Paragraph, Root
from projects.modeltext.queries import KINDS
from projects.modeltext.rooting import NewRoot, add_root, end_root
from projects.modeltext.suggesting import suggest_root
from projects.modeltext.versions import RefusedError, coming, ensure_paragraphs, preview

#: Things of each kind that are offered.
MOST_FOUND = 10
#: Stands in URLs where others have the key of a paragraph.
WHOLE = "text"


def _present_text() -> tuple[Snapshot, list[Row]]:
    """The text as the next version has it, or would have it."""
    waiting, proposal = coming(), preview()
    snapshot: Snapshot = waiting.snapshot if waiting else proposal.snapshot
    previous = proposal.previous.snapshot if proposal.previous else None
    return snapshot, rows_of(snapshot, changed_keys(previous, snapshot), active_language(), waiting)


@for_teams
@require_http_methods(["GET", "HEAD"])
def paragraphs(request: HttpRequest) -> HttpResponse:
    """Every paragraph of the next version with how many roots it has, and how many suggestions wait."""
    _snapshot, rows = _present_text()
    whole = Root.objects.filter(paragraph=None, until_version=None, is_ending=False).count()
    waiting = suggestions.number_waiting()
    context = {
        "rows": [(row, waiting.get(row.key, 0)) for row in rows],
        "whole": whole,
        "whole_url": reverse("model_admin_paragraph", args=[WHOLE]) if edits_model(user_of(request)) else "",
    }
    return page(request, "paragraphs.html", "paragraphs", _("Paragraphs and roots"), context)


@for_teams
@require_http_methods(["GET", "HEAD", "POST"])
def paragraph(request: HttpRequest, key: str) -> HttpResponse:
    """The roots of one paragraph, and the search for more: editors of the model add them, teams suggest them."""
    edits = edits_model(user_of(request))
    snapshot, rows = _present_text()
    row = next((row for row in rows if row.key == key), None)
    if row is None and not (edits and key == WHOLE):
        raise Http404
    asked = tidy_line(request.GET.get("q", ""))[:100]
    kind = request.GET.get("kind", "") if request.GET.get("kind") in KINDS else ""
    found = _search(asked, kind, only_public=not edits)
    here = reverse("model_admin_paragraph", args=[key])
    again = f"{here}?{urlencode({'q': asked, 'kind': kind})}" if asked else here
    initial = {"language": active_language(), "found": found[0][0] if len(found) == 1 else None}
    form, source, status = (
        RootForm(found=found, initial=initial),
        SourceForm(initial={"language": active_language()}),
        200,
    )
    if request.method == "POST":
        if not edits and request.POST.get("action") != "suggest":
            raise Http404
        form, source, done = _act(request, key, snapshot, found, (form, source))
        if done:
            return redirect(done if done != "here" else here)
        status = 422
    context = {
        "row": row,
        "roots": _shown_roots(key),
        "form": form,
        "source": source,
        "found": found,
        "asked": asked,
        "asked_kind": kind,
        "kinds": [(name, label) for name, label in KINDS.items() if name in roots.kinds()],
        "again": again,
        "public_id": (public_id := _public_id(key)),
        "open_comments": unanswered([public_id]).get(public_id, []) if public_id and edits else [],
        "edits": edits,
        "suggested": suggestions.shown(key, None if edits else user_of(request), active_language()),
    }
    title = _("Roots of paragraph %(number)s") % {"number": row.number} if row else _("Roots of the whole text")
    return page(request, "paragraph.html", "paragraphs", title, context, status)


def _public_id(key: str) -> str:
    if key == WHOLE:
        return ""
    known = Paragraph.objects.filter(key=key, first_version__isnull=False)
    return known.values_list("short_id", flat=True).first() or ""


def _search(asked: str, kind: str, *, only_public: bool) -> list[tuple[str, str]]:
    """What was found by words, as choices: ``kind:key`` and what it is called.

    Parameters:
        only_public: leave out what has no page yet, such as themes before their report.
    """
    wanted = [kind] if kind else list(KINDS)
    return [
        (f"{one.kind}:{one.key}", f"{KINDS[one.kind]}: {one.title}")
        for name in wanted
        for one in (roots.search(asked, active_language(), name)[:MOST_FOUND] if asked else [])
        if one.url or not only_public
    ]


def _shown_roots(key: str) -> list[tuple[Root, str, str]]:
    """Roots that stand, each with what it is called and its kind in words."""
    mine = Root.objects.filter(until_version=None).select_related("from_version")
    found = list(mine.filter(paragraph=None) if key == WHOLE else mine.filter(paragraph__key=key))
    known = {
        (one.kind, one.key): one for one in roots.resolve([(one.kind, one.key) for one in found], active_language())
    }
    shown = []
    for one in found:
        thing = known.get((one.kind, one.key))
        shown.append((one, thing.title if thing else _("No longer public"), str(KINDS.get(one.kind, one.kind))))
    return shown


def _act(
    request: HttpRequest,
    key: str,
    snapshot: Snapshot,
    found: list[tuple[str, str]],
    forms: tuple[RootForm, SourceForm],
) -> tuple[RootForm, SourceForm, str]:
    """Do what a button says: the forms as they are shown again, and where it leads if it was done."""
    form, source = forms
    action = request.POST.get("action")
    if action in {"end", "accept", "decline"}:
        if action == "end":
            end_root(_root(request, key))
        else:
            suggestions.decide(request, key, active_language())
        return form, source, "here"
    if action == "source":
        source = SourceForm(request.POST)
        if not source.is_valid():
            return form, source, ""
        made = source.save()
        query = urlencode({"q": made.title, "kind": "source"})
        return form, source, f"{reverse('model_admin_paragraph', args=[key])}?{query}"
    form = RootForm(request.POST, found=found)
    if not form.is_valid():
        return form, source, ""
    kind, _colon, name = form.cleaned_data["found"].partition(":")
    said, language = form.cleaned_data["because"], form.cleaned_data["language"]
    asked = NewRoot(kind, name, Relation(form.cleaned_data["relation"]), {language: said} if said else {})
    text, user, now = _paragraph(key, snapshot), user_of(request), timezone.now()
    try:
        if action == "suggest" and text is not None:
            suggest_root(text, asked, user, now, active_language())
        else:
            add_root(text, asked, user, now, active_language())
    except RefusedError as refused:
        form.add_error(None, str(REFUSED[refused.reason]))
        return form, source, ""
    messages.success(
        request,
        _("Thank you. The editors of the model decide about it, and you read here what they say.")
        if action == "suggest"
        else _("The root is kept. Readers see it from the next version on."),
    )
    return form, source, "here"


def _root(request: HttpRequest, key: str) -> Root:
    number = request.POST.get("root", "")
    mine = Root.objects.filter(paragraph=None) if key == WHOLE else Root.objects.filter(paragraph__key=key)
    root = mine.filter(pk=int(number)).first() if number.isascii() and number.isdigit() and len(number) < 16 else None
    if root is None:
        raise Http404
    return root


def _paragraph(key: str, snapshot: Snapshot) -> Paragraph | None:
    """The row of a paragraph of the text, made if it has none yet; None is the text as a whole."""
    if key == WHOLE:
        return None
    sections = ((section["element"], section["paragraphs"]) for section in snapshot["sections"])
    element = next(element for element, inside in sections if any(one["key"] == key for one in inside))
    return ensure_paragraphs([UUID(key)], UUID(element))[UUID(key)]
