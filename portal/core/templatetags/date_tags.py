"""Template tag that says back in words what a date or time field holds."""

from django import template

from portal.core.forms.dates.words import understand

register = template.Library()


@register.simple_tag
def in_words(value: object, kind: str) -> str:
    """The words for what the field holds; empty for what is not understood, about which its error speaks."""
    return understand(str(value or ""), kind)[0]
