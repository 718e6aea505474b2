"""Segments: trips told apart by a trait, a field, the channel or the step with which they began, or whether they came again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

import numpy as np

from desireline.conditions import sql_text_of
from desireline.diagnostics import DesirelineError, Diagnostic, Fix, Near
from desireline.measure.reading import values_at
from desireline.measure.seen import Seen
from desireline.model import Map
from desireline.replay import Integers, OpenShard, with_traits

SegmentKind = Literal["trait", "field", "channel", "start", "again"]
BUILT_IN: tuple[SegmentKind, ...] = ("channel", "start", "again")


@dataclass(frozen=True, slots=True)
class Segment:
    """By what trips are told apart, as they were when they began: at their first visit.

    trait    what was known of the customer then
    field    what the event of the first visit carried
    channel  the channel of the first visit; `start` its step; `again` whether the customer had made an earlier trip of the same key
    """

    kind: SegmentKind
    name: str


@dataclass(frozen=True, slots=True)
class Segmented:
    """The trips of one shard by segment. `values`: in order; None: not known. `code`: of each trip, an index into them."""

    values: tuple[str | None, ...]
    code: Integers


def segment_of(map_: Map, name: str) -> Segment:
    """What a name says of a map: a trait, a field, or one of `channel`, `start`, `again`. Raises DesirelineError where it is none."""
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
            why="a segment is a trait or a field of the map, or channel, start or again",
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
    map_, row = scope.map, seen.journeys.row[first]
    if segment.kind == "trait":
        among, value = with_traits(opened, map_, (segment.name,)), sql_text_of("trait_0")
    else:
        among, value = opened.numbered, opened.key(segment.name, map_.fields[segment.name])
    read = values_at(opened, row, {"value": value}, among)["value"]
    texts = [None if text is None or text is np.ma.masked else str(text) for text in read.tolist()]
    values = tuple(sorted({text for text in texts if text is not None}))
    number: dict[str | None, int] = {None: -1, **{text: index for index, text in enumerate(values)}}
    return _coded(values, np.array([number[text] for text in texts], dtype=np.int64))


def _coded(values: Sequence[str], code: Integers) -> Segmented:
    """Codes where -1 stands for what is not known: that value comes last."""
    return Segmented((*values, None), np.where(code < 0, len(values), code).astype(np.int64))
