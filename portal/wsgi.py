"""Entry point for gunicorn; production settings unless the environment names others."""

import os
from functools import partial

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 (Django is set up first)

from portal.core.hooks import moments  # noqa: E402
from portal.core.operations import filling  # noqa: E402
from portal.core.operations.database import limit_statements  # noqa: E402
from portal.core.operations.metrics import counting  # noqa: E402
from portal.core.pagecache.wsgi import PageCache  # noqa: E402
from search.concepts.everyday import prepare  # noqa: E402

application = django_application
if settings.PAGE_CACHE_MB:
    application = PageCache(  # type: ignore[assignment]
        django_application,
        size=settings.PAGE_CACHE_MB * 1024 * 1024,
        languages=dict(settings.LANGUAGES),
        moments=moments.columns,
        never=["search", "live"],
        counted=partial(counting.count, "page_cache"),
    )

limit_statements()
# Otherwise the first visitor would wait for it; whoever waits for the content sees at once how far it is.
if filling.under_way() is None:
    prepare()
