"""What phones are sent of a live room: the state and pages of texts as JSON, nothing of which depends on who asks."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from events.dialogue.enums import ContributionState, Phase, RenderedBy
from events.dialogue.live.order import weight
from events.dialogue.live.reading import State
from events.dialogue.models import Contribution


@dataclass(frozen=True)
class Document:
    """A body, once as it is and once compressed."""

    body: bytes
    zipped: bytes
    etag: str


@dataclass(frozen=True)
class Statement:
    """The text of a statement, with its translations."""

    pk: int
    public_id: str
    language: str
    text: str
    by_organiser: bool = False
    #: By language: the text, and who made it.
    renderings: dict[str, tuple[str, RenderedBy]] = field(default_factory=dict)

    def rendering(self, language: str) -> tuple[str, RenderedBy] | None:
        """The translation for readers of ``language``, if they need one and there is one."""
        return None if language == self.language else self.renderings.get(language)


def document(content: object) -> Document:
    """``content`` as JSON, as short as it gets."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    # The same content has the same bytes: the time is left out of the header.
    return Document(body, gzip.compress(body, 6, mtime=0), f'W/"{sha256(body).hexdigest()[:16]}"')


def state_document(state: State, next_: int) -> Document:
    """The state as it is sent.

    ``v`` rises with every click of a facilitator; ``texts`` has the generation of each page of texts, whose order is
    that of ``rows``: ``[id, weight]`` while people react, ``[id, agreed, disagreed, passed]`` once all may see that.

    Parameters:
        next_: milliseconds after which to ask again.
    """
    rows: list[list[Any]] = []
    if state.shows_counts:
        rows = [[row.public_id, *row.counts] for row in state.rows]
    elif state.phase == Phase.REACT:
        rows = [[row.public_id, weight(row)] for row in state.rows]
    return document(
        {
            "v": state.version,
            "phase": state.phase,
            "held": state.held,
            "round": state.number,
            "question": state.question,
            "next": next_,
            "joined": state.joined,
            "written": state.written,
            "texts": state.generations if rows else [],
            "themes": state.grouped,
            "screen": state.screen,
            "rows": rows,
        }
    )


def statements_of(pks: Sequence[int]) -> list[Statement]:
    """The texts of statements, in the order of ``pks``; two queries."""
    shown = Contribution.objects.filter(state=ContributionState.PUBLISHED)
    found = shown.prefetch_related("renderings").in_bulk(pks)
    return [
        Statement(
            pk=one.pk,
            public_id=one.public_id,
            language=one.language,
            text=one.text,
            by_organiser=one.by_organiser,
            renderings={rendering.language: (rendering.text, rendering.made) for rendering in one.renderings.all()},
        )
        for one in (found[pk] for pk in pks if pk in found)
    ]


def texts_document(statements: Sequence[Statement]) -> Document:
    """A page of texts: ``[id, language, text, 1 if from the organisers, {language: [text, RenderedBy]}]``."""
    return document(
        [
            [
                one.public_id,
                one.language,
                one.text,
                int(one.by_organiser),
                {code: [text, int(made)] for code, (text, made) in one.renderings.items()},
            ]
            for one in statements
        ]
    )
