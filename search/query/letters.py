"""Diacritics restored: words typed without the letters of the language ("efteraret"), within a budget of look-ups."""

from collections.abc import Iterator
from itertools import islice

from search.languages.analysis import is_known
from search.languages.folding import restored

#: Words of a dictionary that one word typed may stand for.
MAX_VARIANTS = 8
#: Look-ups for one query, over all its words and languages: letters without meaning can stand for very many forms.
MOST_LOOKUPS = 1_500


class Letters:
    """A cache of restored spellings for one query, which is planned several times."""

    def __init__(self) -> None:
        self.left = MOST_LOOKUPS
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}

    def meant(self, word: str, language: str) -> tuple[str, ...]:
        """The first words of the dictionary of ``language`` that ``word`` may stand for, fewest changes first."""
        if (word, language) not in self._found:
            self._found[word, language] = tuple(islice(self._known(word, language), MAX_VARIANTS))
        return self._found[word, language]

    def _known(self, word: str, language: str) -> Iterator[str]:
        for form in restored(word, language):
            if not self.left:
                return
            self.left -= 1
            if is_known(form, language):
                yield form
