from datetime import timedelta

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal import periodic  # noqa: PLC0415 (reads models)
        from search import consistency, following  # noqa: PLC0415

        following.connect(self)
        periodic.register("search.catch_up", timedelta(seconds=20), consistency.catch_up)
        periodic.register("search.reconcile", timedelta(hours=24), consistency.reconcile)
