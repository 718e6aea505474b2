"""Fewer customers to replay: only those who have events without which what is asked for cannot hold of them.

A customer's events never need another customer's, so that the trips of those who are left are what they were. Whom the lake takes for one
customer may, as of an earlier moment, have been several: they are kept or left out together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desireline.events import EventShard
from desireline.events.shard import StoredColumn
from desireline.measure.seen import Scope
from desireline.measure.selection import Counted, Criterion, InSegment, OfEvents, OnRoute, Through
from desireline.measure.ways import OnWay
from desireline.replay import OUTCOME, SCORE, STEP, Integers, OpenShard, Plan

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Names = frozenset[int]
"""Codes of names of events."""
_STEP_DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "visits": ("step",),
    "stays": ("step",),
    "working": ("step",),
    "waiting": ("step",),
    "moves": ("from", "to"),
    "waits": ("from", "to"),
    "long_waits": ("from", "to"),
    "first_contacts": ("step",),
    "scores_by_step": ("step",),
}
"""Families of rows, and which of their dimensions say where a trip was."""


@dataclass(frozen=True, slots=True)
class SomeCustomers:
    """Some customers of a shard: their numbers, ascending, and their names by all identifications of the lake."""

    shard: EventShard
    customers: Integers
    names: NDArray[np.object_]

    @property
    def number(self) -> int:
        """Its place in the lake, from 0."""
        return self.shard.number

    @property
    def rows(self) -> int:
        """How many events the whole shard holds."""
        return self.shard.rows

    @property
    def property_columns(self) -> Mapping[str, StoredColumn]:
        """Property name -> its column."""
        return self.shard.property_columns

    @property
    def overflows(self) -> bool:
        """Whether some event has properties without a column of their own."""
        return self.shard.overflows

    @property
    def last_us(self) -> None:
        """Nobody asks for it of what is in no file."""

    @property
    def mark(self) -> None:
        """It is not kept in a file."""

    def source_sql(self, con: DuckDBPyConnection) -> str:
        """What can follow FROM: the rows of these customers, in order."""
        return f"(FROM {self.shard.source_sql(con)} WHERE {is_one_of(self.customers)})"


def is_one_of(customers: Integers) -> str:
    """The SQL condition that `customer_no` is one of some numbers. A join could change the order of rows, a condition does not."""
    bits = np.full(int(customers.max(initial=-1)) + 2, ord("0"), dtype=np.uint8)
    bits[customers] = ord("1")
    # The last bit is that of all customers whose numbers are larger.
    return f"get_bit(CAST('{bits.tobytes().decode()}' AS BIT), least(customer_no, {len(bits) - 1})) = 1"


def needs_of(criteria: Sequence[Criterion] | OfEvents, plan: Plan, scope: Scope) -> list[Names]:
    """Sets of names of events: of each set, a customer has at least one, if what is asked for holds of a trip of the customer's."""
    if isinstance(criteria, OfEvents):
        return [frozenset(criteria.names)]
    needed = _Needed(plan, scope)
    return [names for criterion in criteria for names in needed.by(criterion)]


def narrowed(opened: OpenShard, needs: Sequence[Names]) -> OpenShard:
    """The shard with only those customers who have what is needed."""
    if not needs:
        return opened
    rows = opened.shard.source_sql(opened.con)
    every = _listed(frozenset().union(*needs))
    having = " AND ".join(f"bool_or(name IN ({_listed(names)}))" for names in needs)
    # The names are taken along: to read them later takes longer than all the rest.
    grouped = f"SELECT customer_no, any_value(customer) AS name FROM {rows} WHERE name IN ({every}) GROUP BY customer_no HAVING {having}"
    read = opened.con.execute(grouped).fetchnumpy()
    order = np.argsort(read["customer_no"])
    names = np.asarray(read["name"], dtype=np.object_)[order]
    return replace(opened, shard=SomeCustomers(opened.shard, read["customer_no"][order], names))


def names_of(opened: OpenShard, customer: Integers) -> NDArray[np.object_]:
    """The names of some customers of a shard, in the order of their numbers. `customer`: numbers that its rows have, ascending."""
    if not len(customer):
        return np.zeros(0, dtype=np.object_)
    if isinstance(opened.shard, SomeCustomers) and opened.source.known_as is None:
        return opened.shard.names[np.searchsorted(opened.shard.customers, customer)]
    # They are numbered in order of their names.
    read = opened.con.execute(f"SELECT DISTINCT customer FROM {opened.rows} WHERE {is_one_of(customer)}").fetchnumpy()["customer"]
    return np.sort(np.asarray(read, dtype=np.object_))


@dataclass(frozen=True, slots=True)
class _Needed:
    plan: Plan
    scope: Scope

    def by(self, criterion: Criterion) -> Iterator[Names]:
        """What one criterion needs."""
        match criterion:
            case Counted():
                for dimension, values in criterion.at.items():
                    names = self._of(criterion.family.name, dimension, [value for value in values if value is not None])
                    if names is not None and None not in values:
                        yield names
            case OnRoute() | Through():
                for place in set(criterion.route):
                    yield self._at([self.scope.places[place]])
            case OnWay() if criterion.way != "without" and all(how < len(self.scope.map.outcomes) for how in criterion.hows):
                ends = [self.scope.steps + how for how in criterion.hows]
                yield self._at([self.scope.places[place] for place in (*criterion.places, *ends)])
            case InSegment() if criterion.segment.kind == "start" and criterion.value is not None:
                yield self._at([criterion.value])

    def _of(self, family: str, dimension: str, values: Sequence[str]) -> Names | None:
        """The names that some values of a dimension need; None: they need none."""
        map_ = self.scope.map
        if dimension in _STEP_DIMENSIONS.get(family, ()):
            return self._at(values)
        if dimension == "promise":
            return self._at([step.id for step in map_.steps if any(promise.id in values for promise in step.promises)])
        if dimension == "how":
            return self._at(values) if all(value in map_.outcome_by_id for value in values) else None
        if dimension == "stage" and family in ("stages", "stage_stays", "channels_by_stage"):
            return self._at([step.id for step in map_.steps if step.stage in values])
        if dimension == "score":
            return self._named([(SCORE, value) for value in values])
        return None

    def _at(self, places: Sequence[str]) -> Names:
        """The names of events that can be visits to some steps and outcomes."""
        return self._named([(kind, place) for kind in (STEP, OUTCOME) for place in places])

    def _named(self, wanted: Sequence[tuple[int, str]]) -> Names:
        targets = {index for index, target in enumerate(self.plan.targets) if target in wanted}
        sure = np.flatnonzero(np.isin(self.plan.sure, list(targets))).tolist()
        return frozenset(sure).union(*(doubtful.names for doubtful in self.plan.doubtful if doubtful.target in targets))


def _listed(names: Names) -> str:
    """The inside of IN (…); no name is -1."""
    return ", ".join(map(str, sorted(names))) or "-1"
