"""JSON-LD of the dialogue: consultations with their questions, reports, and contributions as schema.org/Comment."""

from typing import Any

from events.dialogue.models import ConsultationPage, ReportPage
from portal.core.hooks.site_url import absolute
from portal.core.pages.structured_data import article, json_ld, publisher, web_page


@json_ld.register
def describe_consultation(page: ConsultationPage, image: str) -> dict[str, object]:
    """A page whose subject are its own questions."""
    questions = [{"@type": "Question", "name": asked.text} for asked in page.asks() if asked.text]
    data = {**web_page(page), "image": image, "publisher": publisher()}
    return {**data, "mainEntity": questions} if questions else data


@json_ld.register
def describe_report(page: ReportPage, image: str) -> dict[str, Any]:
    """A report, and the occasion that it is about."""
    about = page.occasion.page(page.locale_code)
    return {
        **article(page, image),
        "@type": "Report",
        "about": {"@type": "Thing", "name": about.get("title", page.title), "url": absolute(about.get("url", "/"))},
    }
