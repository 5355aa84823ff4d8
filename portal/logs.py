"""What the log must not hold: mailed links are keys, so their secret part is masked wherever a path is logged."""

import logging
import re

#: The path of a mailed link of the registration, with a secret that may have been cut off in a mail program.
SECRET = re.compile(r"(/registration/(?:confirm/)?)[A-Za-z0-9_%-]{20,}")


class MaskSecrets(logging.Filter):
    """Replaces secrets in the finished message; lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the secrets of ``record``."""
        message = record.getMessage()
        masked = SECRET.sub(r"\1***", message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True
