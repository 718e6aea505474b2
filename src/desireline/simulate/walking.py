"""One trip: from its first step, by expected ways and others, to an outcome or to silence."""

from __future__ import annotations

from random import Random

from desireline.simulate.ground import Exits, Ground, Promised
from desireline.simulate.plants import QUIET, LeavingAfterBreach, LeavingAfterWait
from desireline.simulate.showing import Properties
from desireline.simulate.truth import Tally
from desireline.simulate.waits import DAY_US

MOST_VISITS = 30
_JOINED, _REPEAT, _BACK, _SKIP, _JUMP = 0.04, 0.04, 0.03, 0.03, 0.02
_STOP = 0.3
"""How likely a customer who is to go quiet does so at any one visit."""
_TOLD_DONE = 0.85
_PATIENCE_US = 30 * DAY_US
"""How long a customer waits for what was promised, on a map where trips never go quiet."""
Happened = tuple[int, str | None, str, Properties, str]
"""Time, channel, name, properties, and its kind: visit, done, score or aftercare."""


class TripWalk:
    """A walk through the map. `happened`: what events it shows, in order of their making; `visited`: its steps and outcome.

    Whether the trip is to be lost or to go quiet is decided by one number, `fate`, drawn at the start. So an effect on leaving raises the
    share of the lost by exactly what is planted, whatever else goes on.
    """

    def __init__(self, ground: Ground, rng: Random, profile: int, tally: Tally) -> None:
        self.happened: list[Happened] = []
        self.visited: list[str] = []
        self.broken = 0
        self.ended_us = 0
        self.outcome: str | None = None
        self._ground = ground
        self._rng = rng
        self._profile = profile
        self._tally = tally
        self._channel: str | None = None
        self._fate = rng.random()
        self._base_lost = ground.base_lost()
        self._pending: dict[str, tuple[int, Promised]] = {}
        self._settled: set[str] = set()
        self._exposed: set[str] = set()
        self._waited: set[str] = set()

    def walk(self, arrived_us: int) -> None:
        """Take the whole trip, from this moment."""
        step = self._start()
        served = self._ground.served[step]
        entered_us = arrived_us if served is None else served.next_open(arrived_us)
        self._show(step, entered_us, opening=True)
        while True:
            left_us, plain_us = self._ground.waits[step].left_us(entered_us, self._rng)
            self._stay(step, entered_us, left_us)
            place = self._choose(step, left_us)
            if place is None or self._stops(place):
                self._fall_silent(left_us)
                break
            next_us = self._arrival(place, entered_us, left_us)
            if step in self._tally.slowed:
                self._tally.wait(step, entered_us, next_us, self._arrival(place, entered_us, plain_us))
            place = self._settle(step, entered_us, place, next_us)
            if place not in self._ground.waits:
                self._end(place, next_us)
                break
            step, entered_us = place, next_us
            self._show(step, entered_us)
        self._tally.trip(self.ended_us, self.outcome, self.outcome in self._ground.lost(self._profile), self._causes())

    def _arrival(self, place: str, entered_us: int, left_us: int) -> int:
        """When the customer comes to the place: where a person serves, when they are there, unless the trip were quiet by then."""
        served = self._ground.served.get(place)
        if served is None:
            return left_us
        at_us, quiet_us = served.next_open(left_us), self._ground.map.trip.quiet_us
        return left_us if quiet_us is not None and at_us - entered_us > quiet_us else at_us

    def _start(self) -> str:
        starts, others = self._ground.starts(self._profile)
        return self._rng.choice(others) if others and self._rng.random() < _JOINED else starts.draw(self._rng)

    def _show(self, place: str, at_us: int, opening: bool = False) -> None:
        ground = self._ground
        shown = ground.opening(place, self._profile) if opening else ground.shown(place, self._profile)
        if shown is None:
            raise AssertionError(f"{place} was chosen, yet nothing shows it")
        self._channel, name, properties = shown.pick(self._rng, self._channel)
        self.happened.append((at_us, self._channel, name, properties, "visit"))
        self.visited.append(place)
        self.ended_us = at_us

    def _stay(self, step: str, entered_us: int, left_us: int) -> None:
        """End the work of the visit, if the step tells of it, and make the step's promises."""
        done_us = None
        done = self._ground.done(step, self._profile)
        if done is not None and self._rng.random() < _TOLD_DONE:
            done_us = entered_us + int((left_us - entered_us) * self._rng.uniform(0.3, 0.9))
            channel, name, properties = done.pick(self._rng, self._channel)
            self.happened.append((done_us, channel, name, properties, "done"))
        for promise in self._ground.promises[step]:
            if promise.id in self._pending:
                continue
            due_us = promise.due_us(entered_us)
            if promise.by_done and done_us is not None and done_us <= due_us:
                self._settled.add(promise.id)
            else:
                self._pending[promise.id] = (due_us, promise)

    def _stops(self, place: str) -> bool:
        """Whether the customer stops instead of going on to this place: anywhere on the way.

        Where an effect on leaving is planted, only short of an outcome and with what is promised settled: then those who met the
        effect's cause and those who did not go quiet alike.
        """
        if self._fate < 1 - QUIET:
            return False
        if self._ground.plants.leaving:
            return place not in self._ground.waits and not self._undecided()
        return self._rng.random() < _STOP

    def _undecided(self) -> bool:
        """Whether a promise whose breach is planted to make customers leave is neither kept nor broken yet."""
        return any(promise.planted for _, promise in self._pending.values())

    def _choose(self, step: str, at_us: int) -> str | None:
        """Where the customer turns next; None: nowhere."""
        exits = self._ground.exits(step, self._profile)
        if len(self.visited) >= MOST_VISITS:
            return None
        turn = self._rng.random()
        if turn < _REPEAT + _BACK + _SKIP + _JUMP and (odd := self._stray(step, exits, turn)) is not None:
            return odd
        for drift, others in exits.drifting:
            if others.places:
                drifted = at_us >= drift.at_us
                taken = self._rng.random() < drift.share if drifted else exits.expected.draw(self._rng) == drift.step
                self._tally.way(drift.step, drifted, taken, at_us)
                return drift.step if taken else others.draw(self._rng)
        return exits.expected.draw(self._rng) if exits.expected.places else None

    def _stray(self, step: str, exits: Exits, turn: float) -> str | None:
        """A place off the expected ways, of one kind; None where there is none of that kind."""
        if turn < _REPEAT:
            return step if self._ground.shown(step, self._profile) and step not in exits.expected.places else None
        if turn < _REPEAT + _BACK:
            before = [place for place in dict.fromkeys(self.visited) if place != step and place not in exits.expected.places]
            return self._rng.choice(before) if before else None
        among = exits.skip if turn < _REPEAT + _BACK + _SKIP else exits.jump
        return self._rng.choice(among) if among else None

    def _settle(self, step: str, entered_us: int, place: str, at_us: int) -> str:
        """Settle what is promised by the time of the next visit. Gives its place: another where the customer leaves instead."""
        undecided = self._undecided()
        self._break_before(at_us)
        for plant in self._ground.plants.leaving:
            if isinstance(plant, LeavingAfterWait) and plant.step == step:
                self._waited.add(step)
                if at_us - entered_us > plant.over_us:
                    self._exposed.add(step)
        if self._leaves():
            return self._rng.choice(self._ground.lost(self._profile))
        if (
            place not in self._ground.waits
            and self._fate < self._base_lost
            and not undecided
            and (lost := self._ground.lost(self._profile))
        ):
            place = self._rng.choice(lost)
        for promise_id, (_, promise) in list(self._pending.items()) if self._pending else ():
            if place in promise.until if promise.until is not None else place != step:
                del self._pending[promise_id]
                self._settled.add(promise_id)
        return place

    def _break_before(self, moment_us: int) -> int:
        """Break what is due before this moment. Gives the latest due of it, else the trip's last moment."""
        latest_us = self.ended_us
        for promise_id, (due_us, promise) in list(self._pending.items()) if self._pending else ():
            if due_us < moment_us:
                del self._pending[promise_id]
                self.broken += 1
                self._settled.add(promise_id)
                latest_us = max(latest_us, due_us)
                if promise.planted:
                    self._exposed.add(promise_id)
        return latest_us

    def _leaves(self) -> bool:
        if not self._exposed:
            return False
        raised = self._base_lost + sum(p.difference for p in self._ground.plants.leaving if _cause(p) in self._exposed)
        return self._base_lost <= self._fate < raised and bool(self._ground.lost(self._profile))

    def _fall_silent(self, moment_us: int) -> None:
        """Nothing more comes, unless fate, or what is promised and not kept, makes the customer leave."""
        lost = self._ground.lost(self._profile)
        quiet_us = self._ground.map.trip.quiet_us
        until_us = self.ended_us + (_PATIENCE_US if quiet_us is None else quiet_us * 9 // 10)
        if self._fate < self._base_lost and lost:
            self._end(self._rng.choice(lost), min(moment_us, until_us))
            return
        broken_us = self._break_before(until_us)
        if self._leaves():
            self._end(self._rng.choice(lost), min(broken_us + int(self._rng.random() * DAY_US) + 1, until_us))

    def _end(self, outcome: str, at_us: int) -> None:
        self._show(outcome, at_us)
        self.outcome = outcome

    def _causes(self) -> dict[str, bool]:
        """For each cause of leaving that this trip met: whether it was of the kind that makes customers leave."""
        met = {plant.promise for plant in self._ground.plants.leaving if isinstance(plant, LeavingAfterBreach)} & self._settled
        return {cause: cause in self._exposed for cause in sorted(met | self._waited)}


def _cause(plant: LeavingAfterBreach | LeavingAfterWait) -> str:
    return plant.promise if isinstance(plant, LeavingAfterBreach) else plant.step
