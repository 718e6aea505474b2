"""What is looked at where the server made its plans while the tables were empty: what is concerned, not all that waits."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.live import Runtime, Store, Transaction, VirtualClock, open_store
from desireline.live.postgres.store import PostgresTransaction
from desireline.live.stored import Settled

if TYPE_CHECKING:
    from support.postgres_server import PostgresServer

MAP = small_map({"ask": {"do": [{"id": "tell", "call": "crm"}]}})
WAITING = 2_000
LATER_US = BEGIN_US + MINUTE_US


@pytest.fixture(scope="module")
def store(postgres_server: "PostgresServer") -> Iterator[Store]:
    """All plans were made, by one session, before what waits was there."""
    postgres_server.execute("CREATE DATABASE planned")
    opened = open_store(postgres_server.address("planned"))
    opened.run(lambda tx: [work(tx) for work in WORK.values()])
    runtime = Runtime([MAP], opened, VirtualClock(BEGIN_US))
    runtime.take([happened("ask", 0, f"c{number}") for number in range(WAITING)])
    yield opened
    opened.close()


def _id(number: int) -> str:
    return f"small:tell::ask-c{number}-0"


WORK: dict[str, Callable[[Transaction], object]] = {
    "claim": lambda tx: tx.effects.claim(["call:crm"], BEGIN_US, LATER_US, 4, ["small"]),
    "settle": lambda tx: tx.effects.settle([Settled(_id(0), "done", BEGIN_US), Settled(_id(1), "owed", BEGIN_US, LATER_US)]),
    "renew": lambda tx: tx.effects.renew([_id(2)], LATER_US),
    "take": lambda tx: tx.effects.take(_id(9), "kim"),
    "withdraw": lambda tx: (tx.effects.withdraw([_id(8)], BEGIN_US), tx.effects.by_id([])),
    "held": lambda tx: tx.effects.of(["c7"], held=True),
    "dead": lambda tx: tx.effects.listed(["dead", "sending"], 10),
    "page": lambda tx: tx.effects.listed(["dead", "sending"], 10, most_bytes=1_000_000),
    "known": lambda tx: tx.identities.known(["c1"]),
    "due": lambda tx: tx.states.due(["small"], BEGIN_US, 10),
}


@pytest.mark.parametrize("name", WORK)
def test_only_what_is_concerned_is_looked_at(store: Store, name: str) -> None:
    def looked_at(tx: Transaction) -> int:
        assert isinstance(tx, PostgresTransaction)
        before = _read(tx)
        WORK[name](tx)
        return _read(tx) - before

    assert store.run(looked_at) < 100


def _read(tx: PostgresTransaction) -> int:
    ((read,),) = tx._session.rows("SELECT sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)::bigint FROM pg_stat_xact_user_tables")
    return int(read)
