"""Why a customer was at a step, or never was, or is there no longer: every event that could have been it, and what it was."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from desireline.conditions.problems import near_names
from desireline.diagnostics import Span
from desireline.explain.journey import TripTold, VisitTold
from desireline.explain.matching import Read, Try, line_text
from desireline.explain.teller import Was
from desireline.explain.wording import moment
from desireline.model import Event, Outcome, Step, format_instant

REASONS = ("reached", "false", "unknown", "taken", "outside", "aftercare")
"""What became of an event that the step names: a visit there; its `where` was false or unknown; an earlier candidate took it; it found
no trip; it belongs to a trip, but the step is aftercare, where visits are never made."""
MOST_EXAMPLES = 20
_MOST_NAMES = 1_000


@dataclass(frozen=True, slots=True)
class Named:
    """An event that the step names, and what became of it (one of `REASONS`). `says`: why, in words."""

    event: Event
    reason: str
    says: str

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "time": format_instant(self.event.time_us),
            "event": self.event.id,
            "source": self.event.source,
            "name": self.event.name,
            "reason": self.reason,
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class Reached:
    """A visit at the step: the event that made it, and by which line and condition of the map."""

    event: Event
    match: Try
    trip: TripTold
    visit: VisitTold

    @property
    def says(self) -> str:
        """What made it a visit there, in words."""
        match, visit = self.match, self.visit
        line, where_line = line_text(match.line), line_text(match.where_line)
        held = f", where {match.judged.says}{f' ({where_line})' if where_line else ''}" if match.judged is not None else ""
        return f"event {self.event.id} named {self.event.name}{f' ({line})' if line else ''}{held}; {visit.move}: {visit.because}"

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        match, visit = self.match, self.visit
        return {
            "time": format_instant(self.event.time_us),
            "event": self.event.id,
            "source": self.event.source,
            "trip": self.trip.number,
            "seq": visit.seq,
            "move": visit.move,
            "because": visit.because,
            "line": line_text(match.line),
            "where_line": line_text(match.where_line),
            "where": None if match.judged is None else match.judged.as_data(),
            "says": self.says,
        }


@dataclass
class WhyNot:
    """The answer for one step or outcome of one map.

    counts    how many events of its names came to what, of `REASONS`
    examples  the first of each of them, in order
    reached   the latest visits there
    other     names of this customer's other events, the first so many
    anywhere  the names of events of all customers; None: they are not known
    """

    read: Read
    step: Step | Outcome
    anywhere: Sequence[str] | None
    counts: Counter[str] = field(default_factory=Counter)
    examples: list[Named] = field(default_factory=list)
    reached: deque[Reached] = field(default_factory=lambda: deque(maxlen=MOST_EXAMPLES))
    other: set[str] = field(default_factory=set)

    @property
    def line(self) -> Span | None:
        """Where the step says which events are it."""
        section = "outcomes" if isinstance(self.step, Outcome) else "steps"
        places = ((section, self.step.id, "event"), (section, self.step.id))
        return next((span for place in places if (span := self.read.line(*place)) is not None), None)

    def note(self, event: Event, was: Was) -> None:
        """Take one event, with what it was on the map."""
        if event.name not in self.step.events:
            if len(self.other) < _MOST_NAMES:
                self.other.add(event.name)
            return
        reason, says = self._became(was)
        self.counts[reason] += 1
        if reason == "reached" and was.match and was.trip and was.visit:
            self.reached.append(Reached(event, was.match, was.trip, was.visit))
        if self.counts[reason] <= MOST_EXAMPLES:
            self.examples.append(Named(event, reason, says))

    def near(self) -> tuple[str, ...]:
        """Names among this customer's events like those of the step, where it has none of them."""
        return () if self.counts else self._like(sorted(self.other))

    def near_anywhere(self) -> tuple[str, ...]:
        """Names of events of anybody like those of the step, where nobody has any of them."""
        return () if self.anywhere is None or set(self.step.events) & set(self.anywhere) else self._like(self.anywhere)

    def _like(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(near for name in self.step.events for near in near_names(name, names)))

    def visits(self, trips: Sequence[TripTold]) -> list[tuple[TripTold, VisitTold]]:
        """The visits that were made there."""
        return [(trip, visit) for trip in trips for visit in trip.visits if visit.step == self.step.id]

    def says(self, trips: Sequence[TripTold]) -> str:
        """The answer in one sentence."""
        made = self.visits(trips)
        if made:
            trip, visit = made[-1]
            return _where_now(self.step.id, trip, visit, len(made))
        if isinstance(self.step, Step) and self.step.seen == "offline":
            return f"{self.step.id} is offline: no event can show it, so no customer is ever seen there"
        if not self.counts:
            nobody = "" if self.anywhere is None or set(self.step.events) & set(self.anywhere) else ", and nobody has"
            return f"never at {self.step.id}: this customer has no event named {' or '.join(self.step.events)}{nobody}"
        if set(self.counts) == {"aftercare"}:
            return f"{self.step.id} is aftercare: its events belong to a trip, and are never visits"
        total = self.counts.total()
        return f"never at {self.step.id}: of {total:,} event{'s' if total != 1 else ''} that it names, none is a visit there"

    def as_data(self, trips: Sequence[TripTold]) -> dict[str, Any]:
        """Plain data for JSON. `examples`: the first `MOST_EXAMPLES` of each reason; `reached`: as many of the latest visits."""
        return {
            "journey": self.read.map.journey,
            "about": "step",
            "step": self.step.id,
            "line": line_text(self.line),
            "names": list(self.step.events),
            "visits": len(self.visits(trips)),
            "says": self.says(trips),
            "counts": {reason: self.counts[reason] for reason in REASONS if self.counts[reason]},
            "reached": [reached.as_data() for reached in self.reached],
            "examples": [named.as_data() for named in self.examples],
            "near": list(self.near()),
            "near_anywhere": list(self.near_anywhere()),
        }

    def _became(self, was: Was) -> tuple[str, str]:
        own = next((one for one in was.tries if self._is_own(one)), None)
        if own is None:
            taken = was.tries[-1]
            return "taken", f"{_candidate_text(taken)} comes first and takes it"
        if not own.holds:
            assert own.judged is not None
            return ("unknown" if own.judged.value is None else "false"), own.judged.says
        if was.outside is not None:
            return "outside", was.outside
        return ("aftercare", "an aftercare event makes no visit") if own.candidate.kind == "aftercare" else ("reached", "a visit there")

    def _is_own(self, one: Try) -> bool:
        return one.candidate.kind in ("outcome", "step", "aftercare") and one.candidate.id == self.step.id


def _candidate_text(one: Try) -> str:
    line = line_text(one.line)
    return f"{one.candidate.kind} {one.candidate.id}{f' ({line})' if line else ''}"


def _where_now(step: str, trip: TripTold, visit: VisitTold, times: int) -> str:
    often = "once" if times == 1 else f"{times:,} times"
    if visit is trip.last and trip.open:
        return f"the customer is at {step} now: trip {trip.number}, since {moment(visit.entered_us)}; was there {often}"
    at = f"last from {moment(visit.entered_us)}"
    if visit is trip.last:
        return f"was at {step} {often}, {at}; there trip {trip.number} ended: {trip.how}"
    then = trip.visits[visit.seq + 1].step
    return f"was at {step} {often}, {at}; left for {then} at {moment(visit.left_us or 0)}"
