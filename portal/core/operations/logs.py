"""Log masking: mailed links are keys, and addresses are people. Both are masked in every line."""

import logging
import re

#: The path of a mailed link, with a secret that may have been cut off in a mail program: of a registration, a
#: proposal or an adoption, of somebody who takes part, of an editor's invitation, of a forgotten password.
SECRET = re.compile(
    r"(/registration/(?:confirm/)?|/projects/(?:confirm|use/mine)/|/take-part/(?:mine|confirm|stop|statement)/"
    r"|/live/[^/\s]{1,40}/(?:me|verified)/)[A-Za-z0-9_%:-]{20,}"
    r"|(/invitation/|/password_reset/confirm/)[A-Za-z0-9_%=-]+/[A-Za-z0-9_%-]+"
)
#: A mail address, as the message of a database error may quote it.
ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


class MaskingFormatter(logging.Formatter):
    """Masks secrets and addresses in the finished line, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line to write."""
        return ADDRESS.sub("***@***", SECRET.sub(r"\1\2***", super().format(record)))
