"""Case studies: projects that demonstrate the model, and what others need to use them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from partners.models import OwnedMixin
from portal.core.blocks import PARAGRAPH_FEATURES, KeyFigureBlock
from portal.core.enums import Country
from portal.core.forms.places import CountryField
from portal.core.i18n.exonyms import name_of_place
from portal.core.models import BasePage, PlacedMixin, SourcedMixin, facts, prose
from projects.enums import MOST_ELEMENTS, Confidence, LocationPrecision, Motif, Scope, SizeBand, Stage


class CaseStudyPage(OwnedMixin, PlacedMixin, SourcedMixin, BasePage):
    """One project: challenge, approach, result, and what others need to know before they try the same."""

    country = CountryField(
        _("country"),
        max_length=6,
        choices=Country,
        help_text=_("Where it happens. The Nordic region, if it belongs to several countries."),
    )
    municipality = models.CharField(
        _("municipality"),
        max_length=120,
        blank=True,
        help_text=_("As it is called locally. Empty for a project of a whole country."),
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(50), MaxValueValidator(85)],
        help_text=_("In degrees north, for example 55.68."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-75), MaxValueValidator(35)],
        help_text=_("In degrees east, for example 12.57; negative in Iceland, the Faroe Islands and Greenland."),
    )
    location_precision = models.CharField(
        _("what the point marks"),
        max_length=20,
        choices=LocationPrecision,
        default=LocationPrecision.MUNICIPALITY,
        help_text=_("How exactly the point is meant; wide ones are drawn as a ring."),
    )
    scope = models.CharField(
        _("reach"),
        max_length=10,
        choices=Scope,
        default=Scope.MUNICIPAL,
        help_text=_("Who it is for: one municipality, a region or a whole country."),
    )
    size_band = models.CharField(
        _("size of the municipality"),
        max_length=8,
        choices=SizeBand,
        blank=True,
        help_text=_("Visitors look for places like their own. Empty for a region or a country."),
    )
    rural = models.BooleanField(
        _("rural"), default=False, help_text=_("If the place lies in the countryside: visitors filter by it.")
    )
    start_year = models.PositiveSmallIntegerField(
        _("started"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text=_("The year in which work began, for example 2019."),
    )
    end_year = models.PositiveSmallIntegerField(
        _("ended"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
        help_text=_("Empty while the project goes on. A year in the future is a target."),
    )
    website = models.URLField(
        _("website"),
        blank=True,
        help_text=_("The page about the project itself, not the front page of the municipality."),
    )
    website_confidence = models.CharField(
        _("is the website right?"),
        max_length=8,
        choices=Confidence,
        blank=True,
        help_text=_("High: the owner named it. Low: found by a search only."),
    )
    challenge = RichTextField(
        _("challenge"), features=PARAGRAPH_FEATURES, help_text=_("What was the problem, and for whom? 60 to 120 words.")
    )
    approach = RichTextField(
        _("approach"),
        features=PARAGRAPH_FEATURES,
        help_text=_("What was done, by whom, in which order? 60 to 120 words."),
    )
    result = RichTextField(
        _("result"), features=PARAGRAPH_FEATURES, help_text=_("What changed, and how do you know? 60 to 120 words.")
    )
    key_figures = StreamField(
        [("figure", KeyFigureBlock())],
        verbose_name=_("key figures"),
        blank=True,
        help_text=_("At most four numbers that say something, each with its source."),
    )
    photo = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without a photo, a cover is drawn from the place, the elements and what it is about."),
    )
    photo_alt = models.CharField(
        _("text instead of the photo"),
        max_length=250,
        blank=True,
        help_text=_("What matters in the photo, in one sentence."),
    )
    motif = models.CharField(
        _("what the drawn cover shows"),
        max_length=12,
        choices=Motif,
        blank=True,
        help_text=_("Empty: chosen from the words of the text when it is published. The preview “In lists” shows it."),
    )
    second_motif = models.CharField(
        _("and beside it, smaller"),
        max_length=12,
        choices=Motif,
        blank=True,
        help_text=_("Only if the project is about two things, for example rain and a street. A photo replaces both."),
    )
    #: Chosen from the words by a task: names of motifs, separated by spaces.
    found_motifs = models.CharField(_("motifs found in the text"), max_length=30, blank=True, editable=False)
    original_language = models.CharField(_("original language"), max_length=8, editable=False, db_index=True)
    # What makes a case usable by others. All optional; what is empty is not shown.
    stage = models.CharField(
        _("stage"),
        max_length=8,
        choices=Stage,
        blank=True,
        help_text=_("How far it is today; also say so if it was stopped, others learn from that."),
    )
    lessons = RichTextField(
        _("what did not work"),
        features=PARAGRAPH_FEATURES,
        blank=True,
        help_text=_("What you would do differently. The most read part of a case."),
    )
    cost = models.CharField(
        _("cost"),
        max_length=200,
        blank=True,
        help_text=_("For example: 2 million NOK over three years, half of it a grant."),
    )
    staffing = models.CharField(
        _("staff"),
        max_length=200,
        blank=True,
        help_text=_("For example: one full-time post and a working group of six."),
    )
    duration = models.CharField(
        _("time"), max_length=200, blank=True, help_text=_("For example: eight months from idea to first users.")
    )
    skills = models.CharField(_("skills"), max_length=300, blank=True, help_text=_("What people had to know or learn."))
    reuse_conditions = RichTextField(
        _("conditions for reuse"),
        features=PARAGRAPH_FEATURES,
        blank=True,
        help_text=_("What must be in place elsewhere for this to work."),
    )
    evidence = RichTextField(
        _("evidence"),
        features=PARAGRAPH_FEATURES,
        blank=True,
        help_text=_("How the effects were measured, and by whom."),
    )
    licence = models.CharField(
        _("licence"), max_length=120, blank=True, help_text=_("Of software, data or designs, for example EUPL 1.2.")
    )
    contact_name = models.CharField(
        _("person to ask"),
        max_length=120,
        blank=True,
        help_text=_("Somebody who can answer in two weeks, and has agreed to be asked."),
    )
    contact_email = models.EmailField(
        _("address of the person to ask"),
        blank=True,
        help_text=_("Never shown: visitors reach the person through a form."),
    )

    #: By which number lists of kept cases name it; ``projects.keeping.lists`` gives it.
    list_id: int

    parent_page_types = ["projects.CaseLibraryPage"]
    #: Shows one ``case`` in a list, in rooms too that may not name a template of this one.
    row_template = "projects/components/case_row.html"
    row_fields = (
        *(*BasePage.row_fields, "country", "municipality", "size_band", "photo"),
        *("motif", "second_motif", "found_motifs"),
    )
    subpage_types: list[str] = []
    content_panels = [
        HelpPanel(template="projects/admin/completeness.html", heading=_("How complete it is")),
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("challenge"), FieldPanel("approach"), FieldPanel("result")], heading=_("The story")
        ),
        FieldPanel("key_figures"),
        InlinePanel(
            "case_elements",
            label=_("Element"),
            heading=_("Elements it demonstrates"),
            help_text=_("One to three. The first gives the page its colour."),
            min_num=1,
            max_num=MOST_ELEMENTS,
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("country"), FieldPanel("municipality")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("location_precision"),
                FieldRowPanel([FieldPanel("scope"), FieldPanel("size_band")]),
                FieldPanel("rural"),
            ],
            heading=_("Place"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_year"), FieldPanel("end_year")]),
                FieldPanel("stage"),
                FieldRowPanel([FieldPanel("website"), FieldPanel("website_confidence")]),
            ],
            heading=_("Period and website"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(template="projects/admin/proposed_photo_link.html"),
                HelpPanel(template="projects/admin/photo_help.html"),
                FieldPanel("photo"),
                FieldPanel("photo_alt"),
                FieldRowPanel([FieldPanel("motif"), FieldPanel("second_motif")]),
            ],
            heading=_("Picture"),
        ),
        InlinePanel("case_partners", label=_("Partner"), heading=_("Partners")),
        InlinePanel(
            "arenas",
            label=_("Event"),
            heading=_("Events where it was or will be shown"),
            help_text=_("Of this portal, or elsewhere. Whoever missed it then finds the recording, or the next time."),
        ),
        InlinePanel(
            "origins",
            label=_("Case"),
            heading=_("Cases it grew out of"),
            help_text=_("If you used the case of somebody else, name it: both show each other."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("lessons"),
                FieldPanel("cost"),
                FieldPanel("staffing"),
                FieldPanel("duration"),
                FieldPanel("skills"),
                FieldPanel("reuse_conditions"),
                FieldPanel("evidence"),
                FieldPanel("licence"),
            ],
            heading=_("For those who want to do the same"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("organisation"),
                FieldPanel("contact_name"),
                FieldPanel("contact_email"),
            ],
            heading=_("Who keeps this up to date"),
        ),
    ]
    note_panels = SourcedMixin.note_panels
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("challenge"),
        index.SearchField("approach"),
        index.SearchField("result"),
        index.SearchField("municipality"),
        index.FilterField("country"),
        index.FilterField("size_band"),
        index.FilterField("rural"),
    ]
    translatable_fields = [
        *BasePage.base_translatable_fields,
        *prose(
            "challenge",
            "approach",
            "result",
            "key_figures",
            "photo_alt",
            "lessons",
            "cost",
            "staffing",
            "duration",
            "skills",
            "reuse_conditions",
            "evidence",
        ),
        *facts(
            "organisation",
            "country",
            "municipality",
            "latitude",
            "longitude",
            "location_precision",
            "scope",
            "size_band",
            "rural",
            "start_year",
            "end_year",
            "website",
            "website_confidence",
            "photo",
            "motif",
            "second_motif",
            "found_motifs",
            "stage",
            "licence",
            "contact_name",
            "contact_email",
            "original_language",
            "case_elements",
            "case_partners",
            "arenas",
            "origins",
        ),
        *SourcedMixin.sourced_fields,
    ]

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """The first version says which language the case was written in; translations keep it."""
        self.original_language = self.original_language or self.language
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        """A period that runs forward, a whole place on the map, words for the photo."""
        super().clean()
        errors = {}
        if self.start_year and self.end_year and self.end_year < self.start_year:
            errors["end_year"] = _("The project ends before it starts. Check the years.")
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude"] = _("Give both latitude and longitude, or neither.")
        if self.photo_id and not self.photo_alt:
            errors["photo_alt"] = _("Describe the photo for people who cannot see it.")
        if errors:
            raise ValidationError(errors)

    @property
    def place_name(self) -> str:
        """The municipality as the active language calls it."""
        return name_of_place(self.municipality)

    @property
    def motifs(self) -> tuple[str, ...]:
        """What its drawn cover shows: as the editors chose, else as its words say; none before that is known."""
        chosen = tuple(dict.fromkeys(filter(None, (self.motif, self.second_motif))))
        return chosen or tuple(self.found_motifs.split())

    @property
    def preview_modes(self) -> list[tuple[str, object]]:
        """The page, and what lists show of it."""
        return [*self.DEFAULT_PREVIEW_MODES, ("card", _("In lists"))]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """The card has a page of its own."""
        return "projects/case_card_preview.html" if mode_name == "card" else self.get_template(request)
