"""After a new version of a map, customers are computed anew in the background; in a rehearsal the clock follows the events."""

import time

from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.live import Outbox, Rehearsal, Renewing, Runtime, Store, VirtualClock, rehearsal_clock
from desireline.model import Event

BEFORE = {"ask": {"promises": [{"id": "soon", "title": "Soon", "within": "10m", "late": [{"id": "nag", "call": "crm"}]}]}}
AFTER = {"ask": {"promises": [{"id": "soon", "title": "Soon", "within": "20m", "late": [{"id": "nag", "call": "crm"}]}]}}


def test_all_customers_are_on_the_new_version_in_the_end(store: Store) -> None:
    clock = VirtualClock(BEGIN_US)
    with Runtime([small_map(BEFORE)], store, clock) as before:
        before.take([happened("ask", 0, f"c{number}") for number in range(25)])
    after = Runtime([small_map(AFTER)], store, clock)
    renewing = Renewing(after, most=10)
    version, give_up = next(iter(after.programs.values())).version, time.monotonic() + 30
    while after.reading().states() != {("small", version): 25} and time.monotonic() < give_up:
        time.sleep(0.01)
    renewing.close()
    assert after.reading().states() == {("small", version): 25}
    assert (renewing.renewed, renewing.failure) == (25, None)
    assert after.next_due_us() == BEGIN_US + 20 * MINUTE_US


def test_who_was_had_by_a_node_of_an_earlier_version_meanwhile_is_renewed_too(store: Store) -> None:
    clock = VirtualClock(BEGIN_US)
    before, after = Runtime([small_map(BEFORE)], store, clock), Runtime([small_map(AFTER)], store, clock)
    renewing, give_up = Renewing(after, rest_seconds=0.01), time.monotonic() + 30
    for minute in (0, 1):
        before.take([happened("ask", minute)])
        while after.next_due_us() != BEGIN_US + 20 * MINUTE_US and time.monotonic() < give_up:
            time.sleep(0.01)
        clock.move_to(BEGIN_US + MINUTE_US)
    renewing.close()
    assert after.next_due_us() == BEGIN_US + 20 * MINUTE_US
    assert renewing.renewed == 2


def test_time_passes_up_to_each_event_and_nothing_is_late(store: Store) -> None:
    clock = rehearsal_clock(store, BEGIN_US)
    runtime = Runtime([small_map(BEFORE)], store, clock)
    called: list[tuple[str, int]] = []
    outbox = Outbox(store, clock, {"call:crm": lambda handed: called.append((handed.customer, clock.now_us()))})
    rehearsal = Rehearsal(runtime, clock, outbox)
    sent: list[Event] = [happened("ask", 0), happened("ask", 60, "bob"), happened("ask", 60 * 24 * 400, "eve")]
    assert [answer.status for answer in rehearsal.submit(sent).result()] == ["taken", "taken", "quarantined"]
    assert called == [("ann", BEGIN_US + 10 * MINUTE_US + 1)]
    assert clock.now_us() == BEGIN_US + 60 * MINUTE_US
    assert rehearsal.pass_until(BEGIN_US + 120 * MINUTE_US) == rehearsal.pass_until(BEGIN_US) == BEGIN_US + 120 * MINUTE_US
    assert [customer for customer, _ in called] == ["ann", "bob"]
    rehearsal.close()
    assert rehearsal_clock(store, BEGIN_US).now_us() == BEGIN_US + 60 * MINUTE_US
    assert rehearsal_clock(store, BEGIN_US + 90 * MINUTE_US).now_us() == BEGIN_US + 90 * MINUTE_US
