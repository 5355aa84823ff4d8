"""Principal components, k-means, silhouette and the adjusted Rand index, on arrays of a few thousand rows at most.

For the worker only: this and ``groups`` are imported by nothing that a web process imports.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]

COMPONENTS = 2
STARTS = 10
MOST_STEPS = 100


@dataclass(frozen=True)
class Projection:
    """The rows of a matrix as points of a plane, its axes as weights of the columns, and the columns' means."""

    points: Floats
    axes: Floats
    means: Floats


def project(values: Floats) -> Projection:
    """Principal component analysis of reactions, not seen as NaN.

    Each row's own mean is subtracted first: people who agree with everything are no group. What is not seen counts as
    the column's mean. Rows with few values would be pulled to the middle, so each is scaled by √(columns / values).
    """
    given = ~np.isnan(values)
    seen = given.sum(axis=1)
    known = np.where(given, values, 0.0)
    known = np.where(given, known - (known.sum(axis=1) / np.maximum(seen, 1))[:, None], 0.0)
    means = known.sum(axis=0) / np.maximum(given.sum(axis=0), 1)
    centred = np.where(given, known - means, 0.0)
    axes = principal_axes(centred)
    scale = np.sqrt(values.shape[1] / np.maximum(seen, 1))
    return Projection(centred @ axes.T * scale[:, None], axes, means)


def principal_axes(centred: Floats) -> Floats:
    """The two axes of most variance of columns whose mean is 0; the largest weight of each is positive."""
    rows, columns = centred.shape
    axes = np.zeros((COMPONENTS, columns))
    if rows and columns:
        # Of the smaller of the two products: much less work than all singular vectors.
        if columns <= rows:
            found = np.linalg.eigh(centred.T @ centred)[1][:, ::-1].T[:COMPONENTS]
        else:
            found = np.linalg.eigh(centred @ centred.T)[1][:, ::-1].T[:COMPONENTS] @ centred
            found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), np.finfo(float).tiny)
        largest = found[np.arange(len(found)), np.abs(found).argmax(axis=1)]
        axes[: len(found)] = found * np.where(largest < 0, -1.0, 1.0)[:, None]
    return axes


def k_means(points: Floats, count: int, seed: int) -> Labels:
    """Labels 0 … count-1 of the best of ten starts (k-means++, Lloyd), by the sum of squared distances."""
    random = np.random.default_rng(seed)
    centres = np.stack([_spread(points, count, random) for _ in range(STARTS)])
    labels = np.full((STARTS, len(points)), -1)
    distances = np.zeros((STARTS, len(points), count))
    for _ in range(MOST_STEPS):
        distances = ((points[None, :, None] - centres[:, None]) ** 2).sum(axis=3)
        before, labels = labels, distances.argmin(axis=2)
        if np.array_equal(before, labels):
            break
        belongs = (labels[:, None, :] == np.arange(count)[None, :, None]).astype(np.float64)
        sizes = belongs.sum(axis=2)[:, :, None]
        # A cluster that lost all its points stays where it was.
        centres = np.where(sizes > 0, belongs @ points / np.maximum(sizes, 1), centres)
    return labels[int(distances.min(axis=2).sum(axis=1).argmin())]


def _spread(points: Floats, count: int, random: np.random.Generator) -> Floats:
    """Centres to start from, each likelier the farther it is from those before (k-means++)."""
    chosen = [points[int(random.integers(len(points)))]]
    nearest = np.full(len(points), np.inf)
    while len(chosen) < count:
        nearest = np.minimum(nearest, ((points - chosen[-1]) ** 2).sum(axis=1))
        total = nearest.cumsum()
        at = np.searchsorted(total, random.random() * total[-1], side="right")
        chosen.append(points[min(int(at), len(points) - 1)])
    return np.stack(chosen)


def distances_of(points: Floats) -> Floats:
    """The distance of each point from each."""
    squared = (points**2).sum(axis=1)
    return np.sqrt(np.maximum(squared[:, None] + squared[None, :] - 2 * points @ points.T, 0.0))


def silhouette(distances: Floats, labels: Labels) -> float:
    """The mean silhouette coefficient: how much nearer points are to their own cluster than to the next."""
    belongs = (labels[:, None] == np.arange(labels.max() + 1)).astype(np.float64)
    sizes = belongs.sum(axis=0)
    if (sizes == 0).any() or len(sizes) < 2:
        return -1.0
    sums, rows = distances @ belongs, np.arange(len(labels))
    own = sizes[labels]
    inside = sums[rows, labels] / np.maximum(own - 1, 1)
    means = sums / sizes
    means[rows, labels] = np.inf
    outside = means.min(axis=1)
    widest = np.maximum(inside, outside)
    # A cluster of one says nothing.
    return float(np.where((own > 1) & (widest > 0), (outside - inside) / np.where(widest > 0, widest, 1), 0.0).mean())


def adjusted_rand(one: Labels, other: Labels) -> float:
    """The adjusted Rand index of two partitions: 1 the same, about 0 by chance."""
    table = np.zeros((one.max(initial=0) + 1, other.max(initial=0) + 1))
    np.add.at(table, (one, other), 1)

    def pairs(counts: Floats) -> float:
        return float((counts * (counts - 1) / 2).sum())

    together, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    everything = pairs(np.array([float(len(one))]))
    expected = rows * columns / everything if everything else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)
