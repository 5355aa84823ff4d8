from search.models.documents import DocumentPlaces, DocumentVector, SearchDocument, SearchTerm
from search.models.questions import OpenedTranslation, SearchCount, SearchVerdict
from search.models.watches import Watch

__all__ = [
    "DocumentPlaces",
    "DocumentVector",
    "OpenedTranslation",
    "SearchCount",
    "SearchDocument",
    "SearchTerm",
    "SearchVerdict",
    "Watch",
]
