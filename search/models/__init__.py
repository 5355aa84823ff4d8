from search.models.documents import DocumentVector, SearchDocument, SearchTerm
from search.models.questions import OpenedTranslation, SearchCount, SearchVerdict
from search.models.watches import Watch

__all__ = [
    "DocumentVector",
    "OpenedTranslation",
    "SearchCount",
    "SearchDocument",
    "SearchTerm",
    "SearchVerdict",
    "Watch",
]
