"""What is planted in simulated events, and must be found again by whoever analyses them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from desireline.diagnostics import DesirelineError, Diagnostic, Fix, Near
from desireline.model import Map, format_instant, parse_duration_us, parse_instant_us, ways_of

BASE_LOST = 0.05
"""Share of trips that end `lost` where nothing is planted and the map has such an outcome."""
QUIET = 0.08
"""Share of trips whose customer stops somewhere on the way."""


@dataclass(frozen=True, slots=True)
class SlowStep:
    """Waits at a step (from entering to leaving it) are `factor` times what they would be."""

    step: str
    factor: float


@dataclass(frozen=True, slots=True)
class WayDrift:
    """From `at_us` on, of the customers for whom `step` is one of the expected ways, the share `share` takes it."""

    at_us: int
    step: str
    share: float


@dataclass(frozen=True, slots=True)
class SpeedDrift:
    """From `at_us` on, waits at a step are `factor` times what they would be."""

    at_us: int
    step: str
    factor: float


@dataclass(frozen=True, slots=True)
class LeavingAfterBreach:
    """The share of trips that end `lost` is `difference` higher where this promise was broken in them."""

    promise: str
    difference: float


@dataclass(frozen=True, slots=True)
class LeavingAfterWait:
    """The share of trips that end `lost` is `difference` higher where a wait at this step was longer than `over_us`."""

    step: str
    over_us: int
    difference: float


Drift = WayDrift | SpeedDrift
Leaving = LeavingAfterBreach | LeavingAfterWait


@dataclass(frozen=True, slots=True)
class Plants:
    """All that is planted in one simulation."""

    slow: tuple[SlowStep, ...] = ()
    drifts: tuple[Drift, ...] = ()
    leaving: tuple[Leaving, ...] = ()


def parse_slow(text: str) -> SlowStep:
    """Read `STEP:FACTOR`, such as `call:3`. Raises DesirelineError (S101)."""
    step, colon, factor = text.rpartition(":")
    if not colon or (number := _number(factor)) is None:
        _unreadable("slow step", text, "the id of a step and a factor", "call:3")
    return SlowStep(step.strip(), number)


def parse_drift(text: str) -> Drift:
    """Read `DATE:STEP:SHARE`, such as `2026-03-15:chat:0.4`, or `DATE:STEP:xFACTOR`, such as `2026-03-15:call:x2`.

    A date is its first moment in UTC; an instant with its offset may stand instead. Raises DesirelineError (S101).
    """
    parts = text.rsplit(":", 2)
    at_us = _moment_us(parts[0].strip()) if len(parts) == 3 else None
    strength = parts[-1].strip()
    number = _number(strength.removeprefix("x"))
    if at_us is None or number is None:
        _unreadable(
            "drift", text, "a date, the id of a step, and a share or a factor of waits", "2026-03-15:chat:0.4` or `2026-03-15:call:x2"
        )
    step = parts[1].strip()
    return SpeedDrift(at_us, step, number) if strength.startswith("x") else WayDrift(at_us, step, number)


def parse_leaving(text: str) -> Leaving:
    """Read `PROMISE:DIFFERENCE`, such as `cause_soon:0.25`, or `STEP>WAIT:DIFFERENCE`, such as `call>30m:0.25`.

    Raises DesirelineError (S101).
    """
    cause, colon, difference = text.rpartition(":")
    number = _number(difference) if colon else None
    if number is None:
        _unreadable("effect on leaving", text, "the id of a promise and a difference of shares", "cause_soon:0.25` or `call>30m:0.25")
    step, longer, wait = cause.partition(">")
    if not longer:
        return LeavingAfterBreach(cause.strip(), number)
    try:
        return LeavingAfterWait(step.strip(), parse_duration_us(wait), number)
    except ValueError as error:
        _refuse(Diagnostic("S101", f"the effect on leaving `{text}` cannot be read: {error}"))


def check_plants(map_: Map, plants: Plants, start_us: int, end_us: int) -> None:
    """Whether these plants can be planted on this map in this time. Raises DesirelineError with everything that is wrong."""
    found = [
        *_missing_names(map_, plants),
        *_wrong_numbers(plants),
        *_wrong_moments(plants.drifts, start_us, end_us),
        *_twice(plants),
        *_no_way(map_, plants.drifts),
        *_nobody_lost(map_, plants.leaving),
    ]
    if found:
        raise DesirelineError(found)


def _missing_names(map_: Map, plants: Plants) -> Iterable[Diagnostic]:
    steps = [plant.step for plant in (*plants.slow, *plants.drifts)]
    steps += [plant.step for plant in plants.leaving if isinstance(plant, LeavingAfterWait)]
    for step_id in dict.fromkeys(steps):
        if step_id not in map_.step_by_id:
            yield _unknown("S102", "step", step_id, list(map_.step_by_id))
        elif map_.step_by_id[step_id].aftercare or map_.step_by_id[step_id].seen == "offline":
            yield Diagnostic(
                "S107",
                f"nothing can be planted at `{step_id}`: no visit of a trip is there",
                why="a step that is `seen: offline` or `aftercare` has no waits and is not a way that a trip takes",
                fix=Fix("name a step that events show"),
            )
    promises = [promise.id for step in map_.steps for promise in step.promises]
    for plant in plants.leaving:
        if isinstance(plant, LeavingAfterBreach) and plant.promise not in promises:
            yield _unknown("S103", "promise", plant.promise, promises)


def _wrong_numbers(plants: Plants) -> Iterable[Diagnostic]:
    factors = [(slow.step, slow.factor) for slow in plants.slow]
    factors += [(drift.step, drift.factor) for drift in plants.drifts if isinstance(drift, SpeedDrift)]
    for step, factor in factors:
        if not 0.01 <= factor <= 100:
            yield _outside(f"the factor of waits at `{step}` is {factor:g}", "from 0.01 to 100")
    for drift in plants.drifts:
        if isinstance(drift, WayDrift) and not 0 <= drift.share <= 1:
            yield _outside(f"the share that takes `{drift.step}` is {drift.share:g}", "from 0 to 1")
    for leaving in plants.leaving:
        if not 0 < leaving.difference <= 1:
            yield _outside(f"the difference in leaving at `{_cause(leaving)}` is {leaving.difference:g}", "above 0")
    most = 1 - BASE_LOST - QUIET
    if (together := sum(max(leaving.difference, 0) for leaving in plants.leaving)) > most:
        yield _outside(
            f"the differences in leaving come to {together:g}", f"at most {most:g} together, as some trips are lost or go quiet anyway"
        )


def _wrong_moments(drifts: Iterable[Drift], start_us: int, end_us: int) -> Iterable[Diagnostic]:
    for drift in drifts:
        if not start_us < drift.at_us < end_us:
            yield Diagnostic(
                "S108",
                f"the drift at `{drift.step}` begins at {format_instant(drift.at_us)}, outside the simulated time",
                why="there would be nothing to compare before it, or nothing after",
                fix=Fix(f"name a moment between {format_instant(start_us)} and {format_instant(end_us)}"),
            )


def _twice(plants: Plants) -> Iterable[Diagnostic]:
    places = [f"slow step `{p.step}`" for p in plants.slow]
    places += [f"drift at `{p.step}`" for p in plants.drifts]
    places += [f"effect on leaving of `{_cause(p)}`" for p in plants.leaving]
    for place in sorted({place for place in places if places.count(place) > 1}):
        yield Diagnostic("S109", f"the {place} is planted twice", why="nobody could say how strong it is", fix=Fix("plant it once"))


def _no_way(map_: Map, drifts: Iterable[Drift]) -> Iterable[Diagnostic]:
    lost = {outcome.id for outcome in map_.outcomes if outcome.kind == "lost"}
    choices = [places - lost - {step} for step, places in ways_of(map_).expected.items()]
    for drift in drifts:
        if isinstance(drift, WayDrift) and drift.step in map_.step_by_id and not any({drift.step} < choice for choice in choices):
            yield Diagnostic(
                "S106",
                f"no customer has the choice to go to `{drift.step}` or elsewhere",
                why="the share that takes it could not change",
                fix=Fix(f"name a step that stands in the `next` of another one, beside others, or add `{drift.step}` there"),
            )


def _nobody_lost(map_: Map, leaving: tuple[Leaving, ...]) -> Iterable[Diagnostic]:
    if leaving and all(outcome.kind != "lost" for outcome in map_.outcomes):
        yield Diagnostic(
            "S105",
            f"an effect on leaving cannot be planted: `{map_.journey}` has no outcome of kind `lost`",
            why="customers who leave would not be told from those who go quiet",
            fix=Fix("declare an outcome of kind `lost`, or leave the effect out"),
        )


def _cause(leaving: Leaving) -> str:
    return leaving.promise if isinstance(leaving, LeavingAfterBreach) else leaving.step


def _unknown(code: str, noun: str, name: str, declared: list[str]) -> Diagnostic:
    near = get_close_matches(name, declared, n=3)
    fix = Fix(f"write one of: {', '.join(declared)}") if declared else None
    return Diagnostic(
        code, f"`{name}` is no {noun} of this map", why="the plant would touch nothing", fix=fix, near=tuple(Near(n) for n in near)
    )


def _outside(headline: str, bounds: str) -> Diagnostic:
    return Diagnostic("S104", headline, why="what is planted would not be what was asked for", fix=Fix(f"give a number {bounds}"))


def _unreadable(noun: str, text: str, form: str, example: str) -> NoReturn:
    _refuse(Diagnostic("S101", f"the {noun} `{text}` cannot be read", fix=Fix(f"give {form}, such as `{example}`")))


def _refuse(diagnostic: Diagnostic) -> NoReturn:
    raise DesirelineError(diagnostic)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _moment_us(text: str) -> int | None:
    try:
        return parse_instant_us(text if "T" in text else f"{text}T00:00:00Z")
    except ValueError:
        return None
