"""Events a second of the engine, one customer's event at a time, beside a plain dict dispatch as the limit.

Synthetic customers walk the map of examples/connection_down: mostly along `next`, with promises in opening hours, choices, scores and
`identify` events. Events come in order of time over all customers, so that each one finds another customer's state.
"""

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from desireline.engine import Program, State, advance, advance_bytes, compile_map, new_state
from desireline.engine.turn import Turn
from desireline.mapfile import read_map
from desireline.model import IDENTIFY, Event, Map, parse_instant_us

MAP = Path(__file__).parents[1] / "examples" / "connection_down" / "connection_down.journey.yaml"
BEGIN_US = parse_instant_us("2026-03-02T06:00:00Z")
MINUTE_US = 60_000_000
REPEATS = 7


def synthetic_events(map_: Map, customers: int, seed: int = 1) -> list[Event]:
    """About 13 events for each customer, ordered by time over all of them."""
    rng = random.Random(seed)
    events: list[Event] = []
    for customer in range(customers):
        events.extend(_walk(map_, f"c{customer:06}", rng))
    events.sort(key=lambda e: (e.time_us, e.id))
    # Made anew in this order, as events lie in memory when they have just been received.
    return msgspec.json.decode(msgspec.json.encode(events), type=list[Event])


def _walk(map_: Map, customer: str, rng: random.Random) -> list[Event]:
    walked: list[Event] = []
    time_us = BEGIN_US + rng.randrange(20 * 24 * 60) * MINUTE_US
    case = f"case-{customer}"

    def happen(name: str, channel: str | None, /, **properties: str | float | bool) -> None:
        nonlocal time_us
        time_us += (1 + int(rng.expovariate(1 / 15))) * MINUTE_US
        walked.append(
            Event(id=f"{customer}-{len(walked):03}", time_us=time_us, customer=customer, name=name, channel=channel, properties=properties)
        )

    happen(IDENTIFY, None, plan=rng.choice(("basic", "fibre")), may_text=rng.random() < 0.7)
    place = rng.choice(map_.trip.starts)
    for _ in range(rng.randrange(4, 14)):
        step = map_.step_by_id.get(place)
        if step is None:
            happen(map_.outcome_by_id[place].events[0], "system", case_id=case, fault="router")
            break
        channel = rng.choice(step.channels)
        happen(step.events[0], channel, case_id=case, mbps=0.4, fault="cabinet", name="Synthetic Customer")
        if step.done and rng.random() < 0.5:
            happen(step.done[0], channel, case_id=case)
        place = rng.choice(step.next) if step.next and rng.random() < 0.85 else rng.choice(map_.steps).id
    if rng.random() < 0.3:
        happen("survey.answered", "app", case_id=case, score=rng.randrange(1, 8))
    return walked


def dispatch(program: Program, events: list[Event]) -> None:
    """The limit: one lookup and one call for each event."""
    counts: dict[str, int] = {}

    def count(event: Event) -> None:
        counts[event.name] = counts.get(event.name, 0) + 1

    handlers = dict.fromkeys((*program.certain, *program.candidates), count)
    for event in events:
        handlers.get(event.name, count)(event)


def in_memory(program: Program, events: list[Event]) -> None:
    """States kept as objects and altered in place, as `rebuild` does."""
    states: dict[str, Turn] = {}
    for event in events:
        turn = states.get(event.customer)
        if turn is None:
            turn = states[event.customer] = Turn(program, new_state(program), None)
        turn.take(event)


def pure(program: Program, events: list[Event]) -> None:
    """`advance`: states kept as objects, none altered."""
    fresh = new_state(program)
    states: dict[str, State] = {}
    for event in events:
        states[event.customer] = advance(program, states.get(event.customer, fresh), event).state


def loaded_and_dumped(program: Program, events: list[Event]) -> None:
    """`advance_bytes`: each state loaded from bytes and dumped to bytes for each event."""
    states: dict[str, bytes] = {}
    for event in events:
        states[event.customer] = advance_bytes(program, states.get(event.customer), event).state


WAYS: dict[str, Callable[[Program, list[Event]], None]] = {
    "dict dispatch (the limit)": dispatch,
    "in place, in memory": in_memory,
    "advance, state copied": pure,
    "advance_bytes, state loaded and dumped": loaded_and_dumped,
}


def measure(customers: int = 2_000, repeats: int = REPEATS) -> dict[str, list[float]]:
    """Events a second of processor time of each way, once for each repeat; the ways take turns, so that noise falls on all of them."""
    map_ = read_map(MAP)
    program = compile_map(map_)
    events = synthetic_events(map_, customers)
    rates: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(repeats):
        for name, way in WAYS.items():
            begin = time.process_time()
            way(program, events)
            rates[name].append(len(events) / (time.process_time() - begin))
    return rates


def main() -> None:
    """Print the table."""
    print("| thousand events per second of processor time | min | median | max | asked |\n|---|---|---|---|---|")
    for name, rates in measure().items():
        low, middle, high = (value / 1000 for value in (min(rates), statistics.median(rates), max(rates)))
        asked = "at least 150" if name.startswith("advance_bytes") else ""
        print(f"| {name} | {low:,.0f} | {middle:,.0f} | {high:,.0f} | {asked} |")


if __name__ == "__main__":
    main()
