"""What the log must not hold: mailed links are keys, so their secret part is masked wherever a path is logged."""

import logging
import re

#: 32 random bytes in base64url, as they stand in the path of a mailed link.
SECRET = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


class MaskSecrets(logging.Filter):
    """Replaces secrets in the finished message; lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the secrets of ``record``."""
        message = record.getMessage()
        masked = SECRET.sub("***", message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True
