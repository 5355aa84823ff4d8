"""Absolute URLs: the one way to make them, for mails, feeds, lists and files.

Wagtail makes some of its own from its record of the site, which therefore follows ``BASE_URL``.
"""

from urllib.parse import SplitResult, urljoin, urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from wagtail.models import Site

HTTPS, HTTP = 443, 80


def absolute(path: str) -> str:
    """Public address of ``path``, whatever host name a request came by."""
    return urljoin(f"{settings.BASE_URL}/", path)


def is_ours(parts: SplitResult) -> bool:
    """Whether a web address leads to the portal, however its scheme, host and port are written.

    Raises:
        ValueError: its port is none.
    """
    base = urlsplit(settings.BASE_URL)
    if parts.scheme not in {"http", "https"}:
        return False
    port = parts.port or (HTTPS if parts.scheme == "https" else HTTP)
    hosts = {base.hostname, *(name.lower().strip("[]") for name in settings.ALLOWED_HOSTS)}
    return parts.hostname in hosts and port in {base.port, HTTP, HTTPS}


def follow_base_url(**kwargs: object) -> None:
    """Write host and port of ``BASE_URL`` into the record of the default site, if it says something else."""
    parts = urlsplit(settings.BASE_URL)
    hostname, port = parts.hostname or "localhost", parts.port or (HTTPS if parts.scheme == "https" else HTTP)
    if Site.objects.filter(hostname=hostname, port=port).exists():
        return
    for site in Site.objects.filter(is_default_site=True):
        site.hostname, site.port = hostname, port
        site.save()


def connect_receivers(app: AppConfig) -> None:
    """Look after every ``migrate``; called when ``app`` is ready."""
    post_migrate.connect(follow_base_url, sender=app, dispatch_uid="portal-site-url")
