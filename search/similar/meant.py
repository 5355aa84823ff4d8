"""How alike texts are in what they mean, beside their words; only where the portal has vectors."""

import logging
from collections.abc import Mapping

from search.enums import Kind
from search.meaning.embedders import EmbedderError, embedder
from search.meaning.space import known
from search.meaning.vectors import LONGEST

logger = logging.getLogger(__name__)
#: How alike a case and its translation are, in the middle: as much counts as the same.
SAME = 0.5


def meanings_alike(text: str, language: str, key: str) -> Mapping[str, float] | None:
    """How alike the public cases are to a text by their keys, 1 for the same; None where nothing says so.

    Parameters:
        text: title and what follows.
        language: of readers who get the cases.
        key: of the document of a public text, which has a vector; "" for a draft. That never leaves the portal: with an
            endpoint, words alone compare it.
    """
    try:
        by = embedder()
        if by is None or (not key and by.is_outside):
            return None
        space = known.space(by.name)
        vector = space.vector_of(key) if key else by.passages([text[:LONGEST]])[0]
    except EmbedderError as error:
        logger.warning("A text was compared by its words only: %s", error)
        return None
    if vector is None or len(vector) != space.size:
        return None
    shares = space.alike(vector, language, Kind.CASE_STUDY)
    return {found: min(max(share / SAME, 0.0), 1.0) for found, share in shares.items()}
