"""Gauges of the search for the metrics: whether its engine answers, and how far that is behind."""

from collections.abc import Iterator

from django.db.models import Count, F, Min
from django.utils import timezone

from portal.core.operations.metrics import gauges
from portal.core.operations.metrics.gauges import Sample
from search.engines.registry import configured_engine, external_engine
from search.indexing.following import waits_since
from search.models import SearchDocument


def _engine() -> Iterator[Sample]:
    engine = configured_engine()
    yield (engine.name,), float(engine.health() == "ok")


def _unsent() -> dict[str, int]:
    """Changes that the external engine has not confirmed; that of the database has whatever the worker has brought."""
    if external_engine() is None:
        return {"number": 0, "first": 0}
    waiting = SearchDocument.objects.filter(sent__lt=F("version"))
    return waiting.aggregate(number=Count("pk"), first=Min("version"))


def _lag() -> Iterator[Sample]:
    unsent, queued = _unsent()["first"], waits_since()
    since = [*([unsent / 1000] if unsent else []), *([queued.timestamp()] if queued else [])]
    yield (), max(0.0, timezone.now().timestamp() - min(since)) if since else 0


def _waiting() -> Iterator[Sample]:
    yield (), _unsent()["number"]


def register_gauges() -> None:
    """Called when the app is ready."""
    gauges.register("search_engine_up", "Whether the search engine of the settings answers.", ("engine",), _engine)
    gauges.register("search_lag_seconds", "Age of the oldest change that is not found yet.", (), _lag)
    gauges.register("search_unsent_documents", "Changes that the engine does not know.", (), _waiting)
