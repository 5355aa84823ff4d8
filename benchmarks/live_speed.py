"""A live room under load: phones that ask for the state and react, with the kept state and without it.

``python benchmarks/live_speed.py [--phones 200] [--seconds 20] [--statements 40]`` makes a portal of its own on SQLite
in a temporary folder, starts gunicorn as in production, and prints rates, percentiles from the moment of writing,
CPU per request, the share of 304, and lost or double reactions, which must be none. The second run is the control: each
request makes the state anew. The phones run on the same machine and take CPU too.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory()
os.environ["VAR_DIR"] = FOLDER.name
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/live.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"

import django

django.setup()

# ruff: noqa: E402 (Django is set up first)
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from events.dialogue.enums import Phase
from events.dialogue.models import Reaction, Round
from portal.core.web.tokens import fingerprint
from tests.events.dialogue.factories import make_contribution
from tests.events.dialogue.live.rooms import open_room

#: A phone asks every 3 s and reacts every 5 s.
ASKS, REACTS = 3.0, 5.0


def prepare(statements, phones):
    """A room in the phase "react"; returns its code and the secrets of the phones."""
    call_command("migrate", verbosity=0)
    room = open_room()
    room.open_round()
    round_ = Round.objects.get()
    for number in range(statements):
        make_contribution(room.question, f"Made-up statement {number}", round=round_, published_at=timezone.now())
    room.move(Phase.REACT)
    return room.code, [room.join() for _ in range(phones)]


class Phone(threading.Thread):
    """One kept connection that asks, and reacts."""

    def __init__(self, port, code, secret, end, number):
        super().__init__(daemon=True)
        self.port, self.code, self.secret, self.end = port, code, secret, end
        self.dice = random.Random(number)
        self.times, self.codes, self.sent = [], [], {}

    def ask(self, line, method, path, body=None, **headers):
        """One request; its time counts from the moment it is written."""
        begun = time.perf_counter()
        line.request(method, path, body, headers)
        answer = line.getresponse()
        text = answer.read()
        self.times.append(1000 * (time.perf_counter() - begun))
        self.codes.append(answer.status)
        return answer, text

    def run(self):
        """Until the end."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        now = time.monotonic()
        asks, reacts = now + self.dice.random() * ASKS, now + self.dice.random() * REACTS
        etag, ids = "", []
        while (now := time.monotonic()) < self.end:
            time.sleep(max(0.0, min(asks, reacts, self.end) - now))
            try:
                if asks <= reacts:
                    answer, text = self.ask(line, "GET", f"/live/{self.code}/state.json", **{"If-None-Match": etag})
                    asks += ASKS * self.dice.uniform(0.7, 1.3)
                    if answer.status == 200:
                        etag, ids = answer.headers["ETag"], [row[0] for row in json.loads(text)["rows"]]
                elif ids:
                    pick, value = self.dice.choice(ids), self.dice.choice((-1, 0, 1))
                    path = f"/en/live/{self.code}/me/{self.secret}/reactions/"
                    answer, _text = self.ask(
                        line, "POST", path, json.dumps([[pick, value]]), **{"Content-Type": "application/json"}
                    )
                    reacts += REACTS * self.dice.uniform(0.7, 1.3)
                    if answer.status == 200:
                        self.sent[pick] = value
                else:
                    reacts += 0.5
            except (OSError, HTTPException):
                self.codes.append(0)
                line.close()
        line.close()


def cpu_seconds(pid):
    """CPU of a process and its children so far."""
    ticks = os.sysconf("SC_CLK_TCK")
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    stats = [Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split() for one in [pid, *children]]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / ticks


def measure(name, keep, port, code, secrets, seconds):
    """One run against a server of its own; prints a line."""
    command = [sys.executable, "-c", SERVE, str(keep), "--config", "python:portal.server", "portal.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PORT": str(port)}, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        begun, cpu = time.monotonic(), cpu_seconds(server.pid)
        phones = [Phone(port, code, secret, begun + seconds, n) for n, secret in enumerate(secrets)]
        for phone in phones:
            phone.start()
        for phone in phones:
            phone.join()
        used, passed = cpu_seconds(server.pid) - cpu, time.monotonic() - begun
    finally:
        server.terminate()
        server.wait(30)
    report(name, phones, used, passed)


def wait_for(port):
    """Until the server answers."""
    for _ in range(240):
        try:
            line = HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/healthz")
            line.getresponse().read()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise SystemExit("the server did not start")


def report(name, phones, used, passed):
    """What was measured, and whether the database holds what was answered."""
    times = sorted(one for phone in phones for one in phone.times)
    codes = [code for phone in phones for code in phone.codes]
    wrong = [code for code in codes if code not in {200, 304}]
    lost = double = 0
    for phone in phones:
        reactions = Reaction.objects.filter(participant__key_sha256=fingerprint(phone.secret))
        rows = list(reactions.values_list("contribution__public_id", "value"))
        double += len(rows) - len(dict(rows))
        lost += sum(dict(rows).get(pick) != value for pick, value in phone.sent.items())
    Reaction.objects.all().delete()
    connection.close()

    def share(part):
        return times[min(len(times) - 1, int(len(times) * part))]

    print(
        f"{name}: {len(times) / passed:.0f} requests/s, median {share(0.5):.1f} ms, 95 % {share(0.95):.1f} ms, "
        f"99 % {share(0.99):.1f} ms, {1000 * used / max(1, len(times)):.2f} ms CPU each, {used / passed:.2f} cores, "
        f"304: {codes.count(304) / max(1, len(codes)):.0%}, errors {len(wrong)}, lost {lost}, double {double}"
    )


#: gunicorn, with the state kept for so long.
SERVE = """
import sys
keep = float(sys.argv.pop(1))
import django
django.setup()
from events.dialogue.live import state
state.KEEP_SECONDS = keep
state.OLDEST_SECONDS = keep and state.OLDEST_SECONDS
from gunicorn.app.wsgiapp import run
run()
"""


def main():
    """Both runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--statements", type=int, default=40)
    parser.add_argument("--port", type=int, default=9270)
    chosen = parser.parse_args()
    code, secrets = prepare(chosen.statements, chosen.phones)
    connection.close()
    for name, keep, port in (("kept", 1.0, chosen.port), ("control, kept by nobody", 0.0, chosen.port + 1)):
        measure(name, keep, port, code, secrets, chosen.seconds)
    FOLDER.cleanup()


if __name__ == "__main__":
    main()
