"""What a live store owes customers and systems, for people who look after it."""

from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from desireline.diagnostics import DesirelineError, Diagnostic, Fix

if TYPE_CHECKING:
    from desireline.live import Status, Store, StoredEffect


def effects(store: str | Path, *statuses: "Status", lane: str | None = None, most: int = 1000) -> Sequence["StoredEffect"]:
    """Effects of these statuses (dead letters where none is said), of one lane or of all, in the order in which they were decided.

    Raises DesirelineError where the store is not there (L120) or fails, and where it has no such lane (L139).
    """
    from desireline.live import Letters, SystemClock, open_store

    with closing(open_store(store, create=False)) as opened:
        found = Letters(opened, SystemClock()).listed(*statuses, lane=lane, most=most)
        if not found:
            _check_lane(opened, lane)
        return found


def retry_effects(store: str | Path, ids: Collection[str] | None, *, lane: str | None = None) -> int:
    """Let dead letters be handed out anew: these, or all (of one lane) where `ids` is None. How many there were.

    Raises DesirelineError (L137) where one of the ids is no dead letter; then nothing was changed.
    """
    from desireline.live import Letters, SystemClock, open_store

    with closing(open_store(store, create=False)) as opened:
        letters = Letters(opened, SystemClock())
        if ids is None:
            return letters.retry_all(lane) or _check_lane(opened, lane)
        _check(letters.found(ids), ids, ("dead",))
        return letters.retry(ids)


def drop_effects(store: str | Path, ids: Collection[str] | None, *, lane: str | None = None) -> int:
    """Give dead letters, or what is owed, up for good: these, or all dead letters (of one lane) where `ids` is None. How many there were.

    Raises DesirelineError (L137) where one of the ids is neither dead nor owed; then nothing was changed.
    """
    from desireline.live import Letters, SystemClock, open_store

    with closing(open_store(store, create=False)) as opened:
        letters = Letters(opened, SystemClock())
        if ids is None:
            return letters.drop_all(lane) or _check_lane(opened, lane)
        _check(letters.found(ids), ids, ("dead", "owed"))
        return letters.drop(ids)


def _check_lane(store: "Store", lane: str | None) -> int:
    """0: there was nothing, though there is such a lane. Raises DesirelineError (L139) where there is none."""
    from desireline.live.known_lanes import unknown_lane

    if lane is not None and (unknown := unknown_lane(store, lane)) is not None:
        raise DesirelineError(unknown)
    return 0


def _check(found: Sequence["StoredEffect"], ids: Collection[str], wanted: Sequence[str]) -> None:
    status = {one.effect.id: one.status for one in found}
    problems = [
        f"there is no effect `{id_}`" if id_ not in status else f"effect `{id_}` is {status[id_]}, not {' or '.join(wanted)}"
        for id_ in ids
        if status.get(id_) not in wanted
    ]
    if problems:
        why, fix = "nothing was changed", Fix("use ids that `desireline effects` lists")
        raise DesirelineError(Diagnostic("L137", problem, why=why, fix=fix) for problem in problems)
