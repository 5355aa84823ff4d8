from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F, QuerySet
from django.test import RequestFactory, override_settings
from django.utils import timezone

from portal.core.models import RateCounter
from portal.core.web import rate_limits
from portal.core.web.rates import RATES, RateLimit

pytestmark = pytest.mark.django_db


def test_allow_admits_as_many_as_the_limit_and_then_refuses():
    assert [rate_limits.allow(RateLimit("test", 3, 3600), "a") for _ in range(5)] == [True, True, True, False, False]


def test_allow_counts_each_key_and_scope_alone():
    rate_limits.allow(RateLimit("test", 1, 3600), "a")

    assert rate_limits.allow(RateLimit("test", 1, 3600), "b")
    assert rate_limits.allow(RateLimit("other", 1, 3600), "a")


def test_allow_begins_anew_in_the_next_window(monkeypatch: pytest.MonkeyPatch):
    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    rate_limits.allow(RateLimit("test", 1, 600), "a")
    assert not rate_limits.allow(RateLimit("test", 1, 600), "a")

    monkeypatch.setattr(timezone, "now", lambda: noon + timedelta(minutes=10))

    assert rate_limits.allow(RateLimit("test", 1, 600), "a")


def test_reset_forgets_the_attempts_of_one_key():
    rate_limits.allow(RateLimit("test", 1, 3600), "a")
    rate_limits.allow(RateLimit("test", 1, 3600), "b")

    rate_limits.reset(RateLimit("test", 1, 3600), "a")

    assert rate_limits.allow(RateLimit("test", 1, 3600), "a")
    assert not rate_limits.allow(RateLimit("test", 1, 3600), "b")


def test_counters_hold_no_address():
    rate_limits.allow(RateLimit("login-address", 5, 3600), "203.0.113.7")

    assert "203" not in RateCounter.objects.get().key[:3] or len(RateCounter.objects.get().key) == 64
    assert RateCounter.objects.filter(key__contains="203.0.113.7").count() == 0


def test_forget_old_windows_deletes_only_what_is_over():
    rate_limits.allow(RateLimit("test", 5, 60), "new")
    RateCounter.objects.create(key="old", window=timezone.now() - timedelta(days=2))

    assert rate_limits.forget_old_windows() == 1
    assert RateCounter.objects.count() == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.66, 198.51.100.1", "198.51.100.1"),
        (2, "198.51.100.1, 192.0.2.4", "198.51.100.1"),
        (2, "198.51.100.1", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
        (1, "not an address", "127.0.0.1"),
        (1, "unknown", "127.0.0.1"),
        (1, "192.0.2.1:4000", "192.0.2.1"),
        (1, "192.0.2.1:4001", "192.0.2.1"),
        (1, "[2001:db8:1:2:3:4:5:6]:4000", "2001:db8:1:2::/64"),
        (1, "[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
        (1, '"[2001:db8:1:2::9]:4711"', "2001:db8:1:2::/64"),
        (1, "fe80::1%eth0", "fe80::/64"),
        (1, "[::ffff:192.0.2.1]:80", "192.0.2.1"),
        (1, "192.0.2.1:4000:1", "127.0.0.1"),
        (1, "999.0.2.1:80", "127.0.0.1"),
        (2, "junk, 192.0.2.1:5, 198.51.100.9:6", "192.0.2.1"),
    ],
)
def test_client_address_believes_trusted_proxies_only(proxies: int, forwarded: str, address: str):
    request = RequestFactory().get("/", headers={"x-forwarded-for": forwarded})

    with override_settings(TRUSTED_PROXIES=proxies):
        assert rate_limits.client_address(request) == address


def test_networks_of_one_provider_share_ten_times_the_limit():
    """A /48 holds 65,536 networks of IPv6: all of them together may do ten times what one may."""
    allowed = [rate_limits.allow(RateLimit("test", 2, 3600), f"2001:db8:1:{number:x}::/64") for number in range(30)]

    assert allowed == [True] * 20 + [False] * 10
    assert rate_limits.allow(RateLimit("test", 2, 3600), "2001:db8:2:1::/64")


def test_allow_counts_what_came_in_between(monkeypatch: pytest.MonkeyPatch):
    """Between counting an attempt and judging it, others are counted: none of them is judged by an old number."""
    rate_limits.allow(RateLimit("test", 9, 3600), "a")
    update = QuerySet.update

    def update_and_be_overtaken(rows: QuerySet, **values: object) -> int:
        changed = update(rows, **values)
        update(RateCounter.objects.all(), hits=F("hits") + 5)
        return changed

    monkeypatch.setattr(QuerySet, "update", update_and_be_overtaken)

    assert not rate_limits.allow(RateLimit("test", 6, 3600), "a")


def test_no_two_rates_are_counted_together():
    assert len({rate.name for rate in RATES}) == len(RATES)
