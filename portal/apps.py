from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal import checks, frame  # noqa: F401, PLC0415 (they read models; checks registers itself)

        frame.connect()
