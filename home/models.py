"""Page types of the site itself: the home page and the plain pages (about, the model, accessibility, privacy)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from portal.core.blocks import body_blocks
from portal.core.models import BasePage, SourcedMixin, prose


class HomePage(BasePage):
    """The front page of one language. Its slug is the language code: addresses are built on that."""

    claim = models.CharField(_("claim"), max_length=120, help_text=_("What the model is, in at most ten words."))
    introduction = models.TextField(
        _("introduction"), max_length=600, help_text=_("Two or three sentences below the claim.")
    )
    about_heading = models.CharField(
        _("heading about the initiative"),
        max_length=80,
        help_text=_("What the section is about, for example: Who stands behind the model."),
    )
    about_text = models.TextField(
        _("text about the initiative"),
        max_length=900,
        help_text=_("Who works together, since when and why, in three or four sentences."),
    )
    footer_text = models.TextField(
        _("footer"),
        max_length=400,
        help_text=_("Who stands behind the portal, on every page below the content."),
    )
    funding_text = models.CharField(_("funding"), max_length=200, help_text=_("Who pays for it, in one sentence."))

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "dialogue.TakePartPage",
        "events.EventIndexPage",
        "projects.ElementIndexPage",
        "projects.CaseLibraryPage",
        "projects.StrategyIndexPage",
        "projects.GlossaryPage",
        "partners.PartnerIndexPage",
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("claim"), FieldPanel("introduction")], heading=_("First screen")),
        MultiFieldPanel([FieldPanel("about_heading"), FieldPanel("about_text")], heading=_("About the initiative")),
        MultiFieldPanel([FieldPanel("footer_text"), FieldPanel("funding_text")], heading=_("Footer of every page")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields = [
        *BasePage.base_translatable_fields,
        *prose("claim", "introduction", "about_heading", "about_text", "footer_text", "funding_text"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def clean(self) -> None:
        """The slug is the language code; see ``portal.core.pages.serving``."""
        super().clean()
        if self.locale_id and self.slug and self.slug != self.locale_code:
            raise ValidationError(
                {"slug": _("The address of a home page is its language: %(code)s.") % {"code": self.locale_code}}
            )

    def frame_texts(self) -> dict[str, str]:
        """Texts that every page of this language shows around its content."""
        return {"site_title": self.title, "footer": self.footer_text, "funding": self.funding_text}


class StandardPage(SourcedMixin, BasePage):
    """A page of running text."""

    body = StreamField(body_blocks(), verbose_name=_("text"))

    parent_page_types = ["home.HomePage", "home.StandardPage", "dialogue.TakePartPage"]
    subpage_types = ["home.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    note_panels = SourcedMixin.note_panels
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    translatable_fields = [*BasePage.base_translatable_fields, *prose("body"), *SourcedMixin.sourced_fields]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")

    @property
    def contents(self) -> list[Any]:
        """The headings of the second level, for a list of contents."""
        return [b for b in self.body if b.block_type == "heading" and b.value["level"] == "2"]
