"""Tasks for people: taken, and given back with a result that the journey goes on from."""

from collections.abc import Mapping, Sequence

import msgspec

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.customers import Customers
from desireline.live.intake import Answer, Intake
from desireline.live.reading import CustomerStory
from desireline.live.reasons import with_key
from desireline.live.results import TASK_SOURCE, another_result, result_of, unknown_result, with_own_key
from desireline.live.runtime import Runtime
from desireline.live.store import ContendedError, Transaction
from desireline.live.stored import TASK_LANE, Noted, Settled, Status, StoredEffect, TaskStatus
from desireline.model import Event, PropertyValue


class TakenTask(msgspec.Struct, frozen=True):
    """A task with all that is known of its customer."""

    task: StoredEffect
    story: CustomerStory


class Tasks:
    """The tasks and handoffs of a runtime's store."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def waiting(
        self, team: str | None = None, most: int = 1000, after: str | None = None, most_bytes: int | None = None
    ) -> Sequence[StoredEffect]:
        """Tasks that nobody took yet, of one team or of all, those due first at the head. `after`: the id of the one that they come after,
        also where it was taken meanwhile; `most_bytes`: it ends with the one by which they have so many bytes, as they are kept."""
        return self._listed("owed", team, most, after, most_bytes)

    def taken(
        self, team: str | None = None, most: int = 1000, after: str | None = None, most_bytes: int | None = None
    ) -> Sequence[StoredEffect]:
        """Tasks that someone is at."""
        return self._listed("sending", team, most, after, most_bytes)

    def take(self, id_: str, by: str) -> TakenTask:
        """Take a task: from then on it is not withdrawn. Raises DesirelineError (L107) where it is not waiting."""
        task = self._runtime.store.run(lambda tx: _take(tx, id_, by))
        return TakenTask(task, self._runtime.reading().story(task.customer))

    def release(self, id_: str, by: str | None = None) -> StoredEffect:
        """Let a task that was taken wait again for anybody, as whoever has it will not do it. It is as if nobody had taken it, so where its
        cause went meanwhile it is withdrawn; the audit says who had it. Raises DesirelineError (L107) where nobody took it.

        by  who says so, for the audit
        """
        return self._runtime.store.run(lambda tx: self._released(tx, id_, by))

    def _released(self, tx: Transaction, id_: str, by: str | None) -> StoredEffect:
        now_us, programs = self._runtime.clock.now_us(), self._runtime.programs
        customer = _in(tx, id_, ("sending",), "taken").customer
        locked = tx.lock([customer])
        task = _in(tx, id_, ("sending",), "taken")
        if task.customer != customer or (locked is not None and customer not in locked):
            raise ContendedError
        tx.effects.change([id_], ("sending",), "owed", now_us)
        tx.records.note([Noted(now_us, "released", id_, f"was taken by {task.by}{with_key(by)}")])
        if task.effect.journey in programs:
            customers = Customers(programs, tx, now_us)
            customers.compute_anew({customer: f"its cause was gone when it was released by {task.by}"})
            customers.write()
        return tx.effects.by_id([id_])[0]

    def give_back(self, id_: str, result: str, properties: Mapping[str, PropertyValue] | None = None, *, unmapped: bool = False) -> Answer:
        """Report what came of a task, as an event `result` of its customer, now. The same reported twice counts once.

        Where the task's map parts trips by a field (`trip.per`) that the properties do not say, it is the task's own trip that the result
        is of; what they say, counts.

        unmapped  take it also where no map knows the result: the task is closed, and the journey stays where it is

        Raises DesirelineError where nobody took the task (L107), where it was given back with another result (L111), and where no map
        knows the result (L112): then it stays as it was.
        """
        return self._runtime.store.run(lambda tx: self._given_back(tx, id_, result, properties or {}, unmapped=unmapped))

    def _given_back(self, tx: Transaction, id_: str, result: str, properties: Mapping[str, PropertyValue], *, unmapped: bool) -> Answer:
        task, programs, now_us = _in(tx, id_, ("sending", "done"), "taken"), self._runtime.programs, self._runtime.clock.now_us()
        before = _reported(tx, id_)
        said = with_own_key(tx, programs.get(task.effect.journey), task, before, properties)
        event = result_of(task, result, dict(said), now_us, before)
        if before is None and not unmapped and (unknown := unknown_result(programs, task, result)) is not None:
            raise DesirelineError(unknown)
        (answer,) = Intake(programs, self._runtime.hints, tx, now_us).take([event])
        if answer.status == "differs" and (there := _reported(tx, id_)) is not None:
            raise DesirelineError(another_result(there, event))
        if answer.status != "quarantined":
            tx.effects.settle([Settled(id_, "done", now_us)])
        return answer

    def _listed(self, status: TaskStatus, team: str | None, most: int, after: str | None, most_bytes: int | None) -> Sequence[StoredEffect]:
        with self._runtime.store.snapshot() as tx:
            return tx.effects.tasks(status, most, team, after, most_bytes)


def _take(tx: Transaction, id_: str, by: str) -> StoredEffect:
    _in(tx, id_, ("owed",), "waiting")
    if not tx.effects.take(id_, by):  # another was quicker
        raise DesirelineError(_not_there(id_, tx.effects.by_id([id_]), "waiting"))
    return tx.effects.by_id([id_])[0]


def _in(tx: Transaction, id_: str, statuses: Sequence[Status], wanted: str) -> StoredEffect:
    found = tx.effects.by_id([id_])
    if not found or found[0].lane != TASK_LANE or found[0].status not in statuses:
        raise DesirelineError(_not_there(id_, found, wanted))
    return found[0]


def _reported(tx: Transaction, id_: str) -> Event | None:
    """What a task was given back with."""
    return tx.events.stored([(TASK_SOURCE, id_)]).get((TASK_SOURCE, id_))


def _not_there(id_: str, found: Sequence[StoredEffect], wanted: str) -> Diagnostic:
    if not found or found[0].lane != TASK_LANE:
        return Diagnostic("L107", f"there is no task `{id_}`", fix=Fix("use an id that `waiting` or `taken` gives"))
    words = {"owed": "waiting", "sending": f"taken by {found[0].by}", "done": "given back"}
    return Diagnostic("L107", f"task `{id_}` is not {wanted}: it is {words.get(found[0].status, found[0].status)}")
