"""Counts by cell: exact whatever is added to what."""

from itertools import permutations

import numpy as np
import pytest

from desireline.measure.cube import Cube, Dimension, Rows, added, tabulate

YEAR_US = 365 * 86_400_000_000
STEPS = (Dimension("step", ("a", "b", "c")),)


def cube_of(cells: list[int], values: list[int]) -> Cube:
    """One shard in which each row is a trip of its own, and each trip a customer's only one."""
    trips = np.arange(len(cells))
    return tabulate(STEPS, Rows(trips, np.array(cells), np.array(values, dtype=np.int64)), trips)


def arrays(cube: Cube) -> list[list[int]]:
    return [getattr(cube, name).tolist() for name in ("cell", "rows", "trips", "customers", "high", "low", "at", "bucket", "times")]


def test_sums_stay_exact_beyond_what_a_float_holds() -> None:
    shards = [cube_of([1] * 200, [YEAR_US + 1] * 200) for _ in range(3)]
    assert sum(shard.totals()[0] for shard in shards) > 2**53
    assert added(shards).totals() == [600 * (YEAR_US + 1)]


def test_a_shard_whose_own_sum_is_beyond_2_to_53_is_exact() -> None:
    assert cube_of([0] * 400, [YEAR_US + 1] * 400).totals() == [400 * (YEAR_US + 1)]


def test_cubes_add_up_alike_in_any_order_and_grouping() -> None:
    shards = [cube_of([0, 2, 2], [n, YEAR_US * 100 + n, 2**20 - 1]) for n in range(1, 4)]
    whole = arrays(added(shards))
    for one, other, third in permutations(shards):
        assert arrays(added([one, added([other, third])])) == arrays(added([added([one, other]), third])) == whole


def test_trips_of_one_customer_count_as_one_customer() -> None:
    cube = tabulate(STEPS, Rows(np.array([0, 1, 1, 2]), np.array([0, 0, 0, 0])), np.array([5, 5, 7]))
    assert (cube.rows.tolist(), cube.trips.tolist(), cube.customers.tolist()) == ([4], [3], [2])


def test_coarser_cells_hold_the_same_rows() -> None:
    dimensions = (Dimension("from", ("a", "b")), Dimension("to", ("a", "b")))
    trips = np.arange(4)
    cube = tabulate(dimensions, Rows(trips, np.array([0, 1, 3, 3]), np.array([10, 20, 30, 40])), trips)
    assert cube.by("to").totals() == [10, 90]
    assert cube.by("from").rows.tolist() == [2, 2]
    assert (cube.part(0).totals(), cube.part(0).cell.tolist()) == ([10, 20], [0, 1])
    assert (cube.part(1).totals(), cube.part(1).cell.tolist()) == ([70], [1])


def test_what_has_other_dimensions_does_not_add_up() -> None:
    with pytest.raises(ValueError, match="same dimensions"):
        added([cube_of([0], [1]), tabulate((Dimension("stage", ("a", "b", "c")),), Rows(np.array([0]), np.array([0])), np.array([0]))])


def test_quantiles_of_all_cells_are_those_of_each() -> None:
    rng = np.random.default_rng(3)
    cell = np.sort(rng.integers(0, 40, 900)) * 2
    cube = tabulate((Dimension("d", tuple(map(str, range(80)))),), Rows(np.arange(900), cell, rng.integers(0, 10**12, 900)), np.arange(900))
    bare = tabulate(cube.dimensions, Rows(np.arange(900), cell), np.arange(900))
    for share in (0.0, 0.5, 0.9, 1.0):
        assert cube.quantiles(share).tolist() == [cube.quantile(position, share) for position in range(len(cube.cell))]
        assert set(bare.quantiles(share).tolist()) == {-1}
