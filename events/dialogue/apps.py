from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "events.dialogue"
    label = "dialogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from events.dialogue import receivers

        receivers.connect_receivers()
