"""Fixtures of the tests of mail."""

from tests.inbox import inbox, port, smtp_settings

__all__ = ["inbox", "port", "smtp_settings"]
