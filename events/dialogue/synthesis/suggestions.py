"""Suggested themes: for a statement that is in none, and proposals for all of them. People decide about each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.dialogue.analysis.grouping import propose_themes, suggest_themes
from events.dialogue.analysis.likeness import Corpus, Text
from events.dialogue.audit_log import desk, record
from events.dialogue.enums import ContributionState, LogAction
from events.dialogue.made_up import unmarked
from events.dialogue.models import Contribution, Occasion, Theme, ThemeMember, ThemeProposal
from events.dialogue.synthesis.grouping import Grouped, put
from events.dialogue.synthesis.queries import ungrouped
from events.dialogue.synthesis.themes import MOST_TITLE, create
from portal.core.i18n.languages import bare_code
from portal.core.users.models import User

#: Statements of an occasion that are compared with each other; of more, the latest.
MOST_COMPARED = 1000


@dataclass(frozen=True)
class Suggested:
    """A theme for one statement, and the words that led there."""

    theme: Theme
    because: str


def suggested(
    occasion: Occasion, themes: Sequence[Theme], contributions: Iterable[Contribution], language: str
) -> dict[int, list[Suggested]]:
    """Themes for statements that are in none, by number of the statement, at most three each. Two queries.

    Parameters:
        themes: those of the occasion.
        language: of the reader, in which the words are named.
    """
    wanted = list(contributions)
    if not themes or not wanted:
        return {}
    members: dict[str, list[str]] = {str(theme.pk): [] for theme in themes}
    shown = ThemeMember.objects.filter(theme__in=themes, contribution__state=ContributionState.PUBLISHED)
    for theme, contribution in shown.values_list("theme", "contribution"):
        members[str(theme)].append(str(contribution))
    if not any(members.values()):
        return {}
    corpus = _corpus(occasion, [str(one.pk) for one in wanted])
    by_key = {str(theme.pk): theme for theme in themes}
    return {
        one.pk: [
            Suggested(by_key[found.theme], ", ".join(found.reasons))
            for found in suggest_themes(corpus, str(one.pk), members, language)
        ]
        for one in wanted
        if str(one.pk) in corpus.vectors
    }


def _corpus(occasion: Occasion, needed: Sequence[str] = ()) -> Corpus:
    """What everybody can read at an occasion, as it is compared: the latest thousand, and what is ``needed``."""
    shown = Contribution.objects.filter(occasion=occasion, state=ContributionState.PUBLISHED)
    rows = shown.order_by("-pk").values_list("pk", "text", "language")
    texts = {str(pk): Text(str(pk), unmarked(text), bare_code(language)) for pk, text, language in rows[:MOST_COMPARED]}
    missing = [int(key) for key in needed if key not in texts]
    if missing:
        more = shown.filter(pk__in=missing).values_list("pk", "text", "language")
        texts |= {str(pk): Text(str(pk), unmarked(text), bare_code(language)) for pk, text, language in more}
    return Corpus(texts.values())


def propose(occasion_id: int, language: str, now: datetime) -> int:
    """Work out themes for what is in none yet, and keep them as proposals in place of those before.

    Returns:
        How many there are.
    """
    occasion = Occasion.objects.get(pk=occasion_id)
    keys = [str(pk) for pk in ungrouped(occasion).values_list("pk", flat=True)[:MOST_COMPARED]]
    found = propose_themes(_corpus(occasion, keys), language, keys)
    with transaction.atomic():
        Occasion.objects.select_for_update(no_key=True).get(pk=occasion_id)
        occasion.proposals.all().delete()
        for proposal in found:
            words = ", ".join(proposal.labels)
            row = ThemeProposal.objects.create(
                occasion=occasion, title=words[:MOST_TITLE], language=language, because=words[:200], made_at=now
            )
            row.contributions.set([int(key) for key in proposal.members])
    return len(found)


def accept(proposal_id: int, occasion: Occasion, title: str, user: User, now: datetime) -> tuple[Theme, Grouped] | None:
    """Make a theme of a proposal, under the title that somebody gave it; None if it is there no more.

    Raises:
        ValueError: the title is empty.
    """
    with transaction.atomic():
        proposal = occasion.proposals.select_for_update().filter(pk=proposal_id).first()
        if proposal is None:
            return None
        numbers = list(proposal.contributions.values_list("pk", flat=True))
        theme = create(occasion, {proposal.language: title}, {}, user, now)
        grouped = put(theme.pk, numbers, user, now, suggested=True, because=proposal.because)
        proposal.delete()
    return theme, grouped


def drop(proposal_id: int, occasion: Occasion, user: User, now: datetime) -> bool:
    """Drop a proposal; False if it is there no more."""
    with transaction.atomic():
        number, _rows = occasion.proposals.filter(pk=proposal_id).delete()
        if number:
            record(LogAction.DROP, desk(user), now, occasion=occasion)
    return bool(number)
