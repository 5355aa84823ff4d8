"""JSON-LD in the head of a page."""

from django import template

from portal.frame import Frame
from portal.models import BasePage
from portal.structured import structured_data as structured

register = template.Library()


@register.simple_tag
def structured_data(page: BasePage, frame: Frame, image: str) -> str:
    """What ``page`` says to machines; ``image`` is the absolute address of the picture that stands for it."""
    return structured(page, frame, image)
