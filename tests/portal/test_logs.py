"""Secrets of mailed links in the log."""

import logging
import secrets

from portal.logs import MaskSecrets


def logged(message: str, *arguments: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, arguments, None)
    assert MaskSecrets().filter(record)
    return record.getMessage()


def test_secret_of_a_mailed_link_is_masked():
    secret = secrets.token_urlsafe(32)

    for text in (secret, secret[:-5]):
        path = f"/en/events/registration/{text}/change/"
        assert logged("%s: %s", "Not Found", path) == "Not Found: /en/events/registration/***/change/"
    assert logged(f"GET /fi/events/registration/confirm/{secret}/") == "GET /fi/events/registration/confirm/***/"


def test_other_messages_stay_as_they_are():
    assert logged("%s in %d s", "done", 3) == "done in 3 s"
    assert logged("Not Found: /en/events/registration/link/") == "Not Found: /en/events/registration/link/"
