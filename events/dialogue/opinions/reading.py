"""What the page of opinions shows: first what all share, then what divides, and where people are unsure."""

from dataclasses import dataclass, field
from typing import TypedDict

from events.dialogue.enums import ContributionState, ReactionValue
from events.dialogue.input.own_group import FEWEST_SHOWN
from events.dialogue.models import Contribution, OpinionAnalysis, Rendering
from events.dialogue.queries import translation_for

#: Statements in each list.
MOST_ROWS = 10


class StoredGroup(TypedDict):
    """A group as the analysis stores it."""

    number: int
    size: int
    typical: list[tuple[str, int]]
    tallies: dict[str, tuple[int, int, int]]


@dataclass(frozen=True)
class Row:
    """A statement with how many agreed, disagreed and passed."""

    contribution: Contribution
    agreed: int
    disagreed: int
    passed: int
    translation: Rendering | None = None
    #: What a group answers to it more than others: agree or disagree.
    answer: str = ""


@dataclass(frozen=True)
class GroupShown:
    """An opinion group: how many, and what is typical of it."""

    number: int
    size: int
    typical: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class OpinionsShown:
    """The page of opinions of one occasion."""

    participants: int
    why_none: str
    agreed: list[Row]
    disagreed: list[Row]
    unsure: list[Row]
    groups: list[GroupShown]


def shown_opinions(analysis: OpinionAnalysis | None, language: str) -> OpinionsShown | None:
    """What may be shown; None while fewer than five people have reacted. What was hidden meanwhile is left out.

    Parameters:
        language: of the reader.
    """
    result = analysis.result if analysis else {}
    if analysis is None or result.get("participants", 0) < FEWEST_SHOWN:
        return None
    groups: list[StoredGroup] = result["groups"]
    keys = {*result["tallies"], *(key for group in groups for key, _value in group["typical"])}
    texts = {
        row.public_id: row
        for row in Contribution.objects.filter(
            public_id__in=keys, occasion=analysis.occasion_id, state=ContributionState.PUBLISHED
        ).prefetch_related("renderings")
    }

    def row(name: str, tally: tuple[int, int, int], answer: str = "") -> Row:
        return Row(texts[name], *tally, translation_for(texts[name], language), answer)

    def rows(names: list[str]) -> list[Row]:
        return [row(name, result["tallies"][name]) for name in names if name in texts][:MOST_ROWS]

    return OpinionsShown(
        result["participants"],
        result["why_none"],
        rows(result["agreed"]),
        rows(result["disagreed"]),
        rows(result["unsure"]),
        [
            GroupShown(
                group["number"],
                group["size"],
                [
                    row(name, group["tallies"][name], str(ReactionValue(value).label))
                    for name, value in group["typical"]
                    if name in texts
                ],
            )
            for group in groups
        ],
    )
