"""What runs live: one customer's story, the lake fed from the store, copies of a store."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.api.asked import AnyMap, clock_us
from desireline.api.journeys import sources_of

if TYPE_CHECKING:
    from desireline.live import Copied, LiveStory, StoreInfo, Synced


def explain_live(
    customer: str,
    maps: AnyMap | Sequence[AnyMap],
    store: str | Path,
    *,
    as_of_us: int | None = None,
    why_not: str | None = None,
    why: str | None = None,
) -> LiveStory:
    """Tell one customer's whole story, from the store that the maps run on: `.as_data()`, `.effects`, `.why`.

    customer  any name of the customer, known or anonymous
    store     its address
    as_of_us  the moment to tell it for, UTC microseconds; default: now. What became of effects is told as it is now
    why_not   id of a step or outcome: why the customer never was there, or is there no longer
    why       the same, or the id of an action or effect: why it was decided or not, missed, withdrawn

    Raises DesirelineError where maps or the store cannot be read, nothing is known of the customer, or no map has the step or action.
    """
    from desireline.live import open_store, tell

    sources = sources_of(maps)
    with closing(open_store(store, create=False)) as opened:
        return tell(opened, sources, customer, now_us=clock_us(), as_of_us=as_of_us, why_not=why_not, why=why)


def store_info(store: str | Path) -> StoreInfo:
    """What a store holds, counted. Raises DesirelineError where it cannot be read."""
    from desireline.live import open_store

    with closing(open_store(store, create=False)) as opened, opened.snapshot() as tx:
        return tx.info()


def sync(store: str | Path, lake: str | Path) -> Synced:
    """Take over into a lake, which is made where it does not exist, what a store has and the lake was not yet given.

    Raises DesirelineError where the lake belongs to another store or cannot be written, or the store cannot be read.
    """
    from desireline import live

    with closing(live.open_store(store, create=False)) as opened:
        return live.sync(opened, lake, now_us=clock_us())


def back_up_store(store: str | Path, target: str | Path, *, replace: bool = False, rehearsal: bool = False) -> Copied:
    """Copy a store in a SQLite file, as it is at one moment, into a file of its own, while it runs.

    rehearsal  make the copy a store of its own to rehearse on: nothing but a rehearsal runs on it

    Raises DesirelineError where there is no store, it is of another kind, or the file exists and is not to be replaced.
    """
    from desireline import live

    return live.back_up(store, target, replace=replace, rehearsal=rehearsal)


def restore_store(copy: str | Path, store: str | Path, *, replace: bool = False) -> Copied:
    """Make a copy the store of an address, a SQLite file, while nothing runs on it.

    Raises DesirelineError where the copy is none or damaged, the file exists and is not to be replaced, or something has it open.
    """
    from desireline import live

    return live.put_back(copy, store, replace=replace)
