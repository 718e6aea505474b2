"""Customers computed inside a transaction: event by event where events come in order, anew where one came late or identities changed."""

from collections.abc import Callable, Collection, Mapping, Sequence

from desireline.engine import (
    Clock,
    Effect,
    ForeignStateError,
    LateEventError,
    Openings,
    Program,
    UnreadableStateError,
    advance_bytes,
    dump,
    load,
    next_moment_us,
    open_at,
    openings_of,
    rebuild,
    reconcile,
)
from desireline.live.reasons import another_version, late
from desireline.live.store import Transaction
from desireline.live.stored import TASK_LANE, Noted, StoredEffect, StoredState
from desireline.model import FIRST_US, Event

_REBUILDING = (LateEventError, ForeignStateError, UnreadableStateError)
Programs = Mapping[str, Program]


def lane_of(effect: Effect) -> str:
    """Whom an effect is handed to: people (`task`), a system (`call:NAME`), or those who `say` or `offer`."""
    if effect.kind in ("task", "handoff"):
        return TASK_LANE
    return f"call:{effect.target}" if effect.kind == "call" else effect.kind


def lanes_of(programs: Programs) -> frozenset[str]:
    """The lanes of all effects that maps can decide, but for those of people."""
    deeds = [deed for program in programs.values() for deed in program.deeds]
    acting = [one for deed in deeds for one in (deed.branches or (deed,))]
    lanes = {f"call:{one.action.target}" if one.kind == "call" else one.kind for one in acting if one.kind not in ("task", "handoff")}
    return frozenset(lanes)


class Customers:
    """The customers that one transaction is about. What it finds is written by `write`."""

    def __init__(self, programs: Programs, tx: Transaction, now_us: int) -> None:
        self._programs = programs
        self._tx = tx
        self._now_us = now_us
        self._states: list[StoredState] = []
        self._openings: dict[str, Openings] = {}
        self._whose: dict[tuple[str, str], str] = {}
        self.decided: list[StoredEffect] = []

    def take(self, events_by_customer: Mapping[str, Sequence[Event]], anew: Mapping[str, str]) -> None:
        """Advance customers by new events that the store holds already; those of `anew`, and who cannot be advanced, are computed anew.

        anew  customer -> why
        """
        going = [customer for customer in events_by_customer if customer not in anew]
        states, others = self._tx.states.of_maps(going, self._programs.keys())
        self._leave({*events_by_customer, *anew}, others)
        found = {customer: self._advance(customer, events_by_customer[customer], states) for customer in going}
        why = {customer: reason for customer, reason in found.items() if reason is not None}
        self._tx.records.note([Noted(self._now_us, "rebuilt", customer, reason) for customer, reason in why.items()])
        self.compute_anew({**anew, **why})

    def join(self, anew: Mapping[str, str]) -> None:
        """Compute anew who became one, or parted. anew: customer -> why"""
        _, others = self._tx.states.of_maps((), self._programs.keys())
        self._leave(anew.keys(), others)
        self.compute_anew(anew)

    def pass_time(self, due: Sequence[StoredState]) -> None:
        """Let the moments of these states pass that are before now."""
        anew: dict[str, str] = {}
        for state in due:
            program = self._programs[state.journey]
            if state.version != program.version:
                anew[state.customer] = another_version(state)
                continue
            try:
                advanced = advance_bytes(
                    program, state.data, Clock(self._now_us), open_elsewhere=self._elsewhere(state.customer, state.journey)
                )
            except _REBUILDING:
                anew[state.customer] = another_version(state)
                continue
            self._states.append(StoredState(state.journey, state.customer, program.version, advanced.state, advanced.next_moment_us))
            self._decide(state.customer, advanced.effects)
        self.compute_anew(anew)

    def compute_anew(self, why: Mapping[str, str]) -> None:
        """Compute customers from all their events, and hold what is owed against what was decided before (rule 10).

        why  customer -> the reason, which is kept for each effect that is withdrawn for it
        """
        customers = why.keys()
        if not customers:
            return
        members = self._tx.identities.members_of(customers)
        every = [e for e in self._tx.effects.of(customers, held=True) if e.status != "withdrawn"]
        recorded = [e for e in every if e.effect.journey in self._programs]
        before = self._tx.states.of(customers)
        owed: dict[str, tuple[str, Effect]] = {}
        self._states = [state for state in self._states if state.customer not in customers]
        self.decided = [decided for decided in self.decided if decided.customer not in customers]
        for customer in sorted(customers):
            for effect in self._from_scratch(customer, members[customer], before, recorded):
                owed[effect.id] = (customer, effect)
        found = reconcile(
            [e.effect for e in recorded], [effect for _, effect in owed.values()], {e.effect.id for e in recorded if e.handed_out}
        )
        for effect in found.new:
            self._decide(owed[effect.id][0], (effect,))
        self._withdraw(found.withdrawn, recorded, why)
        # Also what is not owed again, since it was done, and what other maps decided: else whoever has its event now would be thought to
        # have had nothing.
        owners = {e.effect.id: self._whose.get((e.effect.source, e.effect.event), e.customer) for e in every}
        self._tx.effects.give_to({e.effect.id: owners[e.effect.id] for e in every if owners[e.effect.id] != e.customer})

    def _withdraw(self, effects: Sequence[Effect], recorded: Sequence[StoredEffect], why: Mapping[str, str]) -> None:
        """Take back what is still owed, and note for each effect why."""
        ids = {effect.id for effect in effects}
        owed = [e for e in recorded if e.effect.id in ids and e.status == "owed"]
        self._tx.effects.withdraw([e.effect.id for e in owed], self._now_us)
        self._tx.records.note([Noted(self._now_us, "withdrawn", e.effect.id, why[e.customer]) for e in owed])

    def write(self) -> None:
        """Write states with their timers, and effects."""
        if self._states:
            self._tx.states.put(self._states)
        if self.decided:
            self._tx.effects.add(self.decided)

    def _leave(self, customers: Collection[str], others: Collection[str]) -> None:
        """Let customers be computed on maps that are run elsewhere, or will be again, by who runs them: every map is to see every event."""
        if others:
            self._tx.states.outdate(customers, others, self._now_us - 1)

    def _advance(self, customer: str, events: Sequence[Event], states: Mapping[tuple[str, str], StoredState]) -> str | None:
        """Take events in order on every map. Where the customer is to be computed anew, nothing is changed, and the reason is given."""
        after: list[StoredState] = []
        effects: list[Effect] = []
        ordered = events if len(events) == 1 else sorted(events, key=lambda event: event.order)
        for journey, program in self._programs.items():
            stored = states.get((journey, customer))
            if stored is not None and stored.version != program.version:
                return another_version(stored)
            data, next_us = (None, None) if stored is None else (stored.data, stored.next_us)
            elsewhere = self._elsewhere(customer, journey)
            try:
                for event in ordered:
                    advanced = advance_bytes(program, data, event, clock_us=self._now_us, open_elsewhere=elsewhere)
                    data, next_us = advanced.state, advanced.next_moment_us
                    effects.extend(advanced.effects)
            except _REBUILDING as error:
                assert stored is not None
                return late(ordered, stored) if isinstance(error, LateEventError) else another_version(stored)
            after.append(StoredState(journey, customer, program.version, data or b"", next_us))
        self._states.extend(after)
        self._decide(customer, effects)
        return None

    def _from_scratch(
        self,
        customer: str,
        identities: Collection[str],
        before: Mapping[tuple[str, str], StoredState],
        recorded: Sequence[StoredEffect],
    ) -> list[Effect]:
        """Compute one customer's states from all events. What is owed."""
        events = self._tx.events.of(identities)
        if not events:
            self._tx.states.drop([customer])
            return []
        self._whose.update(((event.source, event.id), customer) for event in events)
        effects: list[Effect] = []
        for journey, program in self._programs.items():
            as_of_us = max(self._now_us, events[-1].time_us, _passed_us(before.get((journey, customer))) + 1)
            caused = [
                e.effect.caused
                for e in recorded
                if e.effect.journey == journey and e.effect.action in program.remembered and (e.handed_out or e.effect.missed)
            ]
            elsewhere = self._elsewhere(customer, journey)
            rebuilt = rebuild(program, events, as_of_us, clock_us=self._now_us, open_elsewhere=elsewhere, caused=caused)
            self._states.append(
                StoredState(journey, customer, program.version, dump(rebuilt.state), next_moment_us(rebuilt.state)),
            )
            effects.extend(rebuilt.effects)
        return effects

    def _decide(self, customer: str, effects: Sequence[Effect]) -> None:
        for effect in effects:
            # A clock that was ahead, and is set right, must hold nothing up.
            status, next_us = ("missed", None) if effect.missed else ("owed", min(self._now_us, effect.moment_us))
            self.decided.append(
                StoredEffect(effect, customer, lane_of(effect), status, self._now_us, next_attempt_us=next_us)  # type: ignore[arg-type]
            )

    def _elsewhere(self, customer: str, journey: str) -> Callable[[int], Collection[str]]:
        """For `open('…')`: computed from the customer's events only where a condition asks."""

        def open_elsewhere(moment_us: int) -> Collection[str]:
            if customer not in self._openings:
                self._openings[customer] = self._openings_of(customer)
            return open_at(self._openings[customer], journey, moment_us)

        return open_elsewhere

    def _openings_of(self, customer: str) -> Openings:
        return openings_of(self._programs, self._tx.events.of(self._tx.identities.members_of([customer])[customer]))


def _passed_us(state: StoredState | None) -> int:
    """Up to when moments have passed for a state already: a clock that was set back takes none of them back."""
    try:
        return FIRST_US - 1 if state is None or not state.data else load(state.data).passed_us
    except UnreadableStateError:
        return FIRST_US - 1
