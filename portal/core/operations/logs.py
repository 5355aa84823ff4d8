"""Logs: one line or one JSON object for each event. Mailed links are keys and addresses are people: both are masked."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

#: The path of a mailed link, with a secret that may have been cut off in a mail program: of a registration, a
#: proposal or an adoption, of somebody who takes part, of an editor's invitation, of a forgotten password.
SECRET = re.compile(
    r"(/registration/(?:confirm/)?|/projects/(?:approve|confirm|use/mine)/|/take-part/(?:mine|confirm|stop|statement)/"
    r"|/live/[^/\s]{1,40}/(?:me|verified)/)[A-Za-z0-9_%:-]{20,}"
    r"|(/invitation/|/password_reset/confirm/)[A-Za-z0-9_%=-]+/[A-Za-z0-9_%-]+"
)
#: A mail address, as the message of a database error may quote it.
ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


#: Set for as long as a request is answered, by ``portal.core.web.middleware.RequestId``.
request_id: ContextVar[str] = ContextVar("request_id", default="")


def mask(text: str) -> str:
    """``text`` without secrets and addresses."""
    return ADDRESS.sub("***@***", SECRET.sub(r"\1\2***", text))


class MaskingFormatter(logging.Formatter):
    """Masks secrets and addresses in the finished line, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line to write, with the number of its request behind the logger's name."""
        number = request_id.get()
        record.request = f" [{number}]" if number else ""
        return mask(super().format(record))


class JsonFormatter(MaskingFormatter):
    """One JSON object a line (``LOG_FORMAT=json``), for whoever collects logs of many processes."""

    def format(self, record: logging.LogRecord) -> str:
        """The same, with names for its parts."""
        moment = datetime.fromtimestamp(record.created, UTC)
        entry = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask(record.getMessage()),
        }
        if number := request_id.get():
            entry["request"] = number
        if record.exc_info and record.exc_info[0]:
            entry["traceback"] = mask(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


class VisitorsMistakes(logging.Filter):
    """Addresses that do not exist are asked for all day long: told at the level DEBUG only, never as a warning."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        if record.name == "django.request" and getattr(record, "status_code", None) == 404:
            record.levelno, record.levelname = logging.DEBUG, "DEBUG"
            return logging.getLogger().isEnabledFor(logging.DEBUG)
        return True


#: Values of ``LOG_FORMAT``, and what writes their lines.
FORMATS = {"line": MaskingFormatter, "json": JsonFormatter}


def config(log_format: str, level: str) -> dict[str, object]:
    """Everything to standard error, without personal data; for ``logging.config.dictConfig``."""
    formatter = FORMATS[log_format]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": f"{formatter.__module__}.{formatter.__qualname__}",
                "format": "{asctime} {levelname} {name}{request}: {message}",
                "style": "{",
            }
        },
        "filters": {"visitors": {"()": f"{VisitorsMistakes.__module__}.{VisitorsMistakes.__qualname__}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["visitors"]}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Every request to Elasticsearch would be a line, whatever visitors typed.
            "elastic_transport": {"level": "WARNING"},
            # Django's own handlers would write the same lines once more, unmasked or by mail.
            "django": {"handlers": [], "propagate": True},
        },
    }
