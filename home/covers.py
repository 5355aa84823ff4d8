"""Social card of the home page: what it says."""

from home.models import HomePage
from portal.core.pictures.tasks import Words, words_of


@words_of.register
def words_of_home(page: HomePage) -> Words:
    """The claim: the name stands below it on every card."""
    return Words(page.claim, "", "")
