"""Tasks for people: taken, and given back with a result that the journey goes on from."""

from collections.abc import Mapping, Sequence

import msgspec

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.intake import Answer, Intake
from desireline.live.reading import CustomerStory
from desireline.live.runtime import Runtime
from desireline.live.store import Transaction
from desireline.live.stored import TASK_LANE, Noted, Settled, StoredEffect, TaskStatus
from desireline.model import Event, PropertyValue

TASK_SOURCE = "desireline.task"
"""The source of the events that results of tasks are."""


class TakenTask(msgspec.Struct, frozen=True):
    """A task with all that is known of its customer."""

    task: StoredEffect
    story: CustomerStory


class Tasks:
    """The tasks and handoffs of a runtime's store."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def waiting(self, team: str | None = None, most: int = 1000, after: str | None = None) -> Sequence[StoredEffect]:
        """Tasks that nobody took yet, of one team or of all, those due first at the head. `after`: the id of the one that they come after,
        also where it was taken meanwhile."""
        return self._listed("owed", team, most, after)

    def taken(self, team: str | None = None, most: int = 1000, after: str | None = None) -> Sequence[StoredEffect]:
        """Tasks that someone is at."""
        return self._listed("sending", team, most, after)

    def take(self, id_: str, by: str) -> TakenTask:
        """Take a task: from then on it is not withdrawn. Raises DesirelineError (L107) where it is not waiting."""
        task = self._runtime.store.run(lambda tx: _take(tx, id_, by))
        return TakenTask(task, self._runtime.reading().story(task.customer))

    def release(self, id_: str) -> StoredEffect:
        """Let a task that was taken wait again for anybody, as whoever has it will not do it. Raises DesirelineError (L107) where nobody
        took it."""
        return self._runtime.store.run(lambda tx: self._released(tx, id_))

    def _released(self, tx: Transaction, id_: str) -> StoredEffect:
        found, now_us = tx.effects.by_id([id_]), self._runtime.clock.now_us()
        if not found or found[0].lane != TASK_LANE or not tx.effects.change([id_], ("sending",), "owed", now_us):
            raise DesirelineError(_not_there(id_, found, "taken"))
        tx.records.note([Noted(now_us, "released", id_, f"was taken by {found[0].by}")])
        return tx.effects.by_id([id_])[0]

    def give_back(self, id_: str, result: str, properties: Mapping[str, PropertyValue] | None = None) -> Answer:
        """Report what came of a task, as an event `result` of its customer, now. Reporting it twice counts once.

        Raises DesirelineError (L107) where nobody took it.
        """
        return self._runtime.store.run(lambda tx: self._given_back(tx, id_, result, {**(properties or {})}))

    def _given_back(self, tx: Transaction, id_: str, result: str, properties: dict[str, PropertyValue]) -> Answer:
        found = tx.effects.by_id([id_])
        if not found or found[0].lane != TASK_LANE or found[0].status not in ("sending", "done"):
            raise DesirelineError(_not_there(id_, found, "taken"))
        now_us = self._runtime.clock.now_us()
        before = tx.events.stored([(TASK_SOURCE, id_)]).get((TASK_SOURCE, id_))
        # Who reports it again does so later, and the customer may have another name by then: it is the same result all the same.
        time_us, customer = (now_us, found[0].customer) if before is None else (before.time_us, before.customer)
        event = Event(id=id_, time_us=time_us, customer=customer, name=result, source=TASK_SOURCE, properties=properties)
        (answer,) = Intake(self._runtime.programs, tx, now_us).take([event])
        if answer.status != "quarantined":
            tx.effects.settle([Settled(id_, "done", now_us)])
        return answer

    def _listed(self, status: TaskStatus, team: str | None, most: int, after: str | None) -> Sequence[StoredEffect]:
        with self._runtime.store.snapshot() as tx:
            return tx.effects.tasks(status, most, team, after)


def _take(tx: Transaction, id_: str, by: str) -> StoredEffect:
    found = tx.effects.by_id([id_])
    if not found or found[0].lane != TASK_LANE or not tx.effects.take(id_, by):
        raise DesirelineError(_not_there(id_, found, "waiting"))
    return tx.effects.by_id([id_])[0]


def _not_there(id_: str, found: Sequence[StoredEffect], wanted: str) -> Diagnostic:
    if not found or found[0].lane != TASK_LANE:
        return Diagnostic("L107", f"there is no task `{id_}`", fix=Fix("use an id that `waiting` or `taken` gives"))
    words = {"owed": "waiting", "sending": f"taken by {found[0].by}", "done": "given back"}
    return Diagnostic("L107", f"task `{id_}` is not {wanted}: it is {words.get(found[0].status, found[0].status)}")
