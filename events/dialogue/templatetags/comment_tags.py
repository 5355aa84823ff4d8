"""Template tags of the public pages of what people said."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from events.dialogue.input.subjects import Subject
from events.dialogue.models import Question
from events.dialogue.queries import ShownContribution
from events.dialogue.structured_data import describe_comments, describe_question
from portal.core.hooks.site_url import absolute
from portal.core.i18n.languages import active_language
from portal.core.pages.structured_data import as_script

register = template.Library()


@register.simple_tag
def structured_comments(shown: Iterable[ShownContribution], about: Question | Subject) -> SafeString:
    """JSON-LD of what people said about a question or a statement; nothing where nobody lets it be used elsewhere."""
    if isinstance(about, Question):
        item = describe_question(about, active_language())
    else:
        url = absolute(about.url)
        item = {"@type": "CreativeWork", "@id": url, "url": url, "name": about.title, "inLanguage": about.language}
    comments = list(describe_comments(shown, str(item["@id"])))
    # The content is escaped by Django's own json_script.
    return mark_safe(as_script([item, *comments])) if comments else SafeString("")
