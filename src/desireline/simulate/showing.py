"""Which events show a place of the map: made by trying values until the map itself reads them as that place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from desireline.conditions import Condition
from desireline.conditions.turning import literals_of
from desireline.model import IDENTIFY, Map, PropertyValue, candidates_by_name, format_instant
from desireline.model.matching import Candidate, MatchKind
from desireline.simulate.values import names_of, ordinary_value, turning_values

PROFILES = 12
"""How many different sets of traits customers have."""
_ROWS = 48
_TRIES = 1_000
_RARE = 20
Properties = Mapping[str, PropertyValue]


@dataclass(frozen=True, slots=True)
class Place:
    """What an event can be on a map."""

    kind: MatchKind
    id: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """Events of this place, for a customer with these traits; `opening`: such as may open a trip."""

    place: Place
    profile: int
    opening: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Ready events of one place: for each channel, names of events with their properties."""

    channels: tuple[str | None, ...]
    by_channel: Mapping[str | None, tuple[tuple[str, Properties], ...]]

    def pick(self, rng: Random, channel: str | None) -> tuple[str | None, str, Properties]:
        """Channel, name and properties of one event; it stays on this channel where the place is shown there."""
        rows = self.by_channel.get(channel)
        if rows is None:
            channel = rng.choice(self.channels)
            rows = self.by_channel[channel]
        name, properties = rows[int(rng.random() * len(rows))]
        return channel, name, properties


class Showing:
    """Events for the places of one map, found once for each place and set of traits, in the same way whatever is asked first."""

    def __init__(self, map_: Map, seed: int) -> None:
        self._map = map_
        self._seed = seed
        self._candidates = candidates_by_name(map_)
        self._found: dict[_Asked, Shown | None] = {}
        wheres = [c.where for listed in self._candidates.values() for c in listed if c.where is not None]
        conditions = [*wheres, *([map_.trip.only] if map_.trip.only is not None else [])]
        self._literals = literals_of(condition.expression for condition in conditions)
        names = names_of(conditions)
        self.traits_matter = any(name.kind == "trait" for name in names)
        """Whether a condition on events uses a trait, so that what an event is depends on what is known of the customer by then."""
        self._in_where = {name.id for name in names_of(wheres) if name.kind == "field"}
        self._in_only = {name.id for name in names if name.kind == "field"} - self._in_where
        self.needs_key = map_.trip.per in self._in_where | self._in_only
        """Whether what an event is depends on its key."""
        self._score_values = {score.value for score in map_.scores}
        self._channels = self._all_channels()
        self.profiles = tuple(self._profile(number) for number in range(PROFILES))
        """Sets of traits, of which each customer has one."""
        self._known = [self._given(profile) for profile in self.profiles]

    def shown(self, place: Place, profile: int, opening: bool = False) -> Shown | None:
        """Events of this place for a customer with these traits; `opening`: such as may open a trip. None: none could be made."""
        asked = _Asked(place, profile if self.traits_matter else 0, opening)
        if asked not in self._found:
            self._found[asked] = self._find(asked)
        return self._found[asked]

    def _all_channels(self) -> tuple[str | None, ...]:
        of_map = dict.fromkeys(channel for step in self._map.steps for channel in step.channels)
        return (*of_map, None) if of_map else (None,)

    def _profile(self, number: int) -> Properties:
        if IDENTIFY in self._candidates:  # what tells traits would be a visit, so no traits are told
            return dict.fromkeys(self._map.traits)
        rng = Random(f"{self._seed}/traits/{number}")
        return {
            name: rng.choice(turning_values(kind, self._literals, rng)) if self.traits_matter else ordinary_value(kind, rng)
            for name, kind in self._map.traits.items()
        }

    def _find(self, asked: _Asked) -> Shown | None:
        place = asked.place
        rng = Random(f"{self._seed}/{place.kind}/{place.id}/{asked.profile}/{asked.opening}")
        found: dict[str | None, list[tuple[str, Properties]]] = {}
        for name, listed in self._candidates.items():
            if any((c.kind, c.id) == (place.kind, place.id) for c in listed):
                for channel in self._channels_of(place):
                    if rows := self._rows(asked, name, channel, rng):
                        found.setdefault(channel, []).extend((name, row) for row in rows)
        return Shown(tuple(found), {channel: tuple(rows) for channel, rows in found.items()}) if found else None

    def _channels_of(self, place: Place) -> tuple[str | None, ...]:
        step = self._map.step_by_id.get(place.id) if place.kind != "score" else None
        if step is not None and step.channels:
            return step.channels
        texts = (text for text in self._literals if isinstance(text, str))
        in_conditions = any(name.kind == "channel" for name in names_of(c.where for c in self._of(place) if c.where is not None))
        return tuple(dict.fromkeys((*self._channels, *texts))) if in_conditions else self._channels

    def _of(self, place: Place) -> Iterable[Candidate]:
        return (c for listed in self._candidates.values() for c in listed if (c.kind, c.id) == (place.kind, place.id))

    def _rows(self, asked: _Asked, name: str, channel: str | None, rng: Random) -> list[Properties]:
        carried = self._carried(asked, name)
        tried = {field: turning_values(self._map.fields[field], self._literals, rng) for field in carried}
        free = [field for field in carried if field not in self._in_where and not (asked.opening and field in self._in_only)]
        rows: list[Properties] = []
        last = 0
        for n in range(_TRIES):
            # Where rows are rare, the next ones differ from the last in one value, so that they are not looked for from the start again.
            rare = bool(rows and carried) and n - last > _RARE
            row = dict(rows[-1]) if rare else {}
            for field in [rng.choice(carried)] if rare else carried:
                row[field] = rng.choice(tried[field])
            for field in free:
                row[field] = ordinary_value(self._map.fields[field], rng)
            if self._is(asked, name, channel, row):
                rows.append(row)
                last = n
                if len(rows) == _ROWS:
                    break
        return rows

    def _carried(self, asked: _Asked, name: str) -> list[str]:
        """The fields that an event carries: those that tell what it is, a score's value, and for steps what no condition uses."""
        conditions = [c.where for c in self._candidates[name] if c.where is not None]
        carried = {n.id for n in names_of(conditions) if n.kind == "field"}
        carried |= {score.value for score in self._map.scores if asked.place == Place("score", score.id)}
        if asked.opening:
            carried |= self._in_only
        if asked.place.kind == "step":
            carried |= set(self._map.fields) - self._in_where - self._in_only - self._score_values
        return [field for field in self._map.fields if field in carried and field != self._map.trip.per]

    def _is(self, asked: _Asked, name: str, channel: str | None, row: Properties) -> bool:
        values = self._typed(channel, row, asked.profile)
        only = self._map.trip.only
        if asked.opening and only is not None and not _holds(only, values):
            return False
        for candidate in self._candidates[name]:
            if candidate.where is None or _holds(candidate.where, values):
                return (candidate.kind, candidate.id) == (asked.place.kind, asked.place.id)
        return False

    def _typed(self, channel: str | None, row: Properties, profile: int) -> dict[str, object]:
        """What conditions see, by name."""
        values = {**self._known[profile], "channel": channel}
        for name, raw in row.items():
            values[name] = self._map.fields[name].read(raw)
        return values

    def _given(self, profile: Properties) -> dict[str, object]:
        """What conditions see of any event of a customer with these traits."""
        values: dict[str, object] = dict.fromkeys(self._map.fields)
        values |= {name: kind.read(profile[name]) for name, kind in self._map.traits.items()}
        per = self._map.trip.per
        if per is not None:
            values[per] = self._map.fields[per].read(key_value(self._map, "0", 1))
        return values


def key_value(map_: Map, customer: str, trip: int) -> PropertyValue:
    """The key of a customer's trip, of the type that the map declares for it."""
    kind = map_.fields[map_.trip.per].kind if map_.trip.per is not None else "text"
    if kind in ("integer", "number"):
        return int(customer) * 1_000 + trip
    if kind == "boolean":
        return trip % 2 == 0
    if kind == "one_of":
        values = map_.fields[map_.trip.per or ""].values
        return values[trip % len(values)] if values else None
    if kind == "time":
        return format_instant((int(customer) * 1_000 + trip) * 1_000_000)
    return f"{customer}-{trip}"


def _holds(condition: Condition, values: Mapping[str, object]) -> bool:
    return condition.evaluate(*[values[name.id] for name in condition.inputs]) is True
