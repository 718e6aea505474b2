"""The parts of the page that are lists and tables."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from desireline.measure import Finding, Measures
from desireline.measure.intervals import FEW_CUSTOMERS, Interval, share_of
from desireline.measure.scores import Answered, ScoreMeasure, scores_of
from desireline.measure.survival import LENGTHS_US, survival_of
from desireline.model import GONE_QUIET, OPEN, Score, format_duration
from desireline.model.durations import readable_duration
from desireline.pictures.people import titles_of
from desireline.pictures.report.headline import Part
from desireline.pictures.report.html import Part as Piece
from desireline.pictures.report.html import element, section, table
from desireline.pictures.stages import StageNumbers, stages_of
from desireline.pictures.wording import counted, name, percent, share, signed

MOST_FINDINGS = 5
MOST_NAMES = 12
_LENGTHS = {"1m": "a minute", "1h": "an hour", "1d": "a day", "7d": "a week", "30d": "30 days"}


def hurts(measures: Measures, whom: str) -> ET.Element:
    """Where it hurts first: the waits that cost all customers together most."""
    findings = [finding for finding in measures.findings[:MOST_FINDINGS] if finding.total_us]
    if not findings:
        return section("Where it hurts first", "No customer has waited between two visits: there is nothing to rank.", about=whom)
    titles = titles_of(measures.scope.map)
    before = {} if measures.before is None else {(one.from_, one.to): one for one in measures.before.findings}
    few = measures.customers < FEW_CUSTOMERS
    listed = element("ol", *(_hurt(rank, one, titles, before, few=few) for rank, one in enumerate(findings, 1)), css="hurts")
    about = f"Waits by the time of all customers together (people × time), not by a mean. {whom}"
    return section("Where it hurts first", listed, about=about)


def _hurt(rank: int, one: Finding, titles: dict[str, str], before: dict[tuple[str, str], Finding], *, few: bool) -> ET.Element:
    to = "itself, once more" if one.from_ == one.to else titles[one.to]
    who = f"{counted(one.trips, 'trip')} of {counted(one.customers, 'customer')}"
    if one.p50_us is not None and one.p90_us is not None:
        who += f"; half waited up to {readable_duration(one.p50_us)}, 90% up to {readable_duration(one.p90_us)}"
    if one.long is not None and one.long.trips < one.trips and one.customers >= FEW_CUSTOMERS:
        borne = share(one.long.total_us, one.total_us)
        who += f"; {counted(one.long.trips, 'trip')} waited {_LENGTHS[one.long.at_least]} or more and bear {borne} of it"
    if before:
        earlier = before.get((one.from_, one.to))
        who += (
            f". Before: {readable_duration(earlier.total_us)} of {counted(earlier.trips, 'trip')}"
            if earlier is not None
            else ". Before: none"
        )
    return element(
        "li",
        element("span", str(rank), css="rank"),
        element("span", f"{titles[one.from_]} → {to}", css="what"),
        element("span", readable_duration(one.total_us) + ("" if few else f", {share(one.share, 1)} of all"), css="cost"),
        element("span", f"{who}.", css="who"),
    )


def promises(measures: Measures, whom: str) -> ET.Element:
    """Promises, kept and broken, worst first."""
    made = [promise for stage in stages_of(measures) for promise in stage.promises]
    if not made:
        return section("Promises", "The map makes no promise. Write `promises:` at a step to measure what customers may count on.")
    made.sort(key=lambda one: (one.states["kept"] / one.settled if one.settled else 2.0, one.promise.id))
    late = {(cell.at["promise"], cell.at["settled"]): cell for cell in measures.cells("broken_promises")}
    rows: list[list[Piece]] = []
    for one in made:
        part = Part(one.states["kept"], one.settled, one.customers, "settled promise")
        came = late.get((one.promise.id, "settled"))
        missed = readable_duration(came.p50) if came is not None and came.p50 is not None else ""
        within = format_duration(one.promise.within_us) + (f" in the hours of {one.promise.hours_of}" if one.promise.hours_of else "")
        title = element("span", name(one.promise.title), element("br"), element("span", f"within {within}", css="interval"))
        broken = element("span", f"{one.states['broken']:,}", css="bad" if one.states["broken"] else "")
        pending, void = (f"{one.states[state]:,}" for state in ("pending", "void"))
        rows.append([title, _with_interval(part), f"{one.states['kept']:,}", broken, missed, pending, void])
    columns = ("promise", "kept of settled", "kept", "broken", "half late by", "pending", "void")
    about = "Promises that visits in the period made. Pending ones are neither kept nor broken yet; void ones ended before they were due."
    return section("Promises", table(columns, rows), about=f"{about} {whom}")


def outcomes(measures: Measures, whom: str) -> ET.Element:
    """How trips ended; those under way apart."""
    map_, before = measures.scope.map, measures.before
    rows: list[list[Piece]] = []
    titles = {outcome.id: (name(outcome.title), outcome.kind) for outcome in map_.outcomes}
    for how in (*titles, GONE_QUIET, OPEN):
        title, kind = titles.get(how, {GONE_QUIET: ("Gone quiet", ""), OPEN: ("Still under way", "not an end")}.get(how, ("", "")))
        cell = measures.cell("trips", how=how)
        row: list[Piece] = [title, kind, f"{cell.trips:,}", _with_interval(Part(cell.trips, measures.trips, measures.customers, "trip"))]
        if before is not None:
            row.append(Part(before.cell("trips", how=how).trips, before.trips, before.customers, "trip").said)
        worth = next((outcome.worth for outcome in map_.outcomes if outcome.id == how), None)
        rows.append([*row, "" if worth is None else signed(worth * cell.trips), "" if cell.p50 is None else readable_duration(cell.p50)])
    columns = ["outcome", "kind", "trips", "share", *(["before"] if before is not None else []), "worth", "median time"]
    listed = table(columns, rows, texts=2)
    listed.findall(".//tbody/tr")[-1].set("class", "apart")
    head = element("h3", "Drop-off by stage")
    told = element("p", "Of the trips that came to a stage. Who is still under way is set apart, and in no share.", css="whom")
    parts = [listed, *_how_soon(measures), head, told, _drop_off(stages_of(measures))]
    return section("Outcomes and drop-off", *parts, about=f"How trips ended. {whom}")


def _how_soon(measures: Measures) -> list[ET.Element]:
    """The share of trips that came to an outcome by a time, those under way counted as not ended yet."""
    rows: list[list[Piece]] = []
    trips, lengths = 0, [_LENGTHS[length] for length in LENGTHS_US]
    for kind in ("reached", "lost"):
        asked = {outcome.id for outcome in measures.scope.map.outcomes if outcome.kind == kind}
        found = survival_of(measures, asked) if asked else None
        if found is not None and any(one.share is not None for one in found.by_then):
            trips = found.trips
            cells = [_value(share(one.share.value, 1), _interval(one.share)) if one.share is not None else "" for one in found.by_then]
            rows.append([kind, *cells])
    if not rows:
        return []
    about = (
        f"Of {counted(trips, 'trip')} that began in the period, by the time since their first visit. Who is under way is watched until now."
    )
    columns = ("come to an outcome", *(f"within {length}" for length in lengths))
    return [element("h3", "How soon"), element("p", about, css="whom"), table(columns, rows)]


def _interval(interval: Interval) -> str:
    return f"{percent(interval.low)} to {percent(interval.high)}"


def _drop_off(stages: list[StageNumbers]) -> ET.Element:
    rows: list[list[Piece]] = []
    for one in stages:
        became = one.became
        left, settled = became["lost"] + became["gone_quiet"], one.trips - became["still_there"]
        said = share(left, settled) if settled >= FEW_CUSTOMERS else f"{left:,} of {settled:,}" if settled else ""
        counts = (f"{became[state]:,}" for state in ("moved_on", "reached", "other", "lost", "gone_quiet"))
        rows.append([f"{one.number} {name(one.stage.title)}", f"{one.trips:,}", *counts, said, f"{became['still_there']:,}"])
    columns = ("stage", "trips", "moved on", "reached", "other end", "lost", "gone quiet", "lost or quiet", "under way")
    return table(columns, rows)


def scores(measures: Measures, whom: str) -> ET.Element | None:
    """What customers answered; None: the map asks nothing."""
    found = scores_of(measures)
    if not found:
        return None
    titles = titles_of(measures.scope.map)
    parts: list[Piece] = []
    for one in found:
        parts += [element("h3", f"{_label(one.score)}"), element("p", f"{one.method}.", css="whom"), _answers(one, titles)]
    about = f"Answers given in the period that belong to a trip, by the step where the trip was. {whom}"
    return section("Scores", *parts, about=about)


def _answers(one: ScoreMeasure, titles: dict[str, str]) -> ET.Element:
    told = {step: at for step, at in one.by_step.items() if at.value is not None}
    few = [at for step, at in one.by_step.items() if step not in told]
    rows = [_answer_row("all", one.score, one.all), *(_answer_row(titles[str(step)], one.score, at) for step, at in told.items())]
    if few:
        answers, off = sum(at.answers for at in few), sum(at.off_scale for at in few)
        rows.append(
            [
                f"{counted(len(few), 'place')}, each of fewer than {FEW_CUSTOMERS} customers",
                "",
                f"{answers:,}",
                "",
                f"{off:,}" if off else "",
            ]
        )
    return table(("where", "value", "answers", "customers", "off the scale"), rows)


def _answer_row(where: str, score: Score, answered: Answered) -> list[Piece]:
    value = _score_value(score, answered.value)
    return [where, value, f"{answered.answers:,}", f"{answered.customers:,}", f"{answered.off_scale:,}" if answered.off_scale else ""]


def _score_value(score: Score, value: Interval | None) -> Piece:
    if value is None:
        return ""
    if score.kind == "nps":
        return _value(signed(100 * value.value), f"{signed(100 * value.low)} to {signed(100 * value.high)}")
    if score.kind == "mean":
        return _value(f"{value.value:.2f}", f"{value.low:.2f} to {value.high:.2f}")
    return _value(f"{value.value:.0%}", _interval(value))


def _label(score: Score) -> str:
    kind = {"nps": "NPS", "csat": "CSAT", "ces": "CES", "mean": "mean"}[score.kind]
    return f"{score.id}: {kind} on {score.lowest} to {score.highest}"


def unmapped(measures: Measures) -> ET.Element:
    """Events that are no part of any trip, and steps that no event shows."""
    events = measures.events
    everything, matched_not, outside = int(events.all.sum()), int(events.unmapped.sum()), int(events.outside.sum())
    parts: list[Piece] = [
        element(
            "p",
            f"Of {counted(everything, 'event')} of the period, {_of(matched_not, everything)} matched nothing in the map, "
            f"and {_of(outside, everything)} matched but found no open trip.",
        ),
    ]
    rows = [[name(measures.names[code]), "matched nothing", f"{count:,}"] for code, count in enumerate(events.unmapped.tolist()) if count]
    rows += [[name(measures.names[code]), "no open trip", f"{count:,}"] for code, count in enumerate(events.outside.tolist()) if count]
    rows.sort(key=lambda row: -int(row[2].replace(",", "")))
    if rows:
        more = rows[MOST_NAMES:]
        last = [[f"{len(more)} others", "", f"{sum(int(row[2].replace(',', '')) for row in more):,}"]] if more else []
        parts.append(table(("event", "why", "events"), [*rows[:MOST_NAMES], *last], texts=2))
    missing = list(_steps_without_events(measures))
    if missing:
        parts.append(element("p", f"No event of the period shows {', '.join(missing)}."))
    return section("What the map does not see", *parts)


def _steps_without_events(measures: Measures) -> Iterator[str]:
    visited = {cell.at["step"] for cell in measures.cells("visits")}
    for step in measures.scope.map.steps:
        if step.seen == "events" and not step.aftercare and step.id not in visited:
            yield f"“{name(step.title)}”"


def _of(part: int, whole: int) -> str:
    return f"{part:,} ({share(part, whole)})"


def _with_interval(part: Part) -> Piece:
    if part.customers < FEW_CUSTOMERS or not part.whole:
        return f"{part.part:,} of {part.whole:,}"
    interval = share_of(part.part, part.whole)
    assert interval is not None, "there is a whole"
    return _value(part.said, _interval(interval))


def _value(said: str, interval: str) -> ET.Element:
    return element("span", f"{said} ", element("span", f"({interval})", css="interval"))
