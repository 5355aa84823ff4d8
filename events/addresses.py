"""Mail addresses and names as people type them, and as they are stored and compared."""

import re
import unicodedata

#: Longest name or organisation that is kept.
MAX_NAME = 300


def tidy_line(text: str) -> str:
    """One line without control characters: what is safe in a mail header, a list and a file.

    Letters of every script, emoji and marks for right-to-left text stay as they are.
    """
    cleaned = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text)
    return re.sub(r"\s+", " ", cleaned).strip()[:MAX_NAME]


def tidy_address(text: str) -> str:
    """An address to write to: without spaces around, full-width characters as their plain forms."""
    return unicodedata.normalize("NFKC", text).strip()


def address_key(text: str) -> str:
    """The address as it is compared: in lower case. Dots and plus tags count: only some servers drop them."""
    return tidy_address(text).lower()
