"""From scratch: one customer's events in order, and the events of many customers in any order of arrival."""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from desireline.engine.advance import new_state
from desireline.engine.changes import Change, TripId, VisitMade
from desireline.engine.effects import Caused, Effect
from desireline.engine.facts import OpenElsewhere, nowhere_else
from desireline.engine.program import Program
from desireline.engine.state import State
from desireline.engine.tables import CustomerTables, journeys_of
from desireline.engine.turn import Turn
from desireline.model import Event, Journeys, identification_of, resolve


class Rebuilt(msgspec.Struct, frozen=True):
    """What a customer's events come to. `changes` are all there ever were: they replace what the customer's tables held."""

    state: State
    changes: Sequence[Change]
    effects: Sequence[Effect]


class DoneAlready(msgspec.Struct, frozen=True):
    """What a customer had already of actions that are not done again.

    caused        by which events
    in_trips      trips, with the actions that are done once in each
    for_customer  numbers of the deeds that are done once for a customer
    """

    caused: frozenset[Caused] = frozenset()
    in_trips: frozenset[tuple[TripId | None, str]] = frozenset()
    for_customer: tuple[int, ...] = ()


def rebuild(
    program: Program,
    events: Iterable[Event],
    as_of_us: int,
    *,
    clock_us: int | None = None,
    open_elsewhere: OpenElsewhere = nowhere_else,
    caused: Collection[Caused] = (),
) -> Rebuilt:
    """Compute a customer's trips anew, where an event came late, identities were joined or the map has a new version.

    events          all of the customer's, each (source, id) once, in any order; those after `as_of_us` do not count
    clock_us        what the time is, to tell effects that are owed too late; None: none is
    open_elsewhere  as for `advance`: asked for every moment of the past at which something is decided by it
    caused          the `caused` of each action that was handed out or recorded as missed, of those in `Program.remembered`
    """
    ordered = sorted((e for e in events if e.time_us <= as_of_us), key=lambda e: e.order)
    state = new_state(program)
    if caused:
        state.did = _did_for_customer(program, ordered, caused)
    turn = Turn(program, state, clock_us, open_elsewhere, frozenset(caused))
    for event in ordered:
        turn.take(event)
    turn.pass_until(as_of_us)
    return Rebuilt(turn.state, turn.changes, _but_once(program, turn) if caused else turn.effects)


def done_already(
    program: Program, events: Sequence[Event], caused: Collection[Caused], *, open_elsewhere: OpenElsewhere = nowhere_else
) -> DoneAlready:
    """What a customer had, by what was handed out or recorded as missed. `events`, `caused`: as for `rebuild`; events in order."""
    own = {(event.source, event.id) for event in events}
    caused = frozenset(one for one in caused if one[:2] in own)
    if not caused:
        return DoneAlready()
    turn = Turn(program, new_state(program), None, open_elsewhere, caused)
    for event in events:
        turn.take(event)
    return DoneAlready(caused, frozenset(_had(program, turn)), tuple(_did_for_customer(program, events, caused)))


def _did_for_customer(program: Program, events: Sequence[Event], caused: Collection[Caused]) -> list[int]:
    own = {(event.source, event.id) for event in events}
    actions = {action for source, event, action in caused if (source, event) in own}
    return [deed.number for deed in program.deeds if deed.once == "customer" and deed.id in actions]


def _had(program: Program, turn: Turn) -> set[tuple[TripId | None, str]]:
    """Which trips had which actions that are done once in each."""
    once = {deed.id for deed in program.deeds if deed.once == "trip"}
    trip_of = {(made.source, made.event): made.trip for made in turn.changes if isinstance(made, VisitMade)}
    return {(trip_of.get((source, event)), action) for source, event, action in turn.caused if action in once}


def _but_once(program: Program, turn: Turn) -> Sequence[Effect]:
    """What is owed without that which the same trip has had already, by an event that comes later in it."""
    had = _had(program, turn)
    return [effect for effect in turn.effects if effect.caused in turn.caused or (effect.trip, effect.action) not in had]


def run(
    program: Program,
    events: Iterable[Event],
    *,
    now_us: int,
    aliases: Iterable[tuple[str, str]] = (),
    as_of_us: int | None = None,
) -> Journeys:
    """The trips, visits and promises of many customers. `events` in order of arrival: of several with one source and id the first counts.

    now_us    the clock
    aliases   pairs of known identities that are one customer
    as_of_us  the moment for which it is asked; None: the time of the latest event that is not later than the clock, else the clock
    """
    first: dict[tuple[str, str], Event] = {}
    for event in events:
        first.setdefault((event.source, event.id), event)
    if as_of_us is None:
        as_of_us = max((event.time_us for event in first.values() if event.time_us <= now_us), default=now_us)
    tables = {}
    for customer, theirs in customers_of(first.values(), aliases, as_of_us).items():
        tables[customer] = CustomerTables()
        tables[customer].add(rebuild(program, theirs, as_of_us).changes)
    return journeys_of(tables)


def customers_of(events: Iterable[Event], aliases: Iterable[tuple[str, str]], as_of_us: int) -> dict[str, list[Event]]:
    """Each customer's events that are not after `as_of_us`, with the identities joined as of then."""
    counted = [event for event in events if event.time_us <= as_of_us]
    identities = resolve((i for i in map(identification_of, counted) if i is not None), aliases, as_of_us)
    customers: dict[str, list[Event]] = {}
    for event in counted:
        customers.setdefault(identities.customer_of.get(event.customer, event.customer), []).append(event)
    return customers
