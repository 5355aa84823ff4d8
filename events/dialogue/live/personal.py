"""What the personal page of a participant shows: the present round, own statements, what comes next, the wall."""

from dataclasses import dataclass, field, replace

from events.dialogue.analysis import routing
from events.dialogue.enums import Phase
from events.dialogue.live import order
from events.dialogue.live.documents import Statement
from events.dialogue.live.reading import OVER, Row, State
from events.dialogue.live.state import all_texts
from events.dialogue.models import Contribution, Participant, Question, Reaction, ThemeMember
from events.dialogue.models.themes import best_text
from portal.core.i18n.languages import active_language


@dataclass(frozen=True)
class Card:
    """A statement to react to, or on the wall."""

    row: Row
    statement: Statement
    #: The participant's own.
    is_mine: bool = False
    #: The participant's reaction: -1, 0, 1, or None.
    value: int | None = None
    shows_counts: bool = False
    #: Translation for the reader, its language, and who made it in words.
    rendering: str = ""
    rendered_into: str = ""
    rendered_by: str = ""


def card_of(
    row: Row,
    statement: Statement,
    language: str,
    *,
    is_mine: bool = False,
    value: int | None = None,
    shows_counts: bool = True,
) -> Card:
    """A statement with its translation for readers of ``language``."""
    card = Card(row, statement, is_mine, value, shows_counts)
    rendering = statement.rendering(language)
    if rendering is None:
        return card
    text, made = rendering
    return replace(card, rendering=text, rendered_into=language, rendered_by=str(made.label))


@dataclass
class Wall:
    """Statements that belong together."""

    title: str
    language: str
    cards: list[Card] = field(default_factory=list)


@dataclass
class Personal:
    """Everything that one participant is shown."""

    participant: Participant
    state: State
    language: str
    seed: int
    own: list[Contribution]
    #: The participant's reactions by number of the statement, in the order in which they were given.
    values: dict[int, int]
    texts: dict[int, Statement]

    @property
    def own_ids(self) -> set[int]:
        """Numbers of the participant's own statements."""
        return {one.pk for one in self.own}

    def card(self, row: Row) -> Card | None:
        """A statement as this participant sees it; None if it has just gone."""
        statement = self.texts.get(row.pk)
        if statement is None:
            return None
        value = self.values.get(row.pk)
        return card_of(
            row,
            statement,
            self.language,
            is_mine=row.pk in self.own_ids,
            value=value,
            shows_counts=self.state.shows_counts or value is not None,
        )

    @property
    def open_rows(self) -> list[Row]:
        """Statements of others to which there is no reaction yet."""
        return [row for row in self.state.rows if row.pk not in self.values and row.pk not in self.own_ids]

    def next_card(self, wanted: str = "") -> Card | None:
        """The statement to react to: the one that was asked for, or the next by weight."""
        row = self.state.row(wanted) if wanted else None
        if row is None or row.pk in self.own_ids:
            row = order.next_row(self.seed, self.state.rows, set(self.values), self.own_ids, self.reads)
        return self.card(row) if row else None

    def reads(self, row: Row) -> bool:
        """Whether the reader has the statement in a language of theirs."""
        statement = self.texts.get(row.pk)
        return row.language == self.language or bool(statement and self.language in statement.renderings)

    @property
    def last_id(self) -> str:
        """The public id of the statement that was reacted to last; empty if there is none."""
        numbers = list(self.values)
        row = next((row for row in self.state.rows if numbers and row.pk == numbers[-1]), None)
        return row.public_id if row else ""

    def walls(self) -> list[Wall]:
        """All statements, by theme once somebody has grouped them; a statement with two themes stands in both."""
        cards = {row.pk: card for row in self.state.rows if (card := self.card(row))}
        return group(cards, self.state, self.language)


def group(cards: dict[int, Card], state: State, language: str) -> list[Wall]:
    """Cards by theme, those without one last."""
    walls: dict[int, Wall] = {}
    grouped: set[int] = set()
    members = ThemeMember.objects.none()
    if state.grouped:
        members = (
            ThemeMember.objects.filter(contribution__round=state.round_id, theme__merged_into=None)
            .select_related("theme")
            .order_by("theme__position", "theme__pk", "contribution__published_at", "contribution__pk")
        )
    for member in members:
        if card := cards.get(member.contribution_id):
            title, code = best_text(member.theme.titles, language)
            walls.setdefault(member.theme_id, Wall(title, code)).cards.append(card)
            grouped.add(member.contribution_id)
    rest = [card for number, card in cards.items() if number not in grouped]
    return [*walls.values(), *([Wall("", "", rest)] if rest else [])]


def personal(participant: Participant, state: State, code: str) -> Personal:
    """What the participant is shown now."""
    language = active_language()
    own = Contribution.objects.filter(participant=participant, round__isnull=False).select_related("round")
    reacting = state.phase in {Phase.REACT, Phase.WALL, Phase.CLOSED, OVER}
    values: dict[int, int] = {}
    if reacting and state.round_id:
        reactions = Reaction.objects.filter(participant=participant, contribution__round=state.round_id)
        values = dict(reactions.order_by("pk").values_list("contribution", "value"))
    return Personal(
        participant=participant,
        state=state,
        language=language,
        seed=routing.seed_of(participant.key_sha256),
        own=list(own.order_by("-created_at", "-pk")),
        values=values,
        texts=all_texts(code) if reacting else {},
    )


def live_questions(occasion_id: int) -> list[Question]:
    """Questions of an occasion that can be asked in its room, in their order."""
    asked = Question.objects.filter(occasion=occasion_id, retired=False)
    return [question for question in asked if not question.stages or "live" in question.stages]


def questions_by_id(occasion_id: int, language: str) -> dict[str, object]:
    """Wording and language of every question that a round can be about, by public id: for the script."""
    found = Question.objects.filter(occasion=occasion_id)
    return {one.public_id: [one.text(language), one.language_for(language)] for one in found}
