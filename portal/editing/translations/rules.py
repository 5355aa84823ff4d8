"""Validation of a translated segment: the limits and rules of the field or block that its original stands in."""

import re
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.models import StringSegment
from wagtail_localize.strings import StringValue

from portal.core.i18n.text import comparable, tidy_line, tidy_text

#: More elements than any sentence has; each level of them costs readers of XML and HTML a level of their own.
MOST_ELEMENTS = 200


def place_of(model: Any, segment: StringSegment) -> Any:
    """The model field or block that ``segment`` stands in; None if the page has it no more."""
    return _place(model, segment.context.field_path or segment.context.path.split(".", maxsplit=1)[0])


@cache
def _place(model: Any, field_path: str) -> Any:
    first, *rest = field_path.split(".")
    try:
        place = model._meta.get_field(first)
    except (AttributeError, FieldDoesNotExist):
        return None
    if place.is_relation and rest:
        return _place(place.related_model, ".".join(rest))
    if isinstance(place, StreamField):
        place = place.stream_block
    for name in rest:
        place = place.child_block if isinstance(place, blocks.ListBlock) else place.child_blocks.get(name)
        if place is None:
            return None
    return None if isinstance(place, blocks.StreamBlock | blocks.StructBlock | blocks.ListBlock) else place


def field_name(model: Any, segment: StringSegment) -> str:
    """What editors call the field of ``segment``."""
    name = segment.context.path.split(".", maxsplit=1)[0]
    try:
        field = model._meta.get_field(name)
    except (AttributeError, FieldDoesNotExist):
        return name
    return str(getattr(field, "verbose_name", name)).capitalize()


def tidy(place: object, text: str) -> str:
    """``text`` as it is stored in ``place``: titles and other short fields are single lines."""
    single = isinstance(place, blocks.CharBlock | models.CharField)
    return tidy_line(text) if single else tidy_text(text)


def is_blank(text: str) -> bool:
    """Whether readers would see nothing."""
    return not comparable(text).text.strip()


def plain(data: str) -> str:
    """A stored string as readers read it, without elements and entities."""
    return StringValue(data).render_text()


def complaint(place: Any, data: str) -> str:
    """Why ``data`` cannot stand in ``place``, as a sentence for the translator; empty if it can."""
    if data.count("<") > MOST_ELEMENTS and len(BeautifulSoup(data, "html.parser").find_all(True)) > MOST_ELEMENTS:
        return _("There are too many elements in it.")
    text = plain(data)
    if is_blank(text):
        return _("It is empty.")
    if place is None or isinstance(place, blocks.RichTextBlock | RichTextField):
        return ""
    most = _most(place)
    if most is not None and len(text) > most:
        said = ngettext(
            "It is %(count)s letter too long: there is room for %(most)s.",
            "It is %(count)s letters too long: there is room for %(most)s.",
            len(text) - most,
        )
        return said % {"count": len(text) - most, "most": most}
    try:
        if isinstance(place, models.Field):
            place.clean(text, None)
        else:
            place.clean(place.to_python(text))
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _most(place: object) -> int | None:
    holder = place if isinstance(place, models.Field) else getattr(place, "field", None)
    most = getattr(holder, "max_length", None)
    return int(most) if most is not None else None


def needs_no_translation(data: str) -> bool:
    """Whether ``data`` reads the same in every language: signs and whole numbers.

    Others than whole ones do not: 3.5 is 3,5 in the Nordic languages.
    """
    text = plain(data)
    return not re.search(r"\d[.,'’\s]\d", text) and not any(char.isalpha() for char in text)
