"""Entry point for gunicorn; production settings unless the environment names others."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

from portal.core.operations.database import limit_statements  # noqa: E402 (Django is set up first)

limit_statements()

# Otherwise the first visitor would wait for it.
from search.concepts.everyday import prepare  # noqa: E402 (Django is set up first)

prepare()
