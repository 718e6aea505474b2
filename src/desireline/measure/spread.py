"""How long the rows of one criterion took, by bins whose ends people can read: each bin exactly, so that it is the size of its list."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desireline.diagnostics import DesirelineError
from desireline.measure.criteria import Asked, criteria_of
from desireline.measure.cube import Cube, Rows, added, tabulate
from desireline.measure.histograms import ENDS_US, Bin
from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.measure.passes import LakePass
from desireline.measure.refusals import malformed
from desireline.measure.seen import Scope, Seen
from desireline.measure.selection import Counted
from desireline.replay import OpenShard

Counts = NDArray[np.int64]
_ENDS = np.array(ENDS_US, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Spread:
    """The times of some rows.

    bins     from the first that has one to the last
    rows, trips, customers   of all of them
    p50_us, p90_us           None: there are none, or fewer than 20 customers
    """

    bins: tuple[Bin, ...]
    rows: int
    trips: int
    customers: int
    p50_us: int | None
    p90_us: int | None


def spread(over: LakePass, asked: Asked) -> Spread:
    """The times of the rows that a word asks for, such as `("move", "a:b")`, `("stay", "a")` or `("how", "served")`.

    Raises DesirelineError where it asks for nothing of the map's or nothing that takes time, or a shard cannot be read.
    """
    _, parts = over.parts(lambda seen, opened: _of_shard(seen, opened, _criterion(asked, seen.scope)), met=True)
    counts, cube = sum(counts for counts, _ in parts), added([cube for _, cube in parts])
    if not len(cube.cell):
        return Spread((), 0, 0, 0, None, None)
    told = int(cube.customers[0]) >= FEW_CUSTOMERS
    return Spread(
        bins=_bins(np.asarray(counts)),
        rows=int(cube.rows[0]),
        trips=int(cube.trips[0]),
        customers=int(cube.customers[0]),
        p50_us=cube.quantile(0, 0.5) if told else None,
        p90_us=cube.quantile(0, 0.9) if told else None,
    )


def _criterion(asked: Asked, scope: Scope) -> Counted:
    (criterion,) = found if isinstance(found := criteria_of([asked], scope, ()), list) else [found]
    if not isinstance(criterion, Counted) or criterion.unit != "time":
        raise DesirelineError(
            malformed(f"`{criterion.text}` asks for nothing that takes time", "ask for a move, a stay, or how trips ended")
        )
    return criterion


def _of_shard(seen: Seen, opened: OpenShard, criterion: Counted) -> tuple[Counts, Cube]:
    rows = criterion.rows(seen, opened)
    assert rows.value is not None
    place = np.searchsorted(_ENDS, rows.value, side="right")
    nothing = np.zeros(len(rows.trip), dtype=np.int64)
    return np.bincount(place, minlength=len(_ENDS) + 1), tabulate((), Rows(rows.trip, nothing, rows.value), seen.customer)


def _bins(counts: Counts) -> tuple[Bin, ...]:
    taken = np.flatnonzero(counts)
    begins, ends = (0, *ENDS_US), (*ENDS_US, None)
    return tuple(Bin(begins[place], ends[place], int(counts[place])) for place in range(int(taken[0]), int(taken[-1]) + 1))
