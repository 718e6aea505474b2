"""Work is done once for all who ask, told how far it is, and stopped when nobody waits."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from threading import Event
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from desireline.service import Call, Operation, ProblemError, Reply, application
from desireline.service.works import MOST_THREADS, StoppedError, Works


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


def test_work_whose_asker_went_away_without_a_word_is_stopped() -> None:
    works = Works()
    work = Counted(works)

    async def goes() -> dict[str, Any]:
        while not work.begun.is_set():
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def ask() -> None:
        answer = works.answering(lambda _: works.once("what", work))
        async with asyncio.timeout(10):
            with pytest.raises(ProblemError) as stopped:
                await answer(Call(Request({"type": "http", "headers": []}, goes), {}, None))
        assert stopped.value.problem.status == 409

    asyncio.run(ask())


class Everybody:
    """Anybody may call."""

    async def admits(self, request: Request) -> bool:
        """Yes."""
        return True


def test_short_questions_are_answered_however_many_wait_for_long_work() -> None:
    works = Works()
    work = Counted(works)

    def asked(path: str, handle: Any) -> Operation:
        return Operation(
            name=path[1:], method="GET", path=path, tag="", summary="", handle=handle, replies={HTTPStatus.OK: Reply(description="")}
        )

    app = application([asked("/long", works.answering(lambda _: works.once("what", work))), asked("/short", lambda _: 1)], Everybody())

    async def ask() -> None:
        async with asyncio.timeout(20), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            names = [str(number) for number in range(MOST_THREADS + 50)]
            long = [asyncio.create_task(client.get("/long", headers={"Desireline-Question": name})) for name in names]
            while not all(works.how_far(name).under_way for name in names):
                await asyncio.sleep(0.01)
            assert (await client.get("/short")).json() == 1
            works.stop(names[-1])
            work.go_on.set()
            statuses = [(await one).status_code for one in long]
            assert statuses == [200] * (len(names) - 1) + [409]

    asyncio.run(ask())
