"""Seeded random numbers: a picture drawn twice is the same picture."""

from collections.abc import Callable

#: Gives the next number in [0, 1).
Chance = Callable[[], float]
MASK = 0xFFFFFFFF


def fnv(text: str) -> int:
    """32-bit FNV-1a hash of ``text`` (http://www.isthe.com/chongo/tech/comp/fnv/)."""
    value = 2166136261
    for byte in text.encode():
        value = ((value ^ byte) * 16777619) & MASK
    return value


def chance(seed: int) -> Chance:
    """A function that gives the next number in [0, 1) of a sequence fixed by ``seed`` (mulberry32).

    Not Python's own ``random``: its sequence may change with a version, and every address of a cover with it.
    """
    state = seed

    def draw() -> float:
        nonlocal state
        state = (state + 0x6D2B79F5) & MASK
        mixed = ((state ^ (state >> 15)) * (1 | state)) & MASK
        mixed = ((mixed + (((mixed ^ (mixed >> 7)) * (61 | mixed)) & MASK)) & MASK) ^ mixed
        return ((mixed ^ (mixed >> 14)) & MASK) / 4294967296

    return draw
