"""The public page of opinions of an occasion."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from events.dialogue.input.pages import public
from events.dialogue.models import Occasion, OpinionAnalysis
from events.dialogue.opinions.reading import shown_opinions
from portal.core.i18n.languages import active_language
from portal.core.models.frame import frame_for


@public
def opinions(request: HttpRequest, key: UUID) -> HttpResponse:
    """What people agree on, whether they fall into groups, and what needs explaining."""
    occasion = get_object_or_404(Occasion, page_key=key)
    analysis = OpinionAnalysis.objects.filter(occasion=occasion).first()
    context = {
        "frame": frame_for(active_language()),
        "occasion": occasion,
        "occasion_page": occasion.page(active_language()),
        "analysis": analysis,
        "opinions": shown_opinions(analysis, active_language()),
    }
    return render(request, "dialogue/opinions/opinions.html", context)
