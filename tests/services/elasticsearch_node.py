"""A real Elasticsearch node, put together from the artifacts that its makers publish for Maven.

The published server jar is all of Elasticsearch's core: mappings, queries, aggregations, bulk, aliases.
It comes without the analysis-common module, painless and security, which the portal does not use.
"""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.service import Service, Unavailable, free_ports, stop

SOURCES = Path(__file__).with_name("node")
ASSEMBLED = Path(__file__).resolve().parents[2] / "var" / "services" / "elasticsearch"
MINIMUM_JAVA = 21
START_SECONDS = 90
#: Everything else that the transport needs is in the server's own folder.
TRANSPORT_JARS = ("netty-*.jar", "transport-netty4-*.jar", "elasticsearch-ssl-config-*.jar")


def java_version(java: Path) -> int:
    """Feature release of a Java launcher (25 for 25.0.1); 0 when it does not run."""
    try:
        answer = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=20, check=True).stderr
    except (OSError, subprocess.SubprocessError):
        return 0
    match = re.search(r'version "(\d+)', answer)
    return int(match[1]) if match else 0


def find_java() -> Path:
    """A Java that can run the node and has a compiler (the launcher is a source file).

    Raises:
        Unavailable: none is installed.
    """
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += [Path(found).resolve().parent.parent for found in [shutil.which("java")] if found]
    homes += sorted(Path("/usr/lib/jvm").glob("*"))
    for home in homes:
        if (home / "bin" / "javac").exists() and java_version(home / "bin" / "java") >= MINIMUM_JAVA:
            return home / "bin" / "java"
    raise Unavailable(f"no Java development kit {MINIMUM_JAVA} or newer is installed")


def copy_artifacts(pom: str, target: Path) -> None:
    """Let Maven put an artifact and all it needs at run time into ``target``.

    Raises:
        Unavailable: Maven is not installed or could not get them.
    """
    maven = shutil.which("mvn")
    if not maven:
        raise Unavailable("Maven is not installed (Debian: apt-get install maven)")
    command = [
        maven,
        "--batch-mode",
        "--quiet",
        "--file",
        SOURCES / pom,
        "dependency:copy-dependencies",
        "-DincludeScope=runtime",
        f"-DoutputDirectory={target}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Unavailable(f"Maven could not fetch the Elasticsearch artifacts:\n{done.stdout[-2000:]}")


def assemble() -> Path:
    """The node's folder with ``lib`` and ``modules``; made once, and again when its description changes."""
    stamp = ASSEMBLED / "made-from"
    wanted = "".join(path.read_text() for path in sorted(SOURCES.iterdir()) if path.suffix != ".java")
    if stamp.exists() and stamp.read_text() == wanted:
        return ASSEMBLED
    shutil.rmtree(ASSEMBLED, ignore_errors=True)
    module = ASSEMBLED / "modules" / "transport-netty4"
    module.mkdir(parents=True)
    copy_artifacts("server.xml", ASSEMBLED / "lib")
    copy_artifacts("transport.xml", ASSEMBLED / "transport")
    for pattern in TRANSPORT_JARS:
        for jar in (ASSEMBLED / "transport").glob(pattern):
            jar.rename(module / jar.name)
    shutil.rmtree(ASSEMBLED / "transport")
    shutil.copy(SOURCES / "plugin-descriptor.properties", module)
    stamp.write_text(wanted)
    return ASSEMBLED


def wait_until_healthy(url: str, server: subprocess.Popen, log: Path) -> None:
    """Return as soon as the cluster says that it is usable.

    Raises:
        RuntimeError: the node ended, or was not healthy within ``START_SECONDS``.
    """
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/_cluster/health", timeout=5) as answer:
                if json.load(answer)["status"] in {"green", "yellow"}:
                    return
        except (OSError, http.client.HTTPException, ValueError):
            pass
        time.sleep(0.2)
    raise RuntimeError(f"The Elasticsearch node did not start:\n{log.read_text(errors='replace')[-4000:]}")


class Node:
    """A node in a folder of its own, which can be killed and started anew; alone, or one of a cluster."""

    def __init__(self, home: Path, name: str = "portal-tests") -> None:
        self.name = name
        #: The other nodes of its cluster.
        self.others: list[Node] = []
        self.java, parts = find_java(), assemble()
        self.parts, self.home = parts, home
        for folder in ("config", "data", "logs", "plugins"):
            (home / folder).mkdir(parents=True)
        (home / "modules").symlink_to(parts / "modules")
        # Both are chosen here: a transport port of the node's own choice was once the one chosen for HTTP.
        self.port, self.transport_port = free_ports(2)
        self._server: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, wait: bool = True) -> None:
        """Start it, and return when it answers; at once, if others of its cluster have to be started first."""
        command = [
            self.java,
            "-Xms256m",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            # Its first compiler alone: the second takes half of the time of a start, and pays after minutes of load.
            "-XX:TieredStopAtLevel=1",
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            f"{self.parts / 'lib'}/*",
            SOURCES / "RunNode.java",
            self.home,
            str(self.port),
            str(self.transport_port),
            self.name,
        ]
        if self.others:
            command.append(",".join(sorted({self.name, *(node.name for node in self.others)})))
            command.append(",".join(f"127.0.0.1:{node.transport_port}" for node in self.others))
        log = self.home / "output"
        with log.open("ab") as output:
            self._server = subprocess.Popen(
                command,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                cwd=self.home,
                start_new_session=True,
            )
        if wait:
            wait_until_healthy(self.url, self._server, log)

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End it; by SIGKILL as a power cut does."""
        if self._server:
            stop(self._server, number)


@contextmanager
def running_node() -> Iterator[Node]:
    """A node that listens on the loopback address only and forgets everything afterwards.

    Raises:
        Unavailable: Java, Maven or the artifacts are missing.
    """
    home = Path(tempfile.mkdtemp(prefix="portal-elasticsearch-"))
    try:
        node = Node(home)
        try:
            node.start()
            yield node
        finally:
            node.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def running_cluster() -> Iterator[tuple[Node, Node]]:
    """Two nodes that hold the same, as ``running_node``."""
    home = Path(tempfile.mkdtemp(prefix="portal-elasticsearch-"))
    nodes = Node(home / "one", "one"), Node(home / "two", "two")
    nodes[0].others, nodes[1].others = [nodes[1]], [nodes[0]]
    try:
        nodes[0].start(wait=False)
        nodes[1].start()
        yield nodes
    finally:
        for node in nodes:
            node.stop()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def elasticsearch() -> Iterator[Service]:
    """``running_node`` as a service of the tests."""
    with running_node() as node:
        version = re.search(r"version=(.+)", (SOURCES / "plugin-descriptor.properties").read_text())
        yield Service("Elasticsearch", version[1] if version else "?", {"ELASTICSEARCH_URL": node.url})
