"""Public pages of the model text: a version, its plain text and citations, a comparison, a paragraph, the history."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.core.hooks.comments import DRAFT, comments, consultations_about, version_label
from portal.core.i18n.languages import active_language
from portal.core.models.frame import Frame, frame_for
from portal.core.queries import listed
from portal.core.web.etags import public_for
from projects.adoptions.queries import adoptions_of_element
from projects.models import ElementPage
from projects.modeltext.canonical import EMPTY, Snapshot, StoredSection
from projects.modeltext.commenting import DraftText, drafts_put_out, find_passages, passages_of, snapshot_named
from projects.modeltext.comparing import CHANGED, GONE, MOVED, NEW, best_code, compare
from projects.modeltext.models import Lineage, ModelVersion
from projects.modeltext.public import citing
from projects.modeltext.public.numbers import find_version
from projects.modeltext.public.pages import show
from projects.modeltext.public.plain import as_plain_text
from projects.modeltext.public.story import ENTRIES
from projects.modeltext.queries import find_paragraph, history_of, present, published, snapshots_of
from projects.modeltext.snapshots import lagging_languages
from projects.modeltext.structured_data import describe_paragraph, describe_version, version_url
from projects.queries import number_of_cases

#: Seconds for which caches may keep what never changes. Pages with roots are asked for each time: a contribution may be
#: withdrawn.
HOUR = 3600
FORMATS: dict[str, tuple[Callable[[citing.Cited], str], str]] = {
    "bib": (citing.as_bibtex, "application/x-bibtex"),
    "ris": (citing.as_ris, "application/x-research-info-systems"),
    "json": (citing.as_csl, "application/vnd.citationstyles.csl+json"),
}


def _unknown(request: HttpRequest, versions: list[ModelVersion]) -> HttpResponse:
    """404 for a number that no version has, with those that there are."""
    return show(request, "unknown_version.html", {"model_versions": versions}, status=404)


@public_for(0)
def version(request: HttpRequest, number: str) -> HttpResponse:
    """The whole text of a version: contents, numbered paragraphs, roots and comments closed below each."""
    versions = list(published())
    if number.endswith(DRAFT):
        return draft(request, number, versions)
    found = find_version(versions, number)
    if found is None:
        return _unknown(request, versions)
    if found.number != number:
        return HttpResponsePermanentRedirect(reverse("model_version", args=[found.number]))
    frame = frame_for(active_language())
    snapshot = snapshots_of([found])[found.pk]
    sections, roots = present(snapshot, active_language())
    consultations = frame.site.get("consultations", [])
    passages = passages_of(snapshot, found.number) if consultations else {}
    urls = {entry["key"]: entry["url"] for entry in frame.elements}
    sections = [replace(one, url=urls.get(one.element, "")) for one in sections]
    lagging = lagging_languages(snapshot)
    code = best_code(found.news, active_language())
    title, before = _title(found, frame), _before(versions, found)
    context = {
        "version": found,
        "model_versions": versions,
        "sections": sections,
        "comments": comments(consultations, passages, active_language()),
        "roots": roots,
        "news": found.news.get(code, ""),
        "news_language": code,
        "in_force": versions[0],
        "before": before,
        "lagging": lagging,
        "lags_here": active_language() in lagging,
        "number_of_paragraphs": sum(len(section.paragraphs) for section in sections),
        "number_without": sum(not one.roots for section in sections for one in section.paragraphs),
        "citation": citing.as_text(_cited(found, frame)),
        "version_title": title,
        "structured_data": describe_version(found, title, sections, roots, before),
    }
    return show(request, "version.html", context, frame)


def draft(request: HttpRequest, number: str, versions: list[ModelVersion]) -> HttpResponse:
    """The text that was put out for consultation, with a clear notice that it is a draft."""
    snapshot = snapshot_named(number)
    if snapshot is None:
        return _unknown(request, versions)
    frame = frame_for(active_language())
    final = find_version(versions, number.removesuffix(DRAFT))
    consultations = frame.site.get("consultations", [])
    passages = passages_of(snapshot, number) if consultations else {}
    context = {
        "number": number,
        "label": version_label(number),
        "final": final,
        "in_force": versions[0] if versions else None,
        "sections": present(snapshot, active_language())[0],
        "comments": comments(consultations, passages, active_language()),
        "consultations": consultations_about(number, active_language()),
    }
    return show(request, "draft.html", context, frame)


def _before(versions: list[ModelVersion], version: ModelVersion) -> ModelVersion | None:
    place = versions.index(version)
    return versions[place + 1] if place + 1 < len(versions) else None


def _site(frame: Frame) -> str:
    return frame.texts.get("site_title") or "Nordic Smart City Model"


def _title(version: ModelVersion, frame: Frame) -> str:
    return _("%(model)s, version %(number)s") % {"model": _site(frame), "number": version.number}


def _day(version: ModelVersion) -> date:
    """The day of publication, on the clock of the portal's zone."""
    if version.published_at is None:
        raise ValueError(f"Version {version.number} is not published.")
    return localtime(version.published_at).date()


def _cited(version: ModelVersion, frame: Frame) -> citing.Cited:
    url = version_url(version)
    return citing.Cited(_title(version, frame), _site(frame), version.number, _day(version), url, active_language())


@public_for(HOUR)
def text(request: HttpRequest, number: str) -> HttpResponse:
    """A version as plain text, in the language of the address."""
    versions = list(published())
    found = find_version(versions, number)
    if found is None or found.number != number:
        return _unknown(request, versions)
    frame = frame_for(active_language())
    snapshot = snapshots_of([found])[found.pk]
    # No roots: they may be withdrawn, and this may be kept for an hour.
    bare: Snapshot = {"roots": [], "sections": [_without_roots(section) for section in snapshot["sections"]]}
    sections, _roots = present(bare, active_language())
    cited = _cited(found, frame)
    facts = [cited.url, cited.day.isoformat(), f"SHA-256 {found.sha256}"]
    return HttpResponse(as_plain_text(cited.title, facts, sections), content_type="text/plain; charset=utf-8")


def _without_roots(section: StoredSection) -> StoredSection:
    return {**section, "paragraphs": [{**paragraph, "roots": []} for paragraph in section["paragraphs"]]}


@public_for(HOUR)
def cite(request: HttpRequest, number: str, file_format: str) -> HttpResponse:
    """A citation of a version as a file."""
    versions = list(published())
    found = find_version(versions, number)
    if found is None or found.number != number or file_format not in FORMATS:
        return _unknown(request, versions)
    write, kind = FORMATS[file_format]
    cited = _cited(found, frame_for(active_language()))
    response = HttpResponse(write(cited), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{cited.key}.{file_format}"'
    return response


@public_for(0)
def choose_comparison(request: HttpRequest) -> HttpResponse:
    """Which two versions are to be compared: leads to the address of their comparison."""
    versions = list(published())
    asked = [find_version(versions, request.GET.get(name, "")) for name in ("from", "to")]
    if all(asked):
        return redirect("model_compare", *(one.number for one in asked if one))
    if len(versions) < 2 or request.GET:
        return _unknown(request, versions)
    return redirect("model_compare", versions[1].number, versions[0].number)


@public_for(HOUR)
def comparison(request: HttpRequest, old: str, new: str) -> HttpResponse:
    """Two versions beside each other: paragraphs by their identity, word by word; what came, left and moved apart."""
    versions = list(published())
    first, second = (find_version(versions, one) or _find_draft(one) for one in (old, new))
    if first is None or second is None:
        return _unknown(request, versions)
    if first.pk == second.pk:
        return redirect("model_version", first.number)
    if (first.number, second.number) != (old, new):
        return HttpResponsePermanentRedirect(reverse("model_compare", args=[first.number, second.number]))
    texts = snapshots_of(one for one in (first, second) if isinstance(one, ModelVersion))
    old_text, new_text = (texts.get(one.pk) or snapshot_named(one.number) or EMPTY for one in (first, second))
    found = compare(old_text, new_text, active_language())
    lineages = list(Lineage.objects.select_related("gone", "successor", "version"))
    followed = {str(one.gone.key): one for one in lineages if one.version.is_frozen}
    context = {
        "old": first,
        "new": second,
        "model_versions": versions,
        "comparison": found,
        "changed": found.of_kind(CHANGED),
        "came": found.of_kind(NEW),
        "left": [(one, followed.get(one.key)) for one in found.of_kind(GONE)],
        "moved": found.of_kind(MOVED),
        "number_same": sum(1 for one in found.changes if one.kind not in {CHANGED, NEW, GONE}),
        "lagging": [one for one in found.changes if one.lags],
    }
    return show(request, "comparison.html", context)


def _find_draft(number: str) -> DraftText | None:
    drafts = (DraftText(one) for one in drafts_put_out()) if number.endswith(DRAFT) else ()
    return next((one for one in drafts if one.number == number), None)


@public_for(0)
def paragraph(request: HttpRequest, short_id: str) -> HttpResponse:
    """A paragraph by the address that stays: in the version in force, or as it last stood and what followed it."""
    found = find_paragraph(short_id)
    if found is None:
        return _unknown(request, list(published()))
    if found.short_id != short_id:
        return HttpResponsePermanentRedirect(reverse("model_paragraph", args=[found.short_id]))
    frame, history = frame_for(active_language()), history_of(found, active_language())
    consultations = frame.site.get("consultations", [])
    here = find_passages([found.short_id], history.version.number) if consultations else {}
    element = frame.entry("elements", found.element_key)
    pages = listed(ElementPage.objects.filter(translation_key=found.element_key), active_language())
    page = pages.first() if element else None
    context = {
        "history": history,
        "structured_data": describe_paragraph(history),
        "comments": comments(consultations, here, active_language()),
        "element": element and {**element, "cases": number_of_cases().get(element["key"], 0)},
        "adoptions": adoptions_of_element(page) if page else [],
    }
    return show(request, "paragraph.html", context, frame)


@public_for(0)
def history(request: HttpRequest) -> HttpResponse:
    """How the model came about, and its versions."""
    versions = [(one, best_code(one.news, active_language())) for one in published()]
    shown = [(one, one.news.get(code, ""), code) for one, code in reversed(versions)]
    return show(request, "history.html", {"entries": ENTRIES, "model_versions": shown})
