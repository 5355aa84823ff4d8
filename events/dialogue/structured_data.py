"""JSON-LD of the dialogue: consultations with their questions, reports, and contributions as schema.org/Comment."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from events.dialogue.enums import Quoting
from events.dialogue.input.languages import OTHER
from events.dialogue.models import ConsultationPage, Contribution, Question, ReportPage
from events.dialogue.queries import ShownContribution
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


def describe_question(question: Question, language: str) -> dict[str, object]:
    """A question as readers of ``language`` get it."""
    url = absolute(reverse("dialogue:question", args=[question.public_id]))
    return {
        "@type": "Question",
        "@id": url,
        "url": url,
        "name": question.text(language),
        "inLanguage": question.language_for(language),
    }


def describe_comments(shown: Iterable[ShownContribution], about: str) -> Iterator[dict[str, object]]:
    """What people said, with what says the same: only what they let be used elsewhere than on the page.

    Parameters:
        about: absolute address of the question, or of the thing that they respond to.
    """
    for one in shown:
        said = (one.contribution, *(same.contribution for same in one.sames))
        yield from (_comment(contribution, about) for contribution in said if contribution.may_leave_its_page)


def _comment(said: Contribution, about: str) -> dict[str, object]:
    url = absolute(reverse("dialogue:contribution", args=[said.public_id]))
    data: dict[str, object] = {"@type": "Comment", "@id": url, "url": url, "text": said.text, "about": {"@id": about}}
    if said.language != OTHER:
        data["inLanguage"] = said.language
    if said.published_at:  # the day that the page shows; when it was written nobody is told
        data["dateCreated"] = said.published_at.date().isoformat()
    if said.quoting == Quoting.NAMED and said.shown_name:
        of = {"@type": "Organization", "name": said.shown_organisation}
        affiliation = {"affiliation": of} if said.shown_organisation else {}
        data["author"] = {"@type": "Person", "name": said.shown_name, **affiliation}
    return data
