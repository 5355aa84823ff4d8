"""View that publishes in one act what belongs together, and the way there from the bar above a page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.models import Page

from home.workbench.together import ChangedError, keys_of, parts_of, publish_together
from portal.core.forms.choices import is_key
from portal.core.models import BasePage
from portal.editing.admin_views import AdminView, Crumb, editor_crumb
from portal.editing.publication.gates import NotReadyError
from portal.editing.review.notes import Link, Note
from portal.editing.translations import states


def note_of_set(page: BasePage) -> Note:
    """The way to publish what belongs to ``page``, if something of it waits: with the page, or without it."""
    waiting = states.waiting(keys_of(page)) if page.pk else set()
    if not waiting - {page.pk}:
        return Note()
    words = _("Publish with what belongs to it") if page.pk in waiting else _("Publish what belongs to this page")
    return Note(links=(Link(words, reverse("home_together", args=[page.pk])),))


class TogetherView(AdminView, TemplateView):
    """What belongs to a page: its state, what stands against it, and a tick for each that is published."""

    template_name = "home/workbench/together.html"
    header_icon = "upload"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Find the page.

        Raises:
            PermissionDenied: it is neither the user's to edit nor to publish.
        """
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"], depth__gt=1).specific
        rights = self.page.permissions_for_user(request.user)
        if not isinstance(self.page, BasePage) or not (rights.can_edit() or rights.can_publish()):
            raise PermissionDenied

    def get_page_title(self) -> str:
        """What it begins with."""
        return _("Publish together: “%(title)s”") % {"title": self.page.get_admin_display_title()}

    def above(self) -> list[Crumb]:
        """The page."""
        return [editor_crumb(self.page)]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds ``parts`` that wait, ``public`` ones, and ``ticked``: numbers of the pages that are chosen."""
        parts = parts_of(self.page, self.request.user)
        waits = [part for part in parts if part.waits]
        ticked = {part.page.pk for part in waits if not part.against and not part.was_archived}
        public = [part for part in parts if not part.waits]
        return {**super().get_context_data(**kwargs), "parts": waits, "public": public, "ticked": ticked}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Publish what is ticked, all or nothing."""
        here = redirect("home_together", self.page.pk)
        ticked = [pk for pk in request.POST.getlist("page") if is_key(pk)]
        if not ticked:
            messages.warning(request, _("Nothing is ticked, so nothing was published."))
            return here
        try:
            done = publish_together(
                self.page, {int(pk): request.POST.get(f"seen-{pk}", "") for pk in ticked}, request.user
            )
        except ChangedError as error:
            messages.error(request, f"{error} {_('Nothing was published. Look at it again.')}")
            return here
        except NotReadyError as error:
            title = error.page.get_admin_display_title()
            said = _("Nothing was published, because of “%(title)s”:") % {"title": title}
            found = format_html_join("", "<li>{}</li>", ((problem.message,) for problem in error.problems))
            messages.error(request, format_html("{}<ul>{}</ul>", said, found))
            return here
        count = len(done)
        said = ngettext("%(count)s page was published.", "%(count)s pages were published together.", count)
        messages.success(request, said % {"count": count})
        return here
