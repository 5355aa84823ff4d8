"""Publication gate of events, and the admin forms in which they are edited, and in which others ask for input."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks.stream_block import StreamValue

from events.dates.texts import event_text
from events.models import EventPage
from events.models.asking import AsksForInput
from partners.teams.forms import OwnedPageForm
from partners.teams.ownership import acts_for_all, organisation_ids
from portal.core.i18n.languages import active_language
from portal.editing.publication.forms import TOWARDS_PUBLICATION
from portal.editing.publication.problems import Problem

CONFIRM = "confirm_start"
COPY = "copy_input_from"
#: Earlier pages that are offered, and pages that are looked through for questions.
MOST_OFFERED, MOST_READ = 30, 200
#: What is copied beside the questions; times and the day of the report belong to one occasion.
SETTINGS = ("takes_input", "moderation", "asks_country", "asks_role", "input_retention_months")


def begun_gate(event: EventPage) -> Iterator[Problem]:
    """An event that begins today or has begun already is published only if somebody says that the day is right.

    Today is the day on which it goes live, which may be one to come. It is not asked about again while a version of
    it is public with the same first day.
    """
    event.set_span()
    now = timezone.now()
    goes_live = max(event.go_live_at or now, now)
    if event.starts_local.date() > goes_live.astimezone(event.zone).date():
        return
    public = EventPage.objects.filter(translation_key=event.translation_key, live=True, start_date=event.start_date)
    if event.confirmed_start == event.start_date or public.exists():
        return
    if event.starts_local.date() > now.astimezone(event.zone).date():
        warning = _(
            "The event will have begun when the page goes live: %(when)s. Change one of the two, or tick here that it "
            "is right."
        )
    else:
        warning = _(
            "The event begins today or has begun already: %(when)s. Change the day, or tick here that it is right."
        )
    yield Problem(warning % {"when": event_text(event, active_language())}, CONFIRM)


def copied_questions(value: StreamValue) -> list[dict[str, object]]:
    """The questions of a page with their seeds, as new ones: their keys are those of the blocks."""
    return [_renewed(block) for block in value.stream_block.get_prep_value(value)]


def _renewed(block: dict[str, object]) -> dict[str, object]:
    value = block["value"]
    if isinstance(value, dict) and "seeds" in value:
        value = {**value, "seeds": [{**seed, "id": str(uuid4())} for seed in value["seeds"]]}
    return {**block, "id": str(uuid4()), "value": value}


class AskingPageForm(OwnedPageForm):
    """Offers the pages of the same team that asked something, to take their questions and settings over."""

    copy_input_from = forms.ChoiceField(
        label=gettext_lazy("Copy from"),
        required=False,
        help_text=gettext_lazy(
            "Questions with their statements and the settings below come from there when you save the draft, after "
            "the questions that stand here. Times are not copied."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if COPY in self.fields:
            self._earlier = self._pages()
            choices = [(str(page.pk), page.title) for page in self._earlier]
            self.fields[COPY].choices = [("", _("Nothing")), *choices]

    def _pages(self) -> list[EventPage]:
        """Pages of the same kind and language that ask something, the latest first."""
        model: Any = type(self.instance)
        found = model.objects.filter(locale=self.instance.locale_id).exclude(pk=self.instance.pk)
        if not acts_for_all(self.for_user):
            found = found.filter(organisation__in=organisation_ids(self.for_user))
        elif self.instance.stored_owner_id:
            found = found.filter(organisation=self.instance.stored_owner_id)
        asking = [page for page in found.order_by("-pk")[:MOST_READ] if page.input_questions]
        return asking[:MOST_OFFERED]

    def clean(self) -> dict[str, object]:
        """Take over what was chosen; it is looked at as a draft before it is published."""
        cleaned: dict[str, Any] = super().clean()
        chosen = cleaned.get(COPY)
        if not chosen:
            return cleaned
        if any(name in self.data for name in TOWARDS_PUBLICATION):
            self.add_error(COPY, _("Save the draft first and look at what was copied."))
            return cleaned
        source: AsksForInput = next(page for page in self._earlier if str(page.pk) == chosen)
        there = cleaned.get("input_questions")
        if there is not None:
            block = there.stream_block
            cleaned["input_questions"] = block.to_python(
                [*block.get_prep_value(there), *copied_questions(source.input_questions)]
            )
            cleaned |= {name: getattr(source, name) for name in SETTINGS}
        return cleaned


class EventPageForm(AskingPageForm):
    """The form of an event, with the answer to the question about its day."""

    confirm_start = forms.BooleanField(
        label=gettext_lazy("The day is right, although it is not in the future"),
        required=False,
        help_text=gettext_lazy("Tick it for an event of today or of the past: nobody announces last year's date then."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if CONFIRM in self.fields and self.instance.confirmed_start:
            self.initial[CONFIRM] = self.instance.confirmed_start == self.instance.start_date

    def clean(self) -> dict[str, object]:
        """The answer holds for the day that the form shows."""
        cleaned: dict[str, Any] = super().clean()
        if CONFIRM in self.fields:
            self.instance.confirmed_start = cleaned.get("start_date") if cleaned.get(CONFIRM) else None
        return cleaned
