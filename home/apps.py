from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from home.workbench.digest import EVERY, tell_translators  # noqa: PLC0415 (reads models)
        from home.workbench.labels import set_labels  # noqa: PLC0415
        from portal import periodic  # noqa: PLC0415

        set_labels()
        periodic.register("home.tell_translators", EVERY, tell_translators)
