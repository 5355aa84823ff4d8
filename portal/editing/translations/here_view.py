"""Admin view that says who else is at a translation desk."""

from django.http import HttpRequest, JsonResponse

from portal.editing.review import presence
from portal.editing.translations.views import TranslationEditorView


class DeskPresenceView(TranslationEditorView):
    """Who else is at the desk, for those who may work at it."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> JsonResponse:
        """Answer a ping."""
        return presence.answer(request, self.page, int(str(kwargs["session_id"])), self.address_of_session)
