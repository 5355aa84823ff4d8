"""Edit URLs of pages: translations in the translation editor, everything else in Wagtail's editor."""

from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation


def edit_url(page: Page) -> str:
    """Path of the admin's page for working on ``page``."""
    translation = (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True)
        .values("pk")
        .first()
    )
    if translation:
        return reverse("translation_editor", args=[translation["pk"]])
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
