"""StreamField blocks for pictures."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class FigureBlock(blocks.StructBlock):
    """A picture with words for those who cannot see it."""

    image = ImageChooserBlock(label=_("Picture"), help_text=_("At least 1,200 pixels wide, with its credit."))
    alt_text = blocks.CharBlock(
        required=False,
        max_length=250,
        label=_("Text instead of the picture"),
        help_text=_("What matters in the picture, in one sentence. Leave empty only if the picture is decoration."),
    )
    decorative = blocks.BooleanBlock(
        required=False,
        label=_("The picture is decoration only"),
        help_text=_("Only if nothing is lost for those who do not see it."),
    )
    caption = blocks.CharBlock(
        required=False,
        max_length=250,
        label=_("Caption"),
        help_text=_("What readers should notice, in one sentence. Not the same as the text instead of the picture."),
    )

    def clean(self, value: Any) -> Any:
        """Refuse a picture without words that is not marked as decoration."""
        value = super().clean(value)
        if not value["decorative"] and not value["alt_text"]:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "alt_text": ValidationError(
                        _("Describe the picture for people who cannot see it, or mark it as decoration.")
                    )
                }
            )
        return value

    class Meta:
        icon = "image"
        label = _("Picture")
        group = _("Pictures")
        template = "core/blocks/figure.html"
