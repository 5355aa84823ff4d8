"""Pages that belong to no site app: errors and health."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache


def error_page(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """A plain page in the visitor's language that says what was wrong with the request."""
    return render(request, "error.html", {"status": status, "message": message}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without its secret: usually a page left open, or cookies switched off."""
    return error_page(request, 403, _("The form could not be checked. Go back, reload the page and send it again."))


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready for visitors: database reachable and migrated. 503 with the reason otherwise."""
    checks = {"database": "ok", "migrations": "ok"}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            checks["migrations"] = "pending"
    except Exception as error:  # noqa: BLE001 (whatever it is, the portal is not ready)
        checks["database"] = type(error).__name__
    ready = all(state == "ok" for state in checks.values())
    return JsonResponse({"status": "ready" if ready else "not ready", **checks}, status=200 if ready else 503)
