"""Admin views of search analytics: a report, and the step from a search that found nothing to a glossary synonym."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_required

from portal.core.i18n.languages import LANGUAGES
from search.statistics.forms import SynonymForm
from search.statistics.report import DAYS, add_synonym, make_report

#: Whoever may change the glossary may also read what it lacks.
PERMISSION = "projects.change_glossaryconcept"


@permission_required(PERMISSION)
def report(request: HttpRequest) -> HttpResponse:
    """Searches without results by language, the most frequent searches, the state of the engine."""
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else ""
    context = {
        "report": make_report(language),
        "days": DAYS,
        "language": language,
        "languages": [(code, known.own_name) for code, known in LANGUAGES.items()],
    }
    return render(request, "search/admin/report.html", context)


@permission_required(PERMISSION)
def synonym(request: HttpRequest) -> HttpResponse:
    """Turn a word that people search for into a synonym of a glossary term."""
    form = SynonymForm(request.POST or None, initial={name: request.GET.get(name, "") for name in ("word", "language")})
    if request.method == "POST" and form.is_valid():
        entry = add_synonym(form.cleaned_data["concept"], form.cleaned_data["language"], form.cleaned_data["word"])
        messages.success(
            request,
            _("“%(word)s” now also finds what is called “%(term)s”.")
            % {"word": form.cleaned_data["word"], "term": entry.term},
        )
        return redirect("search_report")
    return render(request, "search/admin/synonym.html", {"form": form})
