"""What a store stands on fails under load: nothing is lost, nothing done twice, and all goes on by itself afterwards."""

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from support.campaign import CAMPAIGN
from support.full_disk import files_of_at_most, filled, small_disk
from support.live_stores import assert_states_are_what_events_come_to, effects_of
from support.live_under_load import assert_nothing_lost_nor_doubled, promising_map
from support.postgres_server import QUICK, PostgresServer
from support.small_journeys import BEGIN_US, MINUTE_US

from desireline.diagnostics import DesirelineError
from desireline.live import HandedOut, Outbox, Runtime, SqliteStore, Store, SystemClock, VirtualClock, open_store
from desireline.model import Event

LONG = settings.get_current_profile_name() == CAMPAIGN
SENDERS = 3


class _Node:
    """A runtime and an outbox on a store, and threads that send events, each until it is acknowledged."""

    def __init__(self, address: str) -> None:
        self.acknowledged: list[str] = []
        self.delivered: list[str] = []
        self.refused = 0
        self._stores = [open_store(address), open_store(address)]
        self._clock, self._stop = SystemClock(), threading.Event()
        self._runtime = Runtime([promising_map()], self._stores[0], self._clock, queue_most=SENDERS, tick_seconds=0.02)
        self._outbox = Outbox(self._stores[1], self._clock, {"call:crm": self._perform}, lease_seconds=0.3)
        self._outbox.start(poll_seconds=0.02)
        self._threads = [threading.Thread(target=self._send, args=(sender,), daemon=True) for sender in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def wait_for_more(self) -> None:
        """Until every sender was heard again."""
        known = len(self.acknowledged)
        give_up = time.monotonic() + 60
        while {id_.split("-")[1] for id_ in self.acknowledged[known:]} != {str(n) for n in range(SENDERS)}:
            assert time.monotonic() < give_up, self._runtime.failure or self._outbox.failure
            time.sleep(0.01)

    def wait_until_refused(self) -> None:
        """Until events could not be taken in, a few times more."""
        known, give_up = self.refused, time.monotonic() + 60
        while self.refused < known + SENDERS:
            assert time.monotonic() < give_up
            time.sleep(0.01)

    def close(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._outbox.close()
        self._runtime.close()
        for store in self._stores:
            store.close()

    def _perform(self, handed: HandedOut) -> None:
        self.delivered.append(handed.key)

    def _send(self, sender: int) -> None:
        number = 0
        while not self._stop.is_set():
            for name in ("asked", "answered")[: 1 + number % 2]:
                customer = f"c-{sender}-{number}"
                self._give([Event(id=f"{name}-{sender}-{number}", time_us=self._clock.now_us(), customer=customer, name=name)])
            number += 1

    def _give(self, events: list[Event]) -> None:
        while True:
            try:
                self._runtime.submit(events).result()
            except DesirelineError:
                self.refused += 1
                time.sleep(0.01)
                continue
            self.acknowledged.extend(event.id for event in events)
            return


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    own = PostgresServer()
    yield own
    own.close()


def _address(server: PostgresServer, name: str) -> str:
    server.execute(f"CREATE DATABASE {name}")
    return server.address(name)


def test_a_server_that_goes_and_comes_again(server: PostgresServer) -> None:
    address = _address(server, "restarted")
    node, rng = _Node(address), random.Random(7)
    for turn in range(40 if LONG else 3):
        node.wait_for_more()
        server.stop("fast" if turn % 2 else "immediate")
        time.sleep(rng.uniform(0.0, 0.5))
        server.start()
    node.wait_for_more()
    node.close()
    assert_nothing_lost_nor_doubled(address, node.acknowledged, node.delivered)


def test_connections_that_are_cut(server: PostgresServer) -> None:
    address = _address(server, "cut")
    node, rng = _Node(address), random.Random(7)
    for _ in range(500 if LONG else 30):
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'cut' ORDER BY random() LIMIT 1"
        server.execute(cut)
        time.sleep(rng.uniform(0.0, 0.05))
    node.wait_for_more()
    node.close()
    assert_nothing_lost_nor_doubled(address, node.acknowledged, node.delivered)


def _event(name: str, number: int, time_us: int) -> Event:
    return Event(id=f"{name}-{number}", time_us=time_us, customer=f"c{number}", name=name, properties={"note": "x" * 2000})


def _take_until_refused(runtime: Runtime, taken: list[int]) -> None:
    while True:
        runtime.take([_event("asked", len(taken), BEGIN_US), _event("answered", len(taken), BEGIN_US + 1)])
        taken.append(len(taken))


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    store, clock = SqliteStore(tmp_path / "store.db"), VirtualClock(BEGIN_US)
    runtime, taken = Runtime([promising_map()], store, clock), []
    for _ in range(20 if LONG else 3):
        room = max(file.stat().st_size for file in tmp_path.iterdir()) + 100_000
        with files_of_at_most(room), pytest.raises(DesirelineError, match="L103"):
            _take_until_refused(runtime, taken)
        with store.transaction() as tx:
            assert tx.events.count() == 2 * len(taken)
    assert [answer.status for answer in runtime.take([_event("asked", len(taken), BEGIN_US)])] == ["taken"]
    assert {effect.id for effect in assert_states_are_what_events_come_to(runtime, BEGIN_US + 2)} == {e.id for e in effects_of(store)}
    store.close()


def test_a_disk_under_postgresql_that_is_full(server: PostgresServer) -> None:
    with small_disk(64) as disk:
        server.own(disk)
        server.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
        server.execute("CREATE DATABASE filled TABLESPACE small")
        node, address = _Node(server.address("filled")), server.address("filled")
        for _ in range(20 if LONG else 2):
            node.wait_for_more()
            with filled(disk):
                node.wait_until_refused()
        node.wait_for_more()
        node.close()
        assert_nothing_lost_nor_doubled(address, node.acknowledged, node.delivered)
        server.execute("DROP DATABASE filled")
        server.execute("DROP TABLESPACE small")


def test_a_server_that_ends_as_its_log_has_no_room() -> None:
    """It cannot start again before there is room. Whoever looks after it starts it then; nodes go on by themselves."""
    settings = {**QUICK, "max_wal_size": "32MB", "min_wal_size": "32MB"}
    with small_disk(160) as disk, closing(PostgresServer(settings, disk)) as own:
        address = _address(own, "filled")
        node = _Node(address)
        for _ in range(10 if LONG else 1):
            node.wait_for_more()
            with filled(disk) as ballast:
                _write_until_it_ends(own, ballast)
            own.start()
        node.wait_for_more()
        node.close()
        assert_nothing_lost_nor_doubled(address, node.acknowledged, node.delivered)


def _write_until_it_ends(server: PostgresServer, ballast: Path) -> None:
    """Fill its log until there is no room for a further part of it, and it ends. It may find old parts to use again first."""
    give_up, said = time.monotonic() + 60, ""
    while server.runs():
        assert time.monotonic() < give_up, said
        try:
            server.execute("SELECT pg_logical_emit_message(false, 'more', 'more'), pg_switch_wal()")
        except psycopg.OperationalError as error:
            said = str(error)
            if "could not write init file" in said:  # a small one, for the first who comes after a start: nobody would come in
                os.truncate(ballast, ballast.stat().st_size - 250_000)


def test_what_was_decided_while_the_clock_was_ahead_is_handed_out_once_it_is_right(store: Store) -> None:
    clock = VirtualClock(BEGIN_US + 4 * MINUTE_US)
    runtime = Runtime([promising_map()], store, clock)
    runtime.take([_event("asked", 0, BEGIN_US)])
    clock.move_to(BEGIN_US)
    assert Outbox(store, clock, {"call:crm": lambda _: None}).deliver() == 1


def test_a_clock_that_jumps_by_an_hour_both_ways(store: Store) -> None:
    rng, clock = random.Random(7), VirtualClock(BEGIN_US)
    runtime, delivered, again = Runtime([promising_map()], store, clock), [], []
    outbox = Outbox(store, clock, {"call:crm": lambda handed: delivered.append(handed.key)})
    for number in range(1_000 if LONG else 60):
        now_us = BEGIN_US + number * MINUTE_US
        clock.move_to(now_us + rng.choice((-60, 0, 0, 0, 60)) * MINUTE_US)
        happening = [*again, _event("asked", number, now_us)]
        happening += [_event("answered", number - 5, now_us)] if number % 2 and number > 5 else []
        answers = runtime.take(happening)
        again = [event for event, answer in zip(happening, answers, strict=True) if answer.status == "quarantined"]
        runtime.tick()
        outbox.deliver()
    clock.move_to(BEGIN_US + 7 * 24 * 60 * MINUTE_US)
    runtime.take(again)
    runtime.tick()
    outbox.deliver()
    owed = {effect.id for effect in assert_states_are_what_events_come_to(runtime, clock.now_us())}
    assert owed <= {effect.id for effect in effects_of(store, "done")} == set(delivered)
    assert len(delivered) == len(set(delivered))
    assert not effects_of(store, "owed", "sending", "dead", "missed")
