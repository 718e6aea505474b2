"""The runtime as an application uses it, on real stores."""

import threading
import time

import pytest
from support.live_stores import effects_of
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.diagnostics import DesirelineError
from desireline.live import Runtime, Store, VirtualClock, pass_time
from desireline.model import Map

TALKING = {"do": [{"id": "tell", "call": "crm"}]}


def _map(**words: object) -> Map:
    return small_map({"ask": {**TALKING, **words}, "look": {}}, ["won"])


def _runtime(store: Store, *maps: Map, minute: float = 0) -> tuple[Runtime, VirtualClock]:
    clock = VirtualClock(BEGIN_US + round(minute * MINUTE_US))
    return Runtime(maps or [_map()], store, clock), clock


def test_an_answer_says_what_is_to_be_done_and_says_the_same_again(store: Store) -> None:
    runtime, _ = _runtime(store)
    (first,) = runtime.take([happened("ask", 0)])
    (again,) = runtime.take([happened("ask", 0)])
    assert (first.status, [effect.action for effect in first.effects]) == ("taken", ["tell"])
    assert (again.status, again.effects) == ("duplicate", first.effects)


def test_the_first_to_arrive_counts_and_one_that_differs_is_reported(store: Store) -> None:
    runtime, _ = _runtime(store)
    answers = runtime.take([happened("ask", 0, id_="e"), happened("won", 0, id_="e")])
    assert [answer.status for answer in answers] == ["taken", "differs"]
    assert [line.kind for line in runtime.reading().audit()] == ["differs"]


def test_the_longest_names_are_taken(store: Store) -> None:
    runtime, _ = _runtime(store)
    longest = {"id_": "i" * 500, "customer": "c" * 500, "source": "s" * 500}
    answers = runtime.take([happened("ask", 0, **longest), happened("identify", 0, "k" * 500, id_="j" * 500, was="w" * 500)])
    assert [answer.status for answer in answers] == ["taken", "taken"]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (happened("ask", 6), "time: more than five minutes ahead of the clock"),
        (happened("ask", 0, name_="a\0b"), "properties.name_: holds the character NUL"),
        (happened("ask", 0, x=float("nan")), "properties.x: not a finite number"),
        (happened("ask", 0, "\ud800", id_="e"), "customer: holds half a character (a lone surrogate)"),
        (happened("ask", 0, id_="i" * 501), "id: longer than 500 bytes"),
        (happened("ask", 0, "\u00e9" * 251, id_="e"), "customer: longer than 500 bytes"),
        (happened("identify", 0, was="w" * 501), "properties.was: longer than 500 bytes"),
        (happened("ask", 0, x=["a"]), "properties.x: a list is no text, number or truth value"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_taken_is_set_aside_and_hinders_no_other(store: Store, event, reason: str) -> None:
    runtime, _ = _runtime(store)
    answers = runtime.take([event, happened("ask", 0, "bob")])
    assert [(answer.status, answer.reason) for answer in answers] == [("quarantined", reason), ("taken", None)]
    assert [one.reason for one in runtime.reading().quarantined()] == [reason]


def test_a_late_event_withdraws_what_is_no_longer_owed(store: Store) -> None:
    promise = {"id": "soon", "title": "Soon", "within": "10m", "late": [{"id": "sorry", "call": "crm"}]}
    runtime, clock = _runtime(store, _map(promises=[promise]))
    runtime.take([happened("ask", 0)])
    pass_time(runtime, clock, BEGIN_US + 11 * MINUTE_US)
    assert [effect.action for effect in effects_of(store, "owed")] == ["tell", "sorry"]
    runtime.take([happened("look", 9)])
    assert [effect.action for effect in effects_of(store, "withdrawn")] == ["sorry"]


def test_what_is_first_owed_too_late_is_missed(store: Store) -> None:
    runtime, _ = _runtime(store, minute=6)
    (answer,) = runtime.take([happened("ask", 0)])
    assert answer.effects == ()
    assert [effect.action for effect in effects_of(store, "missed")] == ["tell"]


def test_one_map_asks_for_trips_on_another(store: Store) -> None:
    asking = _map(do=[{"id": "tell", "call": "crm", "when": "open('other')"}])
    other = Map(**{**{name: getattr(_map(), name) for name in _map().__dataclass_fields__}, "journey": "other"})
    runtime, _ = _runtime(store, asking, other, minute=1)
    runtime.take([happened("look", 0, "ann"), happened("ask", 1, "ann"), happened("ask", 1, "bob")])
    assert [e.event for e in effects_of(store) if e.journey == "small"] == ["ask-ann-1"]


def test_a_map_that_comes_later_knows_the_past(store: Store) -> None:
    _runtime(store)[0].take([happened("ask", 0)])
    other = Map(**{**{name: getattr(_map(), name) for name in _map().__dataclass_fields__}, "journey": "other"})
    runtime, _ = _runtime(store, _map(), other)
    assert runtime.renew() == 1
    runtime.take([happened("won", 0.01)])
    assert [trip.how for trip in runtime.reading().journeys("other").trips] == ["won"]


def test_many_threads_are_taken_in_together(store: Store) -> None:
    runtime, _ = _runtime(store)
    found = []

    def send(number: int) -> None:
        found.append(runtime.submit([happened("ask", 0, f"c{number}")]).result())

    threads = [threading.Thread(target=send, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    runtime.close()
    assert {answer.status for (answer,) in found} == {"taken"}
    with pytest.raises(DesirelineError, match="L106"):
        runtime.submit([happened("ask", 1)])


def test_who_gives_up_waiting_stops_nobody_else(store: Store) -> None:
    runtime = Runtime([_map()], store, VirtualClock(BEGIN_US))
    with store.transaction() as tx:
        tx.lock(["ann"])
        at_work = runtime.submit([happened("ask", 0)])
        while not at_work.running():
            time.sleep(0.001)
        given_up = runtime.submit([happened("ask", 1), happened("ask", 1, "bob")])
        assert (given_up.cancel(), at_work.cancel()) == (True, False)
    assert [answer.status for answer in runtime.submit([happened("ask", 0, "eve")]).result(20)] == ["taken"]
    runtime.close()
    with store.snapshot() as tx:
        assert tx.identities.everyone() == ["ann", "eve"]


def test_a_full_queue_says_so(store: Store) -> None:
    runtime = Runtime([_map()], store, VirtualClock(BEGIN_US), queue_most=1)
    with store.transaction() as tx:
        tx.lock([f"c{number}" for number in range(store.writers + 2)])
        with pytest.raises(DesirelineError, match="L105"):
            _ = [runtime.submit([happened("ask", 0, f"c{number}")]) for number in range(store.writers + 2)]
    runtime.close()


def test_two_maps_of_one_journey_are_refused(store: Store) -> None:
    with pytest.raises(DesirelineError, match="L104"):
        Runtime([_map(), _map()], store)


@pytest.mark.parametrize("name", ["", "a\0b", "\ud800", "n" * 501])
def test_names_that_no_store_can_keep_are_not_joined(store: Store, name: str) -> None:
    with pytest.raises(DesirelineError, match="L110"):
        _runtime(store)[0].alias([("ann", name)])
