"""The names of a log: how often each occurs, and which of them belong to one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.discover.covering import covering_most
from desireline.discover.ids import can_be_written
from desireline.discover.templates import templates_of
from desireline.discover.wishes import Wishes
from desireline.discover.yaml_text import scalar
from desireline.events.sources.lifecycle import TRANSITIONS
from desireline.model import IDENTIFY
from desireline.replay import OpenShard, Progress, Run

MOST_BYTES = 250_000
"""Of names in a draft: beyond, it would not be read, and soon be larger than a map can be."""
MANY_STEPS, MOST_STEPS, FEWEST_EVENTS = 100, 200, 5
"""Up to `MANY_STEPS` all are kept; of more, those that cover the events as far as wished, `MOST_STEPS` at most, without rare ones."""
DONE = ".done"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name of events, how many events bear it, and of how many customers."""

    name: str
    events: int
    customers: int


@dataclass(frozen=True, slots=True)
class Group:
    """Names that are to be one step.

    names      those whose events are its visits, most frequent first
    done       those that end its work
    templated  whether they differ only in what they are about
    """

    title: str
    names: tuple[Occurrence, ...]
    done: tuple[Occurrence, ...] = ()
    templated: bool = False

    @property
    def events(self) -> int:
        """How many events are its visits."""
        return sum(one.events for one in self.names)


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a log's names is drafted. `left`: names left out, most frequent first; `unwritable`: those that no map can hold."""

    groups: tuple[Group, ...]
    left: tuple[Occurrence, ...] = ()
    unwritable: tuple[Occurrence, ...] = ()

    def names(self) -> frozenset[str]:
        """The names of all events that are a visit or end one."""
        return frozenset(one.name for group in self.groups for one in (*group.names, *group.done))


@dataclass(frozen=True, slots=True)
class Counted:
    """What a log holds. `names`: most frequent first."""

    names: tuple[Occurrence, ...]
    events: int
    customers: int


def counted_of(run: Run, threads: int, progress: Progress | None = None) -> Counted:
    """Count the events that there are as of the moment of a run. Raises DesirelineError (D101) where there is none."""
    names = run.source.lake.names
    total = np.zeros((len(names), 2), dtype=np.int64)

    def count(opened: OpenShard, _: int) -> list[tuple[int | None, int, int]]:
        counts = f"SELECT name, count(*), count(DISTINCT customer_no) FROM {opened.rows} GROUP BY GROUPING SETS ((name), ())"
        return opened.con.execute(counts).fetchall()

    customers = 0
    for counts in run.each_shard(count, threads, progress):
        for code, events, people in counts:
            if code is None:
                customers += people
            else:
                total[code] += (events, people)
    if not customers:
        raise DesirelineError(_no_event())
    found = (Occurrence(name, *counts) for name, counts in zip(names, total.tolist(), strict=True) if counts[0])
    return Counted(tuple(sorted(found, key=lambda one: (-one.events, one.name))), int(total[:, 0].sum()), customers)


def kept_of(log: Counted, wishes: Wishes) -> Kept:
    """What of all names is drafted: all that a map can write and people can read; with `wishes.all`, all that a map can write.

    `identify` events say who a customer is; they are a step only where all names are.
    """
    customers = log.customers
    unwritable = tuple(one for one in log.names if not can_be_written(one.name))
    writable = [one for one in log.names if can_be_written(one.name)]
    if wishes.all:
        return Kept(tuple(groups_of(writable, customers, all_names=True)), (), unwritable)
    groups = _within_bytes(groups_of([one for one in writable if one.name != IDENTIFY], customers, all_names=False))
    groups = groups[: _steps_kept(groups, wishes.coverage)]
    used = {*Kept(tuple(groups)).names(), IDENTIFY}
    return Kept(tuple(groups), tuple(one for one in writable if one.name not in used), unwritable)


def groups_of(found: Sequence[Occurrence], customers: int, *, all_names: bool) -> list[Group]:
    """Names as steps, most frequent first. `found`: most frequent first.

    `name.done` ends the work of the step `name`. With `all_names` every name is a visit: where `name` and `name.done` occur, they
    and the other transitions of that work (`name.schedule`) are visits of one step.
    """
    by_name = {one.name: one for one in found}
    works = {name: _work(by_name, name, all_names) for name in by_name if name + DONE in by_name}
    parts = {one.name for work in works.values() for one in (*work.names, *work.done)}
    plain = [one for one in found if one.name not in parts]
    groups = list(works.values())
    templated: set[int] = set()
    for template in templates_of(plain, customers):
        groups.append(Group(template.text, tuple(plain[place] for place in template.places), templated=True))
        templated.update(template.places)
    groups += [Group(one.name, (one,)) for place, one in enumerate(plain) if place not in templated]
    return sorted(groups, key=lambda group: (-group.events, group.title))


def _work(by_name: dict[str, Occurrence], name: str, all_names: bool) -> Group:
    if not all_names:
        return Group(name, (by_name[name],), (by_name[name + DONE],))
    transitions = (f"{name}.{transition}" for transition in ("done", *sorted(TRANSITIONS)))
    return Group(name, (by_name[name], *(by_name[each] for each in transitions if each in by_name)))


def _within_bytes(groups: list[Group]) -> list[Group]:
    """The groups with as many of their most frequent names as a map has room for; a group's first name always stays."""
    room = MOST_BYTES
    kept = []
    for group in groups:
        names: list[Occurrence] = []
        for one in group.names:
            room -= len(scalar(one.name).encode()) + 9
            if room >= 0 or not names:
                names.append(one)
        kept.append(replace(group, names=tuple(names)))
    return kept


def _steps_kept(groups: Sequence[Group], coverage: float) -> int:
    if len(groups) <= MANY_STEPS:
        return len(groups)
    covering = covering_most([group.events for group in groups], coverage)
    frequent = sum(group.events >= FEWEST_EVENTS for group in groups) or MANY_STEPS
    return min(MOST_STEPS, covering, frequent)


def _no_event() -> Diagnostic:
    return Diagnostic(
        "D101",
        "there is no event to draft a map from",
        why="a map says what customers do, and nobody was seen to do anything",
        fix=Fix("name a log with events; those later than now do not count"),
    )
