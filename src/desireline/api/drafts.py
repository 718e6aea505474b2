"""Drafts of maps from what customers did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desireline.api.asked import AnyLog, Progress, clock_us, cores, opened_log

if TYPE_CHECKING:
    from desireline.discover import Draft, Update


def discover(
    log: AnyLog,
    *,
    name: str | None = None,
    all_moves: bool = False,
    coverage: float = 0.95,
    quiet: str | None = None,
    per: str | None = None,
    journey: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Draft:
    """Draft a map of what customers did: `.text`, with its evidence in comments, `.map`, `.notes`.

    It is sound; what the rules of `check` miss in it, it allows as hints.

    name       what the journey is called; default: the name of the log's file or folder
    all_moves  every name a step, every move seen expected, no outcome drawn
    coverage   the share of all moves that `next` is to cover
    quiet      a duration such as `7d`, or `never`; default: proposed from the data
    per        the field whose value parts trips, or `none`; default: proposed from the data
    journey    the map's id; default: made from the name

    Raises DesirelineError where the log cannot be read, no map can be drafted from it, or no event carries the field `per`.
    """
    from desireline import discover as room
    from desireline.check import check_map
    from desireline.mapfile import parse_map

    called = name or (room.name_of_log(log) if isinstance(log, str | Path) else room.UNNAMED)
    wishes = room.Wishes(
        all=all_moves, coverage=coverage, quiet=None if quiet is None else room.quiet_told(quiet), per=per, journey=journey
    )
    draft = room.discover(opened_log(log).lake, called, wishes, now_us=clock_us(), threads=threads or cores(), progress=progress)
    missed = check_map(parse_map(draft.text))
    return draft.allowing(sorted({found.code for found in missed if found.severity != "hint"}))


def discover_new(path: str | Path, log: AnyLog, *, all_moves: bool = False, coverage: float = 0.95, threads: int | None = None) -> Update:
    """What a log holds that the map in a file does not know: `.diff`, a unified diff of added lines (empty: nothing is new), `.notes`.

    all_moves  every move off the map is new
    coverage   else those from a step that at least what it leaves of all moves from there are

    Raises DesirelineError where map or log cannot be read, or the map is written in a way that lines alone cannot add to.
    """
    from desireline import discover as room

    wishes = room.Wishes(all=all_moves, coverage=coverage)
    return room.update(Path(path), opened_log(log).lake, wishes, now_us=clock_us(), threads=threads or cores())
