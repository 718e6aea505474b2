"""What comes about in an example, in words: by this the generator of examples is kept from growing thin."""

from collections import Counter
from collections.abc import Iterable, Sequence

from support.journeys_generator import Example

from desireline.engine import Change, CustomerTables, KeyTakenOver, compile_map, customers_of, journeys_of, rebuild
from desireline.mapfile import map_from_data
from desireline.model import Event


def occurrences(example: Example) -> set[str]:
    """Kinds of moves, ends of trips (`outcome` for any outcome) and states of promises that there are, and the words of `asked` below."""
    program = compile_map(map_from_data(example.map))
    events, as_of_us = example.taken, example.asked_us
    customers = customers_of(events, example.aliases, as_of_us)
    changes = {customer: rebuild(program, theirs, as_of_us).changes for customer, theirs in customers.items()}
    journeys = journeys_of({customer: _tables(made) for customer, made in changes.items()})
    outcomes = {outcome["id"] for outcome in example.map["outcomes"]}
    met = {"outcome" if trip.how in outcomes else trip.how for trip in journeys.trips}
    met |= {promise.state for promise in journeys.promises} | {visit.move for visit in journeys.visits}
    asked = {
        "trip": bool(journeys.trips),
        "trip of three": any(trip.visits >= 3 for trip in journeys.trips),
        "again": any(trip.again for trip in journeys.trips),
        "aside": any(trip.aside for trip in journeys.trips),
        "work done": any(visit.done_us is not None for visit in journeys.visits),
        "take-over": any(isinstance(change, KeyTakenOver) for made in changes.values() for change in made),
        "late event": any(_came_late(events, theirs) for theirs in customers.values()),
        "alias": any(_names(theirs) & {name for pair in example.aliases for name in pair} != set() for theirs in _joined(customers)),
        "claim": any(event.name == "identify" and "was" in event.properties for theirs in _joined(customers) for event in theirs),
        "outside": journeys.outside > 0,
        "unmapped": journeys.unmapped > 0,
    }
    return met | {word for word, comes in asked.items() if comes}


def _tables(changes: Iterable[Change]) -> CustomerTables:
    tables = CustomerTables()
    tables.add(changes)
    return tables


def _names(events: list[Event]) -> set[str]:
    return {event.customer for event in events}


def _joined(customers: dict[str, list[Event]]) -> list[list[Event]]:
    """The events of customers that are more than one identity."""
    return [theirs for theirs in customers.values() if len(_names(theirs)) > 1]


def _came_late(arrived: list[Event], theirs: list[Event]) -> bool:
    came = [event for event in arrived if event in theirs]
    return came != sorted(came, key=lambda event: event.order)


def shares(examples: Sequence[Example]) -> dict[str, float]:
    """The share of the examples in which each word holds."""
    counts = Counter(word for example in examples for word in occurrences(example))
    return {word: count / len(examples) for word, count in counts.items()}
