"""What a page of a wizard will look like, before anything of it is stored."""

from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page

from portal.core.models import BasePage
from portal.core.pictures.social import draw
from portal.core.pictures.tasks import card_of
from portal.editing.wizard.views import CHECK, Wizard


class WizardPreview(Wizard):
    """The answers so far as ``page``, as ``social`` card, or in another mode of preview of the page type."""

    kinds: tuple[str, ...] = ("page", "social")

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """As the last step of the wizard, with its rights."""
        super().setup(request, *args, **{**kwargs, "step": CHECK})

    def build(self) -> tuple[BasePage, Page]:
        """The page as it would be made now, and the page below which it will stand; nothing is stored."""
        raise NotImplementedError

    def can_be_shown(self) -> bool:
        """Whether enough was said."""
        return bool(self.said.get("title"))

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The preview.

        Raises:
            Http404: too little was said, or there is no preview of that kind.
        """
        kind = self.kwargs["kind"]
        if kind not in self.kinds or not self.can_be_shown():
            raise Http404
        page, section = self.build()
        # Templates ask for the way up to the home page.
        page.path, page.depth = type(section)._get_children_path_interval(section.path)[1], section.depth + 1
        page.set_url_path(section)
        if kind == "social":
            return HttpResponse(draw(card_of(page)), content_type="image/png")
        # As in the editor's panel: without Wagtail's buttons over the page.
        panel = {"in_preview_panel": True}
        answer: HttpResponse = page.make_preview_request(request, "" if kind == "page" else kind, panel)
        return answer

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Nothing is made here."""
        return self.http_method_not_allowed(request)
