"""An outbox at work in threads: lanes apart, limits, leases, order, and nothing lost."""

import json
import random
import threading
import time
from collections import Counter, defaultdict

from support.receivers import receiving
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map
from support.waiting import until

from desireline.live import (
    HandedOut,
    Limits,
    Outbox,
    Retries,
    Runtime,
    Store,
    SystemClock,
    TryLaterError,
    VirtualClock,
    Webhook,
    pass_time,
)
from desireline.live.out.addresses import ip_network
from desireline.live.out.handed import Pace

DAY_US = 86_400_000_000
MAP = small_map(
    {
        "ask": {"do": [{"id": "tell", "call": "crm"}, {"id": "bill", "call": "billing"}], "next": ["look"]},
        "look": {"do": [{"id": "tell_again", "call": "crm"}]},
    }
)


def _owed(store: Store, customers: int, clock: VirtualClock | None = None) -> Runtime:
    """A store in which every customer is owed three calls: of `crm`, then of `crm` again, and of `billing`."""
    runtime = Runtime([MAP], store, clock or VirtualClock(BEGIN_US))
    names = [f"c{number}" for number in range(customers)]
    runtime.take([happened(step, 0, name) for step in ("ask", "look") for name in names])
    return runtime


def _left(store: Store) -> int:
    with store.transaction() as tx:
        return len(tx.effects.listed(("owed", "sending"), 10_000))


def _statuses(store: Store) -> Counter[str]:
    with store.transaction() as tx:
        return Counter(one.status for one in tx.effects.listed(("owed", "sending", "done", "dead"), 10_000))


def _lease_us(store: Store) -> int:
    with store.transaction() as tx:
        return tx.effects.listed(("sending",), 10)[0].next_attempt_us or 0


def test_a_lane_that_is_stuck_holds_up_no_other_and_each_customers_order_is_kept(store: Store) -> None:
    _owed(store, 20)
    stuck, seen = threading.Event(), defaultdict(list)

    def crm(handed: HandedOut) -> None:
        seen[handed.customer].append(handed.effect.action)

    outbox = Outbox(store, VirtualClock(BEGIN_US), {"call:billing": lambda _: stuck.wait(20), "call:crm": crm})
    outbox.start(poll_seconds=0.01)
    until(lambda: sum(map(len, seen.values())) == 40)
    assert set(map(tuple, seen.values())) == {("tell", "tell_again")}
    stuck.set()
    until(lambda: _left(store) == 0)
    outbox.close()


def test_no_more_is_under_way_than_is_allowed(store: Store) -> None:
    _owed(store, 12)

    def slow(_: int) -> tuple[int, dict[str, str]]:
        time.sleep(0.02)
        return 204, {}

    with receiving(slow) as receiver:
        webhook = Webhook(receiver.url, SystemClock(), allow=[ip_network("127.0.0.1")])
        outbox = Outbox(store, VirtualClock(BEGIN_US), {"call:crm": webhook}, limits={"call:crm": Limits(parallel=3)})
        outbox.start(poll_seconds=0.01)
        until(lambda: len(receiver.taken) == 24)
        outbox.close()
    assert receiver.most_at_once <= 3
    assert len(set(receiver.ids)) == 24


def test_a_pace_lets_so_many_begin_in_a_second() -> None:
    pace, begun = Pace(50), 0
    for now_us in range(0, 1_000_000, 10_000):
        may = pace.permitted(10, now_us)
        pace.spend(may)
        begun += may
    assert 50 <= begun <= 55
    assert pace.permitted(10, -3_600_000_000) <= 5
    assert pace.permitted(10, -3_600_000_000 + 100_000) == 5


def test_what_is_at_work_keeps_its_lease_whatever_the_clock_does(store: Store) -> None:
    clock = VirtualClock(BEGIN_US)
    _owed(store, 1, clock)
    begun, go_on = [], threading.Event()

    def slow(handed: HandedOut) -> None:
        begun.append(handed.key)
        go_on.wait(20)

    outbox = Outbox(store, clock, {"call:billing": slow}, lease_seconds=60)
    outbox.start(poll_seconds=0.005)
    until(lambda: len(begun) == 1)
    for moved_us in (59, 3_600, -3_600, 0):
        clock.move_to(BEGIN_US + moved_us * 1_000_000)
        until(lambda: clock.now_us() < _lease_us(store) <= clock.now_us() + MINUTE_US)
    go_on.set()
    until(lambda: _left(store) == 2)
    outbox.close()
    assert len(begun) == 1


def test_a_receiver_that_asks_for_a_rest_gets_it_for_all_customers(store: Store) -> None:
    clock = VirtualClock(BEGIN_US)
    _owed(store, 5, clock)
    asked = []

    def busy(handed: HandedOut) -> None:
        asked.append(handed.key)
        if clock.now_us() < BEGIN_US + MINUTE_US:
            raise TryLaterError("busy", 60)

    outbox = Outbox(store, clock, {"call:billing": busy}, limits={"call:billing": Limits(parallel=1)})
    outbox.start(poll_seconds=0.005)
    until(lambda: len(asked) == 1)
    time.sleep(0.05)
    assert len(asked) == 1
    clock.move_to(BEGIN_US + MINUTE_US)
    until(lambda: len(asked) == 6)
    outbox.close()


def test_a_receiver_that_is_down_for_a_day_loses_nothing_and_nothing_overtakes(store: Store) -> None:
    clock = VirtualClock(BEGIN_US)
    runtime = _owed(store, 3, clock)

    def down(_: int) -> tuple[int, dict[str, str]]:
        return (503 if clock.now_us() < BEGIN_US + DAY_US else 204), {}

    with receiving(down) as receiver:
        outbox = Outbox(store, clock, {"call:crm": Webhook(receiver.url, clock, allow=[ip_network("127.0.0.1")])}, rng=random.Random(1))
        pass_time(runtime, clock, BEGIN_US + 2 * DAY_US, outbox)
    assert outbox.dead() == []
    assert _statuses(store) == {"done": 6, "owed": 3}
    up = [json.loads(body)["data"] for _, body in receiver.taken[-6:]]
    assert {(one["customer"], one["action"]) for one in up} == {(f"c{n}", action) for n in range(3) for action in ("tell", "tell_again")}
    for name in ("c0", "c1", "c2"):
        assert [one["action"] for one in up if one["customer"] == name] == ["tell", "tell_again"]
    assert {json.loads(body)["data"]["action"] for _, body in receiver.taken[:-6]} == {"tell"}


def test_closing_waits_for_what_is_under_way_and_begins_nothing_more(store: Store) -> None:
    _owed(store, 50)
    begun, ended = [], []

    def slow(handed: HandedOut) -> None:
        begun.append(handed.key)
        time.sleep(0.05)
        ended.append(handed.key)

    outbox = Outbox(store, VirtualClock(BEGIN_US), {"call:billing": slow}, limits={"call:billing": Limits(parallel=2)})
    outbox.start(poll_seconds=0.005)
    until(lambda: len(begun) >= 2)
    outbox.close()
    assert begun
    assert sorted(begun) == sorted(ended)
    with store.transaction() as tx:
        assert len(tx.effects.listed(("done",), 100)) == len(ended)
        assert not tx.effects.listed(("sending",), 100)


def test_a_failed_attempt_of_many_is_the_only_one_made_again(store: Store) -> None:
    clock = VirtualClock(BEGIN_US)
    _owed(store, 10, clock)
    counted: dict[str, int] = defaultdict(int)

    def once(handed: HandedOut) -> None:
        counted[handed.customer] += 1
        if handed.customer == "c3" and handed.attempt == 1:
            raise ConnectionError("reset")

    outbox = Outbox(store, clock, {"call:billing": once}, retries={"call:billing": Retries(first_seconds=1)})
    outbox.start(poll_seconds=0.005)
    until(lambda: sum(counted.values()) == 10 and _statuses(store) == {"owed": 21, "done": 9})
    clock.move_to(BEGIN_US + MINUTE_US)
    until(lambda: sum(counted.values()) == 11)
    outbox.close()
    assert counted["c3"] == 2
