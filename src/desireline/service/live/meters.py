"""What is counted and timed while the service runs, and the text in which Prometheus reads it. No customer, and no value of an event."""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desireline.live import HandedOut, Handler

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""The upper bounds of a histogram's buckets."""
Labels = tuple[str, ...]


@dataclass
class Counter:
    """How often something happened, by its labels."""

    name: str
    meaning: str
    labels: Sequence[str] = ()
    _counts: dict[Labels, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, *values: str, count: int = 1) -> None:
        """It happened again."""
        with self._lock:
            self._counts[values] = self._counts.get(values, 0) + count

    def lines(self) -> Iterable[str]:
        """As text."""
        yield from _head(self.name, self.meaning, "counter")
        with self._lock:
            counts = sorted(self._counts.items())
        yield from (_line(self.name, zip(self.labels, values, strict=True), count) for values, count in counts)


@dataclass
class Histogram:
    """How long something took, by its labels."""

    name: str
    meaning: str
    labels: Sequence[str] = ()
    _found: dict[Labels, tuple[list[int], list[float]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, seconds: float, *values: str) -> None:
        """It took so long this time."""
        with self._lock:
            counts, total = self._found.setdefault(values, ([0] * (len(SECONDS) + 1), [0.0]))
            counts[bisect_left(SECONDS, seconds)] += 1
            total[0] += seconds

    def lines(self) -> Iterable[str]:
        """As text: buckets count what is below them, too."""
        yield from _head(self.name, self.meaning, "histogram")
        with self._lock:
            found = sorted((values, list(counts), total[0]) for values, (counts, total) in self._found.items())
        for values, counts, total_seconds in found:
            labels, below = list(zip(self.labels, values, strict=True)), 0
            for bound, count in zip((*map(str, SECONDS), "+Inf"), counts, strict=True):
                below += count
                yield _line(f"{self.name}_bucket", [*labels, ("le", bound)], below)
            yield _line(f"{self.name}_sum", labels, total_seconds)
            yield _line(f"{self.name}_count", labels, below)


@dataclass(frozen=True)
class Meters:
    """All that is counted and timed."""

    events: Counter = field(
        default_factory=lambda: Counter("desireline_events_total", "Events that came in, by what became of them.", ["status"])
    )
    hints: Counter = field(
        default_factory=lambda: Counter(
            "desireline_odd_values_total", "Values of events that are not what a map declares.", ["journey", "field"]
        )
    )
    event_seconds: Histogram = field(
        default_factory=lambda: Histogram("desireline_event_seconds", "From when a batch of events was read until it was on disk.")
    )
    calls: Histogram = field(
        default_factory=lambda: Histogram(
            "desireline_call_seconds", "How long calls took, by operation and status.", ["operation", "status"]
        )
    )
    attempts: Counter = field(
        default_factory=lambda: Counter("desireline_attempts_total", "Attempts to perform effects.", ["lane", "result"])
    )
    refused: Counter = field(
        default_factory=lambda: Counter("desireline_full_queue_total", "Batches of events that were turned away, as too many waited.")
    )

    def counted(self, lane: str, handler: Handler) -> Handler:
        """A handler whose attempts are counted."""

        def perform(handed: HandedOut) -> object:
            try:
                done = handler(handed)
            except BaseException:
                self.attempts.add(lane, "failed")
                raise
            self.attempts.add(lane, "done")
            return done

        return perform

    def lines(self) -> Iterable[str]:
        """As text."""
        for meter in (self.events, self.hints, self.event_seconds, self.calls, self.attempts, self.refused):
            yield from meter.lines()


def gauge_lines(name: str, meaning: str, labels: Sequence[str], values: Mapping[Labels, float]) -> Iterable[str]:
    """What is so at present."""
    yield from _head(name, meaning, "gauge")
    yield from (_line(name, zip(labels, of, strict=True), value) for of, value in sorted(values.items()))


def _head(name: str, meaning: str, kind: str) -> Iterable[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"


def _line(name: str, labels: Iterable[tuple[str, str]], value: float) -> str:
    listed = ",".join(f'{label}="{_escaped(of)}"' for label, of in labels)
    return f"{name}{{{listed}}} {value}" if listed else f"{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
