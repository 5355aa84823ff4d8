"""Template tags of the pages of live rooms."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.dialogue.input.languages import OTHER
from events.dialogue.models import Question
from events.dialogue.rules import RULES_SLUG
from portal.core.i18n.languages import active_language
from portal.core.i18n.locales import own_name

register = template.Library()


@register.filter
def as_json(value: object) -> str:
    """``value`` as JSON, for an attribute; the template escapes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@register.filter
def as_lang(code: str) -> str:
    """A language for the attribute ``lang``: empty, which says unknown, for any other than the portal knows."""
    return "" if code == OTHER else code


@register.filter
def own_language(code: str) -> str:
    """What a language calls itself."""
    return _("Another language") if code == OTHER else own_name(code)


@register.filter
def language_of_question(question: Question) -> str:
    """The language in which the reader gets a question."""
    return question.language_for(active_language())


@register.simple_tag(takes_context=True)
def rules_link(context: template.Context) -> str | SafeString:
    """A link to the rules, which stand below the page "Take part"; empty before there is one."""
    frame = context.get("frame")
    section = frame.section("dialogue.takepartpage") if frame else None
    if not section:
        return ""
    url = f"{section['url']}{RULES_SLUG}/"
    return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', url, _("By which rules we read"))
