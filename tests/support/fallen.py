"""What the engine makes of an example customer of check, and for each rule whether that shows its fault."""

from collections.abc import Callable
from dataclasses import dataclass

from desireline.diagnostics import Diagnostic, Example
from desireline.engine import Effect, compile_map, rebuild, run
from desireline.model import Event, Journeys, Map, parse_instant_us


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
    """Whether the action is to be done a minute before, and its team is closed then for as long as it has by the clock."""
    at_us = parse_instant_us(f.example.as_of or "") - 60_000_000
    asked = [e for e in f.effects if e.moment_us == at_us and e.kind in ("task", "handoff") and e.target in f.map.team_by_id]
    has_us = {a.id: a.due_us for deed in compile_map(f.map).deeds for a in (deed.action, *deed.action.branches)}
    teams = [(f.map.team_by_id[e.target or ""], at_us + (has_us[e.branch or e.action] or 60_000_000)) for e in asked]
    return any(team.hours is not None and not team.hours.open_between(at_us, end_us) for team, end_us in teams)


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
