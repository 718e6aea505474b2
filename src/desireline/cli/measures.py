"""Measures as tables of at most 80 columns: where it hurts first, then what became of trips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.table import Table

from desireline.cli.printing import counted
from desireline.cli.tables import FEW, MOST_ROWS, SECOND_US, others, share_text
from desireline.diagnostics.tables import table_with
from desireline.model import format_instant
from desireline.model.durations import readable_duration

if TYPE_CHECKING:
    from desireline.measure import Measures


def headline(found: Measures) -> str:
    """What was asked, and of how much the tables speak."""
    scope, data = found.scope, found.as_data()
    moment = format_instant(scope.as_of_us)[:16].replace("T", " ")
    period = data["period"]
    when = "" if period is None else f", {period['from'][:16].replace('T', ' ')} until {period['until'][:16].replace('T', ' ')} UTC"
    return (
        f"{scope.map.journey} (version {scope.map.short_version}){when}, as of {moment} UTC\n"
        f"{counted(found.trips, 'trip')} of {counted(found.customers, 'customer')} on {counted(data['routes'], 'route')}, "
        f"{counted(data['events'], 'event')}"
    )


def tables_of(found: Measures) -> Iterator[Table]:
    """Where it hurts first; then trips, stages, steps, moves, promises and routes; then what does not fit the map."""
    data = found.as_data()
    if found.findings:
        yield _findings(found)
    yield _outcomes(data)
    if found.trips:
        yield from _times_to_outcome(data)
        yield _stages(data)
        yield _steps(data)
        yield _kinds(data)
    if data["promises"] and found.trips:
        yield _promises(data)
    if found.trips:
        yield _routes(data)
        yield from _around(data)
    if any(row["answers"] or row["off_scale"] for row in data["scores"]):
        yield _scores(data)
    if data["segments"]:
        yield _segments(data)
    if data["unmapped"]["events"] or data["outside"]["events"] or data["steps_without_events"]:
        yield _elsewhere(data)


def _findings(found: Measures) -> Table:
    columns = ["where it hurts first", "trips", "total", "of all", "p50", "p90"]
    before = None if found.before is None else {(wait.from_, wait.to): wait.total_us for wait in found.before.findings}
    table = table_with(columns if before is None else [*columns, "before"])
    for finding in found.findings[:MOST_ROWS]:
        long = finding.long
        who = "" if long is None else f"\n  {counted(long.trips, 'trip')}: {long.at_least} or more"
        wait = f"{finding.from_} → {finding.to}{who}"
        cells = [wait, f"{finding.trips:,}", readable_duration(finding.total_us), f"{finding.share:.0%}"]
        cells += [_length(finding.p50_us), _length(finding.p90_us)]
        table.add_row(*cells, *([] if before is None else [readable_duration(before.get((finding.from_, finding.to), 0))]))
    left = found.findings[MOST_ROWS:]
    if left:
        total_us, share = sum(finding.total_us for finding in left), sum(finding.share for finding in left)
        table.add_row(counted(len(left), "other wait"), "", readable_duration(total_us), f"{share:.0%}")
    return table


def _outcomes(data: dict[str, Any]) -> Table:
    before = None if data["before"] is None else {row["how"]: row for row in data["before"]["outcomes"]}
    columns = ["trips: how they ended", "trips", "customers", "share", "95 %", "worth"]
    table = table_with([*columns, "before"] if before is not None else columns)
    for row in data["outcomes"]:
        share = row["share"]
        cells = [
            row["how"],
            f"{row['trips']:,}",
            f"{row['customers']:,}",
            *_shares(share),
            "" if row["worth"] is None else f"{row['worth']:,.0f}",
        ]
        if before is not None:
            cells.append(f"{before[row['how']]['trips']:,}")
        table.add_row(*cells)
    total = ["all", f"{data['trips']:,}", f"{data['customers']:,}", "", "", ""]
    table.add_row(*total, *([] if before is None else [f"{data['before']['trips']:,}"]), style="bold")
    return table


def _times_to_outcome(data: dict[str, Any]) -> Iterator[Table]:
    """Of trips that began in the period. Those under way are set apart: the share takes account of them by how long they were watched."""
    found = data["time_to_outcome"]
    asked = [(name, found[key]) for name, key in (("any outcome", "to_any_outcome"), ("reached", "to_reached")) if found[key]["outcomes"]]
    if not asked:
        return
    table = table_with(("time to an outcome", "trips", "came", "half by", *(f"by {one['within']}" for one in asked[0][1]["by_then"])))
    for name, row in asked:
        median = "" if row["median_seconds"] is None else _seconds(row["median_seconds"]["value"])
        shares = (_between(one["least"], one["share"]) for one in row["by_then"])
        table.add_row(name, f"{row['trips']:,}", f"{row['came']:,}", median, *shares)
    yield table


def _between(least: dict[str, Any] | None, share: dict[str, Any] | None) -> str:
    """The share where those who have gone quiet never come, and that where they go on as the others."""
    if least is None or share is None:
        return ""
    low, high = f"{least['value']:.0%}", f"{share['value']:.0%}"
    return low if low == high else f"{low} to {high}"


def _scores(data: dict[str, Any]) -> Table:
    """Each score as a whole; --json has them by step and stage."""
    table = table_with(("scores", "answers", "customers", "value", "95 %", "mean"))
    for row in data["scores"]:
        kind = row["kind"] if row["kind"] == "mean" else row["kind"].upper()
        heading = f"{row['score']} ({kind}, {row['scale'][0]}..{row['scale'][1]})"
        mean = "" if row["mean"] is None else f"{row['mean']['value']:.2f}"
        table.add_row(heading, f"{row['answers']:,}", f"{row['customers']:,}", *_score_value(row), mean)
    return table


def _score_value(row: dict[str, Any]) -> tuple[str, str]:
    """The value as its kind is written, and its interval: an NPS from -100 to 100, CSAT and CES as shares, a mean as it is."""
    value = row["value"]
    if value is None:
        return "", ""
    if row["kind"] == "mean":
        return f"{value['value']:.2f}", f"{value['low']:.2f} to {value['high']:.2f}"
    if row["kind"] == "nps":
        return f"{value['value'] * 100:+.1f}", f"{value['low'] * 100:+.0f} to {value['high'] * 100:+.0f}"
    return f"{value['value']:.1%}", f"{value['low']:.0%} to {value['high']:.0%}"


def _stages(data: dict[str, Any]) -> Table:
    table = table_with(("stages: trips that came", "trips", "moved on", "reached", "lost", "other", "quiet", "still there"))
    for row in data["stages"]:
        states = (row[state] for state in ("trips", "moved_on", "reached", "lost", "other", "gone_quiet", "still_there"))
        table.add_row(row["stage"], *(f"{count:,}" for count in states))
    return table


def _steps(data: dict[str, Any]) -> Table:
    table = table_with(("steps and outcomes", "visits", "customers", "time there", "of all", "p50", "p90"))
    for row in data["steps"]:
        if "left" not in row:
            table.add_row(row["step"], f"{row['visits']:,}", f"{row['customers']:,}", "", "", "", "")
            continue
        total = readable_duration(round(row["total_seconds"] * SECOND_US))
        share, quantiles = f"{row['share_of_time']:.0%}", (_seconds(row["p50_seconds"]), _seconds(row["p90_seconds"]))
        table.add_row(row["step"], f"{row['visits']:,}", f"{row['customers']:,}", total, share, *quantiles)
    return table


def _kinds(data: dict[str, Any]) -> Table:
    table = table_with(("visits: how they were come to", "visits", "trips", "total wait", "p50", "p90"))
    for row in data["kinds"]:
        times = ("", "", "")
        if "total_seconds" in row:
            times = (_seconds(row["total_seconds"]), _seconds(row["p50_seconds"]), _seconds(row["p90_seconds"]))
        table.add_row(row["kind"], f"{row['count']:,}", f"{row['trips']:,}", *times)
    return table


def _promises(data: dict[str, Any]) -> Table:
    table = table_with(("promises", "kept", "broken", "void", "pending", "share kept", "95 %", "late by"))
    for row in data["promises"]:
        counts = (f"{row[state]:,}" for state in ("kept", "broken", "void", "pending"))
        late = "" if row["late"] is None else _seconds(row["late"]["p50_seconds"])
        table.add_row(row["promise"], *counts, *_shares(row["share_kept"]), late)
    return table


def _routes(data: dict[str, Any]) -> Table:
    table = table_with(("routes that most trips took", "trips", "share"))
    shown = data["top_routes"][: MOST_ROWS // 2]
    for row in shown:
        table.add_row(" → ".join(row["steps"]), f"{row['trips']:,}", _share_of_trips(row["trips"], data))
    trips = data["trips"] - sum(row["trips"] for row in shown)
    if data["routes"] > len(shown):
        table.add_row(others(data["routes"] - len(shown)), f"{trips:,}", _share_of_trips(trips, data))
    return table


def _share_of_trips(trips: int, data: dict[str, Any]) -> str:
    return share_text(trips, data["trips"] if data["customers"] >= FEW else 0)


def _around(data: dict[str, Any]) -> Iterator[Table]:
    """Effort and help, handoffs, changes of channel."""
    if data["effort"]:
        table = table_with(("what a reached trip took", "trips", "contacts", "p50", "p90"))
        for row in data["effort"]:
            quantiles = ("" if row[q] is None else f"{row[q]:,}" for q in ("p50", "p90"))
            table.add_row(row["how"], f"{row['trips']:,}", f"{row['contacts']:,}", *quantiles)
        help_ = data["without_person"]
        if help_ is not None:
            table.add_row("without a person", f"{help_['trips']:,}", "", "", _shares(help_["share"])[0])
        yield table
    for name, heading in (("handoffs", "handoffs between teams"), ("channel_changes", "changes of channel")):
        if data[name]:
            table = table_with((heading, "moves", "trips", "p50"))
            rows = sorted(data[name], key=lambda row: -row["count"])
            for row in rows[:MOST_ROWS]:
                table.add_row(f"{row['from']} → {row['to']}", f"{row['count']:,}", f"{row['trips']:,}", _seconds(row["p50_seconds"]))
            if len(rows) > MOST_ROWS:
                table.add_row(others(len(rows) - MOST_ROWS), f"{sum(row['count'] for row in rows[MOST_ROWS:]):,}", "", "")
            yield table


def _segments(data: dict[str, Any]) -> Table:
    """Each segment's trips, the largest segments first."""
    table = table_with((f"segments: {data['segment']}", "trips", "customers", "reached", "lost", "quiet", "total time"))
    rows = sorted(data["segments"], key=lambda row: -row["trips"])
    for row in rows:
        table.add_row("(not known)" if row["value"] is None else row["value"], *_segment(row))
    left_out = data["segments_left_out"]
    if left_out["values"]:
        table.add_row(others(left_out["values"]), f"{left_out['trips']:,}", "", "", "", "", "")
    return table


def _segment(row: dict[str, Any]) -> tuple[str, ...]:
    kinds = {
        kind: sum(outcome["trips"] for outcome in row["outcomes"] if outcome["kind"] == kind) for kind in ("reached", "lost", "gone_quiet")
    }
    shares = (share_text(kinds[kind], row["trips"] if row["customers"] >= FEW else 0) for kind in kinds)
    total = sum(finding["total_seconds"] for finding in row["findings"])
    return f"{row['trips']:,}", f"{row['customers']:,}", *shares, _seconds(total)


def _elsewhere(data: dict[str, Any]) -> Table:
    table = table_with(("what does not fit the map", "events", "of all"))
    for name, heading in (("outside", "found no open trip"), ("unmapped", "matches nothing")):
        listed = list(data[name]["by_name"].items())
        for event, count in listed[:MOST_ROWS]:
            table.add_row(f"{event} ({heading})", f"{count:,}", f"{count / data['events']:.1%}")
        if len(listed) > MOST_ROWS:
            table.add_row(f"{counted(len(listed) - MOST_ROWS, 'other name')} ({heading})", f"{sum(n for _, n in listed[MOST_ROWS:]):,}", "")
    for step in data["steps_without_events"]:
        table.add_row(f"{step} (no event showed it)", "0", "")
    return table


def _shares(share: dict[str, Any] | None) -> tuple[str, str]:
    return ("", "") if share is None else (f"{share['value']:.1%}", f"{share['low']:.0%}-{share['high']:.0%}")


def _length(us: int | None) -> str:
    return "" if us is None else readable_duration(us)


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else readable_duration(round(seconds * SECOND_US))
