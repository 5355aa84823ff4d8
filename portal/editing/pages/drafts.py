"""Local drafts: form data that the browser keeps until the server has it, by ``static/editing/drafts.js``."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.operations.retention import DOOR, DRAFTS
from portal.core.types import AnyUser

#: Cookie that tells the next page of the admin what was saved; the script there deletes it.
SAVED = "portal-draft-saved"
_SECONDS = 3600


def draft_key(user: AnyUser, kind: str, *parts: object) -> str:
    """Value of ``data-draft`` for a form: whose, which kind of form, and what is edited in it."""
    return ":".join(str(part) for part in (user.pk, kind, *parts))


def mark_saved(response: HttpResponse, key: str) -> HttpResponse:
    """Have the browser forget the draft: ``response`` says that all of it is saved. Returns ``response``."""
    response.set_cookie(
        SAVED, key, max_age=_SECONDS, path="/admin/", secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )
    return response


@never_cache
@require_safe
def session_view(request: HttpRequest) -> HttpResponse:
    """Whose session it is, and the token with which a form can be sent: both change when somebody logs in anew."""
    return JsonResponse({"account": request.user.pk, "token": get_token(request)})


def script() -> SafeString:
    """The script with its words in the editor's language, for every page of the admin."""
    words = {
        "kept": _("Kept in this browser at %(time)s, until you save."),
        "full": _("This browser cannot keep your text. Save it soon."),
        "restored": _("What you typed until %(time)s was not saved. It is in the form again."),
        "left": _("These texts have no field here any more. Copy what you need:"),
        "discard": _("Discard what was not saved"),
        "ended": _("You were logged out. Log in in a new tab; your text stays here."),
        "other": _("Somebody else is logged in now. Log in as yourself in a new tab; your text stays here."),
        "login": _("Log in in a new tab"),
        "away": _("The portal cannot be reached. Your text stays here; it is tried again."),
        "error": _("The portal has a fault. Your text stays here; it is tried again."),
    }
    data = {
        "words": words,
        "seconds": DRAFTS.period.total_seconds(),
        "door_seconds": DOOR.period.total_seconds(),
        "session": reverse("portal_draft_session"),
        "login": reverse("wagtailadmin_login"),
        "logout": reverse("wagtailadmin_logout"),
    }
    return format_html(
        '{}<script type="module" src="{}"></script>',
        json_script(data, "portal-drafts"),
        static("editing/drafts.js"),
    )
