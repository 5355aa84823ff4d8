"""Site settings that editors change."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseGenericSetting):
    """What the secretariat decides for the whole portal. Texts that need translation stand on the home page."""

    contact_email = models.EmailField(
        _("contact address"),
        blank=True,
        help_text=_(
            "The mailbox that gets messages from the contact form. Empty: every member of the secretariat gets them."
        ),
    )
    source_code_url = models.URLField(
        _("address of the source code"),
        blank=True,
        help_text=_("Shown in the footer: the portal is open source."),
    )
    current_model_version = models.PositiveSmallIntegerField(
        _("current version of the model"),
        default=1,
        help_text=_("Elements of this version are shown first. Older versions stay readable."),
    )
    four_eyes = models.BooleanField(
        _("four eyes on translations"),
        default=False,
        help_text=_("Whoever translated a text cannot publish it: somebody else reads it first."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("contact_email"), FieldPanel("source_code_url")], heading=_("Contact and footer")),
        FieldPanel("current_model_version"),
        FieldPanel("four_eyes"),
    ]

    class Meta:
        verbose_name = _("site settings")
