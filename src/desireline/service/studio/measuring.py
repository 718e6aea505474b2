"""Measures as the page shows them: every number with the list that it is the size of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.measure.intervals import FEW_CUSTOMERS
from desireline.model import format_instant
from desireline.service.studio.changing import changes
from desireline.service.studio.measured import (
    Ending,
    Finding,
    Headline,
    MeasuresView,
    MoveKind,
    PromiseNumbers,
    ScoreNumbers,
    SegmentNumbers,
    StageChannel,
    StageMove,
    StageNumbers,
    StageTime,
    StepNumbers,
)
from desireline.service.studio.numbers import Counting, Times, share, times

if TYPE_CHECKING:
    from desireline.measure import Measures
    from desireline.model import Map

OFF_MAP = ("skip", "jump", "back")
"""Kinds of move off the map that lead from one step to another."""
MOST_FINDINGS = 12
Data = Mapping[str, Any]


def measures_view(measures: Measures, value: str | None, only: Sequence[str] = ()) -> MeasuresView:
    """All that the page shows. `value`: the one segment to look at, "" where it is not known; None: all trips. `only`: criteria by which
    the trips were chosen.

    Raises DesirelineError where there is no such segment.
    """
    map_, data = measures.scope.map, measures.data
    now, counting = narrowed(data, value), counting_of(data, value, only)
    before = None if data["before"] is None else _narrowed(data["before"], value)
    return MeasuresView(
        journey=map_.journey,
        version=map_.short_version,
        as_of=data["as_of"],
        latest=None if measures.latest_us is None else format_instant(measures.latest_us),
        period=_period(data),
        compared_with=None if data["before"] is None else _period(data["before"]),
        few=now["customers"] < FEW_CUSTOMERS,
        events=data["events"],
        unmapped=Counting()(data["unmapped"]["events"], "events", "unmapped", "unmapped:*"),
        missing=data["steps_without_events"],
        notes=data["notes"],
        headline=headline(now, before, counting),
        endings=list(endings(now, before, counting)),
        kinds=list(_kinds(now, counting)),
        stages=list(_stages(now, counting)),
        stage_times=list(_stage_times(now, counting)),
        channels=list(_channels(now, counting)),
        steps=list(_steps(now, map_, counting)),
        promises=list(_promises(now, map_, counting)),
        scores=list(_scores(now, counting)),
        off_map=list(_off_map(now, map_, counting)),
        findings=list(_findings(now["findings"][:MOST_FINDINGS], before, counting)),
        all_findings=len(now["findings"]),
        changes=changes(now, before, map_, counting),
        segment=data["segment"],
        segments=list(_segments(data, only)),
    )


def narrowed(data: Data, value: str | None) -> Data:
    """The numbers of one segment, or of all trips. Raises DesirelineError where no trip is of the segment."""
    found = _narrowed(data, value)
    if found is None:
        raise DesirelineError(_no_segment(data, value or ""))
    return found


def counting_of(data: Data, value: str | None, only: Sequence[str] = ()) -> Counting:
    """What makes counts of these trips."""
    return Counting([*(() if value is None else (f"segment:{data['segment']}={value}",)), *only])


def headline(now: Data, before: Data | None, counting: Counting) -> Headline:
    """The journey in numbers."""
    came = now["time_to_outcome"]["to_any_outcome"]
    expected, moves = _expected(now)
    median, on_map = _median(now), _on_map(now)
    was = {"trips": 0} if before is None else {"trips": before["trips"], "median": _median(before), "on_map": _on_map(before)}
    return Headline(
        trips=counting(now["trips"], "trips", "all"),
        customers=counting(now["customers"], "customers", "all"),
        trips_change=now["trips"] / was["trips"] - 1 if was["trips"] else None,
        median_seconds=median,
        median_change=_change(median, was.get("median")),
        median_count=counting(came["trips"], "trips", "survival", "lifetime:*"),
        on_map=on_map,
        on_map_change=_change(on_map, was.get("on_map")),
        expected=counting(expected, "moves", "kinds", "kind:expected"),
        moves=moves,
    )


def endings(now: Data, before: Data | None, counting: Counting) -> Iterator[Ending]:
    """How trips ended, in the order of the map."""
    shares = {} if before is None else {row["how"]: row["share"] for row in before["outcomes"]}
    for row in now["outcomes"]:
        was = shares.get(row["how"])
        change = None if was is None or row["share"] is None else row["share"]["value"] - was["value"]
        yield Ending(
            how=row["how"],
            kind=row["kind"],
            trips=counting(row["trips"], "trips", "trips", f"how:{row['how']}"),
            share=share(row["share"]),
            before=None if was is None else was["value"],
            change=change,
        )


def _narrowed(data: Data, value: str | None) -> Data | None:
    """The numbers of one segment, or of all trips; None where no trip is of the segment."""
    if value is None:
        return data
    found: Data | None = next((segment for segment in data["segments"] if segment["value"] == (value or None)), None)
    return found


def _no_segment(data: Data, value: str) -> Diagnostic:
    known = ", ".join(str(segment["value"]) for segment in data["segments"])
    return Diagnostic(
        "M102",
        f"no trip of `{data['journey']}` has the value `{value}` of `{data['segment']}`",
        why="there is nothing to show of it",
        fix=Fix(f"choose one of {known}" if known else "choose another period, or all of time"),
    )


def _expected(data: Data) -> tuple[int, int]:
    counts = {row["kind"]: row["count"] for row in data["kinds"]}
    moves = sum(count for kind, count in counts.items() if kind not in ("start", "joined"))
    return counts.get("expected", 0), moves


def _on_map(data: Data) -> float | None:
    expected, moves = _expected(data)
    return expected / moves if moves and data["customers"] >= FEW_CUSTOMERS else None


def _change(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before


def _median(data: Data) -> float | None:
    median = data["time_to_outcome"]["to_any_outcome"]["median_seconds"]
    if median is None or data["customers"] < FEW_CUSTOMERS:
        return None
    value: float | None = median["value"]
    return value


def _kinds(data: Data, counting: Counting) -> Iterator[MoveKind]:
    _, moves = _expected(data)
    told = data["customers"] >= FEW_CUSTOMERS and moves
    for row in data["kinds"]:
        of_all = row["count"] / moves if told and row["kind"] not in ("start", "joined") else None
        yield MoveKind(row["kind"], counting(row["count"], "visits", "kinds", f"kind:{row['kind']}"), of_all)


def _stages(data: Data, counting: Counting) -> Iterator[StageNumbers]:
    for row in data["stages"]:
        id_ = row["stage"]
        became = {
            state: counting(n, "trips", "stages", f"stage:{id_}:{state}") for state, n in row.items() if state not in ("stage", "trips")
        }
        yield StageNumbers(stage=id_, trips=counting(row["trips"], "trips", "stages", f"stage:{id_}"), **became)


def _stage_times(data: Data, counting: Counting) -> Iterator[StageTime]:
    for row in data["stage_times"]:
        stays = counting(row["count"], "stays", "stage_stays", f"stage-stay:{row['stage']}")
        yield StageTime(row["stage"], stays, times(row))


def _channels(data: Data, counting: Counting) -> Iterator[StageChannel]:
    """Over what customers came to each stage, the most first. Nothing where no channel is known."""
    rows = [row for row in data["channels_by_stage"] if row["stage"] is not None]
    if all(row["channel"] is None for row in rows):
        return
    whole: dict[str, int] = {}
    for row in rows:
        whole[row["stage"]] = whole.get(row["stage"], 0) + row["count"]
    for row in sorted(rows, key=lambda row: -row["count"]):
        stage, channel = row["stage"], row["channel"]
        visits = counting(row["count"], "visits", "channels_by_stage", f"channel-in-stage:{stage}:{channel or ''}")
        yield StageChannel(stage, channel, visits, row["count"] / whole[stage] if data["customers"] >= FEW_CUSTOMERS else None)


def _steps(data: Data, map_: Map, counting: Counting) -> Iterator[StepNumbers]:
    """All steps of the map, also those that nobody visited."""
    rows = {row["step"]: row for row in data["steps"]}
    for step in map_.steps:
        row = rows.get(step.id, {"trips": 0, "visits": 0})
        yield StepNumbers(
            step=step.id,
            trips=counting(row["trips"], "trips", "visits", f"step:{step.id}"),
            visits=counting(row["visits"], "visits", "visits", f"step:{step.id}"),
            stays=counting(row.get("left", 0), "stays", "stays", f"stay:{step.id}"),
            time=times(row) if "left" in row else None,
            share_of_time=row.get("share_of_time", 0.0),
        )


def _promises(data: Data, map_: Map, counting: Counting) -> Iterator[PromiseNumbers]:
    made_at = {promise.id: step.id for step in map_.steps for promise in step.promises}
    for row in data["promises"]:
        id_, late = row["promise"], row["late"]
        counts = {
            state: counting(row[state], "promises", "promises", f"promise:{id_}:{state}") for state in ("kept", "broken", "void", "pending")
        }
        missed = late is not None and late["count"]
        yield PromiseNumbers(
            promise=id_,
            step=made_at[id_],
            share_kept=share(row["share_kept"]),
            late=times(late) if missed else None,
            late_count=counting(late["count"], "promises", "broken_promises", f"missed:{id_}:settled") if missed else None,
            **counts,
        )


def _scores(data: Data, counting: Counting) -> Iterator[ScoreNumbers]:
    for row in data["scores"]:
        id_ = row["score"]
        answers = counting(row["answers"], "answers", "scores", f"score:{id_}:{row['scale'][0]}..{row['scale'][1]}")
        yield ScoreNumbers(id_, None, answers, share(row["value"]), row["method"])
        for place in row.get("stages", ()):
            stage = place["stage"]
            if stage is not None and place["answers"]:
                ask = f"score-in-stage:{id_}:{row['scale'][0]}..{row['scale'][1]}:{stage}"
                yield ScoreNumbers(id_, stage, counting(place["answers"], "answers", "scores", ask), share(place["value"]), row["method"])


def _off_map(data: Data, map_: Map, counting: Counting) -> Iterator[StageMove]:
    """Moves off the map between stages, the most first."""
    stage_of = {step.id: step.stage for step in map_.steps}
    counts: dict[tuple[str, str], int] = {}
    for row in data["moves"]:
        pair = stage_of.get(row["from"]), stage_of.get(row["to"])
        if row["kind"] in OFF_MAP and pair[0] is not None and pair[1] is not None and pair[0] != pair[1]:
            counts[pair[0], pair[1]] = counts.get((pair[0], pair[1]), 0) + row["count"]
    steps_in = {stage.id: ",".join(step.id for step in map_.steps if step.stage == stage.id) for stage in map_.stages}
    for (from_, to), count in sorted(counts.items(), key=lambda item: -item[1]):
        ask = (f"move:{steps_in[from_]}:{steps_in[to]}", f"kind:{','.join(OFF_MAP)}")
        yield StageMove(from_, to, counting(count, "moves", "moves", *ask))


def _findings(rows: Sequence[Data], before: Data | None, counting: Counting) -> Iterator[Finding]:
    was = {} if before is None else {tuple(row["wait"].values()): row["total_seconds"] for row in before["findings"]}
    for row in rows:
        from_, to = row["wait"]["from"], row["wait"]["to"]
        move, long = f"move:{from_}:{to}", row["long"]
        yield Finding(
            from_step=from_,
            to_step=to,
            moves=counting(row["count"], "moves", "findings", move),
            trips=counting(row["trips"], "trips", "findings", move),
            time=Times(row["total_seconds"], row["p50_seconds"], row["p90_seconds"]),
            share=row["share_of_time"],
            long_at_least=None if long is None else long["at_least"],
            long=None if long is None else counting(long["trips"], "trips", "findings", move, f"at-least:{long['at_least']}"),
            before_seconds=None if before is None else was.get((from_, to), 0.0),
        )


def _segments(data: Data, only: Sequence[str]) -> Iterator[SegmentNumbers]:
    for row in data["segments"]:
        counting = counting_of(data, row["value"] or "", only)
        yield SegmentNumbers(row["value"], headline(row, None, counting), list(endings(row, None, counting)))


def _period(data: Data) -> str | None:
    said = data["period"]
    return None if said is None else f"{said['from']}..{said['until']}"
