"""An endpoint that speaks the protocol of OpenAI's embeddings over HTTP, with a model of a few meanings."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from search.meaning.chosen import Chosen

#: Beginnings of words in any language -> what they mean; texts that hold the same are near each other.
MEANINGS = {
    "snow": 1, "plough": 1, "blizzard": 1, "lumi": 1,
    "waste": 2, "jät": 2, "rubbish": 2, "affald": 2,
    "bicycl": 3, "cykl": 3, "bycykl": 3, "wheel": 3,
    "ferry": 4, "ferj": 4, "lautt": 4, "vessel": 4,
}  # fmt: skip


@dataclass
class FalseEndpoint:
    """What the server is told to do, and what it was asked."""

    url: str = ""
    size: int = 32
    status: int = 200
    seconds: float = 0.0
    #: It answers no request with a text that holds this, and none after so many.
    refused: str = "\0"
    most: int = 1_000_000
    #: In place of an answer, where it is not None.
    body: bytes | None = None
    texts: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    queries: int = 0

    def chosen(self, model: str = "few-meanings", **more: str) -> Chosen:
        """The setting that names it."""
        return Chosen(model, url=self.url, key="a-fictional-key", **more)

    def vector(self, text: str) -> list[float]:
        """A little of everything, and much of what the words mean."""
        numbers = [1.0] + [0.05] * (self.size - 1)
        for word in text.lower().split():
            for begin, meaning in MEANINGS.items():
                if word.startswith(begin):
                    numbers[meaning] += 1.0
        return numbers


@contextmanager
def false_endpoint() -> Iterator[FalseEndpoint]:
    """Run the server in threads of its own."""
    endpoint = FalseEndpoint()

    class Handler(BaseHTTPRequestHandler):
        # (HTTP/1.0: no thread waits for another request.)
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.texts += asked["input"]
            endpoint.keys.append(self.headers["Authorization"])
            time.sleep(endpoint.seconds)
            rows = [{"index": n, "embedding": endpoint.vector(text)} for n, text in enumerate(asked["input"])]
            # In any order: the index counts.
            answer = {"object": "list", "model": asked["model"], "data": rows[::-1]}
            body = json.dumps(answer).encode() if endpoint.body is None else endpoint.body
            refuses = any(endpoint.refused in text for text in asked["input"])
            self.send_response(503 if len(endpoint.keys) > endpoint.most else 413 if refuses else endpoint.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_args: object) -> None:
            """Whoever waited has gone."""

    server = Server(("127.0.0.1", 0), Handler)
    endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1/embeddings"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
