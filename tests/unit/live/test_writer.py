"""The threads that take in what many hand in."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from support.small_journeys import happened

from desireline.live import Answer
from desireline.live.writer import Writer
from desireline.model import Event

MOST_SECONDS = 20


def _writer(take: Callable[[Sequence[Any]], list[Answer]], each: Callable[[], bool] = lambda: False, **given: Any) -> Writer:
    return Writer(take, **{"threads": 1, "group_most": 1, "queue_most": 100, "each": each, "each_seconds": None, **given})


def test_events_are_taken_in_between_while_there_is_more_to_catch_up() -> None:
    done, all_there = [], threading.Event()

    def take(events: Sequence[object]) -> list[Answer]:
        all_there.wait(MOST_SECONDS)
        done.append("taken")
        return [Answer("taken") for _ in events]

    def each() -> bool:
        all_there.wait(MOST_SECONDS)
        done.append("caught up")
        return done.count("caught up") < 3

    writer = _writer(take, each, each_seconds=3600.0)
    waiting = [writer.submit([happened("ask", number)]) for number in range(3)]
    all_there.set()
    for future in waiting:
        future.result(MOST_SECONDS)
    writer.close()
    assert done[:4] in (["taken", "caught up"] * 2, ["caught up", "taken"] * 2)


@pytest.mark.parametrize("name", ["ask", "identify"])
def test_events_of_different_customers_are_at_work_at_once(name: str) -> None:
    both = threading.Barrier(2, timeout=MOST_SECONDS)

    def take(events: Sequence[object]) -> list[Answer]:
        both.wait()
        return [Answer("taken") for _ in events]

    writer = _writer(take, threads=2)
    for future in [writer.submit([happened(name, 0, customer)]) for customer in ("ann", "bob")]:
        assert future.result(MOST_SECONDS) == [Answer("taken")]
    writer.close()


def test_events_of_one_customer_are_taken_in_the_order_in_which_they_came() -> None:
    events = [
        happened("ask", 0, "visitor"),
        happened("identify", 1, "ann", was="visitor"),
        *(happened("look", minute, "ann") for minute in range(2, 30)),
    ]
    taken: list[Event] = []
    at_work = threading.Lock()

    def take(group: Sequence[Event]) -> list[Answer]:
        assert at_work.acquire(blocking=False)
        taken.extend(group)
        at_work.release()
        return [Answer("taken") for _ in group]

    writer = _writer(take, threads=4)
    for future in [writer.submit([event]) for event in events]:
        assert future.result(MOST_SECONDS) == [Answer("taken")]
    writer.close()
    assert taken == events


def test_what_waits_for_a_customer_is_taken_also_where_the_one_before_fails() -> None:
    def take(group: Sequence[Event]) -> list[Answer]:
        if group[0].name == "ask":
            raise ValueError("refused")
        return [Answer("taken") for _ in group]

    writer = _writer(take, threads=2)
    first, second = writer.submit([happened("ask", 0)]), writer.submit([happened("look", 1)])
    assert second.result(MOST_SECONDS) == [Answer("taken")]
    with pytest.raises(ValueError, match="refused"):
        first.result(MOST_SECONDS)
    writer.close()


def test_it_is_time_for_each_in_one_thread_only() -> None:
    at_work, often = threading.Lock(), threading.Semaphore(0)
    alone: list[bool] = []

    def each() -> bool:
        alone.append(free := at_work.acquire(blocking=False))
        often.release()
        if free:
            at_work.release()
        return False

    writer = _writer(lambda events: [Answer("taken") for _ in events], each, threads=4, each_seconds=0.001)
    assert all(often.acquire(timeout=MOST_SECONDS) for _ in range(20))
    writer.close()
    assert all(alone)
