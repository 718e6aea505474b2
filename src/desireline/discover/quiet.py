"""When a trip has gone quiet: told apart by what customers do after a pause.

A customer's history begins again where an event that typically opens histories follows one that typically ends them. Where such pauses
are long and others are not, `quiet` lies between the two: at the length with the largest difference of the shares that are longer
(Youden's J, Cancer 3, 1950). Where nothing begins again, a history is one trip, and `quiet` is what 99 % of them never paused for.
"""

from __future__ import annotations

import numpy as np

from desireline.discover.covering import covering_most, quantile_place
from desireline.discover.passages import Passages
from desireline.discover.readable import LENGTHS_US, counted, length, rounded_up_us, share
from desireline.discover.wishes import Quiet
from desireline.model import format_duration, parse_duration_us
from desireline.replay import Flags, Integers, Times

FEWEST = 20
TYPICAL = 0.8
"""Of histories: those that open or end at one of the typical places."""
CLEAR = 0.5
"""Of Youden's J, from 0 (alike) to 1 (no overlap)."""
UNKNOWN_US = parse_duration_us("30d")


def quiet_of(histories: Passages, *, keyed: bool) -> Quiet:
    """A proposal. `histories`: trips that never go quiet; `keyed`: one for each key, so that none begins again."""
    going = histories.goings()
    if not len(going):
        return Quiet(UNKNOWN_US, ("nothing in the data says it: nobody did anything after a first event; 30d is a guess",))
    pause_us = histories.entered_us[going + 1] - histories.entered_us[going]
    return (None if keyed else _by_beginnings(histories, pause_us)) or _by_longest(histories, pause_us, keyed)


def _by_beginnings(histories: Passages, pause_us: Times) -> Quiet | None:
    begins = _begins(histories)
    if min(begins.sum(), len(begins) - begins.sum()) < FEWEST:
        return None
    lengths = np.array(LENGTHS_US)
    before, within = np.sort(pause_us[begins]), np.sort(pause_us[~begins])
    longer_before = 1 - np.searchsorted(before, lengths, side="right") / len(before)
    longer_within = 1 - np.searchsorted(within, lengths, side="right") / len(within)
    apart = longer_before - longer_within
    if apart.max() < CLEAR:
        return None
    best = np.flatnonzero(apart >= apart.max() - 0.01)
    us = int(lengths[best[len(best) // 2]])
    longer = int((before > us).sum()), int((within > us).sum())
    return Quiet(
        us,
        (
            f"{len(before):,} pauses were between events with which histories end and begin: {share(longer[0], len(before))} were longer;",
            f"{len(within):,} pauses were between others: {share(longer[1], len(within))} were longer",
        ),
    )


def _begins(histories: Passages) -> Flags:
    """Of the pauses: which of them are between places where histories typically end and begin."""
    going = histories.goings()
    ends = np.isin(histories.place[going], _typical(histories, histories.last()))
    begins = np.isin(histories.place[going + 1], _typical(histories, histories.first()))
    found: Flags = ends & begins
    return found


def _typical(histories: Passages, places: Integers) -> Integers:
    """The most frequent places, as many as make up most."""
    counts = np.bincount(places, minlength=histories.places)
    order = np.lexsort((np.arange(len(counts)), -counts))
    return order[: covering_most(counts[order].tolist(), TYPICAL)]


def _by_longest(histories: Passages, pause_us: Times, keyed: bool) -> Quiet:
    trip = histories.trip_of_visit[histories.goings()]
    starts = np.flatnonzero(np.diff(trip, prepend=-1))
    longest_us = np.sort(np.maximum.reduceat(pause_us, starts))
    many = len(longest_us) >= FEWEST
    us = int(longest_us[quantile_place(99, len(longest_us)) if many else -1])
    whose = counted(len(longest_us), "trip" if keyed else "customer")
    said = "99 % never paused for longer than" if many else "too few to tell; the longest pause was"
    quiet_us = rounded_up_us(us)
    return Quiet(quiet_us, (f"of {whose} with several events {said} {length(us) if us else '0s'}", *_shorter(pause_us, quiet_us)))


def _shorter(pause_us: Times, quiet_us: int) -> tuple[str, ...]:
    cut = int((pause_us > quiet_us).sum())
    return (f"{counted(cut, 'pause')} of {len(pause_us):,} longer than {format_duration(quiet_us)}",) if cut else ()
