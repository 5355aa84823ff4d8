"""A circuit breaker: an engine that does not answer is asked no more for a while, the database is."""

import logging
import threading
import time
from collections import deque
from dataclasses import replace

from django.conf import settings

from search.engines.base import Engine, EngineUnavailableError, Results, SearchRequest

logger = logging.getLogger(__name__)
#: So many failures within so many seconds, and the engine is left alone for a while.
MOST_FAILURES, WITHIN_SECONDS, REST_SECONDS = 3, 30.0, 20.0
#: With less time than this an engine is not asked again.
LEAST_SECONDS = 0.05


class Breaker:
    """The state of the circuit, by the latest failures in this process. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: deque[float] = deque(maxlen=MOST_FAILURES)
        self._rests_until = 0.0

    def allows(self) -> bool:
        """Whether the circuit is closed: the engine may be asked. After a rest one failure opens it again."""
        with self._lock:
            return time.monotonic() >= self._rests_until

    def failed(self) -> None:
        """Note a failure."""
        now = time.monotonic()
        with self._lock:
            self._failures.append(now)
            if len(self._failures) == MOST_FAILURES and now - self._failures[0] <= WITHIN_SECONDS:
                self._rests_until = now + REST_SECONDS

    def worked(self) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures.clear()
            self._rests_until = 0.0


breaker = Breaker()


class Guarded:
    """An engine with the database as its fallback, for one request of a visitor.

    Once the first engine failed, or used up the time that a visitor waits for it, the rest of the request is the
    database's: nobody waits twice.
    """

    def __init__(self, first: Engine, database: Engine) -> None:
        self.first, self.database = first, database
        self.degraded = False
        #: Seconds that the first engine has left, for all that this request asks.
        self.left: float = settings.ELASTICSEARCH_TIMEOUT

    @property
    def name(self) -> str:
        """Name of the engine that answered last."""
        return self.database.name if self.degraded else self.first.name

    def search(self, request: SearchRequest) -> Results:
        """The first engine's answer, or the database's."""
        if self.first is self.database:
            return self.database.search(request)
        if not self.degraded and breaker.allows():
            results = self._ask_first(request)
            if results:
                return results
        self.degraded = True
        return self.database.search(request)

    def _ask_first(self, request: SearchRequest) -> Results | None:
        """The first engine's answer; None where there is none. One that came too late counts as a failure all the same:
        the next visitors do not wait for it."""
        if self.left < LEAST_SECONDS:
            return None
        start = time.monotonic()
        try:
            results = self.first.search(replace(request, seconds=self.left))
        except EngineUnavailableError as error:
            breaker.failed()
            logger.warning("The search engine does not answer, the database does: %s", error)
            return None
        self.left -= time.monotonic() - start
        if self.left < LEAST_SECONDS:
            breaker.failed()
            logger.warning("The search engine answers too slowly, the database answers the rest")
        else:
            breaker.worked()
        return results
