"""From a lake to the text of a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.discover.draft import DraftMap, Found, draft_of
from desireline.discover.endings import endings, outcomes_of
from desireline.discover.ids import can_be_written
from desireline.discover.keys import key_of, key_told
from desireline.discover.moves import moves_of
from desireline.discover.names import Counted, Kept, counted_of, kept_of
from desireline.discover.passages import Key, empty_map, of_groups
from desireline.discover.quiet import quiet_of
from desireline.discover.readable import counted
from desireline.discover.wishes import NO_KEY, Wishes
from desireline.discover.writing import text_of
from desireline.discover.yaml_text import shown
from desireline.events import EventLake
from desireline.mapfile import parse_map
from desireline.mapfile.limits import LARGEST_BYTES
from desireline.model import Map
from desireline.replay import Progress, Run

Told = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Draft:
    """A draft of a map. `notes`: what its reader should know before reading it."""

    drafted: DraftMap = field(repr=False)
    text: str
    notes: tuple[str, ...]

    def allowing(self, rules: Sequence[str]) -> Draft:
        """The draft where what these rules of `check` miss is only a hint, until somebody has seen to it."""
        return replace(self, text=text_of(self.drafted, rules))

    @cached_property
    def map(self) -> Map:
        """The map that the text says."""
        read = parse_map(self.text).map
        assert read is not None, "a draft is a sound map"
        return read


def discover(
    lake: EventLake,
    name: str,
    wishes: Wishes,
    *,
    now_us: int,
    threads: int = 1,
    progress: Told | None = None,
) -> Draft:
    """Draft a map of what customers did.

    name     of the log, after which the journey is named
    now_us   the clock: later events do not count
    threads  shards side by side
    progress  told the stage, and how many events are done, of how many; what it raises ends the work

    Raises DesirelineError where there is no event (D101), no name that a map can hold (D102), the field of `wishes.per` is carried by
    no event (D104), `name` is no title (D106), with `wishes.all` more was seen than a map can hold (D103), or a shard cannot be read.
    """
    see_title(name)
    run = Run.of(empty_map(), lake, None, now_us)

    def told(stage: str) -> Progress | None:
        return None if progress is None else lambda done, total: progress(stage, done, total)

    log, as_of_us = counted_of(run, threads, told("counting names of events")), run.source.as_of_us
    kept = kept_of(log, wishes)
    if not kept.groups:
        raise DesirelineError(_no_name(log))
    key = _key(run, kept, wishes, threads, told("looking for what parts trips"))
    follow = partial(of_groups, lake, kept.groups, as_of_us, key=key, threads=threads)
    quiet = wishes.quiet or quiet_of(follow(quiet_us=None, progress=told("looking for pauses")), keyed=key is not None)
    trips = follow(quiet_us=quiet.us, progress=told("following customers"))
    drawn = frozenset() if wishes.all else outcomes_of(endings(trips), kept.groups, moves_of(trips))
    if drawn:
        trips = follow(quiet_us=quiet.us, outcomes=drawn, progress=told("following customers to their ends"))
    drafted = draft_of(Found(name, log, kept, key, quiet, trips, drawn, wishes))
    text = text_of(drafted)
    if len(text.encode()) > LARGEST_BYTES:
        raise DesirelineError(_too_large(len(kept.groups)))
    notes = [f"left out {counted(len(kept.left), 'name')} of events; see the comment above `steps`"] if kept.left else []
    if kept.unwritable:
        notes.append(f"left out {counted(len(kept.unwritable), 'name')} of events that no map can hold; see the comment above `steps`")
    return Draft(drafted, text, tuple(notes))


def see_title(name: str) -> None:
    """Raises DesirelineError (D106) where no journey can be called so."""
    if not can_be_written(name):
        raise DesirelineError(_no_title(name))


def _key(run: Run, kept: Kept, wishes: Wishes, threads: int, progress: Progress | None) -> Key | None:
    if wishes.per == NO_KEY:
        return None
    return key_of(run, kept.names(), threads, progress) if wishes.per is None else key_told(run.source.lake, wishes.per)


def _no_title(name: str) -> Diagnostic:
    return Diagnostic(
        "D106",
        f"a journey cannot be called `{shown(name)}`",
        why="a title is read by people and stands in one line of the map",
        fix=Fix("write 1 to 200 characters that can be seen, without blanks around them"),
    )


def _no_name(log: Counted) -> Diagnostic:
    names = counted(len(log.names), "name")
    return Diagnostic(
        "D102",
        f"no map can be drafted from {counted(log.events, 'event')} under {names}",
        why="a step names its events, and a map holds names of 1 to 200 characters that can be seen; `identify` is no step",
        fix=Fix("check which column says what happened: --event COLUMN; or --all, to make `identify` a step"),
    )


def _too_large(steps: int) -> Diagnostic:
    return Diagnostic(
        "D103",
        f"{steps:,} steps with all their moves are more than a map can hold ({LARGEST_BYTES // 1024**2} MB)",
        why="people read maps; nobody would read this one",
        fix=Fix("leave out --all: then the most frequent steps and moves are drafted, and what is left out is said"),
    )
