"""What the company does because of a visit, a promise or a quiet trip: decided as values. To perform them is not the engine's business."""

from collections.abc import Collection, Iterable

import msgspec

from desireline.conditions import Value
from desireline.engine.changes import TripId
from desireline.engine.facts import Situation
from desireline.engine.program import Deed, Program
from desireline.model.map import ActionKind

ON_TIME_US = 10_000_000
"""What is not late at all, for `if_late: never`: a clock can only be past a moment by the time that it is found to have passed."""
Caused = tuple[str, str, str]
"""(source, event id, action id): what an event caused."""


class Effect(msgspec.Struct, frozen=True, gc=False):
    """One thing to be done, decided once.

    id         its identity and idempotency key: journey, action and causing event; never the version
    branch     of a choice: the id of the branch taken
    target     what `kind` acts with: a message, a team, a system or an offer
    given      last known values of the fields and traits that it needs
    trip, key  the trip it is for
    event      the causing event, with its `source`
    moment_us  when it is owed
    due_us     until when the team has, counted in its hours; None: no limit
    missed     it was first seen as owed too late, and is only to be recorded
    """

    id: str
    journey: str
    action: str
    branch: str | None
    kind: ActionKind
    target: str | None
    title: str | None
    channel: str | None
    given: dict[str, Value]
    trip: TripId
    key: str | None
    event: str
    source: str
    moment_us: int
    due_us: int | None
    missed: bool

    @property
    def caused(self) -> Caused:
        """What caused it, and which action: the form in which `rebuild` is told of what was handed out."""
        return (self.source, self.event, self.action)


class Reconciled(msgspec.Struct, frozen=True):
    """What a rebuild means for what was decided before. `new` is to be recorded, `withdrawn` not to be handed out any more."""

    new: tuple[Effect, ...]
    withdrawn: tuple[Effect, ...]


def effect_id(journey: str, action: str, source: str, event: str) -> str:
    """The identity of an effect. Different causes never share one: ids of journeys and actions hold no colon, and a source's is escaped."""
    if ":" in source or "%" in source:
        source = source.replace("%", "%25").replace(":", "%3A")
    return f"{journey}:{action}:{source}:{event}"


def decide(program: Program, deed: Deed, situation: Situation, event: str, source: str) -> Effect | None:
    """The effect of a deed at its moment, or None where its condition, or that of each of its branches, is not true."""
    if deed.when is not None and not deed.when(situation):
        return None
    chosen = deed
    if deed.branches:
        for chosen in deed.branches:
            if chosen.when is None or chosen.when(situation):
                break
        else:
            return None
    trip, action, moment_us = situation.trip, chosen.action, situation.moment_us
    return Effect(
        effect_id(program.journey, deed.id, source, event),
        program.journey,
        deed.id,
        None if chosen is deed else chosen.id,
        chosen.kind,
        action.target,
        action.title,
        _where_the_customer_is(chosen, situation.visit.channel) if chosen.follows else action.channel,
        _given(chosen, situation) if chosen.given else {},
        trip.id,
        trip.key,
        event,
        source,
        moment_us,
        None if chosen.due_us is None else chosen.due_us(moment_us),
        situation.clock_us is not None and _is_missed(deed.action.if_late_us, situation.clock_us - moment_us),
    )


def _is_missed(if_late_us: int | None, late_us: int) -> bool:
    return if_late_us is not None and late_us > (ON_TIME_US if if_late_us < 0 else if_late_us)


def _where_the_customer_is(deed: Deed, visited: str | None) -> str | None:
    """The channel where the customer was last; if the message has no text for it, its first."""
    return visited if not deed.channels or visited in deed.channels else deed.channels[0]


def _given(deed: Deed, situation: Situation) -> dict[str, Value]:
    known, traits = situation.trip.known, situation.state.traits
    given: dict[str, Value] = {}
    for name, at in deed.given:
        value = traits.get(name) if at is None else known[at]
        if value is not None:
            given[name] = value
    return given


def reconcile(recorded: Iterable[Effect], owed: Iterable[Effect], handed_out: Collection[str] = frozenset()) -> Reconciled:
    """Hold the effects recorded before a rebuild against those that the rebuild decided.

    What is recorded stays as it is: it is decided once. What is owed and not recorded is new. What is recorded and no longer owed is
    withdrawn, unless it is missed or its id is among `handed_out`: what was performed stays performed.
    """
    before = {effect.id: effect for effect in recorded}
    after = {effect.id: effect for effect in owed}
    return Reconciled(
        new=tuple(effect for id_, effect in after.items() if id_ not in before),
        withdrawn=tuple(effect for id_, effect in before.items() if id_ not in after and id_ not in handed_out and not effect.missed),
    )
