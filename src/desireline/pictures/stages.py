"""The numbers of a map by stage: who came, what became of them, the stage's steps and promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desireline.measure import Cell, Measures
from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.model import PROMISE_STATES, Promise, Stage, Step
from desireline.pictures.wording import share

_Cells = Mapping[str | None, Cell]


@dataclass(frozen=True, slots=True)
class StepNumbers:
    """A step: its visits, and the stays at it that are over. None: there were none."""

    step: Step
    visits: Cell | None
    stays: Cell | None

    @property
    def count(self) -> int:
        """How many visits it had."""
        return 0 if self.visits is None else self.visits.count

    @property
    def total_us(self) -> int:
        """The time of all stays together."""
        return 0 if self.stays is None else self.stays.total


@dataclass(frozen=True, slots=True)
class PromiseNumbers:
    """A promise: how many were kept, broken, void and pending, and to how many customers those were made that were kept or broken."""

    promise: Promise
    states: Mapping[str, int]
    customers: int

    @property
    def settled(self) -> int:
        """How many were kept or broken."""
        return self.states["kept"] + self.states["broken"]

    @property
    def said(self) -> str:
        """The share kept, or of few customers how many."""
        if not self.settled:
            return "none settled"
        if self.customers < FEW_CUSTOMERS:
            return f"{self.states['kept']:,} of {self.settled:,} kept"
        return f"{share(self.states['kept'], self.settled)} kept"


@dataclass(frozen=True, slots=True)
class StageNumbers:
    """A stage. `became`: what became of the trips that came to it; `share_of_time`: of the time between all visits; `few`: of so few
    customers in all that no shares are said."""

    number: int
    stage: Stage
    trips: int
    became: Mapping[str, int]
    total_us: int
    share_of_time: float
    few: bool
    steps: tuple[StepNumbers, ...]
    promises: tuple[PromiseNumbers, ...]

    @property
    def of_time(self) -> str:
        """The share of time, in words."""
        return "" if self.few else share(self.share_of_time, 1)

    def rows(self) -> list[dict[str, Any]]:
        """The same as plain rows, times in seconds."""
        head = {"stage": self.stage.id, "trips": self.trips, **self.became}
        rows: list[dict[str, Any]] = [{**head, "total_seconds": self.total_us / 1_000_000, "share_of_time": self.share_of_time}]
        for one in self.steps:
            visits, stays = one.visits, one.stays
            counts = {
                "visits": one.count,
                "trips": 0 if visits is None else visits.trips,
                "customers": 0 if visits is None else visits.customers,
            }
            quantiles = (None, None) if stays is None else (stays.p50, stays.p90)
            p50, p90 = (None if us is None else us / 1_000_000 for us in quantiles)
            rows.append({"step": one.step.id, **counts, "total_seconds": one.total_us / 1_000_000, "p50_seconds": p50, "p90_seconds": p90})
        return rows + [{"promise": one.promise.id, **one.states} for one in self.promises]


def stages_of(measures: Measures) -> list[StageNumbers]:
    """The stages of the map, in its order."""
    map_ = measures.scope.map
    visits: _Cells = {cell.at["step"]: cell for cell in measures.cells("visits")}
    stays: _Cells = {cell.at["step"]: cell for cell in measures.cells("stays")}
    states = {(cell.at["stage"], cell.at["state"]): cell.trips for cell in measures.cells("stages")}
    names = [str(state) for state in measures.cubes["stages"].dimensions[1].values]
    promises = _promises(measures)
    few = measures.customers < FEW_CUSTOMERS
    everything_us = sum(cell.total for cell in stays.values())
    found = []
    for number, stage in enumerate(map_.stages, 1):
        steps = tuple(StepNumbers(step, visits.get(step.id), stays.get(step.id)) for step in map_.steps if step.stage == stage.id)
        became = {state: states.get((stage.id, state), 0) for state in names}
        total_us = sum(one.total_us for one in steps)
        of_time = total_us / everything_us if everything_us else 0.0
        made = tuple(promises[promise.id] for one in steps for promise in one.step.promises)
        found.append(StageNumbers(number, stage, sum(became.values()), became, total_us, of_time, few, steps, made))
    return found


def _promises(measures: Measures) -> dict[str, PromiseNumbers]:
    cells = {(cell.at["promise"], cell.at["state"]): cell for cell in measures.cells("promises")}
    judged = {cell.at["promise"]: cell.customers for cell in measures.cells("judged_promises")}
    found = {}
    for promise in (promise for step in measures.scope.map.steps for promise in step.promises):
        by_state: dict[str, Cell | None] = {state: cells.get((promise.id, state)) for state in PROMISE_STATES}
        states = {state: 0 if cell is None else cell.count for state, cell in by_state.items()}
        found[promise.id] = PromiseNumbers(promise, states, judged.get(promise.id, 0))
    return found
