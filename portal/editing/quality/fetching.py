"""HTTP client of the link checker, safe against SSRF: it never asks a machine of the network that the portal stands in.

The name is looked up once, and the connection goes to the address that was judged: a name that answers with another
address a moment later leads nowhere. Only the ports of the web are asked, and neither proxy variables nor ``.netrc``
are believed.
"""

import ipaddress
import socket
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import certifi
import idna
import urllib3
from django.conf import settings

TIMEOUT = 10
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
#: What addresses of the public internet are taken from; https://www.iana.org/assignments/ipv6-unicast-address-assignments
_UNICAST = ipaddress.IPv6Network("2000::/3")
#: Parts of it, and of IPv4, that lead elsewhere although Python calls them global: documentation, relays, protocols.
_SPECIAL = [ipaddress.ip_network(name) for name in ("3fff::/20", "192.0.0.0/24", "192.88.99.0/24")]
#: The last eight bytes of an address of IPv6 that is made of one of IPv4 (ISATAP), RFC 5214.
_ISATAP = {0x00005EFE, 0x02005EFE}
_KEPT = "/%:@!$&'()*+,;=~-._?"


def status_of(url: str) -> int:
    """The HTTP status at the end of all redirects; 0 if nothing answers, or only something that is not public."""
    try:
        for _redirect in range(MOST_REDIRECTS):
            status, location = _ask(url)
            if not location:
                return status
            url = urljoin(url, location)
    except (urllib3.exceptions.HTTPError, OSError, UnicodeError, ValueError):
        return 0
    return 0


def _ask(url: str) -> tuple[int, str]:
    """Status, and where the answer sends to: empty where it does not.

    Raises:
        ValueError: the address is not one of the public web.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    address = resolve(url)
    options: dict[str, Any] = {"timeout": TIMEOUT, "maxsize": 1, "retries": False}
    if parts.scheme == "https":
        secured: dict[str, Any] = {
            "server_hostname": _ascii(host),
            "assert_hostname": _ascii(host),
            "ca_certs": certifi.where(),
        }
        pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(address, port, **options, **secured)
    else:
        pool = urllib3.HTTPConnectionPool(address, port, **options)
    headers = {
        "User-Agent": f"{settings.WAGTAIL_SITE_NAME} link checker ({settings.BASE_URL})",
        "Host": _ascii(host) if port == PORTS.get(parts.scheme) else f"{_ascii(host)}:{port}",
    }
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    with pool:
        # The body is never read: closing the answer is enough to know that the page exists.
        answer = pool.urlopen("GET", target, headers=headers, redirect=False, preload_content=False)
        try:
            location = answer.get_redirect_location() or ""
            return answer.status, location.encode("latin-1").decode("utf-8", "replace")
        finally:
            answer.close()


def resolve(url: str) -> str:
    """The address to connect to for ``url``: looked up once, and public.

    Raises:
        ValueError: another scheme or port than those of the web, no such host, or an address that is not public.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or parts.scheme not in PORTS:
        raise ValueError("no address of the web")
    trusted = host in settings.CHECK_LINKS_ALSO
    if not trusted and (parts.port or PORTS[parts.scheme]) != PORTS[parts.scheme]:
        raise ValueError("not the port of its scheme")
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(_ascii(host), None, type=socket.SOCK_STREAM)]
    if not found or not (trusted or all(is_public(address) for address in found)):
        raise ValueError("no public address")
    return found[0]


def is_public(address: str) -> bool:
    """Whether ``address`` belongs to one machine of the public internet, reached as it is written.

    Not those that hold an address of IPv4 (mapped, compatible, NAT64, 6to4, Teredo, ISATAP): behind them may be any.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if not found.is_global or found.is_multicast or found.is_reserved or any(found in network for network in _SPECIAL):
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return True
    interface = (int(found) >> 32) & 0xFFFFFFFF
    return found in _UNICAST and not (found.sixtofour or found.teredo) and interface not in _ISATAP


def _ascii(host: str) -> str:
    """The name as the network knows it; IDNA 2008, as browsers write it."""
    if host.isascii():
        return host
    return idna.encode(host, uts46=True).decode()
