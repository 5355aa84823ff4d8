"""Production: refuses to start without its secrets, and speaks HTTPS only."""

from portal.settings.env import env

env.check(production=True)  # before ``base`` reads anything: all that is missing or wrong is told at once

from portal.settings.base import *  # noqa: E402
from portal.settings.base import BASE_URL  # noqa: E402

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env["SECURE_SSL"]
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# Without a proxy the header is what any visitor says.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env["TRUSTED_PROXIES"] else None
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if env["SECURE_SSL"] else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env["SECURE_SSL"]
SESSION_COOKIE_NAME = "__Host-session" if env["SECURE_SSL"] else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if env["SECURE_SSL"] else "csrf"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# The check wants X-Frame-Options: DENY; the editors' preview shows pages in a frame of the same origin.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
