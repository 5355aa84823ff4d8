"""StreamField blocks for links that stand by themselves."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LinkBlock(blocks.StructBlock):
    """A link to a page of the portal or to another site."""

    text = blocks.CharBlock(max_length=80, label=_("Text"), help_text=_("Says where it leads, never “click here”."))
    page = blocks.PageChooserBlock(
        required=False, label=_("Page"), help_text=_("A page of this portal: the link stays right if the page moves.")
    )
    url = blocks.URLBlock(
        required=False, label=_("Or web address"), help_text=_("Only for other sites, beginning with https://.")
    )

    def clean(self, value: Any) -> Any:
        """Exactly one target."""
        value = super().clean(value)
        if bool(value["page"]) == bool(value["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("Choose a page or write a web address: one of the two."))}
            )
        return value

    class Meta:
        icon = "link"
        label = _("Link")


class CallToActionBlock(LinkBlock):
    """One thing to do next, as a button."""

    class Meta:
        icon = "arrow-right"
        label = _("Button")
        group = _("Links")
        template = "core/blocks/call_to_action.html"
        preview_value = {"text": _("Text"), "url": "https://example.org/"}


class LinkListBlock(blocks.StructBlock):
    """A titled list of links."""

    title = blocks.CharBlock(
        max_length=80,
        label=_("Title"),
        help_text=_("What the links have in common, for example: Guidelines and tools."),
    )
    links = blocks.ListBlock(LinkBlock(), min_num=1, label=_("Links"))

    class Meta:
        icon = "list-ul"
        label = _("List of links")
        group = _("Links")
        template = "core/blocks/link_list.html"
        preview_value = {"title": _("Title"), "links": [{"text": _("Link"), "url": "https://example.org/"}] * 2}
