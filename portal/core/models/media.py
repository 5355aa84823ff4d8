"""The image model."""

from typing import Any

from django.core.files import File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image, SourceImageIOError

from portal.core.uploads.metadata import without_metadata
from portal.core.uploads.pictures import plain_source


class PortalImage(AbstractImage):
    """A photo with what a reader must be able to see of it: its credit, and words for those who cannot see it."""

    credit = models.CharField(
        _("credit"),
        max_length=160,
        blank=True,
        help_text=_("Who made the picture and under which licence, for example “Photo: City of Espoo, CC BY 4.0”."),
    )

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")

    admin_form_fields = (*Image.admin_form_fields[:2], "credit", *Image.admin_form_fields[2:])

    def save(self, *args: object, **kwargs: object) -> None:
        """A new file is stored without what the camera wrote into it: its sizes would all carry that along."""
        file: Any = getattr(self, "file", None)
        cleaned = without_metadata(file) if file and not file._committed else None
        if cleaned:
            self.file = cleaned
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def generate_rendition_file(self, filter: Filter, *, source: object = None) -> File:  # noqa: A002 (Wagtail names it)
        """As Wagtail's, from the plain form of originals that came before only plain ones were taken.

        Raises:
            SourceImageIOError: whatever is wrong with the original. The admin shows a broken picture then.
        """
        try:
            with plain_source(self, source) as plain:
                return super().generate_rendition_file(filter, source=plain)
        except SourceImageIOError:
            raise
        except Exception as error:
            # Decoders raise whatever they stumble over.
            raise SourceImageIOError(f"{filter.spec} of picture {self.pk}: {type(error).__name__}") from error


class PortalRendition(AbstractRendition):
    """A picture in one of the sizes that pages use."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"),
        ]
