from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from partners import context, covers, names, structured_data  # noqa: F401 (two register themselves)
        from partners.teams import mail, receivers

        mail.connect_receivers()
        names.connect_receivers()
        receivers.connect_receivers()
