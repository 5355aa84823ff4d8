"""Entry point for gunicorn; production settings unless the environment names others."""

import os
from functools import partial

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 (Django is set up first)
from django.core.signals import request_started  # noqa: E402

from portal.core.hooks import moments  # noqa: E402
from portal.core.i18n.loading import load_languages  # noqa: E402
from portal.core.operations import filling  # noqa: E402
from portal.core.operations.database import limit_statements  # noqa: E402
from portal.core.operations.metrics import counting  # noqa: E402
from portal.core.pagecache.memory import memory  # noqa: E402
from portal.core.pagecache.wsgi import PageCache  # noqa: E402
from portal.loading import load_requests, load_templates  # noqa: E402
from search.concepts.everyday import prepare  # noqa: E402
from search.public.concept_suggestions import beginnings_of_everyday_words  # noqa: E402

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


def follow_versions(**kwargs: object) -> None:
    """With the first request, since a thread does not survive a fork: what is kept needs the versions of tables."""
    memory.follow()


request_started.connect(follow_versions, dispatch_uid="portal-table-versions")
limit_statements()
load_languages()
load_templates()
load_requests()
# Otherwise the first visitor would wait for it; whoever waits for the content sees at once how far it is.
if filling.under_way() is None:
    prepare()
    beginnings_of_everyday_words()
