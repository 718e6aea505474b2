"""How long customers wait at a step, and when they come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from math import log
from random import Random
from zoneinfo import ZoneInfo

from desireline.model import Map, OpeningHours, Step
from desireline.model.instants import EPOCH
from desireline.simulate.plants import Plants, SpeedDrift

MINUTE_US = 60_000_000
DAY_US = 86_400_000_000
_TYPICAL_US = {"self": 8 * MINUTE_US, "bot": 2 * MINUTE_US, "person": 180 * MINUTE_US, "company": DAY_US}
_SPREAD = 0.8
"""Standard deviation of the logarithm of a wait."""
_OF_PROMISE = 0.55
"""The typical wait at a step that promises something, as a share of that time: then about one in four is longer than promised."""
_MICROSECOND = timedelta(microseconds=1)
_WEEK = (1.0, 1.0, 1.0, 1.0, 1.05, 0.8, 0.7)
_DAY = (1, 1, 1, 1, 1, 2, 4, 8, 12, 14, 14, 13, 12, 12, 12, 12, 13, 14, 15, 16, 14, 10, 6, 3)


class OpenTime:
    """A team's open hours, each day of them looked up once."""

    def __init__(self, hours: OpeningHours) -> None:
        self._hours = hours
        self._days: dict[int, list[tuple[int, int]]] = {}

    def after(self, moment_us: int, open_us: int) -> int:
        """The moment at which so much open time has passed since this one."""
        day = moment_us // DAY_US
        while True:
            for opens, closes in self._days[day] if day in self._days else self._look_up(day):
                if closes > moment_us:
                    begin = max(opens, moment_us)
                    if open_us <= closes - begin:
                        return begin + open_us
                    open_us -= closes - begin
            day += 1

    def next_open(self, moment_us: int) -> int:
        """The first moment from this one on at which the team is open."""
        return self.after(moment_us, 1) - 1

    def _look_up(self, day: int) -> list[tuple[int, int]]:
        start, end = day * DAY_US, (day + 1) * DAY_US
        self._days[day] = [(max(opens, start), min(closes, end)) for opens, closes in self._hours.open_between(start, end)]
        return self._days[day]


def open_time_of(hours: OpeningHours | None) -> OpenTime | None:
    """The open time of these hours; None where every moment is open."""
    return OpenTime(hours) if hours is not None and hours.spans else None


@dataclass(frozen=True, slots=True)
class Wait:
    """The waits at one step: typically `typical_us`, in open time only where it is given, and never longer than `longest_us`.

    factors  from a moment on (None: always), waits are planted to be so many times longer
    """

    typical_us: float
    longest_us: int | None
    open_time: OpenTime | None
    factors: tuple[tuple[int | None, float], ...]

    def left_us(self, entered_us: int, rng: Random) -> tuple[int, int]:
        """When a visit entered at this moment is left, and when it would have been left if nothing were planted."""
        plain_us = rng.lognormvariate(log(self.typical_us), _SPREAD)
        factor = 1.0
        for since_us, by in self.factors:
            if since_us is None or entered_us >= since_us:
                factor *= by
        plain = self._after(entered_us, plain_us)
        return (plain if factor == 1.0 else self._after(entered_us, plain_us * factor)), plain

    def _after(self, entered_us: int, wait_us: float) -> int:
        whole_us = max(1, int(wait_us))
        left_us = entered_us + whole_us if self.open_time is None else self.open_time.after(entered_us, whole_us)
        return left_us if self.longest_us is None else min(left_us, entered_us + self.longest_us)


def wait_of(map_: Map, step: Step, plants: Plants) -> Wait:
    """The waits at a step, with what is planted there."""
    promise = min(step.promises, key=lambda promise: promise.within_us, default=None)
    team = map_.team_by_id.get((promise.hours_of if promise else None) or (step.owner or "" if step.by == "person" else ""))
    typical_us: float = promise.within_us * _OF_PROMISE if promise else _TYPICAL_US.get(step.by or "", 60 * MINUTE_US)
    quiet_us = map_.trip.quiet_us
    if quiet_us is not None:
        typical_us = min(typical_us, quiet_us / 10)
    planted: list[tuple[int | None, float]] = [(None, slow.factor) for slow in plants.slow if slow.step == step.id]
    planted += [(drift.at_us, drift.factor) for drift in plants.drifts if isinstance(drift, SpeedDrift) and drift.step == step.id]
    longest_us = None if quiet_us is None else max(1, int(quiet_us * 0.9))
    return Wait(max(typical_us, 1_000_000.0), longest_us, open_time_of(team.hours) if team else None, tuple(planted))


class Arrivals:
    """When trips start: more by day than by night, fewer at weekends, in the time zone of the map's first team with hours (else UTC)."""

    def __init__(self, map_: Map, start_us: int, days: int) -> None:
        self._zone = next((ZoneInfo(team.hours.zone) for team in map_.teams if team.hours), UTC)
        self._first = (EPOCH + timedelta(microseconds=start_us)).astimezone(self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        self._start_us = start_us
        self._days = range(days)
        self._by_day = list(accumulate(_WEEK[(self._first.weekday() + day) % 7] for day in self._days))
        self._by_hour = list(accumulate(_DAY))

    def draw_us(self, rng: Random) -> int:
        """The moment of one arrival."""
        day = rng.choices(self._days, cum_weights=self._by_day)[0]
        hour = rng.choices(range(24), cum_weights=self._by_hour)[0]
        wall = self._first.replace(tzinfo=None) + timedelta(days=day, hours=hour, microseconds=int(rng.random() * 3_600_000_000))
        moment: datetime = wall.replace(tzinfo=self._zone)
        moment_us = (moment - EPOCH) // _MICROSECOND
        return moment_us if moment_us >= self._start_us else moment_us + DAY_US
