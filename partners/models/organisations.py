"""Organisations as owners of pages: who may edit what."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.utils.functional import cached_property
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

    #: Whether members of a team may add pages of this type; the secretariat always may.
    made_by_teams = True

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any) -> Self:
        """Remember the owner in the database: what a draft says does not decide who may edit."""
        page = super().from_db(db, field_names, values, **kwargs)
        if "organisation_id" in page.__dict__:
            page.__dict__["stored_owner_id"] = page.organisation_id
        return page

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Forget the remembered owner, which may have changed."""
        super().save(*args, **kwargs)
        self.__dict__.pop("stored_owner_id", None)

    @cached_property
    def stored_owner_id(self) -> int | None:
        """The owner by the database; of a page that is not saved yet, the one it shall get."""
        if self.pk is None:
            return self.organisation_id
        return type(self)._default_manager.filter(pk=self.pk).values_list("organisation_id", flat=True).first()
