"""What pages of a live room that is over have in common."""

from events.dialogue.models import Occasion
from events.registration.queries import active_language
from portal.core.hooks.openings import opening


def around_end(occasion: Occasion) -> dict[str, object]:
    """What pages of a room that is over show: the page of the workshop, its report, and the day it is due."""
    language = active_language()
    found = opening("page", occasion.page_key, language)
    return {
        "occasion": occasion,
        "page_url": occasion.page(language).get("url", ""),
        "report_url": found.report_url,
    }
