"""Logging in, with a limit on guessing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.account import LoginView, PasswordResetView
from wagtail.views import authenticate_with_password

from portal import throttle
from portal.views import error_page

#: Attempts in WINDOW seconds, for one account and for one network address.
PER_NAME, PER_ADDRESS, WINDOW = 8, 40, 15 * 60
#: Mails about a forgotten password in WINDOW seconds, to one address and asked for from one network address.
MAILS_PER_NAME, MAILS_PER_ADDRESS = 3, 10


def _is_allowed(request: HttpRequest, scope: str, name: str, per_name: int, per_address: int) -> bool:
    """Count an attempt for ``name`` and for the network it comes from; False from the first one too many on."""
    allowed = [
        throttle.hit(f"{scope}-name", name[:254].casefold(), per_name, WINDOW),
        throttle.hit(f"{scope}-address", throttle.client_address(request), per_address, WINDOW),
    ]
    return all(allowed)


def _too_many(request: HttpRequest) -> HttpResponse:
    response = error_page(
        request, 429, _("There were too many attempts to log in. Wait a quarter of an hour and try again.")
    )
    response.headers["Retry-After"] = str(WINDOW)
    return response


class ThrottledLoginView(LoginView):
    """Wagtail's login; after too many wrong attempts nobody gets in for a while, with the right password neither."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the attempt before the password is looked at."""
        name = request.POST.get("username", "")
        if not _is_allowed(request, "login", name, PER_NAME, PER_ADDRESS):
            return _too_many(request)
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302:
            throttle.reset("login-name", name[:254].casefold())
        return response


class ThrottledPasswordResetView(PasswordResetView):
    """Wagtail's form for a forgotten password, which must not serve to fill an editor's mailbox."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the request, whether there is such an account or not."""
        name = request.POST.get("email", "")
        if not _is_allowed(request, "password-reset", name, MAILS_PER_NAME, MAILS_PER_ADDRESS):
            return _too_many(request)
        return super().post(request, *args, **kwargs)


def open_with_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Wagtail's check of the password of a private page, with a limit on guessing."""
    if request.method == "POST":
        address = throttle.client_address(request)
        if not throttle.hit("page-password", f"{page_view_restriction_id} {address}", PER_NAME, WINDOW):
            return _too_many(request)
    response: HttpResponse = authenticate_with_password(request, page_view_restriction_id, page_id)
    return response
