"""Wagtail's page editor, but that one's own autosave is no conflicting version, and reviewers decide what they see."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from portal.editing.publication.gates import NotReadyError


class PageEditView(EditView):
    """The editor of pages.

    An autosave that is on its way when somebody presses a button is stored while the button's answer is made. The form
    that comes back with an error would then name the version before it, and say "Saving will overwrite a newer version"
    at the next letter.
    """

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: object) -> HttpResponse:
        """Store one form of a page after the other.

        Wagtail reads the page, and later stores all of one that was not public then: an autosave that had read it
        before it was approved would hide it again.

        Raises:
            NotReadyError: it may not be published yet; what was typed is kept as a draft.
        """
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            list(Page.objects.select_for_update(no_key=True).filter(pk=page_id).values_list("pk"))
            try:
                return super().dispatch(request, page_id, **kwargs)
            except NotReadyError as error:
                refusal = error
        raise refusal

    def form_invalid(self, form: object) -> HttpResponse:
        """Take up what the same person's autosave stored since this request began."""
        latest = Page.objects.select_related("latest_revision").get(pk=self.page.pk).latest_revision
        if latest and latest.user_id == self.request.user.pk and not self.expects_json_response:
            self.latest_revision = self.page.latest_revision = latest
            self.__dict__.pop("latest_revision_created_at", None)
        return super().form_invalid(form)

    def perform_workflow_action(self) -> HttpResponse:
        """The decision is about the version in the form: drafts stay open to their team while they wait."""
        state = self.page.current_workflow_task_state
        if state and not self.is_out_of_date:
            state.revision = self.latest_revision
            state.save(update_fields=["revision"])
        return super().perform_workflow_action()
