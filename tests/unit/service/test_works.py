"""Work is done once for all who ask, told how far it is, and stopped when nobody waits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from desireline.service.works import StoppedError, Works


class Counted:
    """Work that tells of itself until it is let go."""

    def __init__(self, works: Works) -> None:
        self.works, self.begun, self.go_on, self.times = works, Event(), Event(), 0

    def __call__(self) -> int:
        self.times += 1
        told = self.works.progress()
        assert told is not None
        told("counting", 1, 4)
        self.begun.set()
        while not self.go_on.wait(0.01):
            told("counting", 2, 4)
        told("counting", 4, 4)
        return self.times


def _ask(works: Works, name: str | None, work: Counted) -> int:
    with works.asking(name):
        return works.once("what", work)


def test_two_who_ask_the_same_wait_for_the_same_work() -> None:
    works = Works()
    work = Counted(works)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(_ask, works, "first", work)
        assert work.begun.wait(5)
        second = pool.submit(_ask, works, "second", work)
        while not works.how_far("second").total:
            pass
        work.go_on.set()
        assert (first.result(5), second.result(5)) == (1, 1)
    assert not works.how_far("first").under_way
    assert _ask(works, None, work) == 2


def test_work_goes_on_until_the_last_one_has_gone() -> None:
    works = Works()
    work = Counted(works)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(_ask, works, "first", work)
        assert work.begun.wait(5)
        second = pool.submit(_ask, works, "second", work)
        while not works.how_far("second").total:
            pass
        works.stop("second")
        with pytest.raises(StoppedError):
            second.result(5)
        assert works.how_far("first").under_way
        works.stop("first")
        with pytest.raises(StoppedError):
            first.result(5)


def test_work_that_needs_other_work_is_told_and_stopped_by_it() -> None:
    works = Works()
    inner = Counted(works)
    with ThreadPoolExecutor(1) as pool:

        def outer() -> int:
            with works.asking("outer"):
                return works.once("outer", lambda: works.once("inner", inner))

        asked = pool.submit(outer)
        assert inner.begun.wait(5)
        assert works.how_far("outer").stage == "counting"
        works.stop("outer")
        with pytest.raises(StoppedError):
            asked.result(5)


def test_a_question_that_was_stopped_before_it_came_is_not_worked_for() -> None:
    works = Works()
    works.stop("gone")
    with works.asking("gone"), pytest.raises(StoppedError):
        works.once("what", lambda: pytest.fail("nobody waits for it"))


def test_what_goes_wrong_is_told_to_all_and_begun_anew() -> None:
    works = Works()
    with pytest.raises(ZeroDivisionError):
        works.once("what", lambda: 1 // 0)
    assert works.once("what", lambda: 1) == 1


def test_the_rest_of_a_stage_is_reckoned_from_what_is_done_of_it() -> None:
    now = [0.0]
    works = Works(lambda: now[0])
    seen = []

    def work() -> None:
        told = works.progress()
        assert told is not None
        for seconds, stage, done in ((0.0, "reading", 0), (2.0, "reading", 50), (2.0, "writing", 10), (12.0, "writing", 60)):
            now[0] = seconds
            told(stage, done, 100)
            seen.append(works.how_far("me").left_seconds)

    with works.asking("me"):
        works.once("what", work)
    assert seen == [None, 2.0, None, 8.0]
