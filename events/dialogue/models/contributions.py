"""Contributions and what others do with them. No ``__str__`` here quotes a text: it ends up in logs."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.dialogue.enums import (
    Channel,
    ContributionState,
    HoldReason,
    ParticipantRole,
    Quoting,
    ReactionValue,
    RefusalReason,
    RenderedBy,
    Stage,
)
from events.dialogue.models.fields import PublicIdField
from events.dialogue.models.occasions import Occasion, Question, Round
from events.dialogue.models.people import Participant

#: Longest name or organisation that is kept, in characters.
MOST_NAME = 120
#: Longest answer, and longest statement in a live round, in characters as people see them (grapheme clusters).
MOST_ANSWER, MOST_STATEMENT = 2000, 280


class Contribution(models.Model):
    """A text that somebody gave: the answer to a question, a statement in a round, a response to an expert."""

    public_id = PublicIdField()
    occasion = models.ForeignKey(
        Occasion, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    #: What it is about if it is no question: for example kind ``statement`` and the id of the expert's block.
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_key = models.CharField(max_length=64, blank=True)
    subject_version = models.CharField(max_length=20, blank=True)
    subject_quote = models.TextField(blank=True)
    #: What stands before and after the quoted words (W3C Web Annotation, TextQuoteSelector).
    quote_prefix = models.CharField(max_length=64, blank=True)
    quote_suffix = models.CharField(max_length=64, blank=True)
    #: In which language of the tree its author read the thing, and SHA-256 of what that said then.
    subject_language = models.CharField(max_length=12, blank=True)
    subject_digest = models.CharField(max_length=64, blank=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    #: None: entered by the team, or its author's key was deleted on schedule.
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions"
    )
    #: From the organisers, and marked so wherever it is shown.
    by_organiser = models.BooleanField(default=False)
    stage = models.CharField(max_length=6, choices=Stage, default=Stage.BEFORE)
    channel = models.CharField(max_length=7, choices=Channel, default=Channel.WEB)
    #: BCP 47, any language; ``und`` if nobody said which.
    language = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    #: The text as it is compared (NFKC, case folded), hashed: equal texts of several people are held.
    text_key = models.CharField(max_length=64, blank=True, db_index=True)

    shown_name = models.CharField(max_length=MOST_NAME, blank=True)
    shown_organisation = models.CharField(max_length=MOST_NAME, blank=True)
    country = models.CharField(max_length=6, blank=True)
    role = models.CharField(max_length=12, choices=ParticipantRole, blank=True)
    quoting = models.CharField(max_length=9, choices=Quoting, default=Quoting.NO)
    #: Version of the licence text that was agreed to; empty: it was not.
    licence_version = models.CharField(max_length=10, blank=True)
    #: Version of the rules that stood beside the field.
    rules_version = models.CharField(max_length=10, blank=True)

    state = models.CharField(max_length=9, choices=ContributionState, default=ContributionState.PENDING)
    hold_reason = models.CharField(max_length=8, choices=HoldReason, blank=True)
    reason = models.CharField(max_length=10, choices=RefusalReason, blank=True)
    #: What the moderator adds to the reason; only the author reads it.
    reason_text = models.CharField(max_length=400, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_text = models.CharField(max_length=400, blank=True)
    #: Whoever refused it the first time: somebody else decides the appeal.
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Says the same as another one, under which lists fold it; wording and reactions stay.
    same_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="sames")
    #: The text that others had reacted to before its author changed it.
    replaces = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    #: Came after the round was closed, and after the grace of a minute.
    late = models.BooleanField(default=False)
    #: SHA-256 of the form's key: the same form sent twice is one contribution.
    form_key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    #: Sums of the reactions once these are deleted; while they exist, they are counted.
    agreed = models.PositiveIntegerField(default=0)
    disagreed = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(db_index=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    #: When the text goes unless it may be quoted; for refused ones, after the time for an appeal.
    erase_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("created_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ContributionState.REFUSED) | ~Q(reason=""), name="refused_contribution_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=ContributionState.PUBLISHED) | Q(published_at__isnull=False),
                name="published_contribution_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ContributionState.WITHDRAWN)
                | Q(text="", text_key="", shown_name="", shown_organisation="", subject_quote="", appeal_text=""),
                name="withdrawn_contribution_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(question__isnull=False) | ~Q(subject_kind=""), name="contribution_is_about_something"
            ),
        ]
        indexes = [
            models.Index(fields=("question", "state", "published_at")),
            models.Index(fields=("occasion", "state", "created_at")),
            models.Index(fields=("subject_kind", "subject_key", "state")),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_public(self) -> bool:
        """Whether everybody can read it."""
        return self.state == ContributionState.PUBLISHED

    @property
    def can_be_quoted(self) -> bool:
        """Whether its text may stand in exports and reports: consent to quote, and the licence."""
        return self.quoting != Quoting.NO and bool(self.licence_version)

    @property
    def may_leave_its_page(self) -> bool:
        """Whether its text may stand elsewhere than below its question: in files, interfaces and the search.

        Words of the organisers may too; ``events.dialogue.queries.free_to_leave`` says the same in SQL.
        """
        return self.can_be_quoted or self.by_organiser


class Reaction(models.Model):
    """One participant's reaction to one statement; sent again, it replaces the one before."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="reactions")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="reactions")
    value = models.SmallIntegerField(choices=ReactionValue)
    #: To the minute: the second would tell who sat beside whom.
    minute = models.DateTimeField()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            models.UniqueConstraint(fields=("participant", "contribution"), name="unique_reaction"),
            models.CheckConstraint(condition=Q(value__in=(-1, 0, 1)), name="reaction_is_one_of_three"),
        ]
        indexes = [models.Index(fields=("contribution", "value"))]

    def __str__(self) -> str:
        return f"{self.value} to {self.contribution_id}"


class Rendering(models.Model):
    """A translation of a contribution. It never replaces the original and is never shown alone."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="renderings")
    language = models.CharField(max_length=12)
    text = models.TextField()
    #: The tool that made it; empty if a person did.
    machine = models.CharField(max_length=40, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("translation of a contribution")
        verbose_name_plural = _("translations of contributions")
        constraints = [models.UniqueConstraint(fields=("contribution", "language"), name="unique_rendering")]

    def __str__(self) -> str:
        return f"{self.language} of {self.contribution_id}"

    @property
    def made(self) -> RenderedBy:
        """Who made it, as readers are told."""
        if not self.machine:
            return RenderedBy.PERSON
        return RenderedBy.CHECKED if self.checked_by_id else RenderedBy.MACHINE


class Flag(models.Model):
    """A reader's report of a contribution; three of them hold it back, once."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="flags")
    #: HMAC of who reported (participant or network address), so that nobody counts twice.
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=10, choices=RefusalReason)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("contribution", "digest"), name="unique_flag")]

    def __str__(self) -> str:
        return f"{self.reason} of {self.contribution_id}"
