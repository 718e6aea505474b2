"""What tasks are given back with, and what becomes of one that nobody will do."""

from collections.abc import Mapping
from typing import Any

import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.diagnostics import DesirelineError
from desireline.live import Outbox, Retries, Runtime, Store, Tasks, VirtualClock
from desireline.model import Map

HELP: dict[str, Mapping[str, Any]] = {"help": {"do": [{"id": "phone", "handoff": "care", "title": "Phone"}]}, "look": {}, "ask": {}}
CARE = {"teams": {"care": {"title": "Care"}}}


def _by_case(kind: Any = "text") -> Map:
    return small_map(HELP, ["helped"], fields={"case": kind}, trip={"quiet": "1d", "per": "case"}, **CARE)


def _runtime(store: Store, map_: Map) -> Runtime:
    return Runtime([map_], store, VirtualClock(BEGIN_US))


def _taken(runtime: Runtime) -> tuple[Tasks, str]:
    tasks = Tasks(runtime)
    id_ = tasks.waiting()[0].effect.id
    tasks.take(id_, "kim")
    return tasks, id_


def _steps(runtime: Runtime) -> dict[str | None, list[str]]:
    found = runtime.reading().journeys("small")
    return {trip.key: [visit.step for visit in found.visits if visit.trip == trip.trip] for trip in found.trips}


@pytest.mark.parametrize(("kind", "one", "other"), [("text", "A", "B"), ("number", 1.0, 2.0), ("integer", 1, 2)])
def test_a_result_is_of_the_tasks_own_trip_where_the_key_is_not_said(store: Store, kind: str, one: Any, other: Any) -> None:
    runtime = _runtime(store, _by_case(kind))
    runtime.take([happened("help", 0, case=one), happened("look", 0, case=other)])
    tasks, id_ = _taken(runtime)
    runtime.clock.move_to(BEGIN_US + MINUTE_US)
    assert [tasks.give_back(id_, "look").status for _ in range(2)] == ["taken", "duplicate"]
    assert _steps(runtime) == {str(one): ["help", "look"], str(other): ["look"]}


def test_a_key_that_is_said_counts(store: Store) -> None:
    runtime = _runtime(store, _by_case())
    runtime.take([happened("help", 0, case="A"), happened("look", 0, case="B")])
    tasks, id_ = _taken(runtime)
    runtime.clock.move_to(BEGIN_US + MINUTE_US)
    assert tasks.give_back(id_, "ask", {"case": "C"}).status == "taken"
    assert _steps(runtime) == {"A": ["help"], "B": ["look"], "C": ["ask"]}


def test_a_trip_that_took_a_key_over_since_is_meant_by_that_key(store: Store) -> None:
    runtime = _runtime(store, _by_case())
    runtime.take([happened("help", 0)])
    runtime.clock.move_to(BEGIN_US + 2 * MINUTE_US)
    runtime.take([happened("look", 1, case="A"), happened("look", 2, case="B")])
    tasks, id_ = _taken(runtime)
    runtime.clock.move_to(BEGIN_US + 3 * MINUTE_US)
    assert [tasks.give_back(id_, "ask").status for _ in range(2)] == ["taken", "duplicate"]
    assert _steps(runtime) == {"A": ["help", "look", "ask"], "B": ["look"]}


def test_a_result_that_no_map_knows_leaves_the_task_as_it_is(store: Store) -> None:
    runtime = _runtime(store, _by_case())
    runtime.take([happened("help", 0)])
    tasks, id_ = _taken(runtime)
    with pytest.raises(DesirelineError, match="L112: no map knows the result `helpd`") as refused:
        tasks.give_back(id_, "helpd")
    (diagnostic,) = refused.value.diagnostics
    assert [near.name for near in diagnostic.near] == ["helped", "help"]
    assert diagnostic.label == "the map small knows `helped`, `help`, `look`, `ask`"
    assert [task.effect.id for task in tasks.taken()] == [id_]
    runtime.clock.move_to(BEGIN_US + MINUTE_US)
    assert tasks.give_back(id_, "helped").status == "taken"
    assert _steps(runtime) == {None: ["help", "helped"]}


def test_a_result_that_no_map_knows_is_taken_where_that_is_meant(store: Store) -> None:
    runtime = _runtime(store, _by_case())
    runtime.take([happened("help", 0)])
    tasks, id_ = _taken(runtime)
    assert tasks.give_back(id_, "not reached", unmapped=True).status == "taken"
    assert tasks.give_back(id_, "not reached").status == "duplicate"
    assert tasks.taken() == []


def test_a_task_has_one_result(store: Store) -> None:
    runtime = _runtime(store, _by_case())
    runtime.take([happened("help", 0)])
    tasks, id_ = _taken(runtime)
    tasks.give_back(id_, "look", {"note": "x"})
    with pytest.raises(DesirelineError, match=r"L111: task .* was given back before, at 2026-03-02T08:00:00.*, with the result `look`"):
        tasks.give_back(id_, "ask", {"note": "x"})
    with pytest.raises(DesirelineError, match=r"L111: .* with another value of `note`"):
        tasks.give_back(id_, "look", {"note": "y"})
    assert tasks.give_back(id_, "look", {"note": "x"}).status == "duplicate"
    assert runtime.reading().audit() == []


def test_a_released_task_is_withdrawn_once_its_cause_is_gone(store: Store) -> None:
    runtime = _runtime(store, _by_case())
    runtime.take([happened("help", 0)])
    tasks, id_ = _taken(runtime)
    tasks.release(id_)
    without = _runtime(store, small_map({"help": {}}, ["helped"], **CARE))
    without.renew()
    (task,) = without.reading().effects("withdrawn")
    assert (task.effect.id, task.attempts) == (id_, 0)


def test_a_task_whose_cause_went_while_someone_had_it_is_withdrawn_when_it_is_released(store: Store) -> None:
    runtime = _runtime(store, _by_case())
    runtime.take([happened("help", 0)])
    _taken(runtime)
    without = _runtime(store, small_map({"help": {}}, ["helped"], **CARE))
    without.renew()
    (held,) = Tasks(without).taken()
    assert Tasks(without).release(held.effect.id, by="first").status == "withdrawn"
    assert [(line.kind, line.said) for line in without.reading().audit()[::-1]] == [
        ("released", "was taken by kim, asked for with the key first"),
        ("withdrawn", "its cause was gone when it was released by kim"),
    ]


def test_a_retried_effect_has_all_its_attempts_again_and_still_counts_as_handed_out(store: Store) -> None:
    steps = {"ask": {"do": [{"id": "tell", "call": "crm"}]}}
    runtime = _runtime(store, small_map(steps, ["helped"]))
    runtime.take([happened("ask", 0)])

    def fail(_handed: object) -> None:
        raise ConnectionError("down")

    outbox = Outbox(store, runtime.clock, {"call:crm": fail}, retries={"call:crm": Retries(first_seconds=1, attempts=2)})

    def attempt_twice() -> None:
        for _ in range(2):
            runtime.clock.move_to(max(outbox.next_attempt_us() or 0, runtime.clock.now_us()))
            outbox.deliver()

    attempt_twice()
    (dead,) = outbox.dead()
    assert (dead.attempts, outbox.retry([dead.effect.id])) == (2, 1)
    (again,) = runtime.reading().effects("owed")
    assert (again.attempts, again.handed_out) == (0, True)
    without = _runtime(store, small_map({"ask": {}}, ["helped"]))
    without.renew()
    assert without.reading().effects("withdrawn") == []
    attempt_twice()
    assert [one.attempts for one in outbox.dead()] == [2]


def test_what_a_map_knows_that_is_run_elsewhere_is_not_judged_here(store: Store) -> None:
    runtime = _runtime(store, _by_case())
    runtime.take([happened("help", 0, case="A")])
    _taken(runtime)
    elsewhere = _runtime(store, small_map({"buy": {}}, journey="other"))
    (held,) = Tasks(elsewhere).taken()
    assert Tasks(elsewhere).give_back(held.effect.id, "look").status == "taken"
    runtime.renew()
    assert _steps(runtime) == {"A": ["help", "look"]}
