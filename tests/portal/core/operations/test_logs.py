"""Secrets of mailed links and mail addresses in the log."""

import io
import json
import logging
import re
import secrets
import sys

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from portal.core.operations.logs import FORMATS, JsonFormatter, MaskingFormatter, VisitorsMistakes, request_id
from tests.served import gunicorn


def logged(message: str, *arguments: object, error: bool = False) -> str:
    details = sys.exc_info() if error else None
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, arguments, details)
    return MaskingFormatter("{message}", style="{").format(record)


def test_secret_of_a_mailed_link_is_masked():
    secret = secrets.token_urlsafe(32)

    for text in (secret, secret[:-5]):
        path = f"/en/events/registration/{text}/change/"
        assert logged("%s: %s", "Not Found", path) == "Not Found: /en/events/registration/***/change/"
    assert logged(f"GET /sv/projects/confirm/{secret}/") == "GET /sv/projects/confirm/***/"
    assert logged(f"GET /fi/events/registration/confirm/{secret}/") == "GET /fi/events/registration/confirm/***/"


@pytest.mark.parametrize("page", ["mine", "confirm", "stop", "statement"])
def test_secret_of_those_who_take_part_is_masked(page: str):
    for secret in (
        secrets.token_urlsafe(32),
        secrets.token_urlsafe(32)[:-7],
        f"{'0a' * 32}:{secrets.token_urlsafe(32)}",
    ):
        assert (
            logged("%s: %s", "Not Found", f"/is/take-part/{page}/{secret}/") == f"Not Found: /is/take-part/{page}/***/"
        )
    assert logged("Not Found: /is/take-part/q/23456789/") == "Not Found: /is/take-part/q/23456789/"


def test_address_in_a_traceback_is_masked():
    try:
        raise ValueError("Key (email_key)=(some.body+x@mail.example.org) already exists.")
    except ValueError:
        line = logged("failed", error=True)

    assert "(email_key)=(***@***) already exists." in line
    assert "some.body" not in line


def test_other_messages_stay_as_they_are():
    assert logged("%s in %d s", "done", 3) == "done in 3 s"
    assert logged("Not Found: /en/events/registration/link/") == "Not Found: /en/events/registration/link/"


def test_every_handler_masks():
    logging_settings = settings.LOGGING
    formatters = {handler["formatter"] for handler in logging_settings["handlers"].values()}

    classes = {import_string(logging_settings["formatters"][name]["()"]) for name in formatters}
    assert classes == {MaskingFormatter}
    assert all(issubclass(formatter, MaskingFormatter) for formatter in FORMATS.values())


def test_secrets_of_editors_links_are_masked():
    assert logged("Error: %s", "/da/invitation/Mg/abc123-def456/") == "Error: /da/invitation/***/"
    assert logged("/admin/password_reset/confirm/Mg/abc123-def456/") == "/admin/password_reset/confirm/***/"


def as_json(message: str, *arguments: object, error: bool = False) -> dict:
    details = sys.exc_info() if error else None
    record = logging.LogRecord("portal.tests", logging.ERROR, __file__, 1, message, arguments, details)
    line = JsonFormatter().format(record)
    assert "\n" not in line
    return json.loads(line)


def test_json_line_has_its_parts_and_masks_them():
    secret = secrets.token_urlsafe(32)
    token = request_id.set("0123456789abcdef")
    try:
        raise ValueError(f"Key (email_key)=(some.body@mail.example.org), /en/events/registration/{secret}/\nþæö")
    except ValueError:
        entry = as_json("%s failed for thora@example.org\n", "mail", error=True)
    finally:
        request_id.reset(token)

    assert (entry["level"], entry["logger"], entry["request"]) == ("ERROR", "portal.tests", "0123456789abcdef")
    assert entry["message"] == "mail failed for ***@***\n"
    assert entry["time"].endswith("+00:00")
    assert "þæö" in entry["traceback"]
    assert not any(private in json.dumps(entry) for private in ("some.body", "thora", secret))


def test_line_outside_of_a_request_names_none():
    assert "request" not in as_json("done")
    record = logging.LogRecord("portal.tests", logging.INFO, __file__, 1, "done", (), None)
    formatter = MaskingFormatter("{levelname} {name}{request}: {message}", style="{")
    assert formatter.format(record) == "INFO portal.tests: done"
    token = request_id.set("0123456789abcdef")
    assert formatter.format(record) == "INFO portal.tests [0123456789abcdef]: done"
    request_id.reset(token)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "proxies", "kept"),
    [
        ("7f3b2c1d-1111-2222-3333-444455556666", 1, True),
        ("7f3b2c1d-1111-2222-3333-444455556666", 0, False),
        ("short", 1, False),
        ('forged", "level": "ERROR', 1, False),
        ("a" * 129, 1, False),
        ("", 1, False),
    ],
)
def test_number_of_a_request_is_the_proxys_or_a_new_one(client, settings, sent, proxies, kept):
    settings.TRUSTED_PROXIES = proxies
    number = client.get("/healthz", headers={"X-Request-ID": sent})["X-Request-ID"]

    assert (number == sent) is kept
    assert re.fullmatch(r"[0-9a-f]{32}|[0-9a-f-]{36}", number)
    assert request_id.get() == ""


@pytest.mark.django_db
def test_address_that_does_not_exist_is_no_warning(client):
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(VisitorsMistakes())
    logging.getLogger().addHandler(handler)
    try:
        client.get("/api/v1/nothing")
        client.get("/robots.txt?a=%00")
    finally:
        logging.getLogger().removeHandler(handler)
    assert "nothing" not in written.getvalue()
    assert "Bad Request" in written.getvalue()
    assert VisitorsMistakes().filter(logging.makeLogRecord({"name": "django.request", "status_code": 400}))
    assert VisitorsMistakes().filter(logging.makeLogRecord({"name": "portal", "status_code": 404}))


def test_web_server_writes_as_everything_else(tmp_path):
    """A line of gunicorn itself, in JSON, from a server that really starts."""
    with (tmp_path / "log").open("wb") as log, gunicorn(log, LOG_FORMAT="json", LOG_LEVEL="INFO"):
        pass
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert any(line["logger"] == "gunicorn.error" and line["message"].startswith("Listening at") for line in lines)
