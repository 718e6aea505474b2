"""What SQLite looks at, where by far the most effects are done: what is concerned, by an index, and never all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desireline.live import SqliteStore, Transaction
from desireline.live.sqlite.store import SqliteTransaction
from desireline.live.stored import Status

OTHERS: tuple[Status, ...] = ("owed", "sending", "dead", "dropped", "missed", "withdrawn")
ASKED: dict[str, Callable[[Transaction], object]] = {
    **{status: lambda tx, status=status: tx.effects.listed([status], 100) for status in OTHERS},  # type: ignore[misc]
    "of a lane": lambda tx: tx.effects.listed(OTHERS, 100, "say"),
    "after": lambda tx: tx.effects.listed(OTHERS, 100, None, "e"),
    "tasks": lambda tx: tx.effects.tasks("owed", 100),
    "on the way": lambda tx: tx.effects.on_the_way(),
    "next": lambda tx: tx.effects.next_attempt_us(["say"]),
}


@pytest.mark.parametrize("name", ASKED)
def test_effects_are_found_by_an_index_of_those_that_are_not_done(name: str, tmp_path: Path) -> None:
    store, asked = SqliteStore(tmp_path / "live.db"), list[str]()
    with store.snapshot() as tx:
        assert isinstance(tx, SqliteTransaction)
        tx._con.set_trace_callback(asked.append)
        ASKED[name](tx)
        tx._con.set_trace_callback(None)
        plans = [row[3] for one in asked if one.lstrip().startswith("SELECT") for row in tx._con.execute(f"EXPLAIN QUERY PLAN {one}")]
    store.close()
    looked_at = [plan for plan in plans if plan.startswith(("SCAN", "SEARCH")) and "json_each" not in plan]
    partial = ("effects_by_status", "effects_on_the_way", "effects_next", "INDEX tasks", "sqlite_autoindex_effects_1")
    assert looked_at
    assert [plan for plan in looked_at if not any(index in plan for index in partial)] == []
