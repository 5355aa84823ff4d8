"""A real S3 server on a folder: S3Proxy, put together from the artifacts that its makers publish for Maven."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.services.elasticsearch_node import SOURCES, copy_artifacts, find_java
from tests.services.service import free_port, stop

ASSEMBLED = Path(__file__).resolve().parents[2] / "var" / "services" / "s3"
START_SECONDS = 90
#: The server asks for them; they are made up and open nothing else.
ACCESS_KEY, SECRET_KEY = "made-up-name", "made-up-secret"
PROPERTIES = """
s3proxy.authorization=aws-v4
s3proxy.endpoint=http://127.0.0.1:{port}
s3proxy.identity={access}
s3proxy.credential={secret}
jclouds.provider=filesystem-nio2
jclouds.identity=unused
jclouds.credential=unused
jclouds.filesystem.basedir={folder}
"""
#: Without it the server tells every step of every request.
LOGGING = '<configuration><root level="WARN"/></configuration>'


@dataclass(frozen=True)
class ObjectStorage:
    """A running server, empty."""

    url: str
    folder: Path


def assemble_storage() -> Path:
    """The folder with the server's artifacts; made once, and again when its description changes.

    Raises:
        Unavailable: Maven is not installed or could not get them.
    """
    stamp, wanted = ASSEMBLED / "made-from", (SOURCES / "s3.xml").read_text()
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(ASSEMBLED, ignore_errors=True)
        copy_artifacts("s3.xml", ASSEMBLED / "lib")
        stamp.write_text(wanted)
    return ASSEMBLED


@contextmanager
def object_storage() -> Iterator[ObjectStorage]:
    """A server that listens on the loopback address only and forgets everything afterwards.

    Raises:
        Unavailable: Java, Maven or the artifacts are missing.
    """
    java, parts, port = find_java(), assemble_storage(), free_port()
    home = Path(tempfile.mkdtemp(prefix="portal-s3-"))
    (home / "objects").mkdir()
    (home / "logback.xml").write_text(LOGGING)
    values = {"port": port, "access": ACCESS_KEY, "secret": SECRET_KEY, "folder": home / "objects"}
    (home / "properties").write_text(PROPERTIES.format(**values))
    command = [java, "-Xmx128m", "-XX:+UseSerialGC", f"-Dlogback.configurationFile={home / 'logback.xml'}"]
    command += ["-cp", f"{parts / 'lib'}/*", "org.gaul.s3proxy.Main", "--properties", str(home / "properties")]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait_for(port, server)
        yield ObjectStorage(f"http://127.0.0.1:{port}", home / "objects")
    finally:
        stop(server, signal.SIGTERM)
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(port: int, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
            return
        time.sleep(0.2)
    raise RuntimeError("The S3 server did not start")
