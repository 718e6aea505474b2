"""What every real store must do, whatever it is made of."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing

import msgspec
import psycopg
import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened

from desireline.diagnostics import DesirelineError
from desireline.engine import Effect
from desireline.live import Noted, Store, StoredEffect, Unreadable, open_store
from desireline.live.admission import set_aside
from desireline.live.store import Transaction
from desireline.live.stored import StoredState


def _effect(id_: str, customer: str = "ann", status: str = "owed") -> StoredEffect:
    words = {"id": id_, "journey": "small", "action": "tell", "branch": None, "kind": "call", "target": "crm", "title": None}
    rest = {"channel": None, "given": {}, "trip": (0, "", ""), "key": None, "event": id_, "source": "", "moment_us": BEGIN_US}
    effect = msgspec.convert({**words, **rest, "due_us": None, "missed": False}, Effect)
    return StoredEffect(effect, customer, "call:crm", status, BEGIN_US, next_attempt_us=BEGIN_US)  # type: ignore[arg-type]


def test_what_an_exception_leaves_is_undone(store: Store) -> None:
    def fail(tx: Transaction) -> None:
        tx.events.add([happened("ask", 0)], BEGIN_US)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.run(fail)
    with store.transaction() as tx:
        assert tx.events.count() == 0


def test_the_first_of_an_event_counts(store: Store) -> None:
    first, other = happened("ask", 0, id_="e", x='"\\"'), happened("won", 1, id_="e")
    with store.transaction() as tx:
        assert tx.events.add([first], BEGIN_US) == {}
    with store.transaction() as tx:
        assert tx.events.add([other, happened("ask", 2)], BEGIN_US) == {("", "e"): first}
        assert tx.events.of(["ann"]) == [first, happened("ask", 2)]


def test_an_effect_that_was_decided_is_not_decided_again(store: Store) -> None:
    store.run(lambda tx: tx.effects.add([_effect("a")]))
    with pytest.raises(DesirelineError, match="L103"):
        store.run(lambda tx: tx.effects.add([_effect("a")]))
    store.run(lambda tx: tx.effects.withdraw(["a"], BEGIN_US))
    store.run(lambda tx: tx.effects.add([_effect("a")]))
    with store.transaction() as tx:
        assert [effect.status for effect in tx.effects.of(["ann"])] == ["owed"]


def test_names_are_ordered_by_code_point(store: Store) -> None:
    names = ["b", "B", "é", "a", "\U0001f600", "\uffff", "-"]
    with store.transaction() as tx:
        tx.events.add([happened("ask", 0, name) for name in names], BEGIN_US)
        assert tx.identities.everyone() == sorted(names)


def test_what_another_node_is_at_is_not_due(store_address: str) -> None:
    one, other = open_store(store_address), open_store(store_address)
    states = [StoredState("small", customer, "v", b"", BEGIN_US) for customer in ("ann", "bob")]
    one.run(lambda tx: (tx.states.adopt("small"), tx.states.put(states)))
    with one.transaction() as tx:
        assert [state.customer for state in tx.states.due(["small"], BEGIN_US + 1, 1)] == ["ann"]
        if store_address.startswith("postgresql:"):
            assert other.run(lambda tx: [state.customer for state in tx.states.due(["small"], BEGIN_US + 1, 2)]) == ["bob"]
    one.close()
    other.close()


def test_what_another_node_hands_out_is_not_handed_out_and_nothing_overtakes_it(store_address: str) -> None:
    one, other = open_store(store_address), open_store(store_address)

    def claim(tx: Transaction, most: int = 9) -> list[str]:
        return [found.effect.id for found in tx.effects.claim(["call:crm"], BEGIN_US, BEGIN_US + MINUTE_US, most)]

    one.run(lambda tx: tx.effects.add([_effect("a"), _effect("b"), _effect("c", "bob")]))
    with one.transaction() as tx:
        assert claim(tx, most=1) == ["a"]
        if store_address.startswith("postgresql:"):
            assert other.run(claim) == ["c"]
    assert other.run(claim) in (["c"], [])
    assert other.run(lambda tx: tx.effects.next_attempt_us(["call:crm"])) == BEGIN_US + MINUTE_US
    one.close()
    other.close()


def _task(id_: str, team: str, due_us: int | None) -> StoredEffect:
    effect = msgspec.structs.replace(_effect(id_).effect, kind="task", target=team, due_us=due_us)
    return msgspec.structs.replace(_effect(id_), effect=effect, lane="task")


def test_tasks_of_an_earlier_version_are_found_by_team_and_due(store_address: str) -> None:
    tasks = [_task("a", "care", None), _task("b", "care", BEGIN_US + 2), _task("c", "care", BEGIN_US + 1), _task("d", "sales", BEGIN_US)]
    store = open_store(store_address)
    store.run(lambda tx: tx.effects.add([*tasks, _effect("e")]))
    store.close()
    columns = [f"ALTER TABLE effects DROP COLUMN {name}" for name in ("team", "due_us")]
    columns += ["ALTER TABLE installation DROP COLUMN use", *_whole_quarantine(store_address)]
    _set_back(store_address, 3, "DROP INDEX tasks", "DROP INDEX tasks_of_team", *columns)
    store = open_store(store_address)
    with store.snapshot() as tx:
        assert [found.effect.id for found in tx.effects.tasks("owed", 9)] == ["d", "c", "b", "a"]
        assert [found.effect.id for found in tx.effects.tasks("owed", 9, "care", "c")] == ["b", "a"]
    store.close()


def _whole_quarantine(store_address: str) -> list[str]:
    """What makes the quarantine that of a store of version 6 or before, with two events in it."""
    if store_address.startswith("postgresql:"):
        made = ["ALTER TABLE quarantine DROP COLUMN size_bytes, DROP COLUMN sha256"]
        columns, values = "digest, at_us, reason, event", ("'\\x01', 1, 'why', 'é'", "'\\x02', 2, 'why', repeat('x', 100000)")
    else:
        table = "seq INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, reason TEXT NOT NULL, event TEXT NOT NULL, UNIQUE (event, reason)"
        made = ["DROP TABLE quarantine", f"CREATE TABLE quarantine ({table}) STRICT"]
        columns, values = "at_us, reason, event", ("1, 'why', 'é'", f"2, 'why', '{'x' * 100_000}'")
    return [*made, *(f"INSERT INTO quarantine ({columns}) VALUES ({one})" for one in values)]


def test_what_an_earlier_version_set_aside_is_kept_and_known_again(store_address: str) -> None:
    open_store(store_address).close()
    _set_back(store_address, 6, *_whole_quarantine(store_address))
    store = open_store(store_address)
    again = [set_aside(Unreadable("why", text), "why", 9) for text in ("é", "x" * 100_000)]
    store.run(lambda tx: tx.records.quarantine(again))
    with store.snapshot() as tx:
        found = list(tx.records.quarantined(9))
    assert [(one.at_us, one.reason, len(one.event), one.size_bytes) for one in found] == [(2, "why", 100_000, 100_000), (1, "why", 1, 2)]
    assert [one.sha256 for one in found] == [one.sha256 for one in reversed(again)]
    store.close()


def test_a_page_ends_by_rows_or_by_bytes_and_holds_one_at_least(store: Store) -> None:
    long = [set_aside(Unreadable("why", f"{n}" * 70_000), "why", n) for n in range(5)]
    store.run(lambda tx: tx.records.quarantine(long))
    store.run(lambda tx: tx.records.note([Noted(n, "differs", "e", "x" * 64_000) for n in range(5)]))
    store.run(lambda tx: tx.effects.add([*(_large(f"e{n}") for n in range(5)), *(_large(f"t{n}", "task") for n in range(5))]))
    pages: list[Callable[[Transaction, int, int | None], Sequence[object]]] = [
        lambda tx, most, most_bytes: tx.records.quarantined(most, None, most_bytes),
        lambda tx, most, most_bytes: tx.records.noted(most, None, most_bytes),
        lambda tx, most, most_bytes: tx.effects.listed(["owed", "dead"], most, "call:crm", None, most_bytes),
        lambda tx, most, most_bytes: tx.effects.tasks("owed", most, "crm", None, most_bytes),
    ]
    with store.snapshot() as tx:
        for page in pages:
            for most, most_bytes, expected in ((9, None, 5), (3, None, 3), (9, 1, 1), (9, 64_000, 1), (9, 130_000, 3), (2, 10**9, 2)):
                assert len(page(tx, most, most_bytes)) == expected


def _large(id_: str, lane: str = "call:crm") -> StoredEffect:
    effect = msgspec.structs.replace(_effect(id_).effect, given={"said": "x" * 63_900})
    return msgspec.structs.replace(_effect(id_), effect=effect, lane=lane)


def test_effects_of_several_statuses_come_in_order_page_by_page(store: Store) -> None:
    statuses = ("done", "dead", "owed", "missed", "sending", "dropped", "withdrawn")
    store.run(lambda tx: tx.effects.add([_effect(f"e{n}", status=statuses[n % 7]) for n in range(21)]))
    seen: list[str] = []
    with store.snapshot() as tx:
        while page := tx.effects.listed(["dead", "owed", "done"], 4, after=seen[-1] if seen else None):
            seen += [one.effect.id for one in page]
    assert seen == [f"e{n}" for n in range(21) if n % 7 < 3]


def _set_back(store_address: str, version: int, *statements: str) -> None:
    """Make a store what one of an earlier version was."""
    if store_address.startswith("postgresql:"):
        with psycopg.connect(store_address, autocommit=True) as server:
            for statement in (*statements, "DELETE FROM desireline", f"INSERT INTO desireline (version) VALUES ({version})"):
                server.execute(statement.encode())
        return
    with closing(sqlite3.connect(store_address, isolation_level=None)) as file:
        for statement in (*statements, f"PRAGMA user_version = {version}"):
            file.execute(statement)
