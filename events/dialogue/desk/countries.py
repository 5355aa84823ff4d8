"""Which Nordic countries have no comment statement on the page of an event yet."""

from events.dialogue.models import Occasion
from events.models import EventPage
from portal.core.enums import Country
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import best_version, country_name

#: The five countries first, then the three that govern themselves.
EXPECTED = (Country.DK, Country.FI, Country.IS, Country.NO, Country.SE, Country.FO, Country.GL, Country.AX)


def countries_without_statement(occasion: Occasion) -> list[str]:
    """Names of the countries for which nobody speaks yet, in the language of the desk; none without an event page."""
    versions = list(EventPage.objects.filter(translation_key=occasion.page_key).select_related("locale"))
    if not versions:
        return []
    language = active_language()
    spoken_for = {block.value["country"] for block in best_version(versions, language).statements}
    if Country.NORDIC in spoken_for:
        return []
    return [country_name(country, language) for country in EXPECTED if country not in spoken_for]
