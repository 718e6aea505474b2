"""Buckets: small whole numbers are exact, any other at most 0.4 % off, and quantiles are those of nearest rank."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples

from desireline.measure.buckets import LARGEST_ERROR, buckets_of, quantile, value_of, values_of

MOST_US = 315_537_897_599_999_999


@given(st.lists(st.integers(0, 300) | st.integers(0, MOST_US), min_size=1))
@examples(100, campaign=5_000)
def test_a_bucket_stands_for_its_values(values: list[int]) -> None:
    for value, bucket in zip(values, buckets_of(np.array(values)).tolist(), strict=True):
        assert abs(value_of(bucket) - value) <= value * LARGEST_ERROR
        assert value >= 256 or value_of(bucket) == value


def test_buckets_go_up_with_values() -> None:
    values = np.unique(np.geomspace(1, MOST_US, 10_000).astype(np.int64))
    assert np.all(np.diff(buckets_of(values)) >= 0)


def test_a_quantile_is_the_value_at_its_rank() -> None:
    buckets, counts = np.array([1, 2, 3]), np.array([5, 4, 1])
    assert [quantile(buckets, counts, share) for share in (0.0, 0.5, 0.51, 0.9, 0.91)] == [1, 1, 2, 2, 3]
    assert quantile(buckets[:0], counts[:0], 0.5) is None


def test_buckets_of_an_array_have_the_middles_of_each() -> None:
    buckets = buckets_of(np.array([*range(600), *(3**power for power in range(36)), MOST_US]))
    assert values_of(buckets).tolist() == [value_of(bucket) for bucket in buckets.tolist()]
