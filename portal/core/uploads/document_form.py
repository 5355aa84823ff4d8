"""Upload form of documents."""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from portal.core.i18n.text import page_slug

TOO_LARGE = _(
    "This document is too large: it may have %(most)d MB. Make it smaller, or put it on your own site and link to it."
)


class LimitedDocumentForm(BaseDocumentForm):
    """Wagtail's form, with a limit of size and names of files that every system can read."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields.get("file")
        if field:
            sentence = TOO_LARGE % {"most": settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // 1024**2}
            # The second one is read by the script of the form for many documents, before anything is sent.
            field.error_messages |= {"file_too_large": sentence, "file_too_large_unknown_size": sentence}

    def clean_file(self) -> Any:
        """The file, named in ASCII: it is part of an address."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            path = PurePath(file.name)
            file.name = f"{page_slug(path.stem, most=80) or 'document'}{path.suffix.lower()}"
        return file

    def _post_clean(self) -> None:
        """A file that was refused gets no second sentence about a suffix that it does not have."""
        refused = list(self.errors.get("file", ()))
        super()._post_clean()
        if refused:
            self._errors["file"] = self.error_class(refused)
