"""Workers share what was loaded before they were made, and nothing that only one process may hold."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal import server
from tests.services.service import free_port

ROOT = Path(__file__).resolve().parents[2]

LOADED = """
import threading
import portal.wsgi
from django.db import connections
from search.public.concept_suggestions import beginnings_of_everyday_words
kept = beginnings_of_everyday_words.cache_info().currsize
print([held.alias for held in connections.all() if held.connection], threading.active_count(), kept)
"""


def test_the_application_is_loaded_before_workers_without_connections_and_threads():
    assert server.preload_app is True
    answer = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=120)
    assert answer.stdout == "[] 1 1\n"


CONFIG = """
from portal import deadlines
deadlines.HEAD_SECONDS = deadlines.BODY_SECONDS = 1.0
deadlines.LOOK_EVERY = 0.1
bind = ["127.0.0.1:{port}"]
worker_class = "portal.deadlines.DeadlineWorker"
threads = 2
control_socket_disable = True

def application(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
"""


@pytest.fixture(scope="module")
def small_server(tmp_path_factory):
    """gunicorn with two threads, our worker and an application that sends back what it gets."""
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    (folder / "echo.py").write_text(CONFIG.format(port=port))
    command = [sys.executable, "-m", "gunicorn", "--config", "echo.py", "--pythonpath", str(folder), "echo:application"]
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)})
    wait_for_port(port)
    yield port
    process.terminate()
    process.wait(20)


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("gunicorn does not listen")


def send(port: int, text: str) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), timeout=20)
    sock.sendall(text.encode())
    return sock


def ask(port: int) -> bytes:
    with send(port, "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok") as sock:
        return b"".join(iter(lambda: sock.recv(4096), b""))


@pytest.mark.parametrize(
    "half",
    ["POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nab", "GET / HTTP/1.1\r\nHo", "G"],
    ids=["half a body", "half a head", "a letter"],
)
def test_half_a_request_frees_its_thread(small_server, half):
    waiting = [send(small_server, half) for _ in range(6)]
    try:
        assert ask(small_server).endswith(b"\r\n\r\nok")
    finally:
        for sock in waiting:
            sock.close()
