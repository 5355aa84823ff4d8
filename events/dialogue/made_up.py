"""Made-up statements of rehearsals, with a mark that says so to readers, and that nothing else is found by."""

import re
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

#: What simulated phones say; each is put into a sentence that says that it is made up.
THOUGHTS = {
    "en": ("More benches", "Ask the children", "Explain decisions", "Open the library at night"),
    "da": ("Flere bænke", "Spørg børnene", "Forklar beslutninger", "Åbn biblioteket om natten"),
    "nb": ("Flere benker", "Spør barna", "Forklar vedtak", "Åpne biblioteket om natten"),
    "sv": ("Fler bänkar", "Fråga barnen", "Förklara beslut", "Öppna biblioteket på natten"),
    "fi": ("Lisää penkkejä", "Kysykää lapsilta", "Selittäkää päätökset", "Kirjasto auki öisin"),
    "is": ("Fleiri bekkir", "Spyrjið börnin", "Útskýrið ákvarðanir", "Bókasafnið opið á nóttunni"),
}


def marked(thought: str, number: int | str, language: str) -> str:
    """A thought of a simulated phone with the mark that says that it is made up, in its language."""
    with translation.override(language):
        return _("%(thought)s (made up by phone %(number)s)") % {"thought": thought, "number": number}


def unmarked(text: str) -> str:
    """A text without the mark, which says nothing about what it is like; any other text as it is."""
    return _marks().sub("", text)


@cache
def _marks() -> re.Pattern[str]:
    return re.compile("|".join(_patterns()))


def _patterns() -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        # The figure is put in afterwards: whatever a translation has around it stands for itself.
        yield re.escape(marked("", "FIGURE", language)).replace("FIGURE", r"\d{1,4}")
