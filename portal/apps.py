from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The composition root: settings, addresses, server, and the commands that check and run the whole."""

    name = "portal"
