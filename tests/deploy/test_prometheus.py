"""Prometheus and its rules: the very files that compose mounts, checked by promtool and by a real server."""

import json
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.core.models import Trouble
from portal.core.operations.metrics.counting import COUNTERS
from portal.core.operations.metrics.gauges import GAUGES
from tests.deploy.proxies import need, running
from tests.served import ROOT, environment
from tests.services.service import free_ports, stop
from tests.waiting import wait_for

DEPLOY, CASES = ROOT / "deploy", ROOT / "tests/deploy/alerts.test.yml"
#: What Prometheus itself and the answer as a whole add to what is registered.
OTHERS = {"portal_database_up", "portal_unread"}


@pytest.fixture(scope="module")
def rules() -> list[dict]:
    (group,) = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"]
    return group["rules"]


def test_rules_ask_for_metrics_that_there_are(rules):
    known = {f"portal_{name}" for name in GAUGES} | {f"portal_{name}_total" for name in COUNTERS} | OTHERS
    asked = {name for rule in rules for name in re.findall(r"portal_\w+(?=[ {)])", rule["expr"])}
    assert asked <= known
    assert len(asked) > 10


def test_every_rule_is_tried_both_ways_and_told_in_the_runbook(rules):
    names = [rule["alert"] for rule in rules]
    tried = [
        (case["alert_rule_test"][0]["alertname"], bool(case["alert_rule_test"][0]["exp_alerts"]))
        for case in yaml.safe_load(CASES.read_text())["tests"]
    ]
    assert sorted(tried) == sorted((name, fires) for name in names for fires in (True, False))
    guide = (ROOT / "docs/operations.md").read_text()
    assert re.findall(r"^\| `(Portal\w+)` \|", guide, re.MULTILINE) == names


@pytest.mark.drill
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "config", "deploy/prometheus.yml"],
        ["check", "rules", "deploy/alerts.yml"],
        ["test", "rules", "tests/deploy/alerts.test.yml"],
    ],
    ids=["configuration", "rules", "when rules fire"],
)
def test_promtool_agrees(arguments):
    done = subprocess.run([need("promtool"), *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def ask(port: int, what: str) -> list[dict]:
    """What Prometheus knows: its alerts, or the samples of a query."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/{quote(what, safe='?=/')}", timeout=10) as answer:
        data = json.load(answer)["data"]
    return data["alerts"] if what == "alerts" else data["result"]


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_alert_fires_in_a_real_prometheus_when_a_task_failed(tmp_path: Path):
    program, (port, metrics_port) = need("prometheus"), free_ports(2)
    # The very file, but for the address of the worker and the pace.
    text = (DEPLOY / "prometheus.yml").read_text()
    assert text.count("worker:9400") == 1
    changed = text.replace("worker:9400", f"127.0.0.1:{metrics_port}").replace("interval: 15s", "interval: 1s")
    (tmp_path / "prometheus.yml").write_text(changed)
    (tmp_path / "alerts.yml").write_text((DEPLOY / "alerts.yml").read_text())
    now = timezone.now()
    Trouble.objects.create(part="mail", words="made up", since=now, seen_at=now)
    command = [program, f"--config.file={tmp_path / 'prometheus.yml'}", f"--storage.tsdb.path={tmp_path / 'data'}"]
    command += [f"--web.listen-address=127.0.0.1:{port}"]
    connection.close()
    env = environment(METRICS_LISTEN=f"127.0.0.1:{metrics_port}")
    worker = subprocess.Popen([sys.executable, "manage.py", "run_worker"], cwd=ROOT, env=env, start_new_session=True)
    try:
        with (tmp_path / "log").open("w") as log, running(command, port, stdout=log, stderr=log):
            wait_for(lambda: ask(port, "query?query=up")[0:1] and ask(port, "query?query=up")[0]["value"][1] == "1")
            wait_for(lambda: len(ask(port, 'query?query=count_over_time(portal_tasks{state="failed"}[1m])>2')) == 1)
            assert not any(alert["labels"]["alertname"] == "PortalTasksFailed" for alert in ask(port, "alerts"))
            DBTaskResult.objects.create(
                task_path="tests", args_kwargs={}, queue_name="default", backend_name="default", status="FAILED"
            )
            connection.close()

            wait_for(
                lambda: (
                    ("PortalTasksFailed", "firing")
                    in {(alert["labels"]["alertname"], alert["state"]) for alert in ask(port, "alerts")}
                )
            )
            # That of the mail server waits for a while; and the label of jobs is the one that rules ask for.
            assert {(a["labels"]["alertname"], a["state"]) for a in ask(port, "alerts")} >= {
                ("PortalTrouble", "pending")
            }
            jobs = ask(port, "query?query=portal_job_success_timestamp_seconds")
            assert "portal.send_mail" in {sample["metric"]["exported_job"] for sample in jobs}
    finally:
        stop(worker, signal.SIGTERM)
