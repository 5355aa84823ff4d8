"""Settings of the input: the part of a page that asks for it which editors fill in once, for all languages."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField

from events.blocks import AskedQuestionBlock, ElementQuestionsBlock
from events.enums import Moderation
from portal.core.hooks.openings import AskedQuestion
from portal.core.models import facts, prose
from portal.core.operations.retention import CONTRIBUTIONS

#: Months that an organiser may choose: half a year to two years.
LEAST_MONTHS, MOST_MONTHS = 6, CONTRIBUTIONS.most // timedelta(days=30)


class AsksForInput(models.Model):
    """Fields of a page that asks for input; ``events.dialogue`` brings them to its occasion when it is published."""

    takes_input = models.BooleanField(
        _("people can give input here"), default=False, help_text=_("Needs at least one question below.")
    )
    input_opens = models.DateTimeField(
        _("input opens"), null=True, blank=True, help_text=_("Empty: as soon as the page is published.")
    )
    input_closes = models.DateTimeField(
        _("input closes"), null=True, blank=True, help_text=_("Empty: four weeks after the event, or never.")
    )
    moderation = models.CharField(
        _("reading"),
        max_length=6,
        choices=Moderation,
        default=Moderation.BEFORE,
        help_text=_("Showing at once suits a live workshop; links, addresses and long numbers are then held back."),
    )
    asks_country = models.BooleanField(
        _("ask for the country"), default=False, help_text=_("People need not answer. Ask only what you will use.")
    )
    asks_role = models.BooleanField(
        _("ask for the role"), default=False, help_text=_("Resident, municipality, company and so on.")
    )
    report_due = models.DateField(
        _("report due"),
        null=True,
        blank=True,
        help_text=_("The day by which you say what you heard. It is shown to everybody, and you are reminded of it."),
    )
    input_retention_months = models.PositiveSmallIntegerField(
        _("keep input for, months"),
        default=CONTRIBUTIONS.period // timedelta(days=30),
        validators=[MinValueValidator(LEAST_MONTHS), MaxValueValidator(MOST_MONTHS)],
        help_text=_("Then only texts stay whose authors let them be quoted. It happens by itself."),
    )
    input_questions = StreamField(
        [("own", AskedQuestionBlock()), ("element", ElementQuestionsBlock())],
        verbose_name=_("questions to everybody"),
        blank=True,
        help_text=_("Two to four. Guiding questions of elements are worded in every language already."),
    )

    input_panels = [
        HelpPanel(template="events/admin/input_help.html"),
        MultiFieldPanel(
            [
                FieldPanel("copy_input_from", heading=_("Copy from last time")),
                FieldPanel("takes_input"),
                FieldPanel("input_questions"),
                FieldRowPanel([FieldPanel("input_opens"), FieldPanel("input_closes")]),
            ],
            heading=_("Questions and times"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("moderation"),
                FieldRowPanel([FieldPanel("asks_country"), FieldPanel("asks_role")]),
                FieldRowPanel([FieldPanel("report_due"), FieldPanel("input_retention_months")]),
            ],
            heading=_("Reading, reporting and personal data"),
        ),
    ]
    input_fields = [
        *facts(
            "takes_input",
            "input_opens",
            "input_closes",
            "moderation",
            "asks_country",
            "asks_role",
            "report_due",
            "input_retention_months",
        ),
        *prose("input_questions"),
    ]

    class Meta:
        abstract = True

    def asks(self) -> list[AskedQuestion]:
        """The questions of the page in its language; those of elements by key alone."""
        asked = []
        for block in self.input_questions:
            if block.block_type == "own":
                value = block.value
                seeds = tuple((str(seed.id), str(seed.value)) for seed in value["seeds"].bound_blocks)
                asked.append(AskedQuestion(UUID(str(block.id)), value["text"], tuple(value["stages"]), seeds=seeds))
            elif block.value["element"]:
                element, stages = block.value["element"], tuple(block.value["stages"])
                number = block.value["number"]
                asked.append(
                    AskedQuestion(None, "", stages, element_key=element.translation_key, number=number or None)
                )
        return asked

    def needs_question(self) -> bool:
        """Whether people can give input only where a question is asked."""
        return True

    def clean(self) -> None:
        """Input needs a question, and a time to be given in."""
        super().clean()
        if self.takes_input and not self.input_questions and self.needs_question():
            raise ValidationError({"input_questions": _("Write at least one question, or choose an element.")})
        if self.input_opens and self.input_closes and self.input_closes <= self.input_opens:
            raise ValidationError({"input_closes": _("Input closes before it opens.")})


def input_closes(page: Any) -> Any:
    """When input to ``page`` closes: as set, or four weeks after the event; None for never."""
    if page.input_closes:
        return page.input_closes
    ends_at = getattr(page, "ends_at", None)
    return ends_at + timedelta(weeks=4) if ends_at else None
