"""Error reporting (``ERROR_REPORTING_DSN``): that something went wrong and where in the code, never what it was about.

What leaves are types of errors, lines of code, and the texts of log messages before anything is put into them. No
addresses, no requests, no values: an error of the database quotes what somebody typed. The number of the request leads
whoever may read the log to the rest.
"""

import logging
from typing import TYPE_CHECKING, cast

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.logging import LoggingIntegration

from portal.core.operations.logs import mask, request_id

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

#: Parts of an event that may leave as they are.
HARMLESS = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment", "sdk")
#: The same of a line of the traceback.
OF_A_FRAME = ("filename", "module", "function", "lineno", "in_app")


def start() -> None:
    """Report what is logged as an error from now on, if the settings say where; called when the app is ready."""
    if not settings.ERROR_REPORTING_DSN:
        return
    sentry_sdk.init(
        dsn=settings.ERROR_REPORTING_DSN,
        release=settings.VERSION,
        server_name="",
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        before_send=reduce,
    )


def reduce(event: "Event", hint: "Hint") -> "Event":
    """Keep what is known to be harmless, rather than drop what is known not to be."""
    found = cast("dict[str, object]", event)
    kept = {name: found[name] for name in HARMLESS if name in found}
    record = hint.get("log_record")
    if record is not None:
        # The text of the code: what would be put into it is not asked for.
        kept["logentry"] = {"message": mask(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__}
    errors = event.get("exception", {}).get("values", [])
    kept["exception"] = {"values": [_reduced(error) for error in errors]}
    if number := request_id.get():
        kept["tags"] = {"request": number}
    return cast("Event", kept)


def _reduced(error: dict[str, object]) -> dict[str, object]:
    trace = error.get("stacktrace")
    frames = trace.get("frames", []) if isinstance(trace, dict) else []
    lines = [{name: frame[name] for name in OF_A_FRAME if name in frame} for frame in frames]
    return {"type": error.get("type"), "module": error.get("module"), "stacktrace": {"frames": lines}}
