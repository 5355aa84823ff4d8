"""View behind live feedback: how the portal understands a date while somebody types it."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from portal.core.forms.countries import known_zones
from portal.core.forms.dates.words import DAY, READERS, understand


@require_safe
def understand_text(request: HttpRequest) -> JsonResponse:
    """``words`` for what is understood, ``refused`` for what is not, both in the language of the account."""
    kind, zone = request.GET.get("kind", ""), request.GET.get("zone", "")
    words, refused = understand(
        request.GET.get("text", ""),
        kind if kind in READERS else DAY,
        zone if zone in known_zones() else "",
    )
    return JsonResponse({"words": words, "refused": refused})
