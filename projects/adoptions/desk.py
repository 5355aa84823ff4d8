"""Admin views of adoptions: the list with its filter, one adoption with the buttons that decide, the log."""

from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import best_versions
from portal.core.users.models import User
from portal.editing.undo import offers
from projects.adoptions import moderation
from projects.adoptions.desk_forms import FilterForm, RefuseForm
from projects.adoptions.moderation import Result, adoptions_of
from projects.enums import AdoptionState
from projects.models import Adoption, AdoptionLog, CaseStudyPage, ElementPage

PER_PAGE = 25


@dataclass
class Row:
    """An adoption at the desk with what it is about."""

    adoption: Adoption
    titles: list[str] = field(default_factory=list)
    #: Of the case that they name as their own.
    own_title: str = ""


def may_open(request: HttpRequest) -> bool:
    """Whether somebody has anything to do with adoptions: the secretariat, and everybody who is in a team."""
    return acts_for_all(request.user) or bool(organisation_ids(request.user))


def rows_of(adoptions: list[Adoption]) -> list[Row]:
    """Adoptions with the titles of what they are about, drafts included. Two queries, however many they are."""
    titles: dict[UUID, str] = {}
    language = active_language()
    model: Any
    for model, keys in (
        (CaseStudyPage, [key for one in adoptions for key in (one.case_key, one.own_case_key) if key]),
        (ElementPage, [row.element_key for adoption in adoptions for row in adoption.elements.all()]),
    ):
        if keys:
            pages = best_versions(model.objects.filter(translation_key__in=keys), language)
            titles |= dict(pages.values_list("translation_key", "title"))
    unknown = _("(a page that was deleted)")
    return [
        Row(
            adoption,
            [titles.get(key, unknown) for key in adoption.page_keys],
            titles.get(adoption.own_case_key, unknown) if adoption.own_case_key else "",
        )
        for adoption in adoptions
    ]


@require_GET
def adoption_list(request: HttpRequest) -> HttpResponse:
    """Adoptions that somebody decides about, those that wait first."""
    _only_teams(request)
    form = FilterForm(request.GET)
    found = form.filtered(adoptions_of(request.user)).prefetch_related("elements").order_by("confirmed_at", "pk")
    pages = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        "form": form,
        "found": pages,
        "rows": rows_of(list(pages)),
        "query": query.urlencode(),
        "waiting": adoptions_of(request.user).filter(state=AdoptionState.PENDING).count(),
    }
    return _page(request, "list.html", _("Used by"), context)


@require_http_methods(["GET", "HEAD", "POST"])
def adoption(request: HttpRequest, adoption_id: int) -> HttpResponse:
    """One adoption. Its address is shown to nobody."""
    _only_teams(request)
    found = adoptions_of(request.user).prefetch_related("elements").filter(pk=adoption_id).first()
    if found is None:
        raise Http404
    form, status = RefuseForm(), 200
    if request.method == "POST":
        before = moderation.before_of(found)
        result = _decide(request, found)
        if result == Result.NO_REASON:
            form, status = RefuseForm(request.POST), 422
        else:
            _tell(request, result, before)
        found = adoptions_of(request.user).prefetch_related("elements").filter(pk=adoption_id).first()
        if found is None:
            raise Http404
    context = {
        "row": rows_of([found])[0],
        "adoption": found,
        "seen": moderation.seal(found),
        "refuse_form": form,
        "log": AdoptionLog.objects.filter(number=found.pk).select_related("user"),
    }
    return _page(request, "one.html", found.municipality, context, status)


def _decide(request: HttpRequest, found: Adoption) -> Result:
    posted, user, now = request.POST, cast("User", request.user), timezone.now()
    seen = posted.get("seen", "")
    if posted.get("action") == "show":
        return moderation.show(found.pk, seen, user, now)
    if posted.get("action") == "refuse":
        return moderation.refuse(found.pk, seen, user, now, posted.get("reason", ""), posted.get("text", ""))
    return Result.UNCHANGED


def _tell(request: HttpRequest, result: Result, before: dict[str, str]) -> None:
    if result == Result.DONE and request.POST.get("action") == "refuse":
        kept = {**before, "seen": moderation.seal(Adoption.objects.get(pk=before["adoption"]))}
        offers.offer(request, moderation.REFUSED, kept, _("It is not shown, and its author is told by mail."))
    elif result == Result.DONE:
        messages.success(request, _("It is decided, and its author is told by mail. You can decide anew below."))
    elif result == Result.STALE:
        messages.error(request, _("Somebody changed it meanwhile. Look at it as it is now, then decide."))
    else:
        messages.info(request, _("Nothing was changed."))


def _only_teams(request: HttpRequest) -> None:
    if not may_open(request):
        raise Http404


def _page(
    request: HttpRequest, template: str, title: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    shared = {"page_title": title, "header_icon": "group", "header_title": title}
    response = render(request, f"projects/adoptions/desk/{template}", {**shared, **context}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def waiting_for(user: User) -> int:
    """How many adoptions wait for ``user``. One query."""
    return adoptions_of(user).filter(state=AdoptionState.PENDING).count()
