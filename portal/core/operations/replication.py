"""What ``/readyz`` and the metrics say of the replica of the database, where there is one."""

from collections.abc import Iterator

from portal.core import replica
from portal.core.operations import health
from portal.core.operations.metrics import counting, gauges
from portal.core.operations.metrics.gauges import Sample
from portal.core.replica import watch


def _probe() -> str:
    if watch.is_fresh():
        return "ok"
    found = "does not answer" if watch.age is None else f"at least {watch.age:.0f} seconds old"
    return f"{found}: the primary is read"


def _up() -> Iterator[Sample]:
    yield (), float(watch.is_fresh())


def _age() -> Iterator[Sample]:
    watch.is_fresh()
    if watch.age is not None:
        yield (), watch.age


def register() -> None:
    """Tell ``/readyz`` and the metrics; called when the app is ready."""
    if not replica.is_configured():
        return
    health.register("replica", _probe)
    gauges.register("replica_used", "Whether the replica of the database is read.", (), _up)
    gauges.register("replica_age_seconds", "How far the replica is behind, at most.", (), _age)
    counting.register("replica_reads", "Work that may read the replica, by where it read.", "place")
    replica.heard.append(lambda place: counting.count("replica_reads", place))
