"""The rules, as one customer's state goes through events and moments in order. What happens is noted as changes and effects.

A turn alters the state it is given; `advance` and `rebuild` see to it that nobody else has that state.
"""

from bisect import insort
from collections.abc import Callable, Collection, Iterable
from typing import Literal

import msgspec

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
from desireline.engine.effects import Caused, Effect, decide
from desireline.engine.facts import OpenElsewhere, Situation, nowhere_else
from desireline.engine.keys import latest_of_key, retire, take_over, trip_of_key
from desireline.engine.program import NOTHING, OUTCOME, SCORE, WORK_DONE, Deed, Match, PlaceRule, Program
from desireline.engine.state import NEVER_US, OPEN_TRIP, QUIET_TRIP, Pending, State, TripState, VisitState, Waiting
from desireline.model import GONE_QUIET, IDENTIFY, MOVES, Event, PromiseState

START, JOINED, EXPECTED, REPEAT, BACK, SKIP, JUMP = range(len(MOVES))


class LateEventError(ValueError):
    """The event does not come after all that the state has seen. Its customer's trips are to be rebuilt with it."""


class ForeignStateError(ValueError):
    """The state belongs to another version of the map. Its customer's trips are to be rebuilt."""


Void = Literal["done before", "moved on"]
"""Why a deed was not decided, whatever its condition says: it is done `once`, and was; or `while_here`, and the customer moved on."""
Witness = Callable[[Deed, Situation, str, str, Effect | Void | None], None]
"""Told of each deed that came up: in which situation, by which event (id, source), and what it came to; None: its condition says no."""


class Turn(msgspec.Struct, gc=False):
    """A state on its way through events and moments.

    caused   quiet and `once` actions already handed out or recorded as missed
    witness  for those who tell why: the situation alters after the call
    """

    program: Program
    state: State
    clock_us: int | None
    open_elsewhere: OpenElsewhere = nowhere_else
    caused: Collection[Caused] = ()
    changes: list[Change] = []
    effects: list[Effect] = []
    witness: Witness | None = None

    def take(self, event: Event) -> None:
        """Rule 3 and on, for the customer's next event. Raises LateEventError where it is not the next."""
        program, state, time_us = self.program, self.state, event.time_us
        if state.version != program.version:
            raise self._foreign()
        order, latest = (time_us, event.id, event.source), state.latest
        if time_us <= state.passed_us or (time_us <= latest[0] and order <= latest):
            raise LateEventError(f"event `{event.id}` is not after all that its customer's state has seen")
        if state.next_us < time_us:
            self.pass_until(time_us)
        if event.name == IDENTIFY:
            self._learn(event)
        kind, place = program.certain.get(event.name) or self._match(event)
        own = key = None
        if program.per is not None:
            raw = event.properties.get(program.per)
            own = None if raw is None else program.key_of(raw)
            key = self.key_of(own, time_us)
            if kind == OUTCOME:
                state.carried = None
        if kind == 0:
            self.changes.append(Unmapped(event.id, event.source))
        elif kind <= OUTCOME:
            self._travel(event, kind == OUTCOME, place, key, own)
        elif kind == WORK_DONE:
            self._finish_work(event, place, key)
        else:
            self._set_aside(event, key, program.scores[place] if kind == SCORE else program.places[place].id)
        state.latest = order

    def _match(self, event: Event) -> Match:
        """Rule 3: what an event is whose name alone does not say it."""
        for match, where in self.program.candidates.get(event.name, ()):
            if where is None or where(event, self.state.traits):
                return match
        return NOTHING

    def tick(self, now_us: int) -> None:
        """The clock has come to this moment."""
        if self.state.version != self.program.version:
            raise self._foreign()
        self.clock_us = now_us
        self.pass_until(now_us)

    def _foreign(self) -> ForeignStateError:
        return ForeignStateError(f"this state is of version {self.state.version} of the map, not {self.program.version}")

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

    def key_of(self, own: str | None, time_us: int) -> str | None:
        """Rule 3: the key under which an event counts. One that carries a key lends it to later ones."""
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
            again = key in state.past or key in state.over or key in [t.key for t in state.trips]
            trip = TripState(order, key, again, known=[None] * len(program.fields))
            state.trips.append(trip)
            self.changes.append(TripOpened(order, key, again))
        self._visit(trip, event, place, ends)
        self._schedule(trip)

    def _visit(self, trip: TripState, event: Event, place: int, ends: bool) -> None:
        """Rules 5, 6 and 8 for one visit; facts of its actions are as they were just before it."""
        program, time_us, channel, before = self.program, event.time_us, event.channel, trip.visit
        rule, seq = program.places[place], before.seq + 1
        changed = seq > 0 and (None if channel is None or before.channel is None else channel != before.channel)
        move = self._move(trip, rule, place)
        visit = VisitState(seq, place, time_us, event.id, event.source, channel, move, changed)
        if program.fields:
            self._remember(trip, event)
        if trip.pending:
            self._keep(trip, place, time_us)
        if trip.waiting:
            self._leave(trip, time_us)
        offered = self._act(trip, visit, rule.do) if rule.do else False
        trip.visit = visit
        if trip.done:
            trip.done = False
        trip.counts[place] = visits = trip.counts.get(place, 0) + 1
        self.changes.append(VisitMade(trip.id, seq, visit.event, visit.source, rule.id, channel, time_us, MOVES[move]))
        if rule.at_most is not None and visits > rule.at_most:
            self.changes.append(PersonOwed(trip.id, seq, rule.id, visits, offered))
        if self.caused:
            self._recall(trip, event)
        if ends:
            self._end(trip, place, time_us)
        elif rule.promises:
            self._promise(trip, visit, rule)

    def _leave(self, trip: TripState, time_us: int) -> None:
        """What was to be done only while the customer was here is void."""
        deeds = self.program.deeds
        left = [waiting for waiting in trip.waiting if deeds[waiting.number].while_here]
        if not left:
            return
        trip.waiting = [waiting for waiting in trip.waiting if waiting not in left]
        situation = Situation(self.state, trip, trip.visit, time_us, self.clock_us, self.open_elsewhere)
        for waiting in left:
            self._tell(deeds[waiting.number], situation, waiting.event, waiting.source, "moved on")

    def _remember(self, trip: TripState, event: Event) -> None:
        """Keep the last known value of each field that actions use."""
        known, properties = trip.known, event.properties
        for at, name, read in self.program.fields:
            raw = properties.get(name)
            if raw is not None and raw != known[at]:
                value = read(raw)
                if value is not None:
                    known[at] = value

    def _move(self, trip: TripState, rule: PlaceRule, place: int) -> int:
        left = trip.visit.place
        if left < 0:
            return START if rule.start else JOINED
        here = self.program.places[left]
        if place in here.expected:
            return EXPECTED
        if place == left:
            return REPEAT
        if place in trip.counts:
            return BACK
        return SKIP if place in here.reachable else JUMP

    def _act(self, trip: TripState, visit: VisitState, do: tuple[Deed, ...]) -> bool:
        """Decide a visit's own actions, or let them wait. Whether one of them hands the customer to a person."""
        situation = Situation(self.state, trip, visit, visit.entered_us, self.clock_us, self.open_elsewhere)
        offered = False
        for deed in do:
            if deed.after_us:
                trip.waiting.append(Waiting(visit.entered_us + deed.after_us, deed.number, visit.event, visit.source))
                continue
            effect = self._decide(deed, situation, visit.event, visit.source)
            offered = offered or (effect is not None and effect.kind == "handoff" and not effect.missed)
        return offered

    def _keep(self, trip: TripState, place: int, time_us: int) -> None:
        rules = self.program.promises
        for promise in trip.pending[:]:
            if place in rules[promise.number].keeps:
                self._settle(trip, promise, "kept", time_us)

    def _settle(self, trip: TripState, promise: Pending, state: PromiseState, at_us: int) -> None:
        rule = self.program.promises[promise.number]
        trip.pending.remove(promise)
        if rule.ahead and trip.waiting:
            trip.waiting = [w for w in trip.waiting if self.program.deeds[w.number].ahead_of != rule.number]
        self.changes.append(PromiseSettled(trip.id, promise.seq, rule.id, state, at_us))

    def _promise(self, trip: TripState, visit: VisitState, rule: PlaceRule) -> None:
        for promise in rule.promises:
            number = promise.number
            if trip.pending and number in [pending.number for pending in trip.pending]:
                continue
            due_us = promise.due_us(visit.entered_us)
            trip.pending.append(Pending(number, visit.seq, due_us, visit.event, visit.source))
            self.changes.append(PromiseGiven(trip.id, visit.seq, rule.id, promise.id, due_us))
            for deed in promise.ahead:
                moment_us = due_us - deed.before_us
                if moment_us >= visit.entered_us:
                    trip.waiting.append(Waiting(moment_us, deed.number, visit.event, visit.source))

    def _end(self, trip: TripState, place: int, time_us: int) -> None:
        """Rule 7: the trip has its outcome. What it still promised is void."""
        for promise in trip.pending[:]:
            self._settle(trip, promise, "void", time_us)
        trip.how = place
        self.changes.append(TripEnded(trip.id, time_us, self.program.places[place].id))

    def _finish_work(self, event: Event, place: int, key: str | None) -> None:
        """Rule 5: a `done` event marks the end of work of the visit at its step, the first time."""
        trip = trip_of_key(self.state, key)
        if trip is None or trip.visit.place != place or trip.done:
            self.changes.append(Outside(event.id, event.source))
            return
        trip.done = True
        self.changes.append(WorkDone(trip.id, trip.visit.seq, event.time_us))
        for promise in trip.pending[:]:
            if promise.seq == trip.visit.seq and self.program.promises[promise.number].done_keeps:
                self._settle(trip, promise, "kept", event.time_us)
        if self.caused:
            self._recall(trip, event)
        self._schedule(trip)

    def _set_aside(self, event: Event, key: str | None, of: str) -> None:
        """Rule 4: a score or aftercare event belongs to the latest trip of its key, if at most `quiet` after its last visit."""
        found, quiet_us = latest_of_key(self.state, key), self.program.quiet_us
        if found is None or (quiet_us is not None and event.time_us - found.last[0] > quiet_us):
            self.changes.append(Outside(event.id, event.source))
        else:
            self.changes.append(SetAside(found.trip, event.id, event.source, of))

    def _recall(self, trip: TripState, event: Event) -> None:
        """Note what this event of the trip already caused, of actions that are not done again: when quiet, or once in a trip."""
        source, id_ = event.source, event.id
        for deed in self.program.when_quiet:
            if (source, id_, deed.id) in self.caused:
                trip.quieted.append(deed.number)
        for deed in self.program.deeds:
            if deed.once == "trip" and deed.number not in trip.did and (source, id_, deed.id) in self.caused:
                insort(trip.did, deed.number)

    def _pass(self, moment_us: int) -> None:
        """One moment passes: first all that is owed at it is decided by the facts just before it, then it takes hold."""
        state, decided = self.state, len(self.effects)
        for trip in state.trips:
            if trip.next_us == moment_us:
                self._decide_owed(trip, moment_us)
        if len(self.effects) > decided + 1:
            self.effects[decided:] = sorted(self.effects[decided:], key=lambda effect: effect.id)
        for trip in state.trips[:]:
            if trip.next_us == moment_us:
                self._take_hold(trip, moment_us)
                self._schedule(trip)
        state.passed_us = moment_us

    def _decide_owed(self, trip: TripState, moment_us: int) -> None:
        program, visit = self.program, trip.visit
        situation = Situation(self.state, trip, visit, moment_us, self.clock_us, self.open_elsewhere)
        for waiting in trip.waiting:
            if waiting.moment_us == moment_us:
                self._decide(program.deeds[waiting.number], situation, waiting.event, waiting.source)
        for promise in trip.pending:
            if promise.due_us == moment_us:
                for deed in program.promises[promise.number].late:
                    if deed.while_here and promise.seq != visit.seq:
                        self._tell(deed, situation, promise.event, promise.source, "moved on")
                    elif not deed.after_us:
                        self._decide(deed, situation, promise.event, promise.source)
        if program.when_quiet and self._quiet_end(trip) == moment_us:
            for deed in program.when_quiet:
                if not deed.after_us:
                    self._decide(deed, situation, visit.event, visit.source)

    def _decide(self, deed: Deed, situation: Situation, event: str, source: str) -> Effect | None:
        if deed.number in situation.trip.quieted:
            return None
        did = None if deed.once is None else situation.trip.did if deed.once == "trip" else self.state.did
        if did is not None and deed.number in did:
            self._tell(deed, situation, event, source, "done before")
            return None
        effect = decide(self.program, deed, situation, event, source)
        self._tell(deed, situation, event, source, effect)
        if effect is not None:
            self.effects.append(effect)
            if did is not None:
                insort(did, deed.number)
        return effect

    def _tell(self, deed: Deed, situation: Situation, event: str, source: str, came_to: Effect | Void | None) -> None:
        if self.witness is not None:
            self.witness(deed, situation, event, source, came_to)

    def _take_hold(self, trip: TripState, moment_us: int) -> None:
        goes_quiet = self._quiet_end(trip) == moment_us
        if trip.waiting:
            trip.waiting = [waiting for waiting in trip.waiting if waiting.moment_us != moment_us]
        for promise in trip.pending[:]:
            if promise.due_us == moment_us:
                self._settle(trip, promise, "broken", moment_us)
                trip.broken += 1
                late = self.program.promises[promise.number].late
                here = [deed for deed in late if not deed.while_here] if promise.seq != trip.visit.seq else late
                self._wait(trip, here, moment_us, promise.event, promise.source)
        if goes_quiet:
            trip.how = QUIET_TRIP
            self.changes.append(TripEnded(trip.id, moment_us, GONE_QUIET))
            self._wait(trip, self.program.when_quiet, moment_us, trip.visit.event, trip.visit.source)

    def _wait(self, trip: TripState, deeds: Iterable[Deed], moment_us: int, event: str, source: str) -> None:
        """Let those of the deeds wait that are to be done some time after their cause."""
        for deed in deeds:
            if deed.after_us:
                trip.waiting.append(Waiting(moment_us + deed.after_us, deed.number, event, source))

    def _quiet_end(self, trip: TripState) -> int:
        quiet_us = self.program.quiet_us
        return NEVER_US if quiet_us is None or trip.how != OPEN_TRIP else trip.visit.entered_us + quiet_us

    def _schedule(self, trip: TripState) -> None:
        """Find the trip's next moment, and the state's. A trip that is over and has none is put away."""
        quiet_us, state = self.program.quiet_us, self.state
        next_us = NEVER_US if quiet_us is None or trip.how != OPEN_TRIP else trip.visit.entered_us + quiet_us
        for promise in trip.pending:
            next_us = promise.due_us if promise.due_us < next_us else next_us
        for waiting in trip.waiting:
            next_us = waiting.moment_us if waiting.moment_us < next_us else next_us
        trip.next_us = next_us
        if next_us == NEVER_US and trip.how != OPEN_TRIP:
            retire(self.program, state, trip)
        next_us = NEVER_US
        for other in state.trips:
            next_us = other.next_us if other.next_us < next_us else next_us
        state.next_us = next_us
