"""What a reaction asks of the database, in SQL that is written once: a full hall reacts hundreds of times a second.

The ORM takes ten times as long to write the same statements as the database to carry them out; they hold names of our
own tables only, every value is a parameter, and both databases understand them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from events.dialogue.models import Contribution, Occasion, Participant, Reaction, Round

_TABLES = {
    "people": Participant._meta.db_table,
    "occasions": Occasion._meta.db_table,
    "statements": Contribution._meta.db_table,
    "rounds": Round._meta.db_table,
    "reactions": Reaction._meta.db_table,
}
_PERSON = """
SELECT person.id, occasion.id, person.excluded_at IS NOT NULL, occasion.frozen, occasion.live_code, occasion.former_code
FROM {people} person JOIN {occasions} occasion ON occasion.id = person.occasion_id WHERE person.key_sha256 = %s
""".format(**_TABLES)
_STATEMENTS = """
SELECT one.public_id, one.id, one.state, one.participant_id = %s, round.phase, round.paused, round.phase_at >= %s,
  (SELECT value FROM {reactions} mine WHERE mine.participant_id = %s AND mine.contribution_id = one.id)
FROM {statements} one JOIN {rounds} round ON round.id = one.round_id
WHERE one.occasion_id = %s AND one.public_id IN ({{places}})
""".format(**_TABLES)  # noqa: S608 (names of our own tables)
_STORE = """
INSERT INTO {reactions} (participant_id, contribution_id, value, minute) VALUES {{places}}
ON CONFLICT (participant_id, contribution_id) DO UPDATE SET value = excluded.value, minute = excluded.minute
""".format(**_TABLES)


@dataclass(frozen=True)
class Person:
    """A participant of an occasion, as far as reactions ask."""

    #: As the database has it: a UUID, or its figures.
    key: UUID | str
    occasion_id: int
    is_excluded: bool
    frozen: bool
    #: The codes of the room while it is open, and of before.
    live_code: str | None
    former_code: str | None


@dataclass(frozen=True)
class Target:
    """A statement of a round, as far as somebody's reaction to it asks."""

    public_id: str
    pk: int
    state: str
    is_own: bool
    phase: str
    paused: bool
    #: Whether the phase of its round began after the moment that was asked about.
    is_recent: bool
    #: The reaction of before.
    before: int | None


def find_person(key_sha256: str) -> Person | None:
    """The participant with this fingerprint; None if there is none, or of no occasion."""
    with connection.cursor() as cursor:
        cursor.execute(_PERSON, [key_sha256])
        row = cursor.fetchone()
    if row is None:
        return None
    key, occasion_id, excluded, frozen, live_code, former_code = row
    return Person(key, occasion_id, bool(excluded), bool(frozen), live_code, former_code)


def find_targets(person: Person, public_ids: Sequence[str], since: datetime) -> dict[str, Target]:
    """Statements of the person's occasion by public id.

    Parameters:
        since: what ``Target.is_recent`` is about.
    """
    if not public_ids:
        return {}
    sql = _STATEMENTS.format(places=", ".join(["%s"] * len(public_ids)))
    moment = connection.ops.adapt_datetimefield_value(since)
    with connection.cursor() as cursor:
        cursor.execute(sql, [person.key, moment, person.key, person.occasion_id, *public_ids])
        rows = cursor.fetchall()
    return {
        public_id: Target(public_id, pk, state, bool(own), phase, bool(paused), bool(recent), before)
        for public_id, pk, state, own, phase, paused, recent, before in rows
    }


def store(person: Person, values: dict[int, int], minute: datetime) -> None:
    """Write reactions in one statement: where there was one, its value is replaced.

    Parameters:
        values: by primary key of the statements.
    """
    if not values:
        return
    moment = connection.ops.adapt_datetimefield_value(minute)
    sql = _STORE.format(places=", ".join(["(%s, %s, %s, %s)"] * len(values)))
    rows = [given for pk, value in values.items() for given in (person.key, pk, value, moment)]
    with connection.cursor() as cursor:
        cursor.execute(sql, rows)
