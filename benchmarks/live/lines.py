"""One kept HTTP connection, asked by one coroutine; times count from the moment a request is written."""

import asyncio
import gzip
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.live.figures import Figures

#: Seconds after which an answer no longer counts as one.
PATIENCE = 60.0
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass
class Answer:
    """What the server said; status 0 when it said nothing."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def content(self) -> bytes:
        """The body, unpacked."""
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()


class Line:
    """A connection that is kept, and opened anew when the server ended it."""

    def __init__(self, port: int, figures: Figures) -> None:
        self.port, self.figures = port, figures
        #: One request at a time.
        self._lock = asyncio.Lock()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, kind: str, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask for something; ``kind`` is under which its time is written down."""
        async with self._lock:
            return await self._ask(kind, "GET", path, b"", headers or {})

    async def post(self, kind: str, path: str, fields: dict[str, object], headers: dict[str, str]) -> Answer:
        """Send a form."""
        async with self._lock:
            return await self._ask(kind, "POST", path, urlencode(fields).encode(), {"Content-Type": FORM, **headers})

    async def post_json(self, kind: str, path: str, body: bytes) -> Answer:
        """Send JSON."""
        async with self._lock:
            return await self._ask(kind, "POST", path, body, {"Content-Type": JSON, "Accept": JSON})

    def close(self) -> None:
        """End the connection."""
        if self._streams:
            self._streams[1].close()
            self._streams = None

    async def _ask(self, kind: str, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Accept-Encoding: gzip"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        request = "\r\n".join([*lines, "", ""]).encode() + body
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                reader, writer = self._streams or await self._open()
                begun = time.perf_counter()
                writer.write(request)
                answer = await self._read(reader)
        except (OSError, EOFError, TimeoutError):
            self.close()
            answer = Answer(0)
        self.figures.note(kind, 1000 * (time.perf_counter() - begun), answer.status, path)
        self.figures.cpu[kind] += float(answer.headers.get("x-cpu", 0))
        return answer

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self._streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        self.figures.connections += 1
        return self._streams

    async def _read(self, reader: asyncio.StreamReader) -> Answer:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in head[1:-2]:
            name, _colon, value = line.partition(":")
            name = name.lower()
            headers[name] = f"{headers[name]}\n{value.strip()}" if name in headers else value.strip()
        length = int(headers.get("content-length", 0))
        body = await reader.readexactly(length) if length else b""
        if headers.get("connection") == "close":
            self.close()
        return Answer(int(head[0].split()[1]), headers, body)
