"""Numbers of what customers did, whom they count, and pictures of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desireline.api.asked import AnyLog, AnyMap, Progress, clock_us, cores, map_of, measuring, opened_log

if TYPE_CHECKING:
    from pathlib import Path

    from desireline.events import OpenLog
    from desireline.measure import Customers, Measures, Period
    from desireline.measure.definitions import Definition
    from desireline.measure.due import Due
    from desireline.measure.over_time import OverTime
    from desireline.measure.passes import LakePass
    from desireline.pictures import Picture


def measure(
    map_: AnyMap,
    log: AnyLog,
    *,
    period: str | Period | None = None,
    compare_to: str | Period | None = None,
    days_in: str = "UTC",
    segment: str | None = None,
    only: Sequence[tuple[str, str]] = (),
    as_of_us: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Measures:
    """Measure what events come to on a map: counts of trips and customers, times, promises, routes, and where it hurts first.

    period      what began in it is counted, as of its end: a text such as `2026-03` or `2026-03-01..2026-04-15`; default: all of time
    compare_to  a period that begins earlier, measured beside it
    days_in     the time zone in which days and months begin
    segment     tell trips apart by a trait or field of the map, or by `channel`, `start`, `again`, `day`, `week`, `month` or `year`
    only        count some trips alone: words of `customers` that say which, `with`, `without`, `starts`, `ends`, `segment` and `again`
    as_of_us    the moment asked about, UTC microseconds; default: that of the latest event that is not in the future
    threads     shards side by side; default: one for each core

    Raises DesirelineError where map or events cannot be read, or a text is no period, or a name no segment or nothing of the map's.
    """
    from desireline import measure as room

    def read(said: str | Period | None) -> Period | None:
        return room.parse_period(said, days_in) if isinstance(said, str) else said

    asked, earlier = read(period) or room.ALWAYS, read(compare_to)
    if earlier is not None:
        room.refuse_what_is_not_before(earlier, asked)
    opened, measured = opened_log(log), map_of(map_)
    return room.measure(
        measured,
        opened.lake,
        asked,
        now_us=clock_us(),
        as_of_us=as_of_us,
        compare_to=earlier,
        segment=None if segment is None else room.segment_of(measured, segment),
        threads=threads or cores(),
        progress=measuring(progress),
        kept_in=_kept_in(opened),
        only=only,
    )


def over_time(
    map_: AnyMap,
    log: AnyLog,
    *,
    period: str | Period | None = None,
    days_in: str = "UTC",
    as_of_us: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> OverTime:
    """The trips of a period by when they began: by days (UTC) where the period is short, else by weeks, months or years.

    `.stretches` have the numbers of trips, of how they ended and how long they took, and of kinds of moves. For the others see `measure`.

    Raises DesirelineError where map or events cannot be read, or a text is no period.
    """
    from desireline.measure import ALWAYS, parse_period
    from desireline.measure import over_time as room
    from desireline.measure.passes import LakePass

    opened = opened_log(log)
    said = parse_period(period, days_in) if isinstance(period, str) else period
    shown, kept_in = measuring(progress), _kept_in(opened)
    return room.over_time(LakePass(map_of(map_), opened.lake, clock_us(), said or ALWAYS, as_of_us, threads or cores(), shown, kept_in))


def customers(
    map_: AnyMap,
    log: AnyLog,
    asked: Sequence[tuple[str, str]] = (),
    *,
    period: str | Period | None = None,
    days_in: str = "UTC",
    as_of_us: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Customers:
    """The customers whom a number counts, with their trips and rows: those of trips for which all that is asked holds.

    asked  words of the command `customers` and what stands behind them, in order: `[("move", "speed_test:call"), ("at-least", "1d")]`;
           the first one's rows are counted, none: all trips
    For the others see `measure`.

    Raises DesirelineError where map or events cannot be read, or something is asked for that is nothing of the map's.
    """
    from desireline import measure as room

    opened = opened_log(log)
    said = room.parse_period(period, days_in) if isinstance(period, str) else period
    return room.customers(
        map_of(map_),
        opened.lake,
        asked,
        said or room.ALWAYS,
        now_us=clock_us(),
        as_of_us=as_of_us,
        threads=threads or cores(),
        progress=measuring(progress),
        kept_in=_kept_in(opened),
    )


def due(
    map_: AnyMap, log: AnyLog, *, most: int = 10, as_of_us: int | None = None, threads: int | None = None, progress: Progress | None = None
) -> Due:
    """Promises that customers wait for: those due next, and those overdue, at most so many of each; and how many there are.

    as_of_us  the moment asked about, which may be later than the latest event; default: that of the latest event not in the future

    Raises DesirelineError where map or events cannot be read.
    """
    from desireline.measure import ALWAYS
    from desireline.measure.due import due as due_of
    from desireline.measure.passes import LakePass

    opened = opened_log(log)
    over = LakePass(map_of(map_), opened.lake, clock_us(), ALWAYS, as_of_us, threads or cores(), measuring(progress), _kept_in(opened))
    return due_of(over, most)


def definition(name: str) -> Definition:
    """What a measure counts: `.population`, `.formula`, `.unit`, `.leaves_out`, and `.listed`, the criteria of `customers` that list it.

    Raises DesirelineError where there is no such measure.
    """
    from desireline.measure import definitions as room

    return room.definition(name)


def definitions() -> tuple[Definition, ...]:
    """The definitions of all measures."""
    from desireline.measure.definitions import DEFINITIONS

    return DEFINITIONS


def picture(
    name: str,
    map_: AnyMap,
    log: AnyLog,
    *,
    steps: Sequence[str] = (),
    period: str | Period | None = None,
    days_in: str = "UTC",
    as_of_us: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Picture:
    """A picture of what events come to on a map: `.data()`, `.definition`, `.svg()`, `.png(path)`; notebooks and rich show it as it is.

    name   `map`, `moves`, `routes`, `times`, `funnel`, `returns` or `dots`
    steps  for `times` a step, and perhaps the one gone to; for `funnel` two or more in their order
    For the others see `measure`.

    Raises DesirelineError where map or events cannot be read, there is no such picture, or the steps are none for it.
    """
    from desireline import pictures as room

    measured, opened = map_of(map_), opened_log(log)
    whole = over(measured, opened, period=period, days_in=days_in, as_of_us=as_of_us, threads=threads, progress=progress)

    def measures() -> Measures:
        return measure(measured, opened, period=whole.period, as_of_us=as_of_us, threads=threads, progress=progress)

    return room.picture(name, whole, measures, steps)


def over(
    map_: AnyMap,
    log: AnyLog,
    *,
    period: str | Period | None = None,
    days_in: str = "UTC",
    only: Sequence[tuple[str, str]] = (),
    as_of_us: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> LakePass:
    """A pass over events, for numbers that are asked for one at a time. All as of `measure`, which says what is raised."""
    from desireline.measure import ALWAYS, parse_period
    from desireline.measure.passes import LakePass

    opened = opened_log(log)
    said = parse_period(period, days_in) if isinstance(period, str) else period
    told, kept = measuring(progress), _kept_in(opened)
    return LakePass(map_of(map_), opened.lake, clock_us(), said or ALWAYS, as_of_us, threads or cores(), told, kept, only)


def report(measures: Measures) -> str:
    """The page that tells what was measured, as HTML: style and pictures are in it, and it asks nobody for anything."""
    from desireline import pictures as room

    return room.report(measures)


def _kept_in(opened: OpenLog) -> Path | None:
    """The folder beside which is kept what was measured: that of a lake, and not one made for the moment from a file."""
    return opened.lake.path if opened.report is None else None
