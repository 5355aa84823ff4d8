"""The value object of a validation problem that stands against publishing a page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """What is wrong, in a sentence that says what to do; ``field`` is None if it is no single one's fault."""

    message: str
    field: str | None = None
