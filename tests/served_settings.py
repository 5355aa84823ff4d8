"""Settings of a web server beside the tests. Between two requests it leaves the database, which tests then empty."""

from portal.settings.test import *  # noqa: F403 (settings build on one another)
from portal.settings.test import DATABASES

DATABASES["default"]["CONN_MAX_AGE"] = 0
