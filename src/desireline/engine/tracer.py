"""One customer's events in order, each with what it alone changed: for those who tell why the tables say what they say."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import msgspec

from desireline.conditions import Condition, Value
from desireline.engine.advance import new_state
from desireline.engine.changes import Change, TripId
from desireline.engine.effects import Effect, decide
from desireline.engine.facts import OpenElsewhere, Situation, nowhere_else, values_when
from desireline.engine.program import Deed, Program
from desireline.engine.rebuild import DoneAlready
from desireline.engine.state import OPEN_TRIP
from desireline.engine.turn import Turn, Void
from desireline.model import Action, Event


class Weighed(msgspec.Struct, frozen=True):
    """An action that came up: decided or not, and by what.

    event, source  what caused it
    tried          the action, then the branches of a choice up to the first that holds, each with its condition (None: it has none) and
                   the values of the condition's inputs at that moment
    came_to        what was decided, or why nothing was whatever the conditions came to; None: they do not hold
    """

    action: Action
    trip: TripId
    event: str
    source: str
    moment_us: int
    tried: tuple[tuple[Action, Condition | None, tuple[Value | None, ...]], ...]
    came_to: Effect | Void | None


class Awaited(msgspec.Struct, frozen=True):
    """An action whose moment is yet to come: what is decided then depends on the facts by then."""

    action: Action
    trip: TripId
    event: str
    source: str
    moment_us: int


class Tracer:
    """Goes through what `rebuild` does, in the same way, but stops at every event.

    Before each event: `pass_until` its time, which gives what passed by itself; `key_of` says the key under which it will count; then
    `take`. At the end: `pass_until` the moment asked about. `weighed` holds the actions that came up since it was last emptied.

    done  what was handed out or missed already: an action that is done once stays with the event that caused it then
    """

    def __init__(self, program: Program, open_elsewhere: OpenElsewhere = nowhere_else, done: DoneAlready | None = None) -> None:
        self.program = program
        self.weighed: list[Weighed] = []
        done = done or DoneAlready()
        state = new_state(program)
        state.did = list(done.for_customer)
        # Not a method of this: a turn that holds who holds it would never be freed.
        self._turn = Turn(program, state, None, open_elsewhere, done.caused, witness=_Witness(program, self.weighed, done))

    @property
    def traits(self) -> Mapping[str, Value]:
        """What is known of the customer, with what the latest event said. It changes with the next."""
        return self._turn.state.traits

    def key_of(self, event: Event) -> str | None:
        """Rule 3: the key under which the next event counts, its own or that of an earlier one; None: keyless, or the map has no keys."""
        per = self.program.per
        if per is None:
            return None
        raw = event.properties.get(per)
        return self._turn.key_of(None if raw is None else self.program.key_of(raw), event.time_us)

    def pass_until(self, limit_us: int) -> Sequence[Change]:
        """Let every moment pass that is strictly before the limit."""
        self._turn.pass_until(limit_us)
        return self._changed()

    def take(self, event: Event) -> Sequence[Change]:
        """Take the customer's next event. Raises LateEventError where it is not the next."""
        self._turn.take(event)
        return self._changed()

    def _changed(self) -> Sequence[Change]:
        changes, self._turn.changes = self._turn.changes, []
        self._turn.effects.clear()
        return changes

    def awaited(self) -> Iterator[Awaited]:
        """The actions that wait for their moment, as it stands now."""
        program, quiet_us = self.program, self.program.quiet_us
        for trip in self._turn.state.trips:
            for waiting in trip.waiting:
                yield Awaited(program.deeds[waiting.number].action, trip.id, waiting.event, waiting.source, waiting.moment_us)
            for promise in trip.pending:
                for deed in program.promises[promise.number].late:
                    yield Awaited(deed.action, trip.id, promise.event, promise.source, promise.due_us + deed.after_us)
            if trip.how == OPEN_TRIP and quiet_us is not None:
                for deed in program.when_quiet:
                    moment_us = trip.visit.entered_us + quiet_us + deed.after_us
                    yield Awaited(deed.action, trip.id, trip.visit.event, trip.visit.source, moment_us)


class _Witness:
    """Notes every action that comes up."""

    def __init__(self, program: Program, weighed: list[Weighed], done: DoneAlready) -> None:
        self._program = program
        self._weighed = weighed
        self._done = done

    def __call__(self, deed: Deed, situation: Situation, event: str, source: str, came_to: Effect | Void | None) -> None:
        if deed.once is not None and self._done.caused:
            came_to = self._once(deed, situation, event, source, came_to)
        tried = tuple(self._tried(deed, situation))
        self._weighed.append(Weighed(deed.action, situation.trip.id, event, source, situation.moment_us, tried, came_to))

    def _once(self, deed: Deed, situation: Situation, event: str, source: str, came_to: Effect | Void | None) -> Effect | Void | None:
        """What was done stays with its cause, also where another one is told before it, as `rebuild` has it."""
        if (source, event, deed.id) in self._done.caused:
            return decide(self._program, deed, situation, event, source) if came_to == "done before" else came_to
        return "done before" if isinstance(came_to, Effect) and (situation.trip.id, deed.id) in self._done.in_trips else came_to

    def _tried(self, deed: Deed, situation: Situation) -> Iterator[tuple[Action, Condition | None, tuple[Value | None, ...]]]:
        yield self._against(deed.action, situation)
        if deed.when is not None and not deed.when(situation):
            return
        for branch in deed.branches:
            yield self._against(branch.action, situation)
            if branch.when is None or branch.when(situation):
                return

    def _against(self, action: Action, situation: Situation) -> tuple[Action, Condition | None, tuple[Value | None, ...]]:
        if action.when is None:
            return action, None, ()
        return action, action.when, values_when(action.when, self._program.journey, *self._numbers)(situation)

    @cached_property
    def _numbers(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Places and fields by name."""
        places = {place.id: number for number, place in enumerate(self._program.places)}
        return places, {name: at for at, name, _ in self._program.fields}
