"""Customers in order: the first of them are those that come first when all are put in order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desireline.measure.ranking import Found, Named, Ranking

COUNTS = st.integers(0, 3)


@st.composite
def rankings(draw: st.DrawFn) -> tuple[Ranking, list[tuple[int, str]]]:
    """A ranking, and of each customer what is counted, as less than nothing, and the name: what they are to be ordered by."""
    shards: dict[int, list[str]] = {0: [], 1: [], 2: []}
    for name in draw(st.lists(st.text(max_size=3), unique=True, max_size=12)):
        shards[draw(st.sampled_from(sorted(shards)))].append(name)
    measured = draw(st.booleans())
    found, keys = [], []
    for names in map(sorted, shards.values()):
        rows, total = ([draw(COUNTS) for _ in names] for _ in range(2))
        keys += [(-counted, name) for counted, name in zip(total if measured else rows, names, strict=True)]
        found.append(_found(names, rows, total if measured else None))
    return Ranking(found), keys


def _found(names: list[str], rows: list[int], total: list[int] | None) -> Named:
    of_each = np.array(rows, dtype=np.int64)
    of_them = Found(np.arange(len(names)), of_each, of_each, None if total is None else np.array(total, dtype=np.int64))
    return of_them, lambda: np.array(names, dtype=np.object_)


@given(rankings(), st.integers(0, 13))
def test_the_largest_come_first_then_names(made: tuple[Ranking, list[tuple[int, str]]], most: int) -> None:
    ranking, keys = made
    ordered = [name for _, name in sorted(keys)]
    assert ranking.whole.names.tolist() == ordered
    assert len(ranking) == len(ordered)
    assert ranking.first(most).names.tolist() == ordered[:most]
    counted = ranking.first(most).rows if ranking.total is None else ranking.first(most).total
    assert counted is not None
    assert counted.tolist() == [-key for key, _ in sorted(keys)][:most]
