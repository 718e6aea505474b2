"""Effects handed out, and tasks given back."""

import io
import json
import random
import threading

import pytest
from support.small_journeys import BEGIN_US, MINUTE_US, happened, small_map

from desireline.diagnostics import DesirelineError, Diagnostic
from desireline.live import GiveUpError, HandedOut, Outbox, Retries, Runtime, Store, Tasks, VirtualClock, log_to

STEPS = {
    "ask": {"do": [{"id": "tell", "call": "crm"}], "next": ["look"]},
    "look": {"do": [{"id": "tell_again", "call": "crm"}]},
    "help": {"do": [{"id": "phone", "handoff": "care", "title": "Phone", "due": "10m"}]},
}


@pytest.fixture
def runtime(store: Store) -> Runtime:
    map_ = small_map(STEPS, ["helped"], teams={"care": {"title": "Care"}})
    return Runtime([map_], store, VirtualClock(BEGIN_US))


class _Receiver:
    """Takes effects, or fails while it is down."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.keys = error, []

    def __call__(self, handed: HandedOut) -> None:
        self.keys.append(handed.key)
        if self.error is not None:
            raise self.error


def _outbox(runtime: Runtime, receiver: _Receiver, **options: Retries) -> Outbox:
    return Outbox(runtime.store, runtime.clock, {"call:crm": receiver}, retries=options, rng=random.Random(1))


def test_a_failed_attempt_is_made_again_with_the_same_key_and_nothing_overtakes_it(runtime: Runtime) -> None:
    runtime.take([happened("ask", 0), happened("look", 0)])
    receiver = _Receiver(ConnectionError("down"))
    outbox = _outbox(runtime, receiver)
    assert outbox.deliver() == 0
    assert outbox.deliver() == 0
    receiver.error = None
    runtime.clock.move_to(outbox.next_attempt_us())
    assert outbox.deliver() == 2
    first, second = "small:tell::ask-ann-0", "small:tell_again::look-ann-0"
    assert receiver.keys == [first, first, second]


def test_one_customer_who_waits_does_not_hold_up_another(runtime: Runtime) -> None:
    runtime.take([happened("ask", 0), happened("ask", 0, "bob")])
    outbox = Outbox(runtime.store, runtime.clock, {"call:crm": lambda handed: 1 / (handed.customer == "bob")})
    assert outbox.deliver() == 1


def test_what_is_given_up_is_a_dead_letter_that_can_be_retried_or_dropped(runtime: Runtime) -> None:
    runtime.take([happened("ask", 0), happened("ask", 0, "bob")])
    receiver = _Receiver(GiveUpError("no such customer"))
    outbox = _outbox(runtime, receiver)
    outbox.deliver()
    ann, bob = outbox.dead()
    assert ann.error == "GiveUpError: no such customer"
    receiver.error = None
    assert (outbox.retry([ann.effect.id]), outbox.drop([bob.effect.id]), outbox.deliver()) == (1, 1, 1)
    assert outbox.dead() == []


def test_an_attempt_that_nobody_reported_on_is_made_again_when_its_lease_is_over(runtime: Runtime) -> None:
    runtime.take([happened("ask", 0)])
    with runtime.store.transaction() as tx:
        tx.effects.claim(["call:crm"], BEGIN_US, BEGIN_US + MINUTE_US, 10)
    receiver = _Receiver()
    outbox = _outbox(runtime, receiver)
    assert outbox.deliver() == 0
    runtime.clock.move_to(BEGIN_US + MINUTE_US)
    assert outbox.deliver() == 1


def test_waits_grow_to_a_limit() -> None:
    retries, rng = Retries(first_seconds=1, most_seconds=60), random.Random(1)
    waits = [retries.wait_us(attempt, rng) / 1e6 for attempt in (1, 2, 5, 50)]
    assert all(most / 2 <= wait <= most for wait, most in zip(waits, (1, 2, 16, 60), strict=True))


def test_the_log_says_what_would_be_done(runtime: Runtime) -> None:
    runtime.take([happened("ask", 0)])
    stream = io.StringIO()
    Outbox(runtime.store, runtime.clock, {"call:crm": log_to(stream)}).deliver()
    assert json.loads(stream.getvalue())["key"] == "small:tell::ask-ann-0"


class _Pieces(io.StringIO):
    """Keeps what is written piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def write(self, text: str) -> int:
        self.pieces.append(text)
        return len(text)


def test_a_line_of_the_log_is_written_in_one_piece_as_lanes_write_at_the_same_time(runtime: Runtime) -> None:
    runtime.take([happened("ask", 0)])
    stream = _Pieces()
    Outbox(runtime.store, runtime.clock, {"call:crm": log_to(stream)}).deliver()
    assert [piece[-2:] for piece in stream.pieces] == ["}\n"]


def test_a_task_carries_the_story_and_its_result_moves_the_journey_on(runtime: Runtime) -> None:
    runtime.take([happened("ask", 0), happened("help", 0)])
    tasks = Tasks(runtime)
    (waiting,) = tasks.waiting("care")
    taken = tasks.take(waiting.effect.id, "kim")
    assert [visit.step for visit in taken.story.journeys["small"].visits] == ["ask", "help"]
    runtime.clock.move_to(BEGIN_US + MINUTE_US)
    assert tasks.give_back(waiting.effect.id, "helped").status == "taken"
    runtime.clock.move_to(BEGIN_US + 2 * MINUTE_US)
    runtime.alias([("ann", "abe")])
    assert tasks.give_back(waiting.effect.id, "helped").status == "duplicate"
    assert [trip.how for trip in runtime.reading().journeys("small").trips] == ["helped"]
    assert (tasks.waiting(), tasks.taken()) == ([], [])


def test_a_task_is_taken_by_one(runtime: Runtime) -> None:
    runtime.take([happened("help", 0)])
    tasks = Tasks(runtime)
    id_ = tasks.waiting()[0].effect.id
    with pytest.raises(DesirelineError, match=r"L107: task .* is not taken: it is waiting"):
        tasks.give_back(id_, "helped")
    tasks.take(id_, "kim")
    with pytest.raises(DesirelineError, match=r"L107: task .* is not waiting: it is taken by kim"):
        tasks.take(id_, "lee")
    with pytest.raises(DesirelineError, match="L107: there is no task"):
        tasks.take("none", "lee")


def test_a_task_that_was_taken_and_will_not_be_done_waits_again(runtime: Runtime) -> None:
    runtime.take([happened("help", 0)])
    tasks = Tasks(runtime)
    id_ = tasks.waiting()[0].effect.id
    with pytest.raises(DesirelineError, match=r"L107: task .* is not taken: it is waiting"):
        tasks.release(id_)
    tasks.take(id_, "kim")
    assert (tasks.release(id_).by, tasks.taken()) == (None, [])
    assert tasks.take(id_, "lee").task.by == "lee"
    assert [(line.kind, line.said) for line in runtime.reading().audit()] == [("released", "was taken by kim")]


def test_delivery_goes_on_after_the_store_failed(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime.take([happened("ask", 0)])
    delivered, failing = threading.Event(), [DesirelineError(Diagnostic("L103", "no space left"))]
    outbox = Outbox(runtime.store, runtime.clock, {"call:crm": lambda handed: delivered.set()})
    deliver = outbox.deliver

    def fail_once() -> int:
        if failing:
            raise failing.pop()
        return deliver()

    monkeypatch.setattr(outbox, "deliver", fail_once)
    outbox.start(poll_seconds=0.01)
    assert delivered.wait(5)
    outbox.close()
    assert outbox.failure is None


def test_tasks_are_listed_page_by_page_those_due_first_at_the_head(runtime: Runtime) -> None:
    runtime.take([happened("help", 5 - number, f"c{number}") for number in range(5)])
    tasks, seen, after = Tasks(runtime), [], None
    assert [task.customer for task in tasks.waiting("care", most=3)] == ["c4", "c3", "c2"]
    assert tasks.waiting("other") == []
    while page := tasks.waiting("care" if len(seen) % 2 else None, most=1, after=after):
        seen.append(page[0].customer)
        after = page[0].effect.id
        tasks.take(after, "kim")  # who is taken meanwhile is a place in the list all the same
    assert seen == ["c4", "c3", "c2", "c1", "c0"]
    assert [task.customer for task in tasks.taken("care", most=9, after=tasks.taken()[1].effect.id)] == ["c2", "c1", "c0"]
