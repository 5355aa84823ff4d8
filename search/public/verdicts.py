"""Relevance feedback without people: "Was this what you looked for?", a form below the results."""

import time

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.core.i18n.languages import active_language
from portal.core.web import rates
from portal.core.web.public_forms import PublicForm
from portal.core.web.rate_limits import allow, client_address
from search.query.filters import SelectedFilters
from search.query.parsing import MAX_LENGTH
from search.statistics.counting import count_verdict

#: In the address of a search of which somebody has just said so: whether that could be counted.
ANSWERED = "answered"
YES, NO = "yes", "no"


class HourSigner(signing.TimestampSigner):
    """A signer that says the hour only: a page of results that did not change stays as it is (304)."""

    def timestamp(self) -> str:
        """When the hour began."""
        return signing.b62_encode(int(time.time()) // rates.HOUR * rates.HOUR)


class VerdictForm(PublicForm):
    """Whether a search found what somebody looked for."""

    signer = HourSigner(salt="search.verdict-form")
    # Two buttons take no time, and what is pressed is gone with the page.
    least_seconds = 0

    q = forms.CharField(max_length=MAX_LENGTH)
    helped = forms.ChoiceField(choices=[(YES, YES), (NO, NO)])


@csrf_exempt  # no session stands behind the form, and no cookie is set; its signed key says that it was opened here
@require_POST
def verdict(request: HttpRequest) -> HttpResponse:
    """Count an answer and lead back to the results, which say thank you, or show a form again that was too old."""
    form = VerdictForm(request.POST)
    is_program = form.is_honeypot_filled()
    is_answered = is_program or form.is_valid()
    if is_answered and not is_program and allow(rates.SEARCH_VERDICTS, client_address(request)):
        count_verdict(form.cleaned_data["q"], active_language(), helped=form.cleaned_data["helped"] == YES)
    return redirect(f"{reverse('search')}{_back(request.POST, is_answered=is_answered)}#verdict")


def _back(sent: QueryDict, *, is_answered: bool) -> str:
    """The query string of the results that were judged: its words, and the filters that the search knows."""
    chosen = QueryDict(sent.get("filters", "")[:4000].lstrip("?"))
    kept = {name: chosen.get(name, "")[:20] for name in ("sort", "exact")}
    words = {"q": sent.get("q", "")[:MAX_LENGTH]}
    return SelectedFilters.from_query(chosen).query_string({**words, **kept, ANSWERED: "1" if is_answered else "0"})
