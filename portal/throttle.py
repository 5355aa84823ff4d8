"""Rate limits that hold across all processes: fixed windows, counted in the database.

Keys (network addresses, mail addresses) are stored as HMAC-SHA-256 with the project's secret and forgotten with
their window, so that the table holds no personal data.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.models.throttle import RateCounter


def client_address(request: HttpRequest) -> str:
    """Network address of the visitor, believing as many ``X-Forwarded-For`` entries as there are trusted proxies."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def hit(scope: str, key: str, limit: int, seconds: int) -> bool:
    """Count one attempt and say whether it is still within the limit.

    Parameters:
        scope: what is limited, for example ``login``; part of the key.
        key: who is limited, for example a network address.
        limit: attempts allowed per window.
        seconds: length of the window.

    Returns:
        True while at most ``limit`` attempts fell into the present window, False from then on.
    """
    digest = _digest(scope, key)
    window = _window_start(seconds)
    counter, created = RateCounter.objects.get_or_create(key=digest, window=window)
    if created:
        return limit >= 1
    RateCounter.objects.filter(pk=counter.pk).update(hits=F("hits") + 1)
    return counter.hits + 1 <= limit


def reset(scope: str, key: str) -> None:
    """Forget the attempts of ``key``, for example after a successful login."""
    RateCounter.objects.filter(key=_digest(scope, key)).delete()


def forget_old_windows() -> int:
    """Delete counters of windows that began over a day ago; returns how many. Run by the worker."""
    return RateCounter.objects.filter(window__lt=timezone.now() - timedelta(days=1)).delete()[0]


def _digest(scope: str, key: str) -> str:
    return salted_hmac(f"throttle.{scope}", key, algorithm="sha256").hexdigest()


def _window_start(seconds: int) -> datetime:
    now = int(timezone.now().timestamp())
    return datetime.fromtimestamp(now - now % seconds, tz=UTC)
