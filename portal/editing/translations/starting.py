"""Beginning of a translation: a draft of the page in the language, and its sentences at the desk."""

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from portal.core.types import AnyUser
from portal.editing.translations import editor


def original_of(page: Page) -> Page:
    """What ``page`` is a translation of; the page itself, if it is the original or is translated into nothing yet."""
    source = TranslationSource.objects.filter(object_id=page.translation_key).first()
    original: Page = source.get_source_instance() if source else page.specific
    return original


@transaction.atomic
def start(original: Page, locale: Locale, user: AnyUser) -> Translation:
    """The translation of ``original`` into ``locale``; what is there already stays as it is."""
    # A source that exists is brought in step when its page is published, with what was translated before.
    source = TranslationSource.objects.filter(object_id=original.translation_key).first()
    if source is None:
        source, _created = TranslationSource.update_or_create_from_instance(original.specific)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    if not translation.enabled:
        translation.enabled = True
        translation.save()
    versions = Page.objects.filter(translation_key=original.translation_key, locale=locale, alias_of=None)
    if not versions.exists():
        translation.save_target(user=user, publish=False)
    editor.leave_signs(translation)
    return translation
