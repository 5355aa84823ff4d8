"""Registry of small facts that the frame keeps for pages of lower rooms, so that showing them needs no query.

What changes such a fact calls ``portal.core.frame.rebuild``.
"""

from collections.abc import Callable

_facts: dict[str, Callable[[], object]] = {}


def register(name: str, fact: Callable[[], object]) -> None:
    """Have ``fact`` (JSON) kept under ``name`` in ``Frame.site``; to be called in an ``AppConfig.ready``."""
    _facts[name] = fact


def facts() -> dict[str, object]:
    """All facts as they are now."""
    return {name: fact() for name, fact in _facts.items()}
