"""Four-eyes principle: what one person translated, another one reads before it is public. A setting of the site."""

from typing import Any

from wagtail_localize.models import StringTranslation

from portal.core.models import BasePage, SiteSettings
from portal.core.types import AnyUser


def must_be_read_by_another(page: BasePage, user: AnyUser) -> bool:
    """Whether ``user`` translated some of ``page`` since it was last published, and the site asks for four eyes."""
    kept: Any = user  # for the request: lists ask for every page
    if not hasattr(kept, "_four_eyes"):
        kept._four_eyes = SiteSettings.load().four_eyes
    if not kept._four_eyes:
        return False
    translations = StringTranslation.objects.filter(
        context__object_id=page.translation_key, locale_id=page.locale_id, last_translated_by=user
    )
    if page.last_published_at:
        translations = translations.filter(updated_at__gt=page.last_published_at)
    return bool(translations.exists())


def was_read_by_another(page: BasePage, user: AnyUser) -> bool:
    """Condition of publishing: ``user`` may publish what somebody else has translated."""
    return not must_be_read_by_another(page, user)
