"""Number queries: a paragraph of the model by its number, as people write it, with or without a word before it."""

import re
import unicodedata

from projects.modeltext.queries import paragraph_numbered
from search.models import SearchDocument

#: What a paragraph is called in the languages of the portal, beside the sign for it.
_WORDS = "paragraph|para|afsnit|avsnitt|stycke|paragraf|kappale|kohta|efnisgrein|málsgrein|grein|§"
#: Two figures with a point, the first 0 in the preamble; that of a version may have three, other numbers differ too.
_NUMBERED = re.compile(rf"(?:(?:{_WORDS})\.?\s*)?((?:0|[1-9][0-9]?)\.[1-9][0-9]?)\.?")


def find_numbered(typed: str, reader: str) -> tuple[SearchDocument | None, str]:
    """The page in whose text a numbered paragraph of the version in force stands, and the id of the paragraph.

    Parameters:
        typed: anything; only what is nothing but a number, such as "3.2" or "paragraph 3.2", is looked for.
        reader: the visitor's language.
    """
    found = _NUMBERED.fullmatch(unicodedata.normalize("NFC", typed).strip().lower())
    named = paragraph_numbered(found[1]) if found else None
    if named is None:
        return None, ""
    element, short_id = named
    rows = list(SearchDocument.objects.filter(translation_key=element, removed=False).order_by("pk"))
    row = next((row for row in rows if reader in row.shown_for), None)
    return (row, short_id) if row and any(short_id == anchor for _words, anchor in row.anchors) else (None, "")
