"""The answer to ``GET /metrics``, on a port of its own: the worker serves it, never the public web server."""

import logging
import threading
from collections.abc import Iterable, Iterator
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.db import connections
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import make_wsgi_app
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from portal.core.models import MetricCount
from portal.core.operations.database import TROUBLE
from portal.core.operations.metrics.counting import COUNTERS, SEPARATOR
from portal.core.operations.metrics.gauges import GAUGES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

logger = logging.getLogger(__name__)
PREFIX = "portal_"


class PortalCollector(Collector):
    """Reads all counters and gauges anew for each answer."""

    def collect(self) -> Iterator[Metric]:
        """What there is; a gauge that cannot be read is named, and the others are there."""
        try:
            yield from _counters()
        except TROUBLE:
            yield GaugeMetricFamily(f"{PREFIX}database_up", "Whether the database answers.", value=0)
            return
        yield GaugeMetricFamily(f"{PREFIX}database_up", "Whether the database answers.", value=1)
        unread = GaugeMetricFamily(f"{PREFIX}unread", "Metrics that could not be read, see the log.", labels=["metric"])
        for gauge in GAUGES.values():
            family = GaugeMetricFamily(PREFIX + gauge.name, gauge.meaning, labels=gauge.labels)
            try:
                for values, number in gauge.read():
                    family.add_metric(values, number)
            except Exception:
                logger.exception("The metric %s could not be read", gauge.name)
                unread.add_metric([gauge.name], 1)
            else:
                yield family
        yield unread


def _counters() -> Iterator[Metric]:
    rows: dict[str, list[tuple[str, int]]] = {}
    for name, labels, value in MetricCount.objects.order_by("name", "labels").values_list("name", "labels", "value"):
        rows.setdefault(name, []).append((labels, value))
    for counted in COUNTERS.values():
        family = CounterMetricFamily(PREFIX + counted.name, counted.meaning, labels=counted.labels)
        for labels, value in rows.get(counted.name, []):
            values = labels.split(SEPARATOR) if counted.labels else []
            if len(values) == len(counted.labels):
                family.add_metric(values, value)
        yield family


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name of the standard library)
        """Nothing: a scrape every few seconds is no news."""


def start(host: str, port: int) -> WSGIServer | None:
    """Answer in threads of this process; None if another worker on this machine does already."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(PortalCollector())
    metrics = make_wsgi_app(registry)

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/metrics":
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Metrics are at /metrics.\n"]
        try:
            return metrics(environ, start_response)
        finally:
            connections.close_all()

    try:
        server = make_server(host, port, application, server_class=_Server, handler_class=_Silent)
    except OSError as error:
        logger.warning("Metrics are not served by this worker, %s:%d cannot be had: %s", host, port, error.strerror)
        return None
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server


def start_if_wanted() -> WSGIServer | None:
    """As ``start``, if ``METRICS_LISTEN`` says where."""
    return start(*settings.METRICS_LISTEN) if settings.METRICS_LISTEN else None
