"""Settings of the dialogue that the secretariat changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="group")
class DialogueSettings(BaseGenericSetting):
    """What the secretariat decides about taking part, for the whole portal."""

    standing_questions = models.BooleanField(
        _("guiding questions can always be answered"),
        default=True,
        help_text=_("The guiding questions of the elements take answers also when no workshop asks them."),
    )
    held_words = models.TextField(
        _("words that hold a contribution back"),
        blank=True,
        help_text=_(
            "One word or group of words on each line, in any language. A contribution that holds one of them is shown "
            "only once somebody has read it. Write every form of the word that you mean."
        ),
    )

    class Meta:
        verbose_name = _("taking part")

    def held(self) -> list[str]:
        """The words that hold a contribution back."""
        return [line.strip() for line in self.held_words.splitlines() if line.strip()]
