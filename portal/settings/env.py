"""THE table of environment variables: name, type, default and meaning of everything that can be configured.

Nothing else reads ``os.environ``. ``base.py`` holds the safe defaults; production refuses to start while a
variable marked ``secret`` or ``required`` is missing and names all of them in one line.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class MissingSettings(SystemExit):
    """Production was started without something it needs; the message names every missing variable."""


def boolean(value: str) -> bool:
    """``1``, ``true``, ``yes`` and ``on`` are true, whatever their case."""
    return value.strip().lower() in {"1", "true", "yes", "on"}


def words(value: str) -> list[str]:
    """A comma-separated list without empty items."""
    return [word.strip() for word in value.split(",") if word.strip()]


def machine_translator(value: str) -> dict[str, Any] | None:
    """The configuration of wagtail-localize's interface to a machine translator; None without one.

    Raises:
        ValueError: no service is known by that name.
    """
    if not value:
        return None
    name, _colon, key = value.partition(":")
    if name == "deepl":
        return {"CLASS": "wagtail_localize.machine_translators.deepl.DeepLTranslator", "OPTIONS": {"AUTH_KEY": key}}
    if name in {"libretranslate+https", "libretranslate+http"}:
        parts = urlsplit(value.removeprefix("libretranslate+"))
        host = parts.netloc.rpartition("@")[2]
        options = {"LIBRETRANSLATE_URL": f"{parts.scheme}://{host}", "API_KEY": unquote(parts.username or "")}
        return {"CLASS": "wagtail_localize.machine_translators.libretranslate.LibreTranslator", "OPTIONS": options}
    raise ValueError("neither libretranslate+https://… nor deepl:…")


@dataclass(frozen=True)
class Variable:
    """One setting of the environment."""

    name: str
    parse: Callable[[str], Any]
    default: str
    meaning: str
    #: Production does not start without it.
    required: bool = False


VARIABLES = (
    Variable("SECRET_KEY", str, "", "Signs sessions, links and form times; 50 random characters.", required=True),
    Variable(
        "DATABASE_URL",
        str,
        f"sqlite:///{BASE_DIR / 'var' / 'portal.sqlite3'}",
        "postgresql://user:password@host/name in production, SQLite otherwise.",
        required=True,
    ),
    Variable("ALLOWED_HOSTS", words, "localhost,127.0.0.1,[::1]", "Host names that are answered.", required=True),
    Variable(
        "BASE_URL",
        str,
        "http://localhost:8000",
        "Public address without final slash, for mails and feeds.",
        required=True,
    ),
    Variable("SECURE_SSL", boolean, "true", "Production: send everybody to HTTPS and set HSTS and secure cookies."),
    Variable("TRUSTED_PROXIES", int, "1", "Number of reverse proxies whose X-Forwarded-For is believed."),
    Variable("VAR_DIR", Path, str(BASE_DIR / "var"), "Folder for the database, uploads, mails and logs."),
    Variable(
        "DICTIONARY_DIR",
        str,
        "",
        "Folder where the search keeps its packed dictionaries, 40 MB, written once and shared by all processes; "
        "VAR_DIR/dictionaries when empty.",
    ),
    Variable(
        "SEARCH_ENGINE",
        str,
        "",
        "elasticsearch, or empty for the full-text search of the database in use.",
    ),
    Variable(
        "ELASTICSEARCH_URL", str, "", "Address of Elasticsearch 9, with user and password where it asks for them."
    ),
    Variable("ELASTICSEARCH_API_KEY", str, "", "API key for Elasticsearch, where it asks for one."),
    Variable("ELASTICSEARCH_INDEX", str, "portal", "Name of the index (an alias) in Elasticsearch."),
    Variable(
        "ELASTICSEARCH_TIMEOUT",
        float,
        "1.0",
        "Seconds that a visitor waits for Elasticsearch before the database answers.",
    ),
    Variable("PORTAL_LANGUAGES", words, "en,da,nb,sv,fi,is", "Languages with a tree of their own, in the order shown."),
    Variable(
        "EMAIL_URL",
        str,
        "",
        "smtp://user:password@host:port (smtps:// for TLS, smtp+tls:// for STARTTLS); "
        "empty: files in VAR_DIR/mail, except in production.",
        required=True,
    ),
    Variable(
        "DEFAULT_FROM_EMAIL", str, "Nordic Smart City Model <portal@localhost>", "Sender of all mails.", required=True
    ),
    Variable(
        "ENCRYPTION_KEYS",
        words,
        "",
        "Encrypts the links of online events in the database: one secret of 50 random "
        "characters, or several with commas while a key is replaced (new one first).",
        required=True,
    ),
    Variable("PORT", int, "8000", "make run: port of the web server on 127.0.0.1."),
    Variable("WEB_CONCURRENCY", int, "2", "Processes of the web server, with sixteen threads each."),
    Variable("CHECK_LINKS", boolean, "false", "The worker looks whether links to other sites still work."),
    Variable(
        "MACHINE_TRANSLATION",
        machine_translator,
        "",
        "Offers machine translation to editors: libretranslate+https://KEY@host or deepl:KEY; empty: none.",
    ),
    Variable("LOG_LEVEL", str, "INFO", "Level of the log on standard error."),
)


class Environment:
    """Typed access to the variables of the table."""

    def __init__(self, variables: tuple[Variable, ...], source: Mapping[str, str]) -> None:
        self.variables = {variable.name: variable for variable in variables}
        self.source = source

    def __getitem__(self, name: str) -> Any:
        """The parsed value of ``name``.

        Raises:
            KeyError: the variable is not in the table.
            MissingSettings: the value cannot be read as the variable's type.
        """
        variable = self.variables[name]
        raw = self.source.get(name) or variable.default
        try:
            return variable.parse(raw)
        except ValueError as error:
            raise MissingSettings(f"The variable {name} cannot be read ({error}): {variable.meaning}") from error

    def require(self) -> None:
        """Stop with one line that names every required variable that is missing."""
        missing = [v for v in self.variables.values() if v.required and not self.source.get(v.name)]
        if missing:
            names = "; ".join(f"{v.name} ({v.meaning})" for v in missing)
            raise MissingSettings(f"The portal cannot start in production without: {names}")


env = Environment(VARIABLES, os.environ)
