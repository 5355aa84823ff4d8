"""Login view, with a limit on guessing that locks nobody out who was there before.

Wrong passwords are counted for an account from one network, for an account from all networks, and for a network. One
network adds only a few to what an account bears from all of them, so that it takes several to lock it for strangers. A
browser that logged in to the account before, or by a link for a forgotten password, keeps a cookie that says so and is
counted for itself: its owner gets in while others are kept out.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from wagtail.admin.views.account import LoginView, PasswordResetConfirmView, PasswordResetView
from wagtail.views import authenticate_with_password

from portal.core.i18n.text import comparable, tidy_name
from portal.core.users.forms import NewPasswordForm
from portal.core.users.tasks import answer_reset
from portal.core.web import rate_limits, rates
from portal.core.web.views import error_page

#: What a browser keeps that has logged in before, and for how many seconds.
KNOWN_BROWSER, KNOWN_FOR = "known_browser", 180 * 24 * 3600


def account_key(name: str) -> str:
    """One key for all ways to type the name of an account: blanks around, other case, other forms of its letters."""
    return comparable(tidy_name(name[:254])).text.strip().casefold()


def _may_ask_for_password(request: HttpRequest, account: str) -> bool:
    """Count a request for a new password; False from the first one too many on."""
    allowed = [
        rate_limits.allow(rates.RESET_ACCOUNT, account),
        rate_limits.allow(rates.RESET_NETWORK, rate_limits.client_address(request)),
    ]
    return all(allowed)


def _may_log_in(request: HttpRequest, account: str) -> bool:
    """Count an attempt to log in to ``account``; False from the first one too many on."""
    browser, network = _known_browser(request, account), rate_limits.client_address(request)
    if browser:
        return rate_limits.allow(rates.LOGIN_BROWSER, browser)
    from_here = f"{account} {network}"
    allowed = [
        rate_limits.allow(rates.LOGIN_ACCOUNT_HERE, from_here),
        rate_limits.allow(rates.LOGIN_NETWORK, network),
    ]
    # Beyond its share, a network no longer adds to what the account bears: it alone is kept out.
    counts = rate_limits.allow(rates.LOGIN_SHARE, from_here)
    allowed.append(rate_limits.allow(rates.LOGIN_ACCOUNT, account) if counts else True)
    return all(allowed)


def _forget_attempts(request: HttpRequest, account: str) -> None:
    from_here = f"{account} {rate_limits.client_address(request)}"
    rate_limits.reset(rates.LOGIN_ACCOUNT, account)
    rate_limits.reset(rates.LOGIN_ACCOUNT_HERE, from_here)
    rate_limits.reset(rates.LOGIN_SHARE, from_here)


def _known_browser(request: HttpRequest, account: str) -> str:
    """The number of a browser that logged in to ``account`` before; empty for any other."""
    try:
        found: str = signing.loads(request.COOKIES.get(KNOWN_BROWSER, ""), salt=_salt(account), max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""
    return found


def remember_browser(response: HttpResponse, account: str) -> None:
    """Have the browser say next time that it was there: a random number, signed for one account."""
    value = signing.dumps(get_random_string(22), salt=_salt(account))
    response.set_cookie(
        KNOWN_BROWSER,
        value,
        max_age=KNOWN_FOR,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _salt(account: str) -> str:
    return f"portal.known-browser.{account}"


def _too_many(request: HttpRequest) -> HttpResponse:
    response = error_page(
        request, 429, _("There were too many attempts to log in. Wait a quarter of an hour and try again.")
    )
    response.headers["Retry-After"] = str(rates.LOGIN_ACCOUNT.seconds)
    return response


class ThrottledLoginView(LoginView):
    """Wagtail's login; after too many wrong attempts a stranger gets in with the right password neither."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Count the attempt before the password is looked at."""
        account = account_key(request.POST.get("username", ""))
        if not _may_log_in(request, account):
            return _too_many(request)
        response = super().post(request, *args, **kwargs)
        if response.status_code == 302:
            _forget_attempts(request, account)
            remember_browser(response, account)
        return response


class RememberingPasswordResetConfirmView(PasswordResetConfirmView):
    """Wagtail's form for a new password; whoever came by the mailed link logs in next, however many guess meanwhile."""

    form_class = NewPasswordForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Remember the browser once the password is changed."""
        response: HttpResponse = super().form_valid(form)
        remember_browser(response, account_key(form.user.get_username()))
        return response


class ThrottledPasswordResetView(PasswordResetView):
    """Wagtail's form for a forgotten password, which must not serve to fill an editor's mailbox."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Count the request, whether there is such an account or not."""
        if not _may_ask_for_password(request, account_key(request.POST.get("email", ""))):
            return _too_many(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Queue the question: whether there is such an account is found out later, so that nobody can tell by time."""
        answer_reset.enqueue(form.cleaned_data["email"])
        return redirect(self.get_success_url())


def open_with_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Wagtail's check of the password of a private page, with a limit on guessing."""
    if request.method == "POST":
        address = rate_limits.client_address(request)
        if not rate_limits.allow(rates.PAGE_PASSWORD, address, page_view_restriction_id):
            return _too_many(request)
    response: HttpResponse = authenticate_with_password(request, page_view_restriction_id, page_id)
    return response
