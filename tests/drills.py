"""Long rows of parameters: a few are tests, all of them together take minutes by nature and are drills."""

from collections.abc import Iterable
from typing import Any

import pytest


def drilled(values: Iterable[Any], tested: Any) -> list[Any]:
    """``values`` as parameters, of which ``make test`` runs only ``tested``, and ``make drills`` the others.

    A tuple is one set of several parameters.
    """
    return [value if value == tested else pytest.param(*_as_set(value), marks=pytest.mark.drill) for value in values]


def _as_set(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)
