"""A node that takes in events, decides and delivers as fast as it can, until it is killed; and what must hold of the store afterwards.

FOLDER/acknowledged.txt gets the id of each event once its future is done, FOLDER/delivered.txt a line for each attempt of a handler.
"""

import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from support.live_stores import assert_states_are_what_events_come_to, effects_of
from support.small_journeys import small_map

from desireline.live import HandedOut, Outbox, Runtime, SystemClock, VirtualClock, open_store
from desireline.model import Event, Map

LEASE_SECONDS = 0.3
THREADS = 4


def promising_map() -> Map:
    """Who asks is entered in the CRM; who gets no answer within half a second, too."""
    promise = {"id": "soon", "title": "Soon", "within": "500ms", "late": [{"id": "nag", "call": "crm", "if_late": "always"}]}
    asked = {"do": [{"id": "enter", "call": "crm", "if_late": "always"}], "promises": [promise], "next": ["answered"]}
    return small_map({"asked": asked, "answered": {}})


def work_until_killed(store: str, folder: Path, run: str) -> None:
    """Work, on a store at an address. `run`: what tells its customers from others'."""
    clock = SystemClock()
    acknowledged, delivered = (os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT) for name in FILES)
    runtime = Runtime([promising_map()], open_store(store), clock, tick_seconds=0.02)

    def enter(handed: HandedOut) -> None:
        os.write(delivered, f"{handed.key} {handed.customer} {handed.effect.action} {handed.effect.event}\n".encode())

    Outbox(open_store(store), clock, {"call:crm": enter}, lease_seconds=LEASE_SECONDS).start(poll_seconds=0.02)

    def work(thread: int) -> None:
        for number in range(1_000_000):
            customer = f"c{run}-{thread}-{number}"
            for name in ("asked", "answered")[: 1 + number % 2]:
                event = Event(id=f"{name}-{customer}", time_us=clock.now_us(), customer=customer, name=name)
                for future in [runtime.submit([event]) for _ in range(2 if number % 5 == 0 else 1)]:
                    future.result()
                os.write(acknowledged, f"{event.id}\n".encode())
            time.sleep(0.001)  # so that a campaign's events can be looked at afterwards in a minute, not in an hour

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(THREADS)]
    for thread in threads:
        thread.start()
    threads[0].join()


def assert_nothing_lost_nor_doubled(store_address: str, acknowledged: Sequence[str], delivered: Sequence[str]) -> None:
    """Once all is quiet: every acknowledged event is there once, customers are where their events bring them, what is owed for them was
    decided once and handed out at least once, and nothing is left over. `delivered`: the keys that handlers saw."""
    clock, late = VirtualClock(SystemClock().now_us() + 10_000_000), []
    store = open_store(store_address)
    runtime = Runtime([promising_map()], store, clock)
    runtime.tick()
    with store.transaction() as tx:
        assert len(tx.events.stored([("", id_) for id_ in acknowledged])) == len(set(acknowledged)) == len(acknowledged)
    Outbox(store, clock, {"call:crm": lambda handed: late.append(handed.key)}).deliver()
    owed = {effect.id for effect in assert_states_are_what_events_come_to(runtime, clock.now_us())}
    done = [effect.id for effect in effects_of(store, "done")]
    assert len(done) == len(set(done))
    assert owed <= set(done)
    assert set(done) - owed <= set(delivered)
    assert set(done) == {*delivered, *late}
    assert not effects_of(store, "owed", "sending", "dead", "missed")
    store.close()


FILES = ("acknowledged.txt", "delivered.txt")
