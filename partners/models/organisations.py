"""Organisations as owners: who may edit what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """The owner of events, case studies and a partner page; one row whatever number of languages its page has.

    Written when the partner page is saved. It stays when the page goes, so that nothing loses its owner by accident.
    """

    translation_key = models.UUIDField(unique=True, editable=False)
    slug = models.SlugField(unique=True, max_length=255)
    name = models.CharField(_("name"), max_length=255)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class OwnedMixin(models.Model):
    """A page that belongs to an organisation; without one it is the secretariat's."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The organisation whose team edits this page in every language. Empty: the secretariat."),
    )

    class Meta:
        abstract = True
