"""What the company owes: effects by status, dead letters retried and dropped; what was set aside, and the audit."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Annotated

import msgspec

from desireline.diagnostics import DesirelineError
from desireline.live import Status
from desireline.live.known_lanes import unknown_lane
from desireline.live.pages import PAGE_BYTES
from desireline.service.call import Call
from desireline.service.live.served import Served
from desireline.service.live.shapes import (
    EffectShown,
    NotedShown,
    QuarantinedShown,
    effect_shown,
    noted_shown,
    quarantined_shown,
)
from desireline.service.operation import Operation, Reply
from desireline.service.problems import ProblemError, from_error, not_found, unreadable

Most = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]


class EffectsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which effects are listed."""

    status: list[Status] = msgspec.field(default_factory=lambda: ["owed", "sending", "dead"])
    lane: str | None = None
    after: str | None = None
    most: Most = 100


class EffectsShown(msgspec.Struct, frozen=True):
    """Effects in the order in which they were decided. `after`: what to ask for to see those that follow; null: these are all."""

    effects: Sequence[EffectShown]
    after: str | None


class LatestQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far back a list goes."""

    before: Number | None = None
    most: Most = 100


class QuarantineShown(msgspec.Struct, frozen=True):
    """Events that were set aside, the latest first. `before`: what to ask for to see earlier ones; null: these are all."""

    events: Sequence[QuarantinedShown]
    before: int | None


class AuditShown(msgspec.Struct, frozen=True):
    """Lines of the audit, the latest first. `before`: what to ask for to see earlier ones; null: these are all."""

    lines: Sequence[NotedShown]
    before: int | None


_MOST = "how many, at most: a page also ends once it holds about 1 MB"
_LATEST = {"before": "only those with a smaller number", "most": _MOST}


def effect_operations(served: Served) -> list[Operation]:
    """What is asked about effects."""
    return [
        Operation(
            name="listEffects",
            method="GET",
            path="/v1/effects",
            tag="Effects",
            summary="List effects by what became of them",
            query=EffectsQuery,
            parameters={
                "status": "may be given several times",
                "lane": "whom they are handed to: `say`, `offer`, `task`, or `call:` and the system's name",
                "after": "the id of the effect that they come after",
                "most": _MOST,
            },
            replies={HTTPStatus.OK: Reply(description="effects", type=EffectsShown)},
            problems={HTTPStatus.UNPROCESSABLE_ENTITY: "there is no such lane; the problem names those that there are"},
            handle=lambda call: _listed(served, call),
        ),
        _changing(served, "retryEffect", "retry", "Hand a dead letter out anew, with all its attempts", "it is no dead letter"),
        _changing(served, "dropEffect", "drop", "Give an effect up for good", "it is neither owed nor a dead letter"),
    ]


def record_operations(served: Served) -> list[Operation]:
    """What was set aside, and the audit."""

    def quarantine(call: Call) -> QuarantineShown:
        ask = served.reading.quarantined
        found = ask(call.query.most, call.query.before, PAGE_BYTES)
        return QuarantineShown([quarantined_shown(one) for one in found], found[-1].number if found and ask(1, found[-1].number) else None)

    def audit(call: Call) -> AuditShown:
        ask = served.reading.audit
        found = ask(call.query.most, call.query.before, PAGE_BYTES)
        return AuditShown([noted_shown(one) for one in found], found[-1].number if found and ask(1, found[-1].number) else None)

    return [
        Operation(
            name="listQuarantine",
            method="GET",
            path="/v1/quarantine",
            tag="Records",
            summary="List events that were set aside, with the reasons",
            query=LatestQuery,
            parameters=_LATEST,
            replies={HTTPStatus.OK: Reply(description="events", type=QuarantineShown)},
            handle=quarantine,
        ),
        Operation(
            name="listAudit",
            method="GET",
            path="/v1/audit",
            tag="Records",
            summary="List what was done that events alone do not say",
            query=LatestQuery,
            parameters=_LATEST,
            replies={HTTPStatus.OK: Reply(description="lines", type=AuditShown)},
            handle=audit,
        ),
    ]


def _listed(served: Served, call: Call) -> EffectsShown:
    query = call.query
    if query.after is not None and served.reading.effect(query.after) is None:
        raise unreadable("there is no effect of this id", "after")
    ask = partial(served.reading.effects, *query.status, lane=query.lane)
    found = ask(most=query.most, after=query.after, most_bytes=PAGE_BYTES)
    if not found and query.lane is not None and query.after is None:
        _check_lane(served, query.lane)
    shown = [effect_shown(stored, served.wording) for stored in found]
    return EffectsShown(shown, shown[-1].id if shown and ask(most=1, after=shown[-1].id) else None)


def _check_lane(served: Served, lane: str) -> None:
    if (unknown := unknown_lane(served.runtime.store, lane, served.programs)) is not None:
        raise from_error(HTTPStatus.UNPROCESSABLE_ENTITY, "unknown_lane", DesirelineError(unknown), "lane")


def _changing(served: Served, name: str, verb: str, summary: str, otherwise: str) -> Operation:
    def change(call: Call) -> EffectShown:
        id_ = call.path["effect"]
        if served.reading.effect(id_) is None:
            raise not_found("there is no effect of this id")
        if not getattr(served.outbox, verb)([id_], call.caller):
            raise ProblemError(HTTPStatus.CONFLICT, "wrong_status", otherwise)
        found = served.reading.effect(id_)
        assert found is not None  # effects are never removed
        return effect_shown(found, served.wording)

    return Operation(
        name=name,
        method="POST",
        path=f"/v1/effects/{{effect}}/{verb}",
        tag="Effects",
        summary=summary,
        parameters={"effect": "its id"},
        replies={HTTPStatus.OK: Reply(description="the effect as it is now", type=EffectShown)},
        problems={HTTPStatus.CONFLICT: otherwise},
        handle=change,
    )
