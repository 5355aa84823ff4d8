"""Secrets of mailed links and mail addresses in the log."""

import logging
import secrets
import sys

import pytest
from django.conf import settings

from portal.core.operations.logs import MaskingFormatter


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

    assert {logging_settings["formatters"][name]["()"] for name in formatters} == {
        "portal.core.operations.logs.MaskingFormatter"
    }


def test_secrets_of_editors_links_are_masked():
    assert logged("Error: %s", "/da/invitation/Mg/abc123-def456/") == "Error: /da/invitation/***/"
    assert logged("/admin/password_reset/confirm/Mg/abc123-def456/") == "/admin/password_reset/confirm/***/"
