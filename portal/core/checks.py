"""Project rules as system checks, each with an id."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from wagtail.models import get_page_models

from portal.core.i18n.languages import LANGUAGES
from portal.core.models import BasePage

#: Applications whose page types are ours; Wagtail's own ``Page`` and test models of packages are not.
ROOMS = ("home", "events", "dialogue", "projects", "partners", "search", "core", "editing")


@register()
def check_languages(**kwargs: object) -> list[CheckMessage]:
    """portal.E001: a language is switched on that ``portal/core/i18n/languages.py`` does not know."""
    return [
        Error(f"The language “{code}” is unknown.", hint="Add it to portal/core/i18n/languages.py.", id="portal.E001")
        for code, _name in settings.LANGUAGES
        if code not in LANGUAGES
    ]


@register()
def check_page_types(**kwargs: object) -> list[CheckMessage]:
    """portal.E002 to E004: every page type builds on BasePage, says what is translated and where it may stand."""
    return [message for model in get_page_models() if model._meta.app_label in ROOMS for message in _faults(model)]


def _faults(model: type) -> Iterator[CheckMessage]:
    if not issubclass(model, BasePage):
        yield Error("A page type does not build on BasePage.", obj=model, id="portal.E002")
        return
    if "translatable_fields" not in vars(model):
        hint = "List every field with facts(…) and prose(…); see portal/core/models/pages.py."
        yield Error("A page type does not say what is translated.", hint=hint, obj=model, id="portal.E003")
    for rule in ("parent_page_types", "subpage_types"):
        if rule not in vars(model):
            yield Error(f"A page type does not set {rule}.", obj=model, id="portal.E004")
