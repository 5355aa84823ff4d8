"""What a page of a wizard will look like, before anything of it is stored."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page

from portal.core.models import BasePage
from portal.core.pictures.social import draw
from portal.core.pictures.tasks import card_of
from portal.editing.wizard.views import CHECK, Wizard


def put_below(page: BasePage, section: Page) -> None:
    """Give ``page``, which is not stored, the path and address that it would get as the last one below ``section``."""
    page.path, page.depth = type(section)._get_children_path_interval(section.path)[1], section.depth + 1
    page.set_url_path(section)
    page._cached_parent_obj = section


class WizardPreview(Wizard):
    """The answers so far, as one of the kinds in ``previews``."""

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """As the last step of the wizard, with its rights."""
        super().setup(request, *args, **{**kwargs, "step": CHECK})

    def build(self) -> BasePage:
        """The page as it would be made now, in its place (``put_below``); nothing is stored."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The preview.

        Raises:
            Http404: too little was said, or there is no preview of that kind.
        """
        kind = self.kwargs["kind"]
        if kind not in self.previews or not self.can_be_shown():
            raise Http404
        page = self.build()
        if kind == "social":
            return HttpResponse(draw(card_of(page)), content_type="image/png")
        # As in the editor's panel: without Wagtail's buttons over the page.
        panel = {"in_preview_panel": True}
        answer: HttpResponse = page.make_preview_request(request, "" if kind == "page" else kind, panel)
        return answer

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Nothing is made here."""
        return self.http_method_not_allowed(request)
