from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Apart from ``portal`` since Wagtail's first migrations need the user model before the image model."""

    name = "portal.core.users"
    label = "users"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.core.users.forms import use_own_forms

        use_own_forms()
