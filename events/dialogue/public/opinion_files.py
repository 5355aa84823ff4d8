"""Reactions as data: the three files that tools for opinion mapping read (comments, votes, participants).

Participants get new numbers, at random, in every export, so that two exports cannot be joined; of when somebody reacted
only the day is told. Below twenty participants nothing is given out: among few one knows who thinks what.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from events.dialogue.enums import ContributionState
from events.dialogue.models import Contribution, Occasion, Reaction
from portal.core.files.spreadsheets import is_formula

#: Participants with a reaction from which on reactions are given out.
LEAST_PARTICIPANTS = 20


class TooFewError(Exception):
    """Fewer participants have reacted than can be given out."""


def opinion_files(occasion: Occasion) -> bytes:
    """A ZIP of ``comments.csv``, ``votes.csv`` and ``participants-votes.csv``.

    Raises:
        TooFewError: among so few participants one could tell who is who.
    """
    rows = list(
        Reaction.objects.filter(
            contribution__occasion=occasion,
            contribution__state=ContributionState.PUBLISHED,
            participant__excluded_at=None,
        )
        .order_by()
        .values_list("participant", "contribution", "value", "minute")
    )
    numbers = _numbers({row[0] for row in rows})
    if len(numbers) < LEAST_PARTICIPANTS:
        raise TooFewError
    comments = list(
        Contribution.objects.filter(occasion=occasion, state=ContributionState.PUBLISHED).order_by("published_at", "pk")
    )
    ids = {comment.pk: number for number, comment in enumerate(comments)}
    votes = sorted((numbers[who], ids[what], value, _day(at)) for who, what, value, at in rows if what in ids)
    files = {
        "comments.csv": _comments(comments, votes),
        "votes.csv": _votes(votes),
        "participants-votes.csv": _participants(votes, len(comments)),
    }
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, lines in files.items():
            archive.writestr(name, _as_csv(lines))
    return packed.getvalue()


def _numbers(participants: set[object]) -> dict[object, int]:
    order = list(participants)
    random.SystemRandom().shuffle(order)
    return {participant: number for number, participant in enumerate(order)}


def _day(moment: datetime) -> int:
    """Seconds since 1970 at the beginning of the day (UTC)."""
    return int(moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0).timestamp())


Vote = tuple[int, int, int, int]


def _comments(comments: list[Contribution], votes: list[Vote]) -> Iterable[list[object]]:
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for _who, what, value, _at in votes:
        counts[what, value] += 1
    yield ["timestamp", "comment-id", "public-id", "agrees", "disagrees", "passes", "language", "comment-body"]
    for number, comment in enumerate(comments):
        sums = [counts[number, value] for value in (1, -1, 0)]
        text = comment.text if comment.may_leave_its_page else ""
        moment = _day(comment.published_at or comment.created_at)
        yield [moment, number, comment.public_id, *sums, comment.language, text]


def _votes(votes: list[Vote]) -> Iterable[list[object]]:
    yield ["timestamp", "comment-id", "voter-id", "vote"]
    for who, what, value, at in votes:
        yield [at, what, who, value]


def _participants(votes: list[Vote], comments: int) -> Iterable[list[object]]:
    given: dict[int, dict[int, int]] = defaultdict(dict)
    for who, what, value, _at in votes:
        given[who][what] = value
    yield ["participant", "n-votes", "n-agree", "n-disagree", *range(comments)]
    for who in sorted(given):
        values = list(given[who].values())
        matrix = [given[who].get(number, "") for number in range(comments)]
        yield [who, len(values), values.count(1), values.count(-1), *matrix]


def _as_csv(lines: Iterable[list[object]]) -> str:
    """Comma-separated, as such tools read it; what a spreadsheet would calculate gets an apostrophe before it."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for line in lines:
        writer.writerow([f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell for cell in line])
    return text.getvalue()
