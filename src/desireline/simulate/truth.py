"""What was planted, and what came of it: the file beside simulated events that tests hold analyses against."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from desireline.model import Map, format_instant
from desireline.simulate.plants import Drift, Leaving, LeavingAfterBreach, Plants, SlowStep, SpeedDrift, WayDrift

Json = dict[str, Any]


@dataclass(slots=True)
class Waits:
    """Waits at a step in the simulated time: how many, their sum, and what the sum would be if nothing were planted."""

    count: int = 0
    sum_us: int = 0
    plain_sum_us: int = 0

    def add(self, wait_us: int, plain_us: int) -> None:
        """Count one wait."""
        self.count += 1
        self.sum_us += wait_us
        self.plain_sum_us += plain_us


@dataclass(slots=True)
class Share:
    """How many of how many."""

    of: int = 0
    taken: int = 0

    def add(self, taken: bool) -> None:
        """Count one."""
        self.of += 1
        self.taken += taken


@dataclass(slots=True)
class Tally:
    """Counts of what was simulated, as it goes: what happened before `end_us`, but for `leaving`.

    events   by kind: visit, done, score, aftercare, unmapped, identify
    trips    by how they end: an outcome's id, `silent`, or `under_way` at the end of the simulated time
    leaving  by cause, and by whether the trip was of the kind that makes customers leave: how many of how many trips were lost,
             followed to their end however late it is
    slowed   steps whose waits are counted
    """

    end_us: int
    slowed: frozenset[str]
    drift_at_us: dict[str, int]
    events: Counter[str] = field(default_factory=Counter)
    trips: Counter[str] = field(default_factory=Counter)
    waits: dict[tuple[str, bool], Waits] = field(default_factory=dict)
    ways: dict[tuple[str, bool], Share] = field(default_factory=dict)
    leaving: dict[tuple[str, bool], Share] = field(default_factory=dict)

    def wait(self, step: str, entered_us: int, left_us: int, plain_left_us: int) -> None:
        """Count a wait at one of the slowed steps."""
        if left_us < self.end_us:
            since_us = self.drift_at_us.get(step)
            after = since_us is None or entered_us >= since_us
            self.waits.setdefault((step, after), Waits()).add(left_us - entered_us, plain_left_us - entered_us)

    def way(self, step: str, drifted: bool, taken: bool, at_us: int) -> None:
        """Count a choice in which a drift's step was one of the ways."""
        if at_us < self.end_us:
            self.ways.setdefault((step, drifted), Share()).add(taken)

    def trip(self, ended_us: int, outcome: str | None, lost: bool, causes: dict[str, bool]) -> None:
        """Count a trip. Its end counts in `leaving` also where it lies beyond the simulated time: those who leave are sooner at an end."""
        self.trips["under_way" if ended_us >= self.end_us else outcome or "silent"] += 1
        for cause, exposed in causes.items():
            self.leaving.setdefault((cause, exposed), Share()).add(lost)


def tally_for(plants: Plants, end_us: int) -> Tally:
    """A tally of what these plants ask to be counted."""
    speed = {drift.step: drift.at_us for drift in plants.drifts if isinstance(drift, SpeedDrift)}
    slowed = frozenset(speed) | {slow.step for slow in plants.slow}
    return Tally(end_us, slowed, speed)


def truth_of(map_: Map, plants: Plants, tally: Tally, asked: Json) -> Json:
    """The truth as data for a JSON file. Times are UTC texts, durations whole microseconds, shares between 0 and 1."""
    return {
        "synthetic": True,
        "about": "Simulated events: nobody lived them. What was planted in them, and what came of it.",
        "journey": map_.journey,
        "version": map_.version,
        "asked": asked,
        "slow": [_slow(plant, tally) for plant in plants.slow],
        "drifts": [_drift(plant, tally) for plant in plants.drifts],
        "leaving": [_leaving(plant, tally) for plant in plants.leaving],
        "events": dict(sorted(tally.events.items())),
        "trips": dict(sorted(tally.trips.items())),
    }


def _slow(plant: SlowStep, tally: Tally) -> Json:
    return {"step": plant.step, "factor": plant.factor, "waits": _waits(tally, plant.step, True)}


def _drift(plant: Drift, tally: Tally) -> Json:
    told: Json = {"from": format_instant(plant.at_us), "step": plant.step}
    if isinstance(plant, WayDrift):
        before, after = (tally.ways.get((plant.step, drifted), Share()) for drifted in (False, True))
        return {**told, "share": plant.share, "ways_before": asdict(before), "ways_after": asdict(after)}
    return {
        **told,
        "factor": plant.factor,
        "waits_before": _waits(tally, plant.step, False),
        "waits_after": _waits(tally, plant.step, True),
    }


def _waits(tally: Tally, step: str, after: bool) -> Json:
    return asdict(tally.waits.get((step, after), Waits()))


def _leaving(plant: Leaving, tally: Tally) -> Json:
    if isinstance(plant, LeavingAfterBreach):
        cause: Json = {"promise": plant.promise}
        name = plant.promise
    else:
        cause, name = {"step": plant.step, "wait_over_us": plant.over_us}, plant.step
    exposed, others = (tally.leaving.get((name, kind), Share()) for kind in (True, False))
    return {
        **cause,
        "difference": plant.difference,
        "trips_exposed": {"of": exposed.of, "lost": exposed.taken},
        "trips_not_exposed": {"of": others.of, "lost": others.taken},
    }
