"""Every example customer really falls in: the engine, given their events, shows the fault that the finding speaks of."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from desireline.check import check_map
from desireline.diagnostics import Diagnostic, Example
from desireline.engine import Effect, compile_map, rebuild, run
from desireline.mapfile import parse_map
from desireline.model import Event, Journeys, Map, format_instant, parse_instant_us

CASES = sorted((Path(__file__).parents[2] / "golden" / "rules").glob("*.journey.yaml"))
HOUR_US = 3_600_000_000


@dataclass(frozen=True)
class Fallen:
    """What the engine makes of an example customer. `effects`: those that are due by the moment of the example."""

    map: Map
    found: Diagnostic
    example: Example
    journeys: Journeys
    effects: list[Effect]

    @property
    def named(self) -> list[str]:
        """The names in the headline, in order."""
        return self.found.headline.split("`")[1::2]

    @property
    def at(self) -> str:
        """Where the customer is."""
        return self.journeys.visits[-1].step

    @property
    def how(self) -> str:
        return self.journeys.trips[-1].how

    @property
    def counted_on(self) -> list[str]:
        """Pending promises that the end of work does not keep."""
        until = {p.id: p.until for step in self.map.steps for p in step.promises}
        return [p.promise for p in self.journeys.promises if p.state == "pending" and "done" not in until[p.promise]]

    def promise(self, name: str) -> set[str]:
        return {p.state for p in self.journeys.promises if p.promise == name}


def fallen(map_: Map, found: Diagnostic) -> Fallen:
    example = found.example
    assert example is not None
    assert example.as_of is not None
    as_of_us = parse_instant_us(example.as_of)
    events = [
        Event(id=e.id, time_us=parse_instant_us(e.time), customer=e.customer, name=e.name, channel=e.channel, properties=dict(e.properties))
        for e in example.events
    ]
    program = compile_map(map_)
    journeys = run(program, events, now_us=as_of_us, as_of_us=as_of_us)
    assert len(journeys.trips) == 1
    return Fallen(map_, found, example, journeys, list(rebuild(program, events, as_of_us).effects))


def rounds(f: Fallen) -> bool:
    """Whether the customer was three times more at some step, and still is on the way."""
    steps = [visit.step for visit in f.journeys.visits]
    return max(map(steps.count, steps)) >= 4 and f.how == "open"


def nobody_there(f: Fallen) -> bool:
    """Whether the action is due to be done a minute before, and its team is closed then and until it is due."""
    at_us = parse_instant_us(f.example.as_of or "") - 60_000_000
    asked = [e for e in f.effects if e.moment_us == at_us and e.kind in ("task", "handoff") and e.target in f.map.team_by_id]
    teams = [(f.map.team_by_id[e.target or ""], e.due_us or at_us + 60_000_000) for e in asked]
    return any(team.hours is not None and not team.hours.open_between(at_us, due_us) for team, due_us in teams)


SHOWS: dict[str, Callable[[Fallen], bool]] = {
    "J202": rounds,
    "J203": lambda f: f.at == f.named[0] and f.how == "gone_quiet",
    "J204": rounds,
    "J206": lambda f: f.how in ("gone_quiet", "open"),
    "J207": lambda f: f.named[1] in (f.at, f.how) and f.named[0] not in (f.at, f.how),
    "J211": lambda f: "broken" in f.promise(f.named[0]) and all(e.moment_us != f.journeys.promises[-1].due_us for e in f.effects),
    "J212": lambda f: f.promise(f.named[0]) == {"pending"} and f.how == "gone_quiet",
    "J213": lambda f: f.at == f.named[0] and not f.counted_on,
    "J215": nobody_there,
    "J216": nobody_there,
    "J221": rounds,
    "J222": lambda f: f.at == f.named[0] and f.journeys.visits[-1].channel == f.named[1],
    "J251": lambda f: f.promise(f.named[0]) == {"broken"} and all("broken" not in f.promise(part) for part in f.named[1:]),
    "J252": lambda f: f.promise(f.named[1]) == {"broken"},
    "J261": lambda f: f.how == "open",
}
"""By the code of the rule: whether the engine shows its fault. The other rules speak of no customer, or are tested where they are."""


def findings() -> list[tuple[str, Map, Diagnostic]]:
    found = []
    for path in CASES:
        file = parse_map(path.read_text(encoding="utf-8"), path.name)
        assert file.map is not None
        found += [(path.name, file.map, d) for d in check_map(file) if d.code in SHOWS and d.example is not None and d.example.events]
    return found


FINDINGS = findings()


@pytest.mark.parametrize(("name", "map_", "found"), FINDINGS, ids=[f"{name}-{d.code}" for name, _, d in FINDINGS])
def test_an_example_customer_falls_in(name: str, map_: Map, found: Diagnostic) -> None:
    assert SHOWS[found.code](fallen(map_, found))


def test_each_of_these_rules_has_an_example_somewhere() -> None:
    assert {d.code for _, _, d in FINDINGS} == SHOWS.keys()


def test_lines_and_events_tell_the_same() -> None:
    for _, _, found in FINDINGS:
        example = found.example
        assert example is not None
        told = [line.split("  ")[0] for line in example.lines]
        visits = [e for e in example.events if e.name != "identify"]
        assert len(told) == len(visits) + 1
        assert format_instant(parse_instant_us(visits[-1].time)) == visits[-1].time
