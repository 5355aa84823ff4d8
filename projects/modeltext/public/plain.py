"""A version as plain text."""

from collections.abc import Iterable

from projects.modeltext.comparing import plain_text
from projects.modeltext.queries import ShownSection


def as_plain_text(title: str, facts: Iterable[str], sections: Iterable[ShownSection]) -> str:
    """Title, facts about the version, then each section with its numbered paragraphs."""
    parts = [title, "\n".join(facts)]
    for section in sections:
        parts += [f"{section.number}. {section.title}" if section.number else section.title, section.summary]
        parts += [f"{one.number}  {plain_text(one.html)}" for one in section.paragraphs]
    return "\n\n".join(part for part in parts if part) + "\n"
