"""No statement takes for ever on PostgreSQL: web server and worker have their limits."""

import subprocess
import sys

import pytest
from django.db import OperationalError, connection

from portal.core.operations.database import is_whole_database, limit_statements
from portal.core.operations.task_queue import LOST_AFTER
from tests.served import ROOT, environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
ASK = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SHOW statement_timeout")
    print(cursor.fetchone()[0])
"""
WEB = f"import portal.wsgi\n{ASK}"
WORKER = f"""
import django
django.setup()
from django.core.management import call_command
from portal.management.commands.run_worker import PortalWorker
def ask(worker):
    {ASK.strip().replace(chr(10), chr(10) + "    ")}
PortalWorker.run_until_stopped = ask
call_command("run_worker")
"""


@pytest.mark.parametrize(("process", "limit"), [(WEB, "30s"), (WORKER, "10min")], ids=["web server", "worker"])
def test_processes_have_their_limits(process, limit):
    command = [sys.executable, "-c", process]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == limit
    assert LOST_AFTER.total_seconds() > 600


def test_a_statement_that_takes_too_long_is_ended_and_the_database_goes_on():
    connection.close()
    limit_statements(1)
    try:
        with connection.cursor() as cursor:
            with pytest.raises(OperationalError) as error:
                cursor.execute("SELECT pg_sleep(20)")
            assert not is_whole_database(error.value)
            cursor.execute("SELECT 1")
    finally:
        connection.close()
