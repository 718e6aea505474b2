"""One simulated customer: their trips, what is said afterwards, what no map names, and who they turn out to be."""

from __future__ import annotations

from math import log
from random import Random

from desireline.model import IDENTIFY, WAS, Event, Score
from desireline.simulate.ground import Ground
from desireline.simulate.showing import Place, Properties, key_value
from desireline.simulate.truth import Tally
from desireline.simulate.waits import DAY_US, MINUTE_US
from desireline.simulate.walking import Happened, TripWalk

SOURCE = "synthetic"
"""The name of the source of every simulated event."""
UNMAPPED = 0.03
"""Unmapped events, as a share of the visits."""
_AGAIN = 0.35
_ANONYMOUS = 0.2
_WITHOUT_KEY = 0.02
_SCORED = 0.25
_AFTERCARE = 0.3
_MOST_TRIPS = 8
_DIGITAL = frozenset({"web", "app"})
Row = tuple[int, str, str | None, str, Properties]
"""Time, customer, channel, name, properties."""


class Customers:
    """The events of one customer after another."""

    def __init__(self, ground: Ground, seed: int, tally: Tally) -> None:
        self._ground = ground
        self._seed = seed
        self._tally = tally
        showing = ground.showing
        self._anonymous = _ANONYMOUS if ground.tells_traits and not showing.traits_matter and _offers_digital(ground) else 0.0
        per = ground.map.trip.per
        self._key_field = per
        self._drops_key = per is not None and not showing.needs_key

    def events(self, number: int) -> list[Event]:
        """All events of customer `number`, in order of time, up to the end of the simulated time."""
        rng = Random(f"{self._seed}/{number}")
        profile = rng.randrange(len(self._ground.showing.profiles))
        rows = self._trips(number, profile, rng)
        rows.sort(key=lambda row: row[0])
        rows = self._told_who(number, profile, rng, rows) if self._ground.tells_traits and rows else rows
        rows = [row for row in rows if row[0] < self._ground.end_us]
        return [self._event(number, n, row) for n, row in enumerate(rows)]

    def _trips(self, number: int, profile: int, rng: Random) -> list[Row]:
        ground, rows = self._ground, list[Row]()
        if not ground.starts(profile)[0].places:
            return rows
        at_us = ground.arrivals.draw_us(rng)
        for trip in range(1, _MOST_TRIPS + 1):
            walk = TripWalk(ground, rng, profile, self._tally)
            walk.walk(at_us)
            after = self._afterwards(walk, profile, rng)
            rows += self._keyed(number, trip, walk.happened + after, rng)
            rows += self._unmapped(number, walk, rng)
            last_us = max((happened[0] for happened in after), default=walk.ended_us)
            if rng.random() >= _AGAIN or (next_us := self._next_start_us(walk, last_us, rng)) is None or next_us >= ground.end_us:
                break
            at_us = next_us
        return rows

    def _next_start_us(self, walk: TripWalk, last_us: int, rng: Random) -> int | None:
        """When the next trip starts; None: never, because the last one never ends."""
        gap_us = DAY_US + int(rng.expovariate(1.0) * (self._ground.end_us - self._ground.start_us) / 5)
        if walk.outcome is not None:
            return last_us + gap_us
        quiet_us = self._ground.map.trip.quiet_us
        return None if quiet_us is None else max(last_us, walk.ended_us + quiet_us) + gap_us

    def _keyed(self, number: int, trip: int, happened: list[Happened], rng: Random) -> list[Row]:
        """The events of a trip with its key. Now and then one in the middle comes without it."""
        customer = self._known(number)
        per, counts = self._key_field, self._tally.events
        key = key_value(self._ground.map, f"{number:07}", trip) if per is not None else None
        rows: list[Row] = []
        for n, (at_us, channel, name, properties, kind) in enumerate(happened):
            if at_us < self._ground.end_us:
                counts[kind] += 1
            if per is not None and not (n and kind == "visit" and self._drops_key and rng.random() < _WITHOUT_KEY):
                properties = {per: key, **properties}  # noqa: PLW2901 (the row's own properties are shared by many events)
            rows.append((at_us, customer, channel, name, properties))
        return rows

    def _afterwards(self, walk: TripWalk, profile: int, rng: Random) -> list[Happened]:
        """Scores and aftercare: soon enough after the trip's last visit to belong to it."""
        ground, found = self._ground, list[Happened]()
        quiet_us = ground.map.trip.quiet_us
        longest_us = 10 * DAY_US if quiet_us is None else max(1, quiet_us // 2)
        for score in ground.map.scores:
            shown = ground.showing.shown(Place("score", score.id), profile)
            if shown is None or rng.random() >= _SCORED or not _is_of(score, walk.visited, ground):
                continue
            channel, name, properties = shown.pick(rng, None)
            said = {**properties, score.value: self._said(score, walk, rng)} if score.where is None else properties
            found.append((walk.ended_us + _soon_us(rng, 360 * MINUTE_US, longest_us), channel, name, said, "score"))
        if walk.outcome is not None:
            for step in ground.map.steps:
                shown = ground.shown(step.id, profile) if step.aftercare and rng.random() < _AFTERCARE else None
                if shown is not None:
                    channel, name, properties = shown.pick(rng, None)
                    found.append((walk.ended_us + _soon_us(rng, DAY_US, longest_us), channel, name, properties, "aftercare"))
        return found

    def _said(self, score: Score, walk: TripWalk, rng: Random) -> int:
        """A score: higher where all promises were kept."""
        one, other = (rng.randint(score.lowest, score.highest) for _ in range(2))
        return min(one, other) if walk.broken else max(one, other)

    def _unmapped(self, number: int, walk: TripWalk, rng: Random) -> list[Row]:
        visits = [at_us for at_us, _, _, _, kind in walk.happened if kind == "visit"]
        times = [at_us + int(rng.random() * 60 * MINUTE_US) for at_us in visits if rng.random() < UNMAPPED]
        self._tally.events["unmapped"] += sum(at_us < self._ground.end_us for at_us in times)
        return [(at_us, self._known(number), None, self._ground.unmapped, {}) for at_us in times]

    def _told_who(self, number: int, profile: int, rng: Random, rows: list[Row]) -> list[Row]:
        """Tell the customer's traits: before anything else, or, for some who come unknown, when they say who they are."""
        traits = {name: value for name, value in self._ground.showing.profiles[profile].items() if value is not None}
        unknown = rng.random() < self._anonymous
        if not traits and not unknown:
            return rows
        known = rng.randrange(1, 1 + min(len(rows), 4)) if unknown else 0
        anonymous = f"anonymous-{self._seed}-{number:07}"
        told: Properties = {WAS: anonymous, **traits} if unknown else traits
        at_us = rows[known - 1][0] + 1 if unknown else rows[0][0] - 1
        self._tally.events["identify"] += at_us < self._ground.end_us
        before = [(time_us, anonymous, channel, name, properties) for time_us, _, channel, name, properties in rows[:known]]
        return [*before, (at_us, self._known(number), None, IDENTIFY, told), *rows[known:]]

    def _known(self, number: int) -> str:
        """Customers of another seed are others."""
        return f"customer-{self._seed}-{number:07}"

    def _event(self, number: int, place: int, row: Row) -> Event:
        """An event by an id that no simulation of another map or seed has: they can be in one lake."""
        time_us, customer, channel, name, properties = row
        id_ = f"{self._ground.map.journey}-{self._seed}-{number:07}-{place:05}"
        return Event(id=id_, time_us=time_us, customer=customer, name=name, channel=channel, source=SOURCE, properties=properties)


def _soon_us(rng: Random, typical_us: int, longest_us: int) -> int:
    return min(int(rng.lognormvariate(log(typical_us), 0.8)) + 1, longest_us)


def _is_of(score: Score, visited: list[str], ground: Ground) -> bool:
    """Whether the trip met the step or stage that a score is about."""
    return score.of is None or any(place == score.of or ground.stages.get(place) == score.of for place in visited)


def _offers_digital(ground: Ground) -> bool:
    return any(not _DIGITAL.isdisjoint(step.channels) for step in ground.map.steps)
