from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from partners import covers, structured, upkeep  # noqa: F401, PLC0415 (the first two register themselves)

        upkeep.connect()
