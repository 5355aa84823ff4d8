"""Upload form of images, with their alternative text."""

from io import BytesIO
from typing import Any

import willow
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.fields import FileField
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal.core.uploads.pictures import MANY_BYTES, SUFFIXES, UNKNOWN, as_plain, plain_name, read_picture


class PictureField(WagtailImageField):
    """Wagtail's field, which lets half of a picture through and lets errors of decoders through to the editor."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        too_large = MANY_BYTES % {"most": self.max_upload_size // 1024**2}
        # The script of the form for many pictures reads these two before anything is sent.
        self.error_messages |= {"file_too_large_unknown_size": too_large, "invalid_image_extension": UNKNOWN}

    def to_python(self, data: Any) -> Any:
        """The picture as it is kept; what cannot be taken is refused in words."""
        file = FileField.to_python(self, data)
        if file is None:
            return None
        if file.size > self.max_upload_size:
            raise ValidationError(self.error_messages["file_too_large_unknown_size"], code="too_large")
        file.seek(0)
        content = file.read()
        picture = read_picture(content, self.max_image_pixels)
        plain = as_plain(picture)
        content, suffix = plain or (content, SUFFIXES[str(picture.format)])
        kept: Any = SimpleUploadedFile(plain_name(str(file.name), suffix), content)
        # As Wagtail's field does.
        kept.image = willow.Image.open(BytesIO(content))
        kept.content_type = kept.image.mime_type
        return kept


class ExplainedImageForm(BaseImageForm):
    """Wagtail's form, with what a good answer is."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        known = self.fields.get("file")
        if known:
            self.fields["file"] = PictureField(
                label=known.label, required=known.required, widget=known.widget, help_text=known.help_text
            )

    class Meta(BaseImageForm.Meta):
        help_texts = {
            "title": _("The name by which editors find it, for example: Bus stop in Tromsø, 2023. Never shown."),
            "description": _("What can be seen, in one sentence: offered as the text instead of the picture."),
        }
