"""How gunicorn serves the portal, here and in production: ``gunicorn --config python:portal.server portal.wsgi``."""

import gc
from pathlib import Path

from portal.core.operations import logs
from portal.settings.env import env

# Before anything is read: all that is missing or wrong is told at once.
env.check(production=env.source.get("DJANGO_SETTINGS_MODULE") == "portal.settings.production")

bind = [f"127.0.0.1:{env['PORT']}"]
worker_class = "portal.deadlines.DeadlineWorker"
# Loaded once and shared: a worker has a hundred megabytes of its own less.
preload_app = True
workers = env["WEB_CONCURRENCY"]
# More than a handful of clients that send half a request and wait can hold up, for as long as portal.deadlines allows.
threads = 16
timeout = 60
graceful_timeout = 20
# Seconds that an idle connection stays open: longer than browsers and proxies keep theirs for the next request, or they
# would send it into a connection that is just being closed. Idle connections occupy no thread.
keepalive = 75
# The longest that gunicorn knows. What the portal itself refuses, with a page of its own, has to fit in.
limit_request_line = 8190
loglevel = env["LOG_LEVEL"].lower()
# Requests are not logged: addresses and search words are personal data. The reverse proxy may count them.
accesslog = None
# What gunicorn itself says is written, and masked, as everything else.
logconfig_dict = logs.config(env["LOG_FORMAT"], env["LOG_LEVEL"]) | {
    "loggers": {"gunicorn.error": {"level": env["LOG_LEVEL"], "handlers": [], "propagate": True}}
}
control_socket_disable = True
# Workers show that they are alive by touching a file: in memory, so that a slow disk kills nobody.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (gunicorn makes the file itself)


def when_ready(server: object) -> None:
    """What is loaded stays: a garbage collector that looks at it would copy it into every worker."""
    gc.collect()
    gc.freeze()
