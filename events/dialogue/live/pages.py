"""What pages of a live room that is over have in common."""

from events.dialogue.models import Occasion
from portal.core.hooks.openings import opening
from portal.core.i18n.languages import active_language


def around_end(occasion: Occasion) -> dict[str, object]:
    """What pages of a room that is over show: the page of the workshop, its report, and the day it is due."""
    language = active_language()
    found = opening("page", occasion.page_key, language)
    return {
        "occasion": occasion,
        "page_url": occasion.page(language).get("url", ""),
        "report_url": found.report_url,
    }
