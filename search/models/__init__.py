from search.models.documents import SearchDocument, SearchTerm
from search.models.questions import OpenedTranslation, SearchCount, SearchVerdict
from search.models.watches import Watch

__all__ = ["OpenedTranslation", "SearchCount", "SearchDocument", "SearchTerm", "SearchVerdict", "Watch"]
