"""Reading the state of a live room from the database, in two queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db.models import Count, F, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from events.dialogue.enums import ContributionState, Phase, ReactionValue
from events.dialogue.live.rooms import rooms_with
from events.dialogue.models import Contribution, Participant, Reaction, Rendering, ThemeMember

#: Texts on one page.
PER_PAGE = 50
#: The phase of a room in which nothing was opened yet, and of a closed one.
WAITING, OVER = "", "over"
#: Why a room takes nothing for a while: its round is paused, or the whole occasion is frozen.
PAUSED, FROZEN = "paused", "frozen"


#: A statement as it is read: key, public id, how many agreed, disagreed, passed, whether the organiser wrote it,
#: language, when it was published, text.
Counted = tuple[int, str, int, int, int, bool, str, datetime, str]


@dataclass(frozen=True)
class Row:
    """A statement that is shown, with its reactions."""

    pk: int
    public_id: str
    agreed: int
    disagreed: int
    passed: int
    by_organiser: bool
    language: str
    #: How far from the middle somebody stands who agrees with nothing else; 0 before groups exist.
    telling: float = 0.0

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many agreed, disagreed, passed."""
        return self.agreed, self.disagreed, self.passed


@dataclass(frozen=True)
class State:
    """What everybody in a room shares."""

    occasion_id: int
    version: int
    phase: str
    paused: bool
    frozen: bool
    round_id: int | None
    number: int
    question: str
    rows: list[Row]
    #: Generation of each page of texts: another one as soon as a text on it comes, goes or changes.
    generations: list[int]
    joined: int
    excluded: int
    written: int
    screen: dict[str, Any]
    #: When a statement was last put into a theme, in seconds; 0 for never.
    grouped: int

    @property
    def shows_counts(self) -> bool:
        """Whether everybody may see how many agreed: not while some have still to say what they think."""
        return self.phase in {Phase.WALL, Phase.CLOSED, OVER}

    @property
    def held(self) -> str:
        """Why nothing is taken just now: the whole occasion is frozen, or its round paused; empty if it is."""
        return FROZEN if self.frozen else PAUSED if self.paused else ""

    def row(self, public_id: str) -> Row | None:
        """The row of one statement."""
        return next((row for row in self.rows if row.public_id == public_id), None)


def read(code: str) -> State | None:
    """Read the state from the database: one query for the room with its round, one for statements and reactions."""
    found = rooms_with(code).annotate(**_numbers())
    columns = (
        "pk", "live_code", "phase_version", "frozen", "screen", "joined", "excluded", "written", "grouped", "rendered",
        "renderings",
        "rounds__pk", "rounds__number", "rounds__phase", "rounds__paused", "rounds__question__public_id",
        "analysis__telling",
    )  # fmt: skip
    latest = F("rounds__closed_at").desc(nulls_first=True)
    room = found.order_by(F("live_code").asc(nulls_last=True), latest, "-rounds__number").values(*columns).first()
    if room is None:
        return None
    telling = room["analysis__telling"] or {}
    stated = [
        (Row(*(*values[:-2], telling.get(values[1], 0.0))), values)
        for values in (_statements(room["rounds__pk"], excludes=bool(room["excluded"])) if room["rounds__pk"] else ())
    ]
    phase = (room["rounds__phase"] or WAITING) if room["live_code"] else OVER
    return State(
        occasion_id=room["pk"],
        version=room["phase_version"],
        phase=phase,
        paused=bool(room["rounds__paused"]),
        frozen=room["frozen"],
        round_id=room["rounds__pk"],
        number=room["rounds__number"] or 0,
        question=room["rounds__question__public_id"] or "",
        rows=[row for row, _values in stated],
        generations=list(_generations([values for _row, values in stated], (room["rendered"], room["renderings"]))),
        joined=room["joined"] or 0,
        excluded=room["excluded"] or 0,
        written=room["written"] or 0,
        screen=room["screen"],
        grouped=int(room["grouped"].timestamp()) if room["grouped"] else 0,
    )


def _numbers() -> dict[str, object]:
    """Numbers of the room and of its round, each as a subquery."""
    people = Participant.objects.filter(occasion=OuterRef("pk"), joined_hour__isnull=False)
    written = Contribution.objects.filter(round=OuterRef("rounds__pk"), by_organiser=False)
    members = ThemeMember.objects.filter(contribution__round=OuterRef("rounds__pk"))
    renderings = Rendering.objects.filter(contribution__round=OuterRef("rounds__pk"))
    return {
        "joined": _count(people, "occasion"),
        "excluded": _count(Participant.objects.filter(occasion=OuterRef("pk"), excluded_at__isnull=False), "occasion"),
        "written": _count(written.exclude(state=ContributionState.WITHDRAWN), "round"),
        "grouped": _latest(members, "added_at"),
        "rendered": _latest(renderings, "made_at"),
        "renderings": _count(renderings, "contribution__round"),
    }


def _count(rows: QuerySet[Model], group: str) -> Subquery:
    grouped = rows.order_by().values(group).annotate(number=Count("pk"))
    return Subquery(grouped.values("number"), output_field=IntegerField())


def _latest(rows: QuerySet[Model], column: str) -> Subquery:
    return Subquery(rows.order_by(f"-{column}").values(column)[:1])


def _statements(round_id: int, *, excludes: bool) -> QuerySet[Contribution, Counted]:
    """Statements of a round that are shown and stand for themselves, with their counts, and the text and its time.

    While nobody is excluded, the index of reactions alone answers how many there are, a twentieth of the work.
    """
    given = Reaction.objects.filter(contribution=OuterRef("pk"))
    if excludes:
        given = given.filter(participant__excluded_at=None)
    counted = {
        name: Coalesce(_count(given.filter(value=value), "contribution"), 0)
        for name, value in (
            ("n_agreed", ReactionValue.AGREE),
            ("n_disagreed", ReactionValue.DISAGREE),
            ("n_passed", ReactionValue.PASS),
        )
    }
    return (
        Contribution.objects.filter(round=round_id, state=ContributionState.PUBLISHED, same_as=None, late=False)
        .annotate(**counted)
        .order_by("published_at", "pk")
        .values_list("pk", "public_id", *counted, "by_organiser", "language", "published_at", "text")
    )


def _generations(statements: Sequence[Sequence[object]], rendered: tuple[datetime | None, int | None]) -> Iterator[int]:
    for start in range(0, len(statements), PER_PAGE):
        page = [(values[0], values[-2], values[-1]) for values in statements[start : start + PER_PAGE]]
        yield crc32(repr((page, rendered)).encode())
