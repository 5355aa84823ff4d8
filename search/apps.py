from datetime import timedelta

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal import finding, health, periodic, words  # noqa: PLC0415 (reads models)
        from search import answers, consistency, following, learning, meanings  # noqa: PLC0415
        from search.engines import registry  # noqa: PLC0415

        following.connect(self)
        health.register("search", registry.state)
        finding.register(answers.find_keys)
        words.register(meanings.meanings)
        periodic.register("search.catch_up", timedelta(seconds=20), consistency.catch_up)
        periodic.register("search.follow_analysis", timedelta(minutes=1), consistency.follow_analysis)
        periodic.register("search.forget_old_counts", timedelta(hours=24), learning.forget_old_counts)
        periodic.register("search.reconcile", timedelta(hours=24), consistency.reconcile)
