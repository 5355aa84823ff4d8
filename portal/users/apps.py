from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Apart from ``portal`` since Wagtail's first migrations need the user model before the image model."""

    name = "portal.users"
    label = "users"
    default_auto_field = "django.db.models.BigAutoField"
