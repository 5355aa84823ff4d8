"""Views of an invitation: setting the first password."""

from typing import Any

from django.contrib.auth import views
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from portal.core.users.forms import WelcomeForm
from portal.core.users.views import account_key, remember_browser


@method_decorator(never_cache, name="dispatch")
class AcceptInvitation(views.PasswordResetConfirmView):
    """The invited editor sets a password and is logged in. The link is used up then.

    Django keeps the token in the session and out of the address, so that no page after it can leak it.
    """

    form_class = WelcomeForm
    template_name = "partners/accept_invitation.html"
    post_reset_login = True
    success_url = reverse_lazy("wagtailadmin_home")

    def form_valid(self, form: Any) -> HttpResponse:
        """The browser is known from now on: nobody keeps its owner out by guessing."""
        response: HttpResponse = super().form_valid(form)
        remember_browser(response, account_key(form.user.get_username()))
        return response
