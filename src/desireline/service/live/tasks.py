"""Tasks for people: listed, taken with the customer's story, given back with a result."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Annotated, Literal, TypeVar

import msgspec

from desireline.diagnostics import DesirelineError
from desireline.live.pages import PAGE_BYTES
from desireline.model import PropertyValue
from desireline.service.call import Call
from desireline.service.live.customers import told
from desireline.service.live.effects import Most
from desireline.service.live.served import Served
from desireline.service.live.shapes import AnswerShown, CustomerShown, EffectShown, effect_decided, effect_shown
from desireline.service.operation import Body, Operation, Reply
from desireline.service.problems import Fault, ProblemError, from_error, not_found, unreadable

T = TypeVar("T")
STORY_EVENTS = 1_000
TEAMS_SHOWN = 50
_NAMED = {"task": "its id"}
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class TasksQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which tasks are listed."""

    team: str | None = None
    state: Literal["waiting", "taken"] = "waiting"
    after: str | None = None
    most: Most = 100


class TasksShown(msgspec.Struct, frozen=True):
    """Tasks, those due first at the head. `after`: what to ask for to see those that follow; null: these are all."""

    tasks: Sequence[EffectShown]
    after: str | None


class TakeSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who takes a task."""

    by: Text


class TaskTaken(msgspec.Struct, frozen=True):
    """A task with all that is known of its customer, so that nothing need be told again."""

    task: EffectShown
    story: CustomerShown


class GiveBackSent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came of a task.

    result      the name of the event that it is: one that a map knows
    properties  what else is known of it; where they do not say the field that parts trips, it is of the task's own trip
    unmapped    take it also where no map knows the result: the task is closed, and the journey stays where it is
    """

    result: Text
    properties: dict[str, PropertyValue] = msgspec.field(default_factory=dict)
    unmapped: bool = False


def task_operations(served: Served) -> list[Operation]:
    """What is done with tasks."""

    def listed(call: Call) -> TasksShown:
        query = call.query
        if query.after is not None and not _is_task(served, query.after):
            raise unreadable("there is no task of this id", "after")
        ask = served.tasks.waiting if query.state == "waiting" else served.tasks.taken
        found = ask(query.team, query.most, query.after, PAGE_BYTES)
        if not found and query.team is not None and query.after is None:
            _check_team(served, query.team)
        shown = [effect_shown(stored, served.wording) for stored in found]
        return TasksShown(shown, shown[-1].id if shown and ask(query.team, 1, shown[-1].id) else None)

    def take(call: Call) -> TaskTaken:
        by = call.json(TakeSent).by
        _is_there(served, call.path["task"])
        taken = _done(lambda: served.tasks.take(call.path["task"], by))
        return TaskTaken(effect_shown(taken.task, served.wording), told(served, taken.story, served.programs, STORY_EVENTS))

    return [
        Operation(
            name="listTasks",
            method="GET",
            path="/v1/tasks",
            tag="Tasks",
            summary="List tasks that wait, or that someone is at",
            query=TasksQuery,
            parameters={
                "team": "only those of one team",
                "after": "the id of the task that they come after, also where it was taken meanwhile",
                "most": "how many",
            },
            replies={HTTPStatus.OK: Reply(description="tasks", type=TasksShown)},
            problems={HTTPStatus.UNPROCESSABLE_ENTITY: "no map has such a team; the problem names those that there are"},
            handle=listed,
        ),
        Operation(
            name="takeTask",
            method="POST",
            path="/v1/tasks/{task}/take",
            tag="Tasks",
            summary="Take a task",
            description="From then on it is not withdrawn, and nobody else can take it.",
            parameters=_NAMED,
            body=Body(description="who", types={"application/json": TakeSent}),
            replies={HTTPStatus.OK: Reply(description="the task and the story", type=TaskTaken)},
            problems={HTTPStatus.CONFLICT: "it is not waiting"},
            handle=take,
        ),
        _releasing(served),
        _giving_back(served),
    ]


def _releasing(served: Served) -> Operation:
    def release(call: Call) -> EffectShown:
        _is_there(served, call.path["task"])
        return effect_shown(_done(lambda: served.tasks.release(call.path["task"], call.caller)), served.wording)

    return Operation(
        name="releaseTask",
        method="POST",
        path="/v1/tasks/{task}/release",
        tag="Tasks",
        summary="Let a task that was taken wait again",
        description=(
            "For whoever took it and will not do it. It is as if nobody had taken it: anybody of the team can, and it is withdrawn once "
            "its cause is gone. The audit says who had it."
        ),
        parameters=_NAMED,
        replies={HTTPStatus.OK: Reply(description="the task as it is now", type=EffectShown)},
        problems={HTTPStatus.CONFLICT: "nobody took it"},
        handle=release,
    )


def _giving_back(served: Served) -> Operation:
    def give_back(call: Call) -> AnswerShown:
        sent = call.json(GiveBackSent)
        _is_there(served, call.path["task"])
        id_ = call.path["task"]
        answer = _done(lambda: served.tasks.give_back(id_, sent.result, sent.properties, unmapped=sent.unmapped))
        if answer.status == "quarantined":
            detail = f"the result cannot be taken: {answer.reason}"
            raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "quarantined", detail, [Fault(answer.reason or "")])
        effects = [effect_decided(effect, served.wording) for effect in answer.effects]
        return AnswerShown(answer.status, answer.reason, effects, answer.hints)

    return Operation(
        name="giveBackTask",
        method="POST",
        path="/v1/tasks/{task}/give_back",
        tag="Tasks",
        summary="Give a task back with its result",
        description=(
            "The result is an event of the customer, now, and the journey goes on from it. The same given back twice counts once; another "
            "result is refused, and so is one that no map knows."
        ),
        parameters=_NAMED,
        body=Body(description="the result", types={"application/json": GiveBackSent}),
        replies={HTTPStatus.OK: Reply(description="what became of the event", type=AnswerShown)},
        problems={
            HTTPStatus.CONFLICT: "nobody took it, or it was given back before, with another result",
            HTTPStatus.UNPROCESSABLE_ENTITY: "no map knows the result, or it cannot be taken as an event; the task stays taken",
        },
        handle=give_back,
    )


def _check_team(served: Served, team: str) -> None:
    known = sorted({one for program in served.programs.values() for one in program.map.team_by_id})
    if team not in known:
        detail = f"no map that is run here has a team `{team[:100]}`"
        listed = ", ".join(f"`{one}`" for one in known[:TEAMS_SHOWN]) + (" …" if len(known) > TEAMS_SHOWN else "")
        fault = Fault(detail, "team", None, f"the teams are {listed}" if known else "no map has teams")
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "unknown_team", detail, [fault])


def _is_there(served: Served, id_: str) -> None:
    if not _is_task(served, id_):
        raise not_found("there is no task of this id")


def _is_task(served: Served, id_: str) -> bool:
    found = served.reading.effect(id_)
    return found is not None and found.effect.kind in ("task", "handoff")


def _done(work: Callable[[], T]) -> T:
    try:
        return work()
    except DesirelineError as error:
        match error.diagnostics[0].code:
            case "L107":
                raise from_error(HTTPStatus.CONFLICT, "wrong_state", error) from None
            case "L111":
                raise from_error(HTTPStatus.CONFLICT, "another_result", error) from None
            case "L112":
                raise _unknown(error) from None
        raise


def _unknown(error: DesirelineError) -> ProblemError:
    """422: no map knows a result. The problem tells those that the task's map knows."""
    said, kind = error.diagnostics[0], "unknown_result"
    told = from_error(HTTPStatus.UNPROCESSABLE_ENTITY, kind, error, "result")
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, kind, f"{said.headline}; {said.label}", told.problem.errors)
