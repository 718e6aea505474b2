"""A map in, events out: with a seed, planted truths, and the label synthetic."""

from __future__ import annotations

from collections.abc import Iterator

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.model import Event, Map, format_instant, parse_instant_us
from desireline.simulate.customers import Customers
from desireline.simulate.ground import Ground
from desireline.simulate.plants import Plants, check_plants
from desireline.simulate.truth import Json, Tally, tally_for, truth_of

DEFAULT_START_US = parse_instant_us("2026-01-01T00:00:00Z")
MOST_CUSTOMERS = 9_999_999
MOST_DAYS = 3_650
FIRST_START_US = parse_instant_us("1000-01-01T00:00:00Z")
LAST_START_US = parse_instant_us("9000-01-01T00:00:00Z")
"""Customers' waits go on after the simulated time; they too must end within what calendars hold."""


class Simulation:
    """Simulated customers of a map. To iterate is to make their events: customer by customer, each in order of time, always the same.

    `truth()` says what was planted and what came of it, `notes` what could not be simulated.
    """

    def __init__(self, map_: Map, customers: int, *, start_us: int, days: int, seed: int, plants: Plants) -> None:
        self.map = map_
        self._plants = plants
        self._seed = seed
        self._customers = customers
        self._asked: Json = {"customers": customers, "start": format_instant(start_us), "days": days, "seed": seed}
        self._ground = Ground(map_, plants, start_us, days, seed)
        self._tally: Tally | None = None
        self.notes = tuple(_never_shown(map_, self._ground))

    def __iter__(self) -> Iterator[Event]:
        tally = tally_for(self._plants, self._ground.end_us)
        customers = Customers(self._ground, self._seed, tally)
        for number in range(self._customers):
            yield from customers.events(number)
        self._tally = tally

    def truth(self) -> Json:
        """The truth as data for a JSON file; makes the events where they were not made to the end before."""
        if self._tally is None:
            for _ in self:
                pass
        assert self._tally is not None
        return truth_of(self.map, self._plants, self._tally, self._asked)


def simulate(
    map_: Map, customers: int, *, start_us: int = DEFAULT_START_US, days: int = 90, seed: int = 0, plants: Plants | None = None
) -> Simulation:
    """Simulated customers who start trips on this map from `start_us` on, for some days. Equal arguments give equal events.

    Customers and ids of events carry the seed: simulations of several seeds, or maps, can be in one lake.
    Each customer has at least one trip. Events after the end of the time are cut off, so that trips are under way there, as in any log.
    Raises DesirelineError (S102 to S111, S114) with everything that is wrong with what was asked for.
    """
    wrong = [*_wrong_size(customers, days), *_wrong_start(start_us)]
    if wrong:
        raise DesirelineError(wrong)
    plants = plants or Plants()
    check_plants(map_, plants, start_us, start_us + days * 86_400_000_000)
    return Simulation(map_, customers, start_us=start_us, days=days, seed=seed, plants=plants)


def _wrong_size(customers: int, days: int) -> Iterator[Diagnostic]:
    for count, noun, most in ((customers, "customers", MOST_CUSTOMERS), (days, "days", MOST_DAYS)):
        if not 1 <= count <= most:
            yield Diagnostic(
                "S110",
                f"{count:,} {noun} cannot be simulated",
                why="there would be nothing to see" if count < 1 else "nobody would wait for them",
                fix=Fix(f"give a number from 1 to {most:,}"),
            )


def _wrong_start(start_us: int) -> Iterator[Diagnostic]:
    if not FIRST_START_US <= start_us <= LAST_START_US:
        yield Diagnostic(
            "S114",
            f"nothing can be simulated from {format_instant(start_us)} on",
            why="calendars end near there, and what customers do may not",
            fix=Fix(f"begin between {format_instant(FIRST_START_US)[:10]} and {format_instant(LAST_START_US)[:10]}"),
        )


def _never_shown(map_: Map, ground: Ground) -> Iterator[Diagnostic]:
    """A warning for each step and outcome that events ought to show, and for which none could be made for any customer."""
    profiles = range(len(ground.showing.profiles))
    places = [(step.id, "step") for step in map_.steps if step.seen == "events"] + [(outcome.id, "outcome") for outcome in map_.outcomes]
    for place, noun in places:
        if not any(ground.shown(place, profile) for profile in profiles):
            yield Diagnostic(
                "S113",
                f"no event could be made that is the {noun} `{place}`",
                why="no simulated customer ever comes there",
                fix=Fix("see whether its `where` can be true, and whether an outcome or step above it takes the same events"),
                severity="warning",
            )
