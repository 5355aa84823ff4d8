"""The form in which pictures are uploaded and described."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class ExplainedImageForm(BaseImageForm):
    """Wagtail's form, with what a good answer is."""

    class Meta(BaseImageForm.Meta):
        help_texts = {
            "title": _("The name by which editors find it, for example: Bus stop in Tromsø, 2023. Never shown."),
            "description": _("What can be seen, in one sentence: offered as the text instead of the picture."),
        }
