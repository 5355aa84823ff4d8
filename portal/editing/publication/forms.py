"""The edit form of every page."""

from typing import Any

from portal.editing.pages.slugs import SluggedPageForm
from portal.editing.publication.gates import problems

#: Buttons that make a page public, now or after a review.
TOWARDS_PUBLICATION = ("action-publish", "action-submit", "action-restart-workflow")


class GatedPageForm(SluggedPageForm):
    """Holds a page back from publication until it passes the gates; saving a draft always works."""

    def is_valid(self) -> bool:
        """Whether the form can be saved as asked."""
        if not super().is_valid():
            return False
        if any(name in self.data for name in TOWARDS_PUBLICATION) or self._is_approved():
            for problem in problems(self.instance):
                self.add_error(problem.field if problem.field in self.fields else None, problem.message)
        return not self.errors

    def save(self, commit: bool = True) -> Any:
        """As Wagtail's; a new page is a draft until it has been published.

        Wagtail's view stores a new page as public and publishes it then: what is held back at that moment would stay
        in the open.
        """
        if self.instance.pk is None:
            self.instance.live = False
        return super().save(commit=commit)

    def _is_approved(self) -> bool:
        """Whether a reviewer lets the page pass, which may publish it."""
        return "action-workflow-action" in self.data and self.data.get("workflow-action-name") == "approve"
