from search.models.documents import SearchDocument, SearchTerm
from search.models.questions import SearchCount

__all__ = ["SearchCount", "SearchDocument", "SearchTerm"]
