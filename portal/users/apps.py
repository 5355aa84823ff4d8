from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Apart from ``portal`` since Wagtail's first migrations need the user model before the image model."""

    name = "portal.users"
    label = "users"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.users.forms import use_own_forms  # noqa: PLC0415 (reads models)

        use_own_forms()
