"""Absolute addresses begin with ``BASE_URL``, wherever they come from."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from portal.core.hooks.site_url import absolute, follow_base_url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("base", "host", "port"),
    [
        ("https://portal.example", "portal.example", 443),
        ("http://portal.example", "portal.example", 80),
        ("https://portal.example:8443", "portal.example", 8443),
    ],
)
def test_the_record_of_the_site_follows_the_address_of_the_settings(settings, base, host, port):
    settings.BASE_URL = base
    follow_base_url()
    follow_base_url()

    assert list(Site.objects.values_list("hostname", "port")) == [(host, port)]
    assert absolute("/da/") == f"{base}/da/"


def test_migrate_brings_the_record_up_to_date(settings):
    settings.BASE_URL = "https://portal.example"
    call_command("migrate", verbosity=0)

    assert Site.objects.get().root_url == "https://portal.example"


def test_pages_have_public_addresses_whatever_the_record_says(settings, world):
    settings.BASE_URL = "https://portal.example:8443"
    Site.objects.update(hostname="localhost", port=80)
    addresses = [page.full_url for page in Page.objects.live().filter(depth__gt=1).specific() if page.url]

    assert addresses
    assert [address for address in addresses if not address.startswith("https://portal.example:8443/")] == []
