"""Measures as plain data for JSON. Durations are in seconds; lists are in the order of the map, findings and routes largest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from desireline.measure.buckets import LARGEST_ERROR
from desireline.measure.intervals import FEW_CUSTOMERS, share_of
from desireline.measure.period import ALWAYS, Period
from desireline.measure.scores import scores_data
from desireline.measure.survival import survival_data
from desireline.model import GONE_QUIET, OPEN, PROMISE_STATES, format_instant

if TYPE_CHECKING:
    from desireline.measure.findings import Finding
    from desireline.measure.result import Cell, Measures, Numbers
    from desireline.measure.seen import Scope

MOST_ROUTES = 20
Data = dict[str, Any]


def measures_data(measures: Measures) -> Data:
    """All measures of a period, and beside them those of the period before and of the segments."""
    scope = measures.scope
    return {
        **scope_data(scope),
        "quantiles": f"nearest rank in logarithmic buckets, at most {LARGEST_ERROR:.1%} off; none of fewer than {FEW_CUSTOMERS} customers",
        "events": int(measures.events.all.sum()),
        **numbers_data(measures),
        "routes": len(measures.routes.trips),
        "top_routes": list(_top_routes(measures)),
        "unmapped": _by_name(measures.names, measures.events.unmapped, measures.events.all),
        "outside": _by_name(measures.names, measures.events.outside, measures.events.all),
        "steps_without_events": steps_without_events(measures),
        "segment": None if measures.segment is None else measures.segment.name,
        "segments_left_out": {"values": measures.left_out.values, "trips": measures.left_out.trips},
        "notes": measures.notes,
        "segments": [{"value": value, **numbers_data(numbers)} for value, numbers in measures.segments.items()],
        "before": None if measures.before is None else measures_data(measures.before),
    }


def scope_data(scope: Scope) -> Data:
    """What was asked about: the map, the moment, the period."""
    return {
        "journey": scope.map.journey,
        "version": scope.map.version,
        "as_of": format_instant(scope.as_of_us),
        "period": _period(scope.period),
    }


def numbers_data(numbers: Numbers) -> Data:
    """The measures of some trips."""
    return {
        "customers": numbers.customers,
        "trips": numbers.trips,
        "outcomes": list(_outcomes(numbers)),
        "ended": [_counted(cell) for cell in numbers.cells("ended")],
        "stages": list(_stages(numbers)),
        "steps": list(_steps(numbers)),
        "stage_times": [_timed(cell) for cell in numbers.cells("stage_stays")],
        "findings": [_finding(finding) for finding in numbers.findings],
        "moves": [_timed(cell) for cell in numbers.cells("moves")],
        "kinds": list(_kinds(numbers)),
        "promises": list(_promises(numbers)),
        "channels": [_counted(cell) for cell in numbers.cells("channels")],
        "channels_by_stage": [_counted(cell) for cell in numbers.cells("channels_by_stage")],
        "channel_changes": [_timed(cell) for cell in numbers.cells("channel_changes")],
        "first_contacts": [_counted(cell) for cell in numbers.cells("first_contacts")],
        "teams": [_timed(cell) for cell in numbers.cells("owners")],
        "handoffs": [_timed(cell) for cell in numbers.cells("handoffs")],
        "effort": [
            {**cell.at, "trips": cell.trips, "contacts": cell.total, "p50": cell.p50, "p90": cell.p90} for cell in numbers.cells("effort")
        ],
        "without_person": _share_without_person(numbers),
        **scores_data(numbers),
        "time_to_outcome": survival_data(numbers),
    }


def begun_data(numbers: Numbers) -> Data:
    """Of numbers of trips alone: how many there are, how they ended, how long they took, and kinds of their moves."""
    return {
        "trips": numbers.trips,
        "customers": numbers.customers,
        "outcomes": list(_outcomes(numbers)),
        "kinds": [_counted(cell) for cell in numbers.cells("kinds")],
        "time_to_outcome": survival_data(numbers),
    }


def steps_without_events(measures: Measures) -> list[str]:
    """The steps and outcomes that the map says events show, and no event of the period did."""
    visited = {cell.at["step"] for cell in measures.cells("visits")}
    steps = (step.id for step in measures.scope.map.steps if step.seen == "events" and not step.aftercare)
    return [id_ for id_ in (*steps, *(outcome.id for outcome in measures.scope.map.outcomes)) if id_ not in visited]


def _period(period: Period) -> Data | None:
    return None if period == ALWAYS else {"from": format_instant(period.from_us), "until": format_instant(period.until_us)}


def _seconds(us: int | None) -> float | None:
    return None if us is None else us / 1_000_000


def _counted(cell: Cell) -> Data:
    return {**cell.at, "count": cell.count, "trips": cell.trips, "customers": cell.customers}


def _timed(cell: Cell) -> Data:
    return {**_counted(cell), **_times(cell)}


def _times(cell: Cell) -> Data:
    return {"total_seconds": _seconds(cell.total), "p50_seconds": _seconds(cell.p50), "p90_seconds": _seconds(cell.p90)}


def share_data(part: int, whole: int, customers: int) -> Data | None:
    """A share with its 95 % interval; None where there are too few customers to speak of one."""
    share = share_of(part, whole)
    if share is None or customers < FEW_CUSTOMERS:
        return None
    return {"value": share.value, "low": share.low, "high": share.high, "n": share.n}


def _outcomes(numbers: Numbers) -> Iterator[Data]:
    outcomes = numbers.scope.map.outcome_by_id
    cells = {cell.at["how"]: cell for cell in numbers.cells("trips")}
    for how in (*outcomes, GONE_QUIET, OPEN):
        cell = cells.get(how) or numbers.cell("trips", how=how)
        outcome = outcomes.get(how)
        worth = None if outcome is None else outcome.worth
        yield {
            "how": how,
            "kind": how if outcome is None else outcome.kind,
            **_counted(cell),
            "share": share_data(cell.trips, numbers.trips, numbers.customers),
            "worth": None if worth is None else worth * cell.trips,
            **_times(cell),
        }


def _stages(numbers: Numbers) -> Iterator[Data]:
    cells = {(cell.at["stage"], cell.at["state"]): cell.trips for cell in numbers.cells("stages")}
    states = numbers.cubes["stages"].dimensions[1].values
    for stage in numbers.scope.map.stages:
        became = {str(state): cells.get((stage.id, state), 0) for state in states}
        yield {"stage": stage.id, "trips": sum(became.values()), **became}


def _steps(numbers: Numbers) -> Iterator[Data]:
    def by_step(family: str) -> dict[str | None, Cell]:
        return {cell.at["step"]: cell for cell in numbers.cells(family)}

    stays, working, waiting = by_step("stays"), by_step("working"), by_step("waiting")
    everything_us = sum(cell.total for cell in stays.values())
    for step, cell in by_step("visits").items():
        data: Data = {"step": step, "visits": cell.count, "trips": cell.trips, "customers": cell.customers}
        stay = stays.get(step)
        if stay is not None:
            share = stay.total / everything_us if everything_us else 0.0
            data |= {"left": stay.count, **_times(stay), "share_of_time": share}
            for name, part in (("working", working.get(step)), ("waiting", waiting.get(step))):
                data[name] = None if part is None else {"count": part.count, **_times(part)}
        yield data


def _finding(finding: Finding) -> Data:
    long = finding.long
    return {
        "wait": {"from": finding.from_, "to": finding.to},
        "count": finding.count,
        "trips": finding.trips,
        "customers": finding.customers,
        "total_seconds": _seconds(finding.total_us),
        "share_of_time": finding.share,
        "p50_seconds": _seconds(finding.p50_us),
        "p90_seconds": _seconds(finding.p90_us),
        "long": None
        if long is None
        else {
            "at_least": long.at_least,
            "count": long.count,
            "trips": long.trips,
            "customers": long.customers,
            "total_seconds": _seconds(long.total_us),
        },
    }


def _kinds(numbers: Numbers) -> Iterator[Data]:
    """Kinds of moves: how many visits were come to so, and how long the stays took before those that came from another visit."""
    times = {cell.at["kind"]: cell for cell in numbers.by("moves", "kind")}
    for cell in numbers.cells("kinds"):
        timed = times.get(cell.at["kind"])
        if timed is None:
            yield _counted(cell)
        elif cell.customers < FEW_CUSTOMERS:
            yield {**_counted(cell), **_times(replace(timed, p50=None, p90=None))}
        else:
            yield {**_counted(cell), **_times(timed)}


def _promises(numbers: Numbers) -> Iterator[Data]:
    cells = {(cell.at["promise"], cell.at["state"]): cell for cell in numbers.cells("promises")}
    missed = {(cell.at["promise"], cell.at["settled"]): cell for cell in numbers.cells("broken_promises")}
    for promise in numbers.scope.promises:
        by_state = {state: cells[promise, state] for state in PROMISE_STATES if (promise, state) in cells}
        judged = numbers.cell("judged_promises", promise=promise)
        kept = by_state["kept"].count if "kept" in by_state else 0
        late, not_yet = missed.get((promise, "settled")), missed.get((promise, "not_settled"))
        yield {
            "promise": promise,
            **{state: by_state[state].count if state in by_state else 0 for state in PROMISE_STATES},
            "share_kept": share_data(kept, judged.count, judged.customers),
            "late": None if late is None else {"count": late.count, **_times(late)},
            "not_yet": None if not_yet is None else {"count": not_yet.count, **_times(not_yet)},
        }


def _share_without_person(numbers: Numbers) -> Data | None:
    """Of the trips that reached what they were for, those without a person; None where the map does not say where a person acts."""
    if not any(step.by == "person" for step in numbers.scope.map.steps):
        return None
    without, reached = numbers.cell("help", help="without_person").trips, numbers.cell("reached")
    return {"trips": without, "of": reached.trips, "share": share_data(without, reached.trips, reached.customers)}


def _top_routes(measures: Measures) -> Iterator[Data]:
    routes = measures.routes
    places = measures.scope.places
    for index in routes.ranked(MOST_ROUTES):
        trips = int(routes.trips[index])
        yield {"steps": [places[place] for place in routes.route(index)], "trips": trips, "share": trips / measures.trips}


def _by_name(names: Sequence[str], counts: NDArray[np.int64], of: NDArray[np.int64]) -> Data:
    total, everything = int(counts.sum()), int(of.sum())
    by_name = {names[code]: int(counts[code]) for code in np.argsort(-counts, kind="stable").tolist() if counts[code]}
    return {"events": total, "share": total / everything if everything else 0.0, "by_name": by_name}
