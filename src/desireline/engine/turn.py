"""The rules, as one customer's state goes through events and moments in order. What happens is noted as changes and effects.

A turn alters the state it is given; `advance` and `rebuild` see to it that nobody else has that state.
"""

from collections.abc import Collection

from desireline.engine.changes import (
    Change,
    Outside,
    PersonOwed,
    PromiseGiven,
    PromiseSettled,
    SetAside,
    TripEnded,
    TripOpened,
    Unmapped,
    VisitMade,
    WorkDone,
)
from desireline.engine.effects import Effect, decide
from desireline.engine.facts import Situation
from desireline.engine.keys import latest_of_key, retire, take_over, trip_of_key
from desireline.engine.program import OUTCOME, WORK_DONE, Deed, PlaceRule, Program
from desireline.engine.state import NEVER_US, OPEN_TRIP, QUIET_TRIP, Pending, State, TripState, Waiting
from desireline.model import GONE_QUIET, IDENTIFY, MOVES, Event, PromiseState

START, JOINED, EXPECTED, REPEAT, BACK, SKIP, JUMP = range(len(MOVES))
Caused = tuple[str, str, str]
"""(source, event id, action id): what an event caused already."""


class LateEventError(ValueError):
    """The event does not come after all that the state has seen. Its customer's trips are to be rebuilt with it."""


class Turn:
    """A state on its way through events and moments. `caused`: quiet actions already handed out or recorded as missed."""

    __slots__ = ("caused", "changes", "clock_us", "effects", "open_elsewhere", "program", "state")

    def __init__(
        self, program: Program, state: State, clock_us: int | None, open_elsewhere: Collection[str], caused: Collection[Caused] = ()
    ) -> None:
        self.program = program
        self.state = state
        self.clock_us = clock_us
        self.open_elsewhere = open_elsewhere
        self.caused = caused
        self.changes: list[Change] = []
        self.effects: list[Effect] = []

    def take(self, event: Event) -> None:
        """Rule 3 and on, for the customer's next event. Raises LateEventError where it is not the next."""
        program, state, time_us = self.program, self.state, event.time_us
        order = (time_us, event.id, event.source)
        if order <= state.latest or time_us <= state.passed_us:
            raise LateEventError(f"event `{event.id}` is not after all that its customer's state has seen")
        if state.next_us < time_us:
            self.pass_until(time_us)
        if event.name == IDENTIFY:
            self._learn(event)
        kind = place = 0
        for kind_, place_, where in program.candidates.get(event.name, ()):
            if where is None or where(event, state.traits):
                kind, place = kind_, place_
                break
        own = key = None
        if program.per is not None:
            raw = event.properties.get(program.per)
            own = None if raw is None else program.key_of(raw)
            key = self._key(own, time_us)
            if kind == OUTCOME:
                state.carried = None
        if kind == 0:
            self.changes.append(Unmapped(event.id, event.source))
        elif kind <= OUTCOME:
            self._travel(event, kind == OUTCOME, place, key, own)
        elif kind == WORK_DONE:
            self._finish_work(event, place, key)
        else:
            self._set_aside(event, key, program.scores[place] if kind > WORK_DONE + 1 else program.places[place].id)
        state.latest = order

    def pass_until(self, limit_us: int) -> None:
        """Let every moment pass that is strictly before the limit, in order."""
        while self.state.next_us < limit_us:
            self._pass(self.state.next_us)

    def _learn(self, event: Event) -> None:
        """What an `identify` event says of the customer holds from this event on."""
        for name, read in self.program.traits.items():
            raw = event.properties.get(name)
            value = None if raw is None else read(raw)
            if value is not None:
                self.state.traits[name] = value

    def _key(self, own: str | None, time_us: int) -> str | None:
        state, quiet_us = self.state, self.program.quiet_us
        if own is not None:
            state.carried = own
            state.carried_us = time_us
            return own
        return state.carried if quiet_us is None or time_us - state.carried_us <= quiet_us else None

    def _travel(self, event: Event, ends: bool, place: int, key: str | None, own: str | None) -> None:
        """Rule 4: an event of a step or outcome continues its key's trip, takes over the keyless one, opens one, or is outside."""
        program, state = self.program, self.state
        trip = trip_of_key(state, key)
        if trip is None and own is not None:
            trip = take_over(state, own, self.changes)
        if trip is None:
            if ends or (program.only is not None and not program.only(event, state.traits)):
                self.changes.append(Outside(event.id, event.source))
                return
            order = event.order
            again = key in state.past or key in state.over or any(t.key == key for t in state.trips)
            trip = TripState(order, key, again)
            state.trips.append(trip)
            self.changes.append(TripOpened(order, key, again))
        self._visit(trip, event, place, ends)
        self._schedule(trip)

    def _visit(self, trip: TripState, event: Event, place: int, ends: bool) -> None:
        """Rules 5, 6 and 8 for one visit; facts of its actions are as they were just before it."""
        program, time_us, seq = self.program, event.time_us, trip.seq + 1
        rule = program.places[place]
        trip.move = move = self._move(trip, rule, place)
        trip.changed = _changed(trip, event.channel)
        trip.channel = event.channel
        for name, read in program.fields:
            raw = event.properties.get(name)
            value = None if raw is None else read(raw)
            if value is not None:
                trip.known[name] = value
        if trip.pending:
            self._keep(trip, place, time_us)
        offered = self._act(trip, rule.do, event) if rule.do else False
        trip.seq, trip.place, trip.entered_us, trip.event, trip.source, trip.done = seq, place, time_us, event.id, event.source, False
        trip.counts[place] = visits = trip.counts.get(place, 0) + 1
        self.changes.append(VisitMade(trip.id, seq, event.id, event.source, rule.id, event.channel, time_us, MOVES[move]))
        if rule.at_most is not None and visits > rule.at_most:
            self.changes.append(PersonOwed(trip.id, seq, rule.id, visits, offered))
        if self.caused:
            self._recall(trip, event)
        if ends:
            self._end(trip, place, time_us)
        elif rule.promises:
            self._promise(trip, rule)

    def _move(self, trip: TripState, rule: PlaceRule, place: int) -> int:
        if trip.seq < 0:
            return START if rule.start else JOINED
        here = self.program.places[trip.place]
        if place in here.expected:
            return EXPECTED
        if place == trip.place:
            return REPEAT
        if place in trip.counts:
            return BACK
        return SKIP if place in here.reachable else JUMP

    def _act(self, trip: TripState, do: tuple[Deed, ...], event: Event) -> bool:
        """Decide a visit's own actions, or let them wait. Whether one of them hands the customer to a person."""
        situation = Situation(self.state, trip, event.time_us, self.clock_us, self.open_elsewhere)
        offered = False
        for deed in do:
            if deed.action.after_us:
                trip.waiting.append(Waiting(event.time_us + deed.action.after_us, deed.number, event.id, event.source))
                continue
            effect = decide(self.program, deed, situation, event.id, event.source)
            if effect is not None:
                self.effects.append(effect)
                offered = offered or effect.kind == "handoff"
        return offered

    def _keep(self, trip: TripState, place: int, time_us: int) -> None:
        rules = self.program.promises
        for promise in trip.pending[:]:
            if place in rules[promise.number].keeps:
                self._settle(trip, promise, "kept", time_us)

    def _settle(self, trip: TripState, promise: Pending, state: PromiseState, at_us: int) -> None:
        rule = self.program.promises[promise.number]
        trip.pending.remove(promise)
        if rule.ahead:
            trip.waiting = [w for w in trip.waiting if self.program.deeds[w.number].ahead_of != rule.number]
        self.changes.append(PromiseSettled(trip.id, promise.seq, rule.id, state, at_us))

    def _promise(self, trip: TripState, rule: PlaceRule) -> None:
        for promise in rule.promises:
            number = promise.number
            if any(pending.number == number for pending in trip.pending):
                continue
            due_us = promise.due_us(trip.entered_us)
            trip.pending.append(Pending(number, trip.seq, due_us, trip.event, trip.source))
            self.changes.append(PromiseGiven(trip.id, trip.seq, rule.id, promise.id, due_us))
            for deed in promise.ahead:
                moment_us = due_us - deed.action.before_us
                if moment_us >= trip.entered_us:
                    trip.waiting.append(Waiting(moment_us, deed.number, trip.event, trip.source))

    def _end(self, trip: TripState, place: int, time_us: int) -> None:
        """Rule 7: the trip has its outcome. What it still promised is void."""
        for promise in trip.pending[:]:
            self._settle(trip, promise, "void", time_us)
        trip.how = place
        self.changes.append(TripEnded(trip.id, time_us, self.program.places[place].id))

    def _finish_work(self, event: Event, place: int, key: str | None) -> None:
        trip = trip_of_key(self.state, key)
        if trip is None or trip.place != place or trip.done:
            self.changes.append(Outside(event.id, event.source))
            return
        trip.done = True
        self.changes.append(WorkDone(trip.id, trip.seq, event.time_us))
        for promise in trip.pending[:]:
            if promise.seq == trip.seq and self.program.promises[promise.number].done_keeps:
                self._settle(trip, promise, "kept", event.time_us)
        if self.caused:
            self._recall(trip, event)
        self._schedule(trip)

    def _set_aside(self, event: Event, key: str | None, of: str) -> None:
        """A score or aftercare event belongs to the latest trip of its key, if at most `quiet` after its last visit."""
        found, quiet_us = latest_of_key(self.state, key), self.program.quiet_us
        if found is None or (quiet_us is not None and event.time_us - found.last[0] > quiet_us):
            self.changes.append(Outside(event.id, event.source))
        else:
            self.changes.append(SetAside(found.trip, event.id, event.source, of))

    def _recall(self, trip: TripState, event: Event) -> None:
        """Note the quiet actions that this event of the trip already caused."""
        for deed in self.program.when_quiet:
            if (event.source, event.id, deed.id) in self.caused:
                trip.quieted.append(deed.number)

    def _pass(self, moment_us: int) -> None:
        """One moment passes: first all that is owed at it is decided by the facts just before it, then it takes hold."""
        due = [trip for trip in self.state.trips if trip.next_us == moment_us]
        effects = []
        for trip in due:
            situation = Situation(self.state, trip, moment_us, self.clock_us, self.open_elsewhere)
            for deed, event, source in self._owed(trip, moment_us):
                effect = decide(self.program, deed, situation, event, source)
                if effect is not None:
                    effects.append(effect)
        self.effects.extend(sorted(effects, key=lambda effect: effect.id))
        for trip in due:
            self._take_hold(trip, moment_us)
            self._schedule(trip)
        self.state.passed_us = moment_us

    def _owed(self, trip: TripState, moment_us: int) -> list[tuple[Deed, str, str]]:
        deeds, promises = self.program.deeds, self.program.promises
        owed = [(deeds[w.number], w.event, w.source) for w in trip.waiting if w.moment_us == moment_us]
        for p in trip.pending:
            if p.due_us == moment_us:
                owed += [(deed, p.event, p.source) for deed in promises[p.number].late if not deed.action.after_us]
        if self._quiet_end(trip) == moment_us:
            owed += [(deed, trip.event, trip.source) for deed in self.program.when_quiet if not deed.action.after_us]
        return [one for one in owed if one[0].number not in trip.quieted]

    def _take_hold(self, trip: TripState, moment_us: int) -> None:
        goes_quiet = self._quiet_end(trip) == moment_us
        trip.waiting = [w for w in trip.waiting if w.moment_us != moment_us]
        for promise in [p for p in trip.pending if p.due_us == moment_us]:
            self._settle(trip, promise, "broken", moment_us)
            trip.broken += 1
            self._wait(trip, self.program.promises[promise.number].late, moment_us, promise.event, promise.source)
        if goes_quiet:
            trip.how = QUIET_TRIP
            self.changes.append(TripEnded(trip.id, moment_us, GONE_QUIET))
            self._wait(trip, self.program.when_quiet, moment_us, trip.event, trip.source)

    def _wait(self, trip: TripState, deeds: tuple[Deed, ...], moment_us: int, event: str, source: str) -> None:
        for deed in deeds:
            if deed.action.after_us:
                trip.waiting.append(Waiting(moment_us + deed.action.after_us, deed.number, event, source))

    def _quiet_end(self, trip: TripState) -> int:
        quiet_us = self.program.quiet_us
        return NEVER_US if quiet_us is None or trip.how != OPEN_TRIP else trip.entered_us + quiet_us

    def _schedule(self, trip: TripState) -> None:
        """Find the trip's next moment, and the state's. A trip that is over and has none is put away."""
        next_us = self._quiet_end(trip)
        for promise in trip.pending:
            next_us = min(next_us, promise.due_us)
        for waiting in trip.waiting:
            next_us = min(next_us, waiting.moment_us)
        trip.next_us = next_us
        state = self.state
        if next_us == NEVER_US and trip.how != OPEN_TRIP:
            retire(self.program, state, trip)
        state.next_us = min([t.next_us for t in state.trips], default=NEVER_US)


def _changed(trip: TripState, channel: str | None) -> bool | None:
    """Whether a visit by this channel, the trip's next, changes the channel; None where one of the two is not known."""
    if trip.seq < 0:
        return False
    return None if channel is None or trip.channel is None else channel != trip.channel
