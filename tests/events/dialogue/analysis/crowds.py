"""Simulated reactions: crowds that are known to fall into groups, and such that do not."""

import numpy as np

from events.dialogue.analysis.opinions import Reaction


def statement_names(count: int) -> list[str]:
    """Keys of so many statements."""
    return [f"s{number:03}" for number in range(count)]


def react(chances: np.ndarray, seed: int, *, seen: float = 0.6, passing: float = 0.1) -> list[Reaction]:
    """Reactions of people who agree by the chances of their rows."""
    random = np.random.default_rng(seed)
    sees = random.random(chances.shape) < seen
    passes = random.random(chances.shape) < passing
    agrees = random.random(chances.shape) < chances
    values = np.where(passes, 0, np.where(agrees, 1, -1))
    return [
        Reaction(f"p{person:04}", f"s{statement:03}", int(values[person, statement]))
        for person, statement in np.argwhere(sees)
    ]


def noise(people: int, statements: int, seed: int) -> np.ndarray:
    """Everybody tosses a coin."""
    del seed
    return np.full((people, statements), 0.5)


def one_bloc(people: int, statements: int, seed: int) -> np.ndarray:
    """Some statements please everybody more than others."""
    return np.tile(np.random.default_rng(seed).uniform(0.15, 0.95, statements), (people, 1))


def yes_sayers(people: int, statements: int, seed: int) -> np.ndarray:
    """Some people agree with nearly everything, whatever it is."""
    return np.tile(np.random.default_rng(seed).beta(2, 1, (people, 1)), (1, statements))


def bloc_of_yes_sayers(people: int, statements: int, seed: int) -> np.ndarray:
    """Both at once."""
    random = np.random.default_rng(seed)
    return 1 / (1 + np.exp(-random.normal(0, 1, (people, 1)) - random.normal(0.5, 1, (1, statements))))


#: Crowds without groups.
CROWDS = {"noise": noise, "one bloc": one_bloc, "yes-sayers": yes_sayers, "bloc of yes-sayers": bloc_of_yes_sayers}


def two_sides(people: int, statements: int, seed: int) -> np.ndarray:
    """Two camps that take turns in the rows; the first half of the statements divides them."""
    random = np.random.default_rng(seed)
    chances = np.tile(random.uniform(0.3, 0.9, statements), (people, 1))
    half = statements // 2
    favours = random.integers(2, size=half)
    agrees = (np.arange(people) % 2)[:, None] == favours[None, :]
    chances[:, :half] = np.where(agrees, 0.9, 0.1)
    return chances
