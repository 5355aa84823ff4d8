"""Card of the dashboard with what partners ask each other to translate."""

from django.http import HttpRequest
from django.middleware.csrf import get_token
from wagtail.admin.ui.components import Component

from partners.translators.lists import lines

#: Lines of the card.
MOST = 6


class RequestsPanel(Component):
    """Requests that concern the user, each with what one may do about it; nothing where there are none."""

    name, order = "requests", 105
    template_name = "partners/translators/panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: object) -> dict[str, object]:
        """Adds ``lines``."""
        return {"lines": lines(self.request.user, MOST), "csrf_token": get_token(self.request)}
