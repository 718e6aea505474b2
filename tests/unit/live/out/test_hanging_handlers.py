"""Handlers that do not end, that leave, and that raise what cannot be told: no lane is lost with them."""

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map
from support.waiting import until

from desireline.diagnostics import DesirelineError
from desireline.live import HandedOut, Limits, Outbox, Retries, Runtime, Store, StoredEffect, TryLaterError, VirtualClock

MAP = small_map({"ask": {"do": [{"id": "tell", "call": "crm"}]}})
LANE = "call:crm"


def _owed(store: Store, *customers: str) -> VirtualClock:
    """A store in which each customer is owed a call. The time at which they are."""
    clock = VirtualClock(BEGIN_US)
    Runtime([MAP], store, clock).take([happened("ask", 0, name) for name in customers])
    return clock


def _of(store: Store, customer: str) -> StoredEffect:
    with store.transaction() as tx:
        return tx.effects.of([customer])[0]


def _done(store: Store) -> int:
    with store.transaction() as tx:
        return len(tx.effects.listed(("done",), 100))


def _outbox(store: Store, clock: VirtualClock, handler: Callable[[HandedOut], object], parallel: int, attempts: int = 72) -> Outbox:
    limits, retries = Limits(parallel=parallel, timeout_seconds=0.05), Retries(attempts=attempts)
    return Outbox(store, clock, {LANE: handler}, limits={LANE: limits}, retries={LANE: retries})


def test_one_effect_that_hangs_is_not_begun_anew_and_keeps_nobody_else_waiting(store: Store) -> None:
    clock = _owed(store, "ann", "bob", "cid", "dan")
    begun, go_on = Counter[str](), threading.Event()

    def handler(handed: HandedOut) -> None:
        begun[handed.customer] += 1
        if handed.customer == "ann" and begun["ann"] == 1:
            go_on.wait(20)

    outbox = _outbox(store, clock, handler, parallel=2)
    outbox.start(poll_seconds=0.005)
    until(lambda: _done(store) == 3 and _of(store, "ann").status == "owed")
    assert _of(store, "ann").error == "TimeoutError: not done within 0.05 s; it may still be going on"
    clock.move_to(BEGIN_US + MINUTE_US)
    until(lambda: _of(store, "ann").error == "TimeoutError: the attempt before it has not ended yet")
    assert (begun["ann"], outbox.hanging, outbox.failure) == (1, {LANE: 1}, None)
    go_on.set()
    until(lambda: outbox.hanging == {LANE: 0})
    assert _of(store, "ann").status == "owed"  # its late end is of no account
    clock.move_to(BEGIN_US + 10 * MINUTE_US)
    until(lambda: _of(store, "ann").status == "done")
    assert begun == {"ann": 2, "bob": 1, "cid": 1, "dan": 1}
    outbox.close()


def test_a_lane_that_hangs_whole_says_so_and_goes_on_once_it_can(store: Store) -> None:
    clock = _owed(store, "ann", "bob", "cid")
    begun, go_on = list[str](), threading.Event()

    def handler(handed: HandedOut) -> None:
        begun.append(handed.customer)
        go_on.wait(20)

    outbox = _outbox(store, clock, handler, parallel=2)
    outbox.start(poll_seconds=0.005)
    until(lambda: outbox.failure is not None)
    until(lambda: _of(store, "ann").status == _of(store, "bob").status == "owed")
    clock.move_to(BEGIN_US + 10 * MINUTE_US)
    time.sleep(0.05)
    assert (sorted(begun), outbox.hanging) == (["ann", "bob"], {LANE: 2})
    failure = outbox.failure
    assert isinstance(failure, DesirelineError)
    assert failure.diagnostics[0].code == "L138"
    assert outbox.drop([_of(store, "ann").effect.id]) == 1
    go_on.set()
    until(lambda: _done(store) == 2)
    assert (outbox.failure, _of(store, "ann").status) == (None, "dropped")
    outbox.close()


def test_closing_waits_no_longer_than_it_is_told(store: Store) -> None:
    clock = _owed(store, "ann", "bob")
    begun, go_on = list[str](), threading.Event()

    def handler(handed: HandedOut) -> None:
        begun.append(handed.customer)
        go_on.wait(20)

    outbox = Outbox(store, clock, {LANE: handler})
    outbox.start(poll_seconds=0.005)
    until(lambda: len(begun) == 2)
    outbox.close(grace_seconds=0.05)
    assert {_of(store, name).status for name in begun} == {"sending"}
    clock.move_to(BEGIN_US + 10 * MINUTE_US)
    again = Outbox(store, clock, {LANE: lambda handed: begun.append(handed.customer)})
    assert again.deliver() == 2  # once their leases are over
    go_on.set()


class _UntellableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (SystemExit("handler left"), "SystemExit: handler left"),
        (KeyboardInterrupt(), "KeyboardInterrupt: "),
        (_UntellableError(), "_UntellableError"),
        (ValueError("half a \ud800 and \0"), "ValueError: half a \\ud800 and \\x00"),
        (TryLaterError("later", float("nan")), "TryLaterError: later"),
        (TryLaterError("later", 1e300), "TryLaterError: later"),
        (TryLaterError("later", "soon"), "TryLaterError: later"),  # type: ignore[arg-type]
        (ValueError("x" * 1_000_000), f"ValueError: {'x' * 1988}"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_a_handler_raises_is_a_failed_attempt(store: Store, raised: BaseException, said: str) -> None:
    clock = _owed(store, "ann", "bob")

    def handler(handed: HandedOut) -> None:
        if handed.customer == "ann":
            raise raised

    outbox = _outbox(store, clock, handler, parallel=1)
    outbox.start(poll_seconds=0.005)
    until(lambda: _of(store, "ann").error is not None)
    if not isinstance(raised, TryLaterError) or raised.wait_seconds != 1e300:
        until(lambda: _of(store, "bob").status == "done")
    found = _of(store, "ann")
    assert (found.status, found.error, found.attempts, outbox.failure) == ("owed", said, 1, None)
    outbox.close()


def test_one_after_the_other_too_a_handler_that_leaves_has_failed_and_a_person_who_interrupts_has_not(store: Store) -> None:
    clock = _owed(store, "ann")
    raised: list[BaseException] = [SystemExit(3), KeyboardInterrupt()]

    def handler(_handed: HandedOut) -> None:
        raise raised.pop(0)

    outbox = _outbox(store, clock, handler, parallel=1)
    assert outbox.deliver() == 0
    assert _of(store, "ann").error == "SystemExit: 3"
    clock.move_to(BEGIN_US + MINUTE_US)
    with pytest.raises(KeyboardInterrupt):
        outbox.deliver()
