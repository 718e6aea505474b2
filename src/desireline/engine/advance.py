"""One customer, one event or the clock: state in; state, changes and effects out. Nothing given is altered, no clock is read."""

from collections.abc import Sequence

import msgspec

from desireline.engine.changes import Change
from desireline.engine.effects import Effect
from desireline.engine.facts import OpenElsewhere, nowhere_else
from desireline.engine.program import Program
from desireline.engine.state import NEVER_US, State, dump, load
from desireline.engine.turn import Turn
from desireline.model import Event


class Clock(msgspec.Struct, frozen=True):
    """Time has come to `now_us`: every moment strictly before it passes."""

    now_us: int


class Advanced(msgspec.Struct, frozen=True, gc=False):
    """What an event or the clock made of a state."""

    state: State
    changes: Sequence[Change]
    effects: Sequence[Effect]


class AdvancedBytes(msgspec.Struct, frozen=True, gc=False):
    """What an event or the clock made of a dumped state. `next_moment_us`: as of `next_moment_us(state)`."""

    state: bytes
    next_moment_us: int | None
    changes: Sequence[Change]
    effects: Sequence[Effect]


def new_state(program: Program) -> State:
    """The state of a customer of whom nothing is known."""
    return State(program.version)


def advance(
    program: Program,
    state: State,
    happening: Event | Clock,
    *,
    clock_us: int | None = None,
    open_elsewhere: OpenElsewhere = nowhere_else,
) -> Advanced:
    """Advance a customer by the next event, or by the clock.

    Before the event, all moments strictly before it pass. After it, those up to the clock pass by a `Clock` of their own.

    clock_us        what the time is, to tell effects that are owed too late; None: none is too late. A `Clock` brings its own
    open_elsewhere  given a moment: the other journeys on which the customer has an open trip just before it, for `open('…')`. It is asked
                    for the event's time and for each moment that passes before it

    Raises LateEventError where the event is not after all that the state has seen, ForeignStateError where the state is another version's.
    An event must be given once: the state does not hold the ids of past events.
    """
    turn = Turn(program, load(dump(state)), clock_us, open_elsewhere)
    if isinstance(happening, Event):
        turn.take(happening)
    else:
        turn.tick(happening.now_us)
    return Advanced(turn.state, turn.changes, turn.effects)


def advance_bytes(
    program: Program,
    state: bytes | None,
    happening: Event | Clock,
    *,
    clock_us: int | None = None,
    open_elsewhere: OpenElsewhere = nowhere_else,
) -> AdvancedBytes:
    """The same from dumped state to dumped state, as a store does it. None: a customer of whom nothing is known."""
    loaded = State(program.version) if state is None else load(state)
    turn = Turn(program, loaded, clock_us, open_elsewhere)
    if isinstance(happening, Event):
        turn.take(happening)
    else:
        turn.tick(happening.now_us)
    next_us = loaded.next_us
    return AdvancedBytes(dump(loaded), None if next_us == NEVER_US else next_us, turn.changes, turn.effects)


def next_moment_us(state: State) -> int | None:
    """The next moment at which something is due by itself: once the clock is past it, a `Clock` is owed. None: nothing is."""
    return None if state.next_us == NEVER_US else state.next_us


def is_late(state: State, event: Event) -> bool:
    """Whether the event is not after all that the state has seen, so that `advance` would refuse it."""
    return event.order <= state.latest or event.time_us <= state.passed_us
