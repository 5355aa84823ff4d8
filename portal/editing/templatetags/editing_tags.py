"""Template tags of the admin's own templates."""

from django import template
from django.conf import settings

from portal.editing.enums import Ease
from portal.editing.quality.readability import SCALES

register = template.Library()


@register.simple_tag
def readability_scales() -> dict[str, object]:
    """``scales`` by language and ``labels`` for the script, ``rows`` (name, good, fair) for the table beside it."""
    names = [(name, *SCALES[code]) for code, name in settings.LANGUAGES if code in SCALES]
    return {"scales": SCALES, "labels": {ease.value: str(ease.label) for ease in Ease}, "rows": names}
