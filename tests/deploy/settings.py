"""Production's settings, but between two requests the servers leave the database, which tests then empty."""

from portal.settings.production import *  # noqa: F403 (settings build on one another)
from portal.settings.production import DATABASES

DATABASES["default"]["CONN_MAX_AGE"] = 0
