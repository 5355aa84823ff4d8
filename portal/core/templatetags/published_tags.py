"""Template tags about the published text: who translated it, when it changed, when its facts were checked."""

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext_lazy

from portal.core.i18n import formats
from portal.core.i18n.languages import LANGUAGES, active_language
from portal.core.i18n.locales import locale_codes
from portal.core.models import MachineShare

register = template.Library()

_ALL = gettext_lazy("Translated by machine %(from_language)s, not yet checked.")
_PART = gettext_lazy("Parts of this text were translated by machine %(from_language)s, not yet checked.")


@register.inclusion_tag("components/machine_note.html", takes_context=True)
def machine_note(context: template.Context) -> dict[str, object]:
    """One line on a page whose text is a machine's: {said, original (its address, if it is public), language}."""
    page = context.get("page")
    published = getattr(page, "published_as", None)
    if published is None or published.machine == MachineShare.NONE:
        return {}
    said = _ALL if published.machine == MachineShare.ALL else _PART
    code = published.translated_from
    return {
        "said": said % {"from_language": LANGUAGES[code].from_it},
        "original": _url_of_original(page, code),
        "language": code,
    }


def _url_of_original(page: Any, language: str) -> str:
    codes = locale_codes()
    trees = (language, LANGUAGES[language].carried_by)
    urls = {codes.get(version.locale_id): version.url_path for version in page.live_versions}
    return next((urls[code] for code in trees if code in urls), "")


@register.simple_tag
def month_and_year(day: date) -> str:
    """A month as the visitor's language writes it."""
    return formats.month_and_year(day, active_language())
