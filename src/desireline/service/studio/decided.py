"""What was decided for a customer, and what became of it: only a store knows."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec

from desireline.diagnostics import DesirelineError
from desireline.live import EffectTold, tell
from desireline.model import format_instant
from desireline.service.call import Call
from desireline.service.operation import Operation, Reply
from desireline.service.studio.sources import Sources

TAG = "studio"
MOST = 500
_NOBODY = "X101"


class Decided(msgspec.Struct, frozen=True):
    """An effect: a message, an offer, a call, a task.

    title   of a task, else the name of what was to be said or called
    at      the moment that it is of; decided: when it was decided, which may be later
    says    what became of it, in words
    why     by what it was decided, or is decided no more, in words
    """

    id: str
    journey: str
    kind: str
    title: str
    channel: str | None
    at: str
    decided: str
    status: str
    says: str
    why: str | None


class DecidedView(msgspec.Struct, frozen=True):
    """What was decided for a customer, the latest first. `store` False: no store is looked at, so nothing is known of it."""

    store: bool
    all: int
    effects: list[Decided]


def decided_operations(sources: Sources) -> list[Operation]:
    """What was decided."""

    def decided(call: Call) -> Any:
        return decided_view(sources, call.path["customer"])

    return [
        Operation(
            name="studio_decided",
            method="GET",
            path="/v1/studio/customers/{customer}/decided",
            tag=TAG,
            summary="What was decided for a customer, and what became of it",
            handle=decided,
            replies={HTTPStatus.OK: Reply(description="as asked; empty where a lake is shown and no store", type=DecidedView)},
            parameters={"customer": "any name of the customer, known or anonymous"},
        )
    ]


def decided_view(sources: Sources, customer: str) -> DecidedView:
    """What a store has decided for a customer. Raises DesirelineError where the store fails."""
    feeding = sources.feeding
    if feeding is None:
        return DecidedView(store=False, all=0, effects=[])
    try:
        with feeding.opened() as store:
            effects = tell(store, sources.own_maps(), customer, now_us=feeding.now_us()).effects
    except DesirelineError as error:
        if error.diagnostics[0].code != _NOBODY:
            raise
        effects = []
    return DecidedView(store=True, all=len(effects), effects=[_shown(one) for one in reversed(effects[-MOST:])])


def _shown(one: EffectTold) -> Decided:
    stored, effect = one.stored, one.stored.effect
    return Decided(
        id=effect.id,
        journey=effect.journey,
        kind=effect.kind,
        title=effect.title or effect.target or effect.action,
        channel=effect.channel,
        at=format_instant(effect.moment_us),
        decided=format_instant(stored.decided_us),
        status=stored.status,
        says=one.status_says,
        why=one.why_says,
    )
