"""A server that says it is Elasticsearch and answers what a test wants, on a port of its own."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from search.engines.base import FACETS

#: An answer as the engine gives it: one hit.
ANSWER: dict = {
    "took": 1,
    "timed_out": False,
    "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
    "hits": {"total": {"value": 1, "relation": "eq"}, "max_score": 1.0, "hits": [{"_id": "page-1", "_score": 1.0}]},
    "aggregations": {name: {"doc_count": 1, "values": {"buckets": []}} for name in FACETS},
}


@dataclass
class FalseEngine:
    """What the server answers to whoever asks, after how many seconds, and how often it was asked."""

    url: str = ""
    body: bytes = b"{}"
    kind: str = "application/vnd.elasticsearch+json;compatible-with=9"
    status: int = 200
    seconds: float = 0.0
    asked: list[str] = field(default_factory=list)
    #: Statuses and bodies of what is answered before that.
    first: list[tuple[int, object]] = field(default_factory=list)

    def say(self, answer: object, kind: str = "application/vnd.elasticsearch+json;compatible-with=9") -> None:
        """From now on answer so: text and bytes as they are, everything else as JSON."""
        if not isinstance(answer, bytes):
            answer = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        self.body, self.kind = answer, kind


@contextmanager
def false_engine() -> Iterator[FalseEngine]:
    """Run the server in threads of its own."""
    engine = FalseEngine()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            engine.asked.append(self.path)
            time.sleep(engine.seconds)
            status, body = engine.status, engine.body
            if engine.first:
                status, answer = engine.first.pop(0)
                body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", engine.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    for method in ("GET", "POST", "PUT", "HEAD", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    engine.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield engine
    server.shutdown()
    server.server_close()
    thread.join()
