"""Model of translation states: a denormalised row per page and language, kept ready for lists."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from portal.core.hooks.site_url import absolute
from portal.core.i18n.locales import language_name, locale_codes
from portal.editing.enums import State


class TranslationState(models.Model):
    """One page in one language: all but ``wanted`` and the review is worked out by ``editing.translations.states``."""

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    #: wagtail-localize's translation; a plain number, since it deletes and makes those as it likes.
    translation_id = models.PositiveBigIntegerField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=State)
    total = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    outdated = models.PositiveIntegerField(default=0)
    machine = models.PositiveIntegerField(default=0)
    #: Since when visitors read a translation that is behind its original.
    behind_since = models.DateTimeField(null=True)
    wanted = models.BooleanField(default=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("state of a translation")
        verbose_name_plural = _("states of translations")
        constraints = [models.UniqueConstraint(fields=("translation_key", "locale"), name="unique_translation_state")]
        indexes = [models.Index(fields=("locale", "state"))]

    @property
    def public_url(self) -> str:
        """Where visitors read the page."""
        return absolute(self.page.url_path) if self.page else ""

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id}: {self.state}"

    @property
    def language(self) -> str:
        """Name of the language for the reader, as it stands in running text."""
        return language_name(locale_codes()[self.locale_id])

    @property
    def is_absent(self) -> bool:
        """Whether there is no page in this language."""
        return self.state in {State.MISSING, State.UNWANTED}
