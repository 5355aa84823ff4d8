from search.models.documents import SearchDocument, SearchTerm
from search.models.questions import SearchCount
from search.models.watches import Watch

__all__ = ["SearchCount", "SearchDocument", "SearchTerm", "Watch"]
