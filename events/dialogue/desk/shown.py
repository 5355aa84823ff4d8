"""A contribution as the desk shows it: what can be done with it, and by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects
from django.urls import reverse

from events.dialogue.enums import ContributionState
from events.dialogue.input.paragraphs import titles_of
from events.dialogue.models import Contribution, Rendering
from events.dialogue.moderation.actions import HELD_FROM, REFUSED_FROM, SHOWN_FROM
from events.dialogue.moderation.copies import Original
from events.dialogue.moderation.seals import seal
from partners.teams.ownership import acts_for_all
from portal.core.i18n.languages import active_language, bare_code, reading_order
from portal.core.i18n.locales import language_name
from portal.core.users.models import User


@dataclass(frozen=True)
class Shown:
    """One contribution with everything that its card needs."""

    contribution: Contribution
    seal: str
    language: str
    #: The translation that the reader understands best, unless the original is in such a language.
    rendering: Rendering | None
    #: Somebody else has to decide: it is the organisers' own, or this person refused it before.
    is_own: bool
    for_somebody_else: bool
    #: What is shown already and says the same.
    original: Original | None = None
    #: Of a comment on the model's text: which paragraph it is about.
    paragraph: str = ""

    @property
    def paragraph_url(self) -> str:
        """Where the paragraph stands with all comments."""
        one = self.contribution
        return reverse("dialogue:respond", kwargs={"kind": one.subject_kind, "key": one.subject_key})

    @property
    def can_show(self) -> bool:
        """Whether the button would do something."""
        return self._decides and self.contribution.state in SHOWN_FROM and bool(self.contribution.text)

    @property
    def can_hold(self) -> bool:
        """Whether the button would do something."""
        return self._decides and self.contribution.state in HELD_FROM

    @property
    def can_refuse(self) -> bool:
        """Whether the button would do something."""
        return self._decides and self.contribution.state in REFUSED_FROM

    @property
    def can_link(self) -> bool:
        """Whether it can be said to say the same as another one."""
        return self.contribution.state not in {ContributionState.REFUSED, ContributionState.WITHDRAWN}

    @property
    def is_appeal(self) -> bool:
        """Whether its author has asked to have it read again."""
        waits = self.contribution.state in {ContributionState.PENDING, ContributionState.HELD}
        return waits and self.contribution.appealed_at is not None

    @property
    def _decides(self) -> bool:
        return not self.is_own and not self.for_somebody_else


def as_shown(
    contributions: Iterable[Contribution], user: User, originals: Mapping[int, Original] | None = None
) -> list[Shown]:
    """Contributions as ``user`` sees them; translations are read in one query, if there are any.

    Parameters:
        originals: what is shown already and says the same, by primary key.
    """
    for_all, reader, contributions = acts_for_all(user), active_language(), list(contributions)
    prefetch_related_objects([one for one in contributions if _may_be_translated(one)], "renderings")
    shown = [_shown(contribution, user, reader, for_all=for_all) for contribution in contributions]
    paragraphs = titles_of(one.contribution for one in shown)
    return [
        replace(
            one,
            original=(originals or {}).get(one.contribution.pk),
            paragraph=paragraphs.get(one.contribution.pk, ""),
        )
        for one in shown
    ]


def _may_be_translated(contribution: Contribution) -> bool:
    """Whether translations have to be asked for; a query that has looked says so (``with_shown``)."""
    return bool(getattr(contribution, "is_translated", True))


def _shown(contribution: Contribution, user: User, reader: str, *, for_all: bool) -> Shown:
    order = reading_order(reader)
    own = bare_code(contribution.language)
    better = order[: order.index(own)] if own in order else order
    there = contribution.renderings.all() if _may_be_translated(contribution) else ()
    renderings = {rendering.language: rendering for rendering in there}
    return Shown(
        contribution=contribution,
        seal=seal(contribution),
        language=language_name(contribution.language),
        rendering=next((renderings[code] for code in better if code in renderings), None),
        is_own=contribution.by_organiser and not for_all,
        for_somebody_else=contribution.appealed_at is not None and contribution.refused_by_id == user.pk,
    )
