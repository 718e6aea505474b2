"""The channels over which customers come, and where they change them."""

from __future__ import annotations

import numpy as np

from desireline.measure.cube import Dimension, Rows
from desireline.measure.families.family import Family, Finer, Placed, taken_from
from desireline.measure.seen import Scope, Seen
from desireline.replay import Integers


def _channels(scope: Scope) -> tuple[Dimension, ...]:
    return (Dimension("channel", (*scope.channels, None)),)


def _in_stages(scope: Scope) -> tuple[Dimension, ...]:
    return Dimension("stage", (*(stage.id for stage in scope.map.stages), None)), *_channels(scope)


def _changes(scope: Scope) -> tuple[Dimension, ...]:
    return Dimension("from", scope.channels), Dimension("to", scope.channels)


def _firsts(scope: Scope) -> tuple[Dimension, ...]:
    return Dimension("step", scope.places), *_channels(scope)


def _cell(seen: Seen, visits: Integers) -> Integers:
    channel = seen.channel[visits].astype(np.int64)
    return np.where(channel < 0, len(seen.scope.channels), channel)


def _by_channel(seen: Seen) -> Rows:
    return Rows(seen.trip[seen.visits], _cell(seen, seen.visits))


def _by_stage_and_channel(seen: Seen) -> Rows:
    stage = seen.scope.stage_of[seen.journeys.place[seen.visits]]
    return Rows(seen.trip[seen.visits], stage * (len(seen.scope.channels) + 1) + _cell(seen, seen.visits))


def _where_none_are_known(scope: Scope) -> Finer | None:
    """Without channels all visits are of the one that is not known, and their stage is that of their step."""
    return None if scope.channels else _OF_STEPS


def _of_steps(scope: Scope, step: Integers) -> Placed:
    return np.arange(len(step)), scope.stage_of[step]


def _channel_of(scope: Scope, cell: Integers) -> Integers:
    return cell % (len(scope.channels) + 1)


def _changed(seen: Seen) -> Rows:
    if not seen.scope.channels:
        return Rows(seen.first[:0], seen.first[:0], seen.journeys.entered_us[:0])
    after = seen.channel[seen.arrivals].astype(np.int64)
    before = seen.channel[seen.arrivals - 1].astype(np.int64)
    changed = np.flatnonzero((after >= 0) & (before >= 0) & (after != before))
    cell = before[changed] * len(seen.scope.channels) + after[changed]
    return Rows(seen.trip[seen.arrivals[changed]], cell, seen.waited_us[changed])


def _first_contacts(seen: Seen) -> Rows:
    trip = np.flatnonzero(seen.in_period[seen.first])
    first = seen.first[trip]
    return Rows(trip, seen.journeys.place[first] * np.int64(len(seen.scope.channels) + 1) + _cell(seen, first))


_OF_STEPS = Finer("visits", _of_steps, valued=False)
CHANNELS_BY_STAGE = Family("channels_by_stage", _in_stages, _by_stage_and_channel, _where_none_are_known)
"""Visits that began in the period, by the stage of their step (None: an outcome) and by channel."""
CHANNELS = Family("channels", _channels, _by_channel, taken_from("channels_by_stage", _channel_of, valued=False))
"""Visits that began in the period, by channel."""
CHANNEL_CHANGES = Family("channel_changes", _changes, _changed)
"""Moves made in the period between two visits whose channels are known and differ; how long the stay took that the move ended."""
FIRST_CONTACTS = Family("first_contacts", _firsts, _first_contacts)
"""Trips that began in the period, by the step and the channel of their first visit."""
