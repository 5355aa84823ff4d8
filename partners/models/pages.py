"""Page types of partners: the organisations behind the initiative, and its funder."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from partners.enums import PartnerKind, PartnerRole
from partners.models.organisations import Organisation, OwnedMixin
from portal.core.blocks import LocalNameBlock
from portal.core.enums import Country
from portal.core.forms.places import CountryField
from portal.core.models import BasePage, PlacedMixin, SourcedMixin, facts


class PartnerIndexPage(BasePage):
    """All partners: the lead first, the funder and those in co-operation apart."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["partners.PartnerPage"]
    content_panels = [*Page.content_panels, FieldPanel("summary")]
    translatable_fields = BasePage.base_translatable_fields

    class Meta:
        verbose_name = _("overview of partners")
        verbose_name_plural = _("overviews of partners")


class PartnerPage(OwnedMixin, PlacedMixin, SourcedMixin, BasePage):
    """One organisation: who it is, and what it owns or takes part in."""

    made_by_teams = False

    role = models.CharField(
        _("role"),
        max_length=20,
        choices=PartnerRole,
        default=PartnerRole.ORGANISATION,
        help_text=_("Its part in the initiative: decides the group in which lists show it."),
    )
    order = models.PositiveSmallIntegerField(_("place in lists"), default=100, help_text=_("Low numbers come first."))
    abbreviation = models.CharField(
        _("abbreviation"), max_length=20, blank=True, help_text=_("Only if people use it, for example DOGA.")
    )
    local_names = StreamField(
        [("name", LocalNameBlock())],
        verbose_name=_("names in own languages"),
        blank=True,
        help_text=_("The official name in each language in which the organisation has one."),
    )
    country = CountryField(
        _("country"),
        max_length=6,
        choices=Country,
        blank=True,
        help_text=_("Where its main office is. Empty for one of no single country."),
    )
    city = models.CharField(
        _("city"), max_length=80, blank=True, help_text=_("Where its main office is, by the local name.")
    )
    kind = models.CharField(
        _("kind of organisation"),
        max_length=40,
        choices=PartnerKind,
        default=PartnerKind.OTHER,
        help_text=_("What fits best; shown beside the name."),
    )
    founded_year = models.PositiveSmallIntegerField(
        _("founded"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1000), MaxValueValidator(2100)],
        help_text=_("Year."),
    )
    website = models.URLField(
        _("website"), blank=True, help_text=_("The front page of the organisation, in the language of most visitors.")
    )
    logo = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("On a white or transparent ground. Without one, the name is set in letters."),
    )

    parent_page_types = ["partners.PartnerIndexPage"]
    subpage_types: list[str] = []
    in_frame = "partners"
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("role"), FieldPanel("order")]),
                FieldPanel("kind"),
                FieldPanel("abbreviation"),
                FieldPanel("local_names"),
                FieldPanel("founded_year"),
            ],
            heading=_("The organisation"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("country"), FieldPanel("city")]), FieldPanel("website"), FieldPanel("logo")],
            heading=_("Where to find it"),
        ),
    ]
    note_panels = SourcedMixin.note_panels
    search_fields = [*BasePage.search_fields, index.SearchField("abbreviation"), index.FilterField("country")]
    translatable_fields = [
        *BasePage.base_translatable_fields,
        *facts(
            "organisation",
            "role",
            "order",
            "abbreviation",
            "local_names",
            "country",
            "city",
            "kind",
            "founded_year",
            "website",
            "logo",
        ),
        *SourcedMixin.sourced_fields,
    ]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the organisation's row in step, and make it when the page is new (a copy is another organisation)."""
        own = Organisation.objects.filter(translation_key=self.translation_key).first()
        if own is None:
            taken = Organisation.objects.filter(slug=self.slug).exists()
            slug = f"{self.slug}-{str(self.translation_key)[:8]}" if taken else self.slug
            own = Organisation.objects.create(translation_key=self.translation_key, slug=slug, name=self.title)
        self.organisation = own
        super().save(*args, **kwargs)
        first = PartnerPage.objects.filter(translation_key=self.translation_key).order_by("pk").first()
        if first and first.pk == self.pk and own.name != self.title:
            # The name of the original; translations may call the organisation otherwise.
            own.name = self.title
            own.save(update_fields=["name"])

    @property
    def other_names(self) -> list[Any]:
        """The names in its own languages, without the one that already is the title here."""
        return [block.value for block in self.local_names if block.value["name"] != self.title]

    def frame_entry(self) -> dict[str, object]:
        """What lists and other pages show of a partner, and no more: every page is made anew when it changes."""
        return {
            "order": self.order,
            "role": self.role,
            "country": self.country,
            "city": self.city,
            "logo_id": self.logo_id,
        }

    def clean(self) -> None:
        """Each language has one name."""
        super().clean()
        languages = [block.value["language"] for block in self.local_names]
        if len(languages) != len(set(languages)):
            raise ValidationError({"local_names": _("Give one name per language.")})
