"""The base page: a summary, a picture for sharing, its versions in other languages."""

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from portal.core.blocks import EditorialNoteBlock, SourceBlock
from portal.core.enums import country_label
from portal.core.forms.incoming import tidy_record
from portal.core.hooks.context import page_context
from portal.core.hooks.openings import AskedQuestion
from portal.core.hooks.permissions import PortalPageTester
from portal.core.hooks.publication import may_be_published
from portal.core.hooks.saving import saving_page
from portal.core.hooks.signals import page_stored
from portal.core.hooks.site_url import absolute
from portal.core.i18n.languages import LANGUAGES
from portal.core.i18n.locales import locale_codes, own_name
from portal.core.models.frame import frame_for
from portal.core.models.published import PublishedText
from portal.core.models.reading import ReadElsewhere
from portal.core.models.slugs import as_slug, free_slug, is_reserved, proposed_slug
from portal.core.types import AnyUser

#: Longest title and description that search engines show, in characters.
MOST_TITLE, MOST_DESCRIPTION = 70, 160


def shorten(text: str, length: int) -> str:
    """``text`` in at most ``length`` characters, cut between words and marked with an ellipsis."""
    return text if len(text) <= length else f"{text[:length].rsplit(maxsplit=1)[0].rstrip(' ,;:–-')}…"


def facts(*names: str) -> list[SynchronizedField]:
    """Fields that are the same in every language and cannot differ in a translation."""
    return [SynchronizedField(name, overridable=False) for name in names]


def prose(*names: str) -> list[TranslatableField]:
    """Fields that are translated."""
    return [TranslatableField(name) for name in names]


#: What ``save_revision`` writes to the page itself.
OF_DRAFTS = frozenset(
    {COMMENTS_RELATION_NAME, "latest_revision_created_at", "draft_title", "latest_revision", "has_unpublished_changes"}
)

#: Foreign keys that no form asks for; the database refuses one that leads nowhere.
SET_BY_WAGTAIL = frozenset({"content_type", "locale", "owner", "locked_by", "live_revision", "latest_revision"})


class BasePage(ReadElsewhere, Page):
    """Abstract parent of all page types.

    ``show_in_menus`` puts a page that lies directly below a home page into the header; the others there are listed
    in the footer.
    """

    summary = models.TextField(
        _("summary"),
        max_length=400,
        help_text=_("One or two sentences that say what this page tells. Shown in lists, in search and when shared."),
    )
    text_language = models.CharField(
        _("language of the text"),
        max_length=8,
        blank=True,
        choices=[(code, language.own_name) for code, language in LANGUAGES.items()],
        help_text=_(
            "Only if the text is not in the language of this part of the site, for example Nynorsk among Bokmål pages."
        ),
    )
    social_image = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("picture for sharing"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when the page is shared. Leave empty: a card with the title is then drawn."),
    )

    #: Pages whose titles are part of every page's frame: sections, elements, partners. See portal.core.frame.
    in_frame: str = ""

    #: What lists read of a page: its card or its row, and its cover.
    row_fields: tuple[str, ...] = ("translation_key", "slug", "title", "url_path", "summary", "text_language", "locale")

    base_translatable_fields = [
        *prose("title", "seo_title", "search_description", "summary"),
        SynchronizedField("slug"),
        *facts("show_in_menus", "social_image"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.FilterField("slug")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("social_image"),
                FieldPanel("show_in_menus"),
                FieldPanel("text_language"),
            ],
            heading=_("Address, search engines and sharing"),
        ),
    ]
    note_panels: list[Any] = []
    #: Tabs between content and notes.
    more_tabs: list[Any] = []

    class Meta:
        abstract = True

    def get_full_url(self, request: HttpRequest | None = None) -> str | None:
        """The public address, whatever Wagtail's record of the site says."""
        path = self.get_url(request)
        return absolute(path) if path else None

    full_url = property(get_full_url)

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Give each page type three tabs: what visitors read, how it is found, and what only editors see."""
        super().__init_subclass__(**kwargs)
        if cls.note_panels:
            cls.edit_handler = TabbedInterface(
                [
                    ObjectList(cls.content_panels, heading=_("Content")),
                    *cls.more_tabs,
                    ObjectList(cls.note_panels, heading=_("Sources and notes")),
                    ObjectList(cls.promote_panels, heading=_("Promote")),
                    ObjectList(cls.settings_panels, heading=_("Settings")),
                ]
            )

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """As Django's; what Wagtail sets itself is not looked up (a query for each of these rows)."""
        super().clean_fields({*(exclude or ()), *SET_BY_WAGTAIL})

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """As Django's, once the page has its address and its texts are tidy."""
        tidy_record(self)
        self.settle_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """As Wagtail's for drafts, once the page has its address and its texts are tidy."""
        tidy_record(self)
        self.settle_slug()
        super().minimal_clean()

    def settle_slug(self) -> None:
        """Fold the slug to ASCII; make one from the title, or from the kind of page, where there is none."""
        typed: str = self.slug
        slug = as_slug(typed)
        parent = self.get_parent() if self.path else getattr(self, "_cached_parent_obj", None)
        if slug == typed and (slug or parent is None):
            return
        self.slug = slug
        if parent is not None:
            self.slug = free_slug(slug or proposed_slug(self.title, type(self)), parent, self)

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """As Wagtail's; an address of the portal's own pages is taken too."""
        free: bool = Page._slug_is_available(slug, parent_page, page)
        return free and not (parent_page and is_reserved(slug, parent_page))

    def save(self, *args: object, update_fields: Iterable[str] | None = None, **kwargs: object) -> None:
        """What follows from a saved page (see ``portal.core.hooks.signals``) is stored in the same transaction.

        Nothing follows where only a draft was noted.
        """
        with transaction.atomic():
            with saving_page():
                super().save(*args, update_fields=update_fields, **kwargs)
            if update_fields is None or not OF_DRAFTS.issuperset(update_fields):
                page_stored.send(sender=type(self), page=self)

    def publish(self, revision: Any, user: AnyUser | None = None, log_action: Any = True, **kwargs: Any) -> Any:
        """As Wagtail's, if no guard holds the revision back (see ``portal.core.hooks.publication``)."""
        if not may_be_published(revision, user, log_action):
            return None
        # A revision may hold the page of a time when it had no children; saved so, none could be added any more.
        self.refresh_from_db(fields=["path", "depth", "numchild", "url_path", "live_revision"])
        return super().publish(revision, user=user, log_action=log_action, **kwargs)

    @property
    def preview_sizes(self) -> list[dict[str, object]]:
        """The widths that every page is designed for, in the editor's preview."""
        return [
            {"name": "mobile", "icon": "mobile-alt", "device_width": 360, "label": _("Preview at 360 pixels")},
            {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": _("Preview at 768 pixels")},
            {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Preview at 1280 pixels")},
        ]

    def asks(self) -> list[AskedQuestion]:
        """The questions that visitors can answer (see ``portal.core.hooks.openings``); none by default."""
        return []

    @classmethod
    def slug_follows_title(cls) -> bool:
        """Whether a translation has an address of its own: not where filters or addresses of forms build on it."""
        return not (cls.in_frame or cls.max_count_per_parent)

    @staticmethod
    def of_key(key: Any) -> Any:
        """All versions of one page, as plain pages."""
        return Page.objects.filter(translation_key=key).order_by("pk")

    @cached_property
    def live_versions(self) -> list[Page]:
        """This page and its published translations, as plain pages in the order of the languages.

        ``portal.core.pages.serving`` sets it, since its one query has them already.
        """
        pages = Page.objects.filter(translation_key=self.translation_key, live=True)
        return in_language_order(pages)

    #: What is known of the text that visitors read; ``portal.core.pages.serving`` sets it, whose query has read it.
    published_as: PublishedText | None = None

    #: Set by ``portal.core.pages.serving`` when its query has seen that no restriction lies on the page or above it.
    known_public = False

    def permissions_for_user(self, user: AnyUser) -> PortalPageTester:
        """What ``user`` may do with this page in the admin."""
        return PortalPageTester(user, self)

    def get_view_restrictions(self) -> Any:
        """As Wagtail's, without asking again what the serving query knows already."""
        return PageViewRestriction.objects.none() if self.known_public else super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds ``frame`` (navigation, footer, elements, partners), ``breadcrumbs``, and what the app registered."""
        context = super().get_context(request, *args, **kwargs)
        frame = frame_for(self.reading_language)
        context = {**context, "frame": frame, "breadcrumbs": frame.breadcrumbs(self)}
        return {**context, **page_context(self, request, context)}

    def social_text(self) -> str:
        """What the page says about itself when shared and in lists of results: 160 characters at most."""
        said = self.reader_summary or self.search_description or self.summary
        return shorten(said, MOST_DESCRIPTION)

    def head_title(self, site_title: str) -> str:
        """Title for the browser and for search engines: 70 characters at most, and another one in every language.

        The site's name stands behind it, or the language where that is too long.
        """
        title = self.reader_title or self.seo_title or self.title
        if title == site_title:
            return title
        language = f" – {own_name(self.reading_language)}"
        endings = (f" – {site_title}", language)
        fitting = next((ending for ending in endings if len(title + ending) <= MOST_TITLE), None)
        return title + fitting if fitting else shorten(title, MOST_TITLE - len(language)) + language


def in_language_order(pages: Any) -> list[Page]:
    """Pages in the order in which the portal lists its languages; pages of switched-off languages are left out."""
    order = {code: position for position, (code, _name) in enumerate(settings.LANGUAGES)}
    codes = locale_codes()
    known = [page for page in pages if codes.get(page.locale_id) in order]
    return sorted(known, key=lambda page: order[codes[page.locale_id]])


class SourcedMixin(models.Model):
    """Sources that visitors may see, and notes on checked facts that only editors see."""

    sources = StreamField(
        [("source", SourceBlock())],
        verbose_name=_("sources"),
        blank=True,
        help_text=_("Where the facts of this page come from."),
    )
    editorial_notes = StreamField(
        [("note", EditorialNoteBlock())],
        verbose_name=_("editorial notes"),
        blank=True,
        help_text=_("Each checked fact with its sources. Never shown to visitors."),
    )

    note_panels = [FieldPanel("sources"), FieldPanel("editorial_notes")]
    sourced_fields = facts("sources", "editorial_notes")

    class Meta:
        abstract = True

    @property
    def public_sources(self) -> list[Any]:
        """The sources that visitors see."""
        return [block.value for block in self.sources if block.value["public"]]

    def clean(self) -> None:
        """Each mark names one source, and notes name sources that exist."""
        super().clean()
        marks = [block.value["identifier"] for block in self.sources]
        if len(marks) != len(set(marks)):
            raise ValidationError({"sources": _("Two sources have the same mark. Give each source its own.")})
        for block in self.editorial_notes:
            unknown = [
                m.strip() for m in (block.value["sources"] or "").split(",") if m.strip() and m.strip() not in marks
            ]
            if unknown:
                raise ValidationError(
                    {"editorial_notes": _("No source has the mark “%(mark)s”.") % {"mark": unknown[0]}}
                )


class PlacedMixin(models.Model):
    """Something that has a country."""

    class Meta:
        abstract = True

    @property
    def country_name(self) -> str:
        """Name of the country in the reader's language."""
        return country_label(self.country)  # type: ignore[attr-defined]
