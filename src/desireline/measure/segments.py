"""Segments: trips told apart by a trait, a field, the channel, the step or the time with which they began, or whether they came again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desireline.conditions import sql_text_of
from desireline.diagnostics import DesirelineError, Diagnostic, Fix, Near
from desireline.measure.columns import bytes_of, value_of
from desireline.measure.reading import values_at
from desireline.measure.seen import Seen, Told
from desireline.model import Map
from desireline.replay import Integers, OpenShard, with_traits

SegmentKind = Literal["trait", "field", "channel", "start", "again", "day", "week", "month", "year"]
TIMES_OF_BEGINNING: tuple[SegmentKind, ...] = ("day", "week", "month", "year")
FEW_VALUES = ("one_of", "boolean")
"""Kinds of fields that have few values."""
BUILT_IN: tuple[SegmentKind, ...] = ("channel", "start", "again", *TIMES_OF_BEGINNING)
EXAMPLES: dict[str, str] = {
    "day": "write a day such as 2026-03-31",
    "week": "write the Monday of a week, such as 2026-03-30",
    "month": "write a month such as 2026-03",
    "year": "write a year such as 2026",
}
"""How the times are written in which trips begin."""
_UNITS = {"day": "D", "month": "M", "year": "Y"}
_MONDAY = 4
"""The first Monday of 1970 is 4 days after its beginning."""


@dataclass(frozen=True, slots=True)
class Segment:
    """By what trips are told apart, as they were when they began: at their first visit.

    trait    what was known of the customer then
    field    what the event of the first visit carried
    channel  the channel of the first visit; `start` its step; `again` whether the customer had made an earlier trip of the same key
    day, week, month, year  in which it was, in UTC; a week by its Monday
    """

    kind: SegmentKind
    name: str


@dataclass(frozen=True, slots=True)
class Segmented:
    """The trips of one shard by segment. `values`: in order; None: not known. `code`: of each trip, an index into them."""

    values: tuple[str | None, ...]
    code: Integers


def segment_of(map_: Map, name: str) -> Segment:
    """What a name says of a map: a trait, a field, or a segment that every map has. Raises DesirelineError where it is none of these."""
    if name in map_.traits:
        return Segment("trait", name)
    if name in map_.fields:
        return Segment("field", name)
    for kind in BUILT_IN:
        if name == kind:
            return Segment(kind, name)
    known = [*map_.traits, *map_.fields, *BUILT_IN]
    raise DesirelineError(
        Diagnostic(
            "M102",
            f"`{name}` is nothing by which trips of `{map_.journey}` can be told apart",
            why="a segment is a trait or a field of the map, or channel, start, again, day, week, month or year",
            fix=Fix(f"write one of {', '.join(known)}"),
            near=tuple(Near(near) for near in get_close_matches(name, known, n=3)),
        )
    )


def segmented(segment: Segment, seen: Seen, opened: OpenShard) -> Segmented:
    """The trips of a shard by segment."""
    scope, first = seen.scope, seen.first
    if segment.kind == "start":
        return _coded(scope.places, seen.journeys.place[first])
    if segment.kind == "channel":
        return _coded(scope.channels, seen.channel[first])
    if segment.kind == "again":
        return _coded(("false", "true"), seen.journeys.again.astype(np.int64))
    if segment.kind in TIMES_OF_BEGINNING:
        texts_of, code = np.unique(_begun(segment.kind, seen.journeys.entered_us[first]), return_inverse=True)
        return _coded([str(text) for text in texts_of], code.astype(np.int64))
    held = seen.told.get(segment.name) or _read((segment.name,), seen, opened)[segment.name]
    return _coded(value_of(held.listed), held.code)


def told_of(seen: Seen, opened: OpenShard) -> Mapping[str, Told]:
    """What is worth being kept of the trips of a shard: all traits, and the fields that have few values."""
    map_ = seen.scope.map
    few = [name for name, kind in map_.fields.items() if kind.kind in FEW_VALUES and name not in map_.traits]
    names = (*map_.traits, *few)
    return _read(names, seen, opened) if names and seen.journeys.trips else {}


def _read(names: Sequence[str], seen: Seen, opened: OpenShard) -> dict[str, Told]:
    """Traits and fields of the map, read from the events with which trips began."""
    map_, opened = seen.scope.map, seen.among(opened)
    traits = [name for name in names if name in map_.traits]
    among = with_traits(opened, map_, traits) if traits else opened.numbered
    columns = {
        f"value_{index}": sql_text_of(f"trait_{traits.index(name)}") if name in map_.traits else opened.key(name, map_.fields[name])
        for index, name in enumerate(names)
    }
    read = values_at(opened, seen.journeys.row[seen.first], columns, among)
    return {name: _told([None if text is np.ma.masked else text for text in read[f"value_{i}"].tolist()]) for i, name in enumerate(names)}


def _told(texts: Sequence[object]) -> Told:
    said = [None if text is None else str(text) for text in texts]
    values = sorted({text for text in said if text is not None})
    number: dict[str | None, int] = {None: -1, **{text: index for index, text in enumerate(values)}}
    return Told(bytes_of(values), np.array([number[text] for text in said], dtype=np.int32))


def as_begun(kind: str, text: str) -> str | None:
    """A day, week, month or year as segments name it, of a text that says it; None where the text says none."""
    shape = {"day": r"\d{4}-\d{2}-\d{2}", "month": r"\d{4}-\d{2}", "year": r"\d{4}"}.get(kind, r"\d{4}-\d{2}-\d{2}")
    if not re.fullmatch(shape, text, re.ASCII):
        return None
    try:
        moment = np.datetime64(text, "us")
    except ValueError:
        return None
    return str(_begun(kind, moment.astype(np.int64).reshape(1))[0])


def _begun(kind: str, time_us: Integers) -> NDArray[np.datetime64]:
    """The days, weeks (by their Mondays), months or years of some moments."""
    moments = time_us.astype("datetime64[us]")
    if kind != "week":
        return moments.astype(f"datetime64[{_UNITS[kind]}]")
    days = moments.astype("datetime64[D]").astype(np.int64)
    return (days - (days - _MONDAY) % 7).astype("datetime64[D]")


def _coded(values: Sequence[str], code: Integers) -> Segmented:
    """Codes where -1 stands for what is not known: that value comes last."""
    return Segmented((*values, None), np.where(code < 0, len(values), code).astype(np.int64))
