"""Words that Wagtail reads once, when it is loaded, in the language of whoever looks.

Some of its forms take their labels from the names of their fields, others translate them before anybody's language is
known: every editor would read English. Delete an entry when Wagtail translates it late.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.forms.auth import LoginForm
from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
from wagtail.forms import TaskStateCommentForm
from wagtail.images.forms import ImageInsertionForm

LABELS: tuple[tuple[Any, str, Any], ...] = (
    (LoginForm, "password", _("Password")),
    (choosers.ExternalLinkChooserForm, "link_text", _("Link text")),
    (choosers.AnchorLinkChooserForm, "link_text", _("Link text")),
    (choosers.EmailLinkChooserForm, "email_address", _("Email address")),
    (choosers.EmailLinkChooserForm, "link_text", _("Link text")),
    (choosers.EmailLinkChooserForm, "subject", _("Subject")),
    (choosers.EmailLinkChooserForm, "body", _("Text of the mail")),
    (choosers.PhoneLinkChooserForm, "phone_number", _("Phone number")),
    (choosers.PhoneLinkChooserForm, "link_text", _("Link text")),
    (ImageInsertionForm, "format", _("Format")),
    (ImageInsertionForm, "image_is_decorative", _("The picture is decoration only")),
    (ImageInsertionForm, "alt_text", _("Text instead of the picture")),
    (TaskStateCommentForm, "comment", _("Comment")),
)


def set_labels() -> None:
    """Called when the app is ready."""
    for form, field, label in LABELS:
        form.base_fields[field].label = label
    kinds = RedirectsReportFilterSet.base_filters["is_permanent"]
    kinds.extra |= {
        "choices": ((True, _("Permanent")), (False, _("Temporary"))),
        "empty_label": _("All"),
    }
    kinds.label = _("Type")
