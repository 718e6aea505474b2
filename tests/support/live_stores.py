"""What a live store holds, held against what its events come to from scratch."""

from collections.abc import Iterator, Sequence

from desireline.engine import Caused, Effect, State, dump, load, next_moment_us, rebuild
from desireline.live import Runtime, Store, Transaction


def effects_of(store: Store, *statuses: str) -> list[Effect]:
    """The effects of these statuses (all, where none is said), in the order in which they were decided."""
    every = ("owed", "sending", "done", "dead", "dropped", "missed", "withdrawn")
    with store.transaction() as tx:
        return [stored.effect for stored in tx.effects.listed(statuses or every, 1_000_000)]


def assert_states_are_what_events_come_to(runtime: Runtime, as_of_us: int) -> list[Effect]:
    """Each customer's state and timer is as if computed anew from the events that the store has. Gives what is owed by all of them."""
    owed = []
    with runtime.store.transaction() as tx:
        everyone = tx.identities.everyone()
        for at in range(0, len(everyone), 1000):
            owed.extend(_owed_by(runtime, tx, everyone[at : at + 1000], as_of_us))
    return owed


def _owed_by(runtime: Runtime, tx: Transaction, customers: Sequence[str], as_of_us: int) -> Iterator[Effect]:
    caused: dict[str, list[Caused]] = {}
    for found in tx.effects.of(customers):
        if found.effect.missed or found.handed_out:
            caused.setdefault(found.customer, []).append(found.effect.caused)
    states = dict(tx.states.of(customers))
    for customer in customers:
        events = tx.events.of(tx.identities.members_of([customer])[customer])
        for journey, program in runtime.programs.items():
            rebuilt = rebuild(program, events, max(as_of_us, events[-1].time_us), caused=caused.get(customer, ()))
            stored = states.pop((journey, customer))
            assert _without_quieted(load(stored.data)) == _without_quieted(load(dump(rebuilt.state)))
            assert stored.next_us == next_moment_us(rebuilt.state)
            yield from rebuilt.effects
    assert not {journey for journey, _ in states} & runtime.programs.keys()


def _without_quieted(state: State) -> State:
    """Which quiet actions a trip already caused is only noted where its customer is computed anew."""
    for trip in state.trips:
        trip.quieted = []
    return state
