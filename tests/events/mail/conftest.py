"""Fixtures of the tests of mails of the registration."""

from tests.inbox import inbox, port, smtp_settings

__all__ = ["inbox", "port", "smtp_settings"]
