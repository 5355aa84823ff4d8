"""Admin view of the undo button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.editing.undo import offers


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the action back and return to the page with the button; a sentence where that is not possible."""
    try:
        messages.success(request, offers.take_back(request.user, request.POST.get("token", ""), timezone.now()))
    except offers.CannotUndoError as error:
        messages.warning(request, str(error))
    came_from = request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(came_from, request.get_host(), require_https=request.is_secure()):
        return redirect(came_from)
    return redirect("wagtailadmin_home")
