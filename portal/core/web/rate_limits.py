"""RateLimit limiting across all processes: fixed windows, counted in the database; ``rates.py`` has the limits.

What happens every few seconds is counted in the memory of each process instead (``allow_here``).

Keys (network addresses, mail addresses) are stored as HMAC-SHA-256 with the project's secret and forgotten with
their window, so that the table holds no personal data.
"""

import re
import time
from collections import OrderedDict
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Network, ip_address

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.core.models.throttle import RateCounter
from portal.core.operations.retention import RATE_COUNTERS
from portal.core.web.rates import RateLimit

#: How many times as much as one visitor's network of IPv6 (/64) may the network do that a provider gives out (/48).
WIDER = 10
#: Keys that a process remembers; those not seen for longest are forgotten.
MOST_COUNTED = 20_000
_counted: OrderedDict[tuple[str, str], tuple[int, int]] = OrderedDict()


def client_address(request: HttpRequest) -> str:
    """Network address of the visitor, believing as many ``X-Forwarded-For`` entries as there are trusted proxies.

    What a proxy could not tell ("unknown", garbage) counts as the proxy's own address, so that nobody counts as new
    by inventing some.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    proxies = settings.TRUSTED_PROXIES
    trusted = proxies and len(hops) >= proxies
    own = str(request.META.get("REMOTE_ADDR", ""))
    return (_network(hops[-proxies]) if trusted else "") or _network(own) or own


def _network(address: str) -> str:
    """IPv6 addresses by their first 64 bits: whoever has one of them has all the others of that network too.

    Some proxies add the port, brackets, quotation marks or a zone. Empty for what is no address.
    """
    bare = address.strip().strip('"')
    found = re.fullmatch(r"\[([^\]]*)\](?::\d+)?|([\d.]+)(?::\d+)?", bare)
    try:
        known = ip_address(((found[1] or found[2]) if found else bare).partition("%")[0])
    except ValueError:
        return ""
    if isinstance(known, IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or IPv6Network((known, 64), strict=False))


def _wider(key: str) -> str:
    """The /48 around the /64 that ``key`` is; empty for any other key."""
    try:
        return str(IPv6Network(key).supernet(new_prefix=48)) if key.endswith("/64") else ""
    except ValueError:
        return ""


def allow(rate: RateLimit, key: str, about: object = "") -> bool:
    """Count one attempt and say whether it is still within the rate limit.

    Parameters:
        key: who is limited, for example a network address; those of IPv6 are counted by /64, and by /48 with ten times
            the limit.
        about: what is tried, if each such thing has a limit of its own.

    Returns:
        True while at most ``rate.limit`` attempts fell into the present window, False from then on.
    """
    scope, wider = f"{rate.name} {about}".rstrip(), _wider(key)
    within = not wider or _count(scope, wider, rate.seconds) <= rate.limit * WIDER
    return _count(scope, key, rate.seconds) <= rate.limit and within


def _count(scope: str, key: str, seconds: int) -> int:
    """Count one attempt and return how many there are in the present window."""
    digest = _digest(scope, key)
    window = _window_start(seconds)
    counter = RateCounter.objects.filter(key=digest, window=window)
    # Add first, then read: of many attempts at the same moment each sees all that came before it.
    if not counter.update(hits=F("hits") + 1):
        _row, created = RateCounter.objects.get_or_create(key=digest, window=window)
        if created:
            return 1
        counter.update(hits=F("hits") + 1)
    return counter.values_list("hits", flat=True).get()


def allow_here(rate: RateLimit, key: str, number: int = 1) -> bool:
    """As ``allow``, by what this process alone has counted: nothing is read or written.

    Parameters:
        number: attempts made at once.
    """
    window, slot = int(time.time()) // rate.seconds, (rate.name, key)
    before, hits = _counted.pop(slot, (window, 0))
    hits = (hits if before == window else 0) + number
    _counted[slot] = (window, hits)
    while len(_counted) > MOST_COUNTED:
        _counted.popitem(last=False)
    return hits <= rate.limit


def forget_here() -> None:
    """Forget what this process has counted."""
    _counted.clear()


def reset(rate: RateLimit, key: str) -> None:
    """Forget the attempts of ``key``, for example after a successful login."""
    RateCounter.objects.filter(key=_digest(rate.name, key)).delete()


def forget_old_windows() -> int:
    """Delete counters of windows that began over a day ago, or will in a day; returns how many. Run by the worker."""
    now, day = timezone.now(), RATE_COUNTERS.period
    return RateCounter.objects.exclude(window__range=(now - day, now + day)).delete()[0]


def _digest(scope: str, key: str) -> str:
    return salted_hmac(f"throttle.{scope}", key, algorithm="sha256").hexdigest()


def _window_start(seconds: int) -> datetime:
    now = int(timezone.now().timestamp())
    return datetime.fromtimestamp(now - now % seconds, tz=UTC)
