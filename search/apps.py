from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.core.hooks import finding, words
        from portal.core.operations import health, periodic
        from portal.core.operations.retention import WATCHING
        from search.concepts import meanings
        from search.engines import registry
        from search.indexing import maintenance, receivers
        from search.lexicon import translating
        from search.meaning import vectors
        from search.public import concept_pages
        from search.query import answering
        from search.similar import cases
        from search.statistics import counting
        from search.statistics.gauges import register_gauges
        from search.watching import actions, telling
        from search.watching import mail as watch_mail

        receivers.connect_receivers(self)
        concept_pages.register_operations()
        health.register("search", registry.engine_health)
        health.register("lexicon", translating.lexicon_health)
        if settings.SEARCH_EMBEDDINGS:
            health.register("meaning", vectors.meaning_health)
            periodic.register("search.follow_vectors", timedelta(minutes=1), vectors.follow_vectors)
            periodic.register("search.forget_refusals", timedelta(hours=24), vectors.forget_refusals)
        register_gauges()
        watch_mail.register()
        finding.register(answering.find_keys, cases.likenesses)
        words.register(meanings.ANALYSIS)
        periodic.register("search.catch_up", timedelta(seconds=20), maintenance.catch_up)
        periodic.register("search.follow_analysis", timedelta(minutes=1), maintenance.follow_analysis)
        periodic.register("search.follow_similar", timedelta(minutes=1), cases.follow_similar)
        periodic.register("search.forget_old_counts", timedelta(hours=24), counting.forget_old_counts)
        periodic.register(WATCHING, timedelta(hours=1), actions.forget_ended)
        periodic.register("search.tell_watchers", timedelta(hours=1), telling.tell_watchers)
        periodic.register("search.reconcile", timedelta(hours=24), maintenance.reconcile)
