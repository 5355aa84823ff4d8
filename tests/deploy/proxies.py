"""Two web servers with production's settings, behind Caddy and nginx with the files that compose mounts."""

import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.served import ROOT, environment, start_gunicorn
from tests.services.service import free_port, free_ports, stop

START_SECONDS = 60
#: Until when Caddy waits for a request's end here; nginx knows only a time between two pieces of it.
BODY_SECONDS = 4
#: Caddy of Debian 12 is older and takes half a body for the whole when it buffers.
BUFFERS_SINCE = (2, 7)


@dataclass
class Proxy:
    """A running reverse proxy."""

    name: str
    port: int
    plain_port: int
    #: Trusts the certificate of this proxy and no other one.
    trust: ssl.SSLContext
    #: Whether a form waits in it until all of it is there.
    buffers: bool = True

    def line(self, source: str = "127.0.0.1") -> http.client.HTTPSConnection:
        """A connection to it, from an address of this machine."""
        return http.client.HTTPSConnection(
            "localhost", self.port, timeout=90, context=self.trust, source_address=(source, 0)
        )

    def socket(self) -> ssl.SSLSocket:
        """A bare connection, to send what no client sends on purpose."""
        return self.trust.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port), timeout=60), server_hostname="localhost"
        )


@dataclass
class Pair:
    """The two web servers, which can be replaced one after the other."""

    ports: list[int]
    variables: dict[str, str]
    processes: list[subprocess.Popen] = field(default_factory=list)

    def start(self, number: int) -> None:
        """Start the one of this number."""
        self.processes[number : number + 1] = [start_gunicorn(self.ports[number], **self.variables)]

    def replace(self, number: int) -> None:
        """End it as compose does, and start it anew."""
        stop(self.processes[number], signal.SIGTERM)
        self.start(number)

    def connections(self) -> int:
        """How many connections to the two are open at this moment."""
        ends = {f"{port:04X}" for port in self.ports}
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return sum(row[3] == "01" and row[1].rpartition(":")[2] in ends for row in rows)


def production(folder: Path, port: int) -> dict[str, str]:
    """Production's variables for servers behind a proxy at ``https://localhost:port``."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.deploy.settings",
        "SECRET_KEY": "made-up-0123456789-abcdefghijklmnopqrstuvwxyz-for-a-drill",
        "ENCRYPTION_KEYS": "made-up-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789-for-a-drill",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BASE_URL": f"https://localhost:{port}",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "DEFAULT_FROM_EMAIL": "Portal <portal@portal.example>",
        "VAR_DIR": str(folder),
        "WEB_CONCURRENCY": "1",
        "TRUSTED_PROXIES": "1",
        "SEARCH_ENGINE": "",
    }


@contextmanager
def web_pair(folder: Path, port: int) -> Iterator[Pair]:
    """Two web servers on the database of the tests, with the collected static files that production wants."""
    variables = production(folder, port)
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, cwd=ROOT, env=environment(**variables), check=True)
    pair = Pair(free_ports(2), variables)
    try:
        for number in range(2):
            pair.start(number)
        yield pair
    finally:
        for process in pair.processes:
            stop(process, signal.SIGTERM)


def need(program: str) -> str:
    """Where a program is.

    Raises:
        pytest.skip: it is not installed, and ``REQUIRE_SERVICES`` does not ask for it.
    """
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not found and os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{program} is missing")
    return found or pytest.skip(f"{program} is not installed (Debian: apt-get install {program})")


@contextmanager
def running(command: list[str], port: int, **options: object) -> Iterator[None]:
    """A server as long as it is needed, from the moment at which its port is open."""
    process = subprocess.Popen(command, start_new_session=True, **options)
    try:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and process.poll() is None:
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
                break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"{command[0]} did not start (exit code {process.poll()})")
        yield
    finally:
        stop(process, signal.SIGTERM)


@contextmanager
def caddy(folder: Path, port: int, pair: Pair) -> Iterator[Proxy]:
    """Caddy with a certificate of its internal authority, since the name is ``localhost``."""
    program, plain_port = need("caddy"), free_port()
    folder.mkdir()
    variables = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "BASE_URL": f"https://localhost:{port}",
        "HTTP_PORT": str(plain_port),
        "HTTPS_PORT": str(port),
        "BODY_TIMEOUT": f"{BODY_SECONDS}s",
        "PORTAL_UPSTREAMS": " ".join(f"127.0.0.1:{one}" for one in pair.ports),
    }
    version = subprocess.check_output([program, "version"], text=True).lstrip("v").split(".")
    buffers = tuple(int(part) for part in version[:2]) >= BUFFERS_SINCE
    if not buffers:
        variables["REQUEST_BUFFERING"] = ""
    command = [program, "run", "--config", str(ROOT / "deploy/Caddyfile"), "--adapter", "caddyfile"]
    with (folder / "log").open("w") as log, running(command, port, env=variables, stdout=log, stderr=log):
        root = folder / "caddy/pki/authorities/local/root.crt"
        yield Proxy("caddy", port, plain_port, ssl.create_default_context(cafile=str(root)), buffers)


@contextmanager
def nginx(folder: Path, pair: Pair) -> Iterator[Proxy]:
    """nginx with the file as its image makes it, and a certificate made here."""
    program, (port, plain_port) = need("nginx"), free_ports(2)
    folder.mkdir()
    make_certificate(folder)
    values = {
        "HTTP_PORT": str(plain_port),
        "HTTPS_PORT": str(port),
        "PORTAL_A": f"127.0.0.1:{pair.ports[0]}",
        "PORTAL_B": f"127.0.0.1:{pair.ports[1]}",
        "CERTIFICATES": str(folder),
    }
    site = Template((ROOT / "deploy/nginx.conf.template").read_text()).safe_substitute(values)
    (folder / "site.conf").write_text(site)
    places = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}pid {folder}/pid; daemon off; events {{}} http {{ {places} include {folder}/site.conf; }}\n"
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "log")]
    with (folder / "output").open("w") as output, running(command, port, stdout=output, stderr=output):
        trust = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
        yield Proxy("nginx", port, plain_port, trust)


def make_certificate(folder: Path) -> None:
    """A certificate for ``localhost`` that vouches for itself, valid for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@contextmanager
def both(folder: Path) -> Iterator[tuple[Pair, dict[str, Proxy]]]:
    """The pair with Caddy and nginx in front of it."""
    port = free_port()
    with ExitStack() as stack:
        pair = stack.enter_context(web_pair(folder / "var", port))
        proxies = [
            stack.enter_context(caddy(folder / "caddy", port, pair)),
            stack.enter_context(nginx(folder / "nginx", pair)),
        ]
        yield pair, {proxy.name: proxy for proxy in proxies}
