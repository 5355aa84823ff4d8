from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from partners import covers, letters, names, structured, upkeep  # noqa: F401, PLC0415 (two register themselves)

        letters.connect()
        names.connect()
        upkeep.connect()
