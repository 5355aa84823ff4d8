"""Our linear algebra against scikit-learn's: components, clusters, silhouette, Rand index."""

from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.dialogue.analysis.clusters import adjusted_rand, distances_of, k_means, project, silhouette
from tests.events.dialogue.analysis.crowds import CROWDS, react, two_sides


@pytest.fixture(scope="module")
def sklearn() -> ModuleType:
    """The library that we compare with. To import it takes three seconds, in each process that only reads this file."""
    import sklearn.cluster
    import sklearn.decomposition
    import sklearn.metrics

    return sklearn


def matrix(chances: np.ndarray, seed: int, *, seen: float) -> np.ndarray:
    """Simulated reactions as rows, NaN for what was not seen."""
    values = np.full(chances.shape, np.nan)
    for participant, statement, value in react(chances, seed, seen=seen):
        values[int(participant[1:]), int(statement[1:])] = value
    return values


@pytest.mark.parametrize("shape", [(60, 40), (150, 20), (30, 60), (200, 200)])
def test_projection_is_that_of_scikit_learn(sklearn: ModuleType, shape: tuple[int, int]) -> None:
    values = matrix(two_sides(*shape, seed=1), 1, seen=0.7)
    centred = values - np.nanmean(values, axis=1, keepdims=True)
    filled = np.where(np.isnan(values), np.nanmean(centred, axis=0), centred)
    theirs = sklearn.decomposition.PCA(2, svd_solver="full").fit_transform(filled)
    theirs *= np.sqrt(shape[1] / (~np.isnan(values)).sum(axis=1, keepdims=True))
    ours = project(values).points
    # An axis may point either way.
    assert np.allclose(np.abs(ours), np.abs(theirs), atol=1e-8)
    for axis in (0, 1):
        assert abs(np.corrcoef(ours[:, axis], theirs[:, axis])[0, 1]) == pytest.approx(1)


@pytest.mark.parametrize("groups", [2, 3, 4, 5])
@pytest.mark.parametrize("people", [60, 400])
def test_clusters_are_those_of_scikit_learn(sklearn: ModuleType, groups: int, people: int) -> None:
    random = np.random.default_rng(groups)
    centres = random.normal(0, 6, (groups, 2))
    points = centres[random.integers(groups, size=people)] + random.normal(0, 0.8, (people, 2))
    theirs = sklearn.cluster.KMeans(groups, n_init=10, random_state=1).fit_predict(points)
    ours = k_means(points, groups, seed=1)
    assert sklearn.metrics.adjusted_rand_score(ours, theirs) == 1
    assert silhouette(distances_of(points), ours) == pytest.approx(sklearn.metrics.silhouette_score(points, ours))


@pytest.mark.parametrize("kind", CROWDS)
def test_clusters_of_a_cloud_are_as_tight_as_those_of_scikit_learn(sklearn: ModuleType, kind: str) -> None:
    points = project(matrix(CROWDS[kind](120, 40, 1), 1, seen=0.6)).points
    for groups in (2, 3, 4, 5):
        theirs = sklearn.cluster.KMeans(groups, n_init=10, random_state=1).fit(points)
        ours = k_means(points, groups, seed=1)
        squares = sum(((points[ours == one] - points[ours == one].mean(axis=0)) ** 2).sum() for one in range(groups))
        assert squares <= theirs.inertia_ * 1.02
        assert silhouette(distances_of(points), ours) == pytest.approx(sklearn.metrics.silhouette_score(points, ours))


def test_a_cluster_of_one_says_nothing_and_the_same_points_are_no_clusters(sklearn: ModuleType) -> None:
    points = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 9.0]])
    labels = np.array([0, 0, 1])
    assert silhouette(distances_of(points), labels) == pytest.approx(sklearn.metrics.silhouette_score(points, labels))
    assert silhouette(distances_of(np.zeros((5, 2))), k_means(np.zeros((5, 2)), 2, seed=1)) == -1


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40))
def test_rand_index_is_that_of_scikit_learn(sklearn: ModuleType, labels: list[tuple[int, int]]) -> None:
    one, other = (np.array(row) for row in zip(*labels, strict=True))
    assert adjusted_rand(one, other) == pytest.approx(sklearn.metrics.adjusted_rand_score(one, other))


def test_rows_and_columns_without_values_are_in_the_middle() -> None:
    values = np.full((4, 3), np.nan)
    values[:3, :2] = [[1, -1], [-1, 1], [1, -1]]
    projection = project(values)
    assert projection.points[3].tolist() == [0, 0]
    assert np.isfinite(projection.points).all()
