"""Middleware that answers the attempt to publish what is not ready, wherever in the admin it was made."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from portal.editing.publication import going_live
from portal.editing.publication.gates import NotReadyError


class Gatekeeper:
    """Says what stands against publication, and leads to the page where it can be mended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with going_live.one_act():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A message with every problem, then the page of all languages for a translation, else the editor."""
        if not isinstance(exception, NotReadyError):
            return None
        said = _("“%(title)s” cannot be published yet:") % {"title": exception.page.get_admin_display_title()}
        found = format_html_join("", "<li>{}</li>", ((problem.message,) for problem in exception.problems))
        messages.error(request, format_html("{}<ul>{}</ul>", said, found))
        url = self._edit_url(request, exception.page.pk)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # Wagtail's dialogs go where such an answer tells them to.
            return JsonResponse({"step": "success", "redirect": url})
        return redirect(url)

    def _edit_url(self, request: HttpRequest, page_id: int | None) -> str:
        match = request.resolver_match
        if page_id is None or (match and match.view_name == "translation_editor"):
            return request.path
        return reverse("wagtailadmin_pages:edit", args=[page_id])
