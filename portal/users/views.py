"""Logging in, with a limit on guessing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.account import LoginView

from portal import throttle
from portal.views import error_page

#: Attempts in WINDOW seconds, for one account and for one network address.
PER_NAME, PER_ADDRESS, WINDOW = 8, 40, 15 * 60


class ThrottledLoginView(LoginView):
    """Wagtail's login; after too many wrong attempts nobody gets in for a while, with the right password neither."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the attempt before the password is looked at."""
        name = request.POST.get("username", "")[:254].casefold()
        address = throttle.client_address(request)
        allowed = [
            throttle.hit("login-name", name, PER_NAME, WINDOW),
            throttle.hit("login-address", address, PER_ADDRESS, WINDOW),
        ]
        if not all(allowed):
            response = error_page(
                request, 429, _("There were too many attempts to log in. Wait a quarter of an hour and try again.")
            )
            response.headers["Retry-After"] = str(WINDOW)
            return response
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302:
            throttle.reset("login-name", name)
        return response
