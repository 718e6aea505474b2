"""A group of events into a transaction: refuse, tell duplicates, join identities, compute customers, answer."""

from collections.abc import Collection, Mapping, Sequence, Set
from typing import Literal

import msgspec

from desireline.engine import Effect, effect_id
from desireline.live.admission import Unreadable, refusal, set_aside, told_whole_or_begun
from desireline.live.customers import Customers, Programs
from desireline.live.hints import Hint, Hints
from desireline.live.naming import Naming
from desireline.live.reasons import joined
from desireline.live.store import Transaction
from desireline.live.stored import EventKey, Noted, StoredEffect
from desireline.model import Event, identification_of


class Answer(msgspec.Struct, frozen=True):
    """What became of one event.

    status   taken: it is kept; duplicate: it was taken before, as it is; differs: it was taken before, but was another: the first counts;
             quarantined: it cannot be taken
    reason   why it was quarantined
    effects  what was decided for it at once, and is to be done; of a duplicate, what was decided then
    hints    values of it that are not what a map declares: it is taken as it is all the same
    """

    status: Literal["taken", "duplicate", "differs", "quarantined"]
    reason: str | None = None
    effects: Sequence[Effect] = ()
    hints: Sequence[Hint] = ()


class Intake:
    """Takes a group of events into a transaction. `hints`: of the same programs."""

    def __init__(self, programs: Programs, hints: Hints, tx: Transaction, now_us: int) -> None:
        self._programs = programs
        self._hints = hints
        self._tx = tx
        self._now_us = now_us

    def take(self, events: Sequence[Event | Unreadable]) -> list[Answer]:
        """Take events in their order of arrival. An answer for each."""
        why = [refusal(event, self._now_us) for event in events]
        readable = [event for event, reason in zip(events, why, strict=True) if reason is None and isinstance(event, Event)]
        if len(readable) < len(events):
            self._set_aside([(event, reason) for event, reason in zip(events, why, strict=True) if reason is not None])
        first: dict[EventKey, Event] = {}
        for event in readable:
            first.setdefault((event.source, event.id), event)
        there = self._tx.events.add(list(first.values()), self._now_us) if first else {}
        new = [event for key, event in first.items() if key not in there]
        first.update(there)
        decided = self._compute(new) if new else []
        return self._answers(events, why, first, {(event.source, event.id) for event in new}, decided)

    def _compute(self, new: Sequence[Event]) -> list[StoredEffect]:
        customer_of, anew = Naming(self._tx, self._now_us).take(new)
        by_customer: dict[str, list[Event]] = {}
        for event in new:
            by_customer.setdefault(customer_of.get(event.customer, event.customer), []).append(event)
        customers = Customers(self._programs, self._tx, self._now_us)
        customers.take(by_customer, self._why_anew(anew, by_customer))
        customers.write()
        return customers.decided

    def _why_anew(self, anew: Collection[str], by_customer: Mapping[str, Sequence[Event]]) -> dict[str, str]:
        """For each customer whose identities changed: which of the events that came say so."""
        if not anew:
            return {}
        said = [one for events in by_customer.values() for event in events if (one := identification_of(event)) is not None]
        members = self._tx.identities.members_of(anew)
        return {customer: joined(said, {customer, *members[customer]}, by_customer.get(customer, ())) for customer in anew}

    def _set_aside(self, refused: Sequence[tuple[Event | Unreadable, str]]) -> None:
        self._tx.records.quarantine([set_aside(event, reason, self._now_us) for event, reason in refused])

    def _answers(
        self,
        events: Sequence[Event | Unreadable],
        why: Sequence[str | None],
        first: Mapping[EventKey, Event],
        taken: set[EventKey],
        decided: Sequence[StoredEffect],
    ) -> list[Answer]:
        again = first.keys() - taken
        at_once: dict[EventKey, list[Effect]] = {}
        for effect in (e.effect for e in (*decided, *self._decided_for(again))):
            key = (effect.source, effect.event)
            if key in first and effect.moment_us == first[key].time_us and not effect.missed:
                at_once.setdefault(key, []).append(effect)
        answers: list[Answer] = []
        differing: list[Noted] = []
        for event, reason in zip(events, why, strict=True):
            if reason is not None or isinstance(event, Unreadable):
                answers.append(Answer("quarantined", reason))
                continue
            key = (event.source, event.id)
            if key in taken:
                taken.remove(key)
                status: Literal["taken", "duplicate", "differs"] = "taken"
            elif event == first[key]:
                status = "duplicate"
            else:
                status = "differs"
                differing.append(Noted(self._now_us, "differs", f"{event.source}:{event.id}", told_whole_or_begun(event)))
            answers.append(Answer(status, None, at_once.get(key, ()), () if status == "differs" else self._hints.of(event)))
        if differing:
            self._tx.records.note(differing)
        return answers

    def _decided_for(self, keys: Set[EventKey]) -> Sequence[StoredEffect]:
        """What was decided for events that were taken before."""
        deeds = [(journey, deed.id) for journey, program in self._programs.items() for deed in program.deeds]
        return self._tx.effects.by_id([effect_id(journey, action, *key) for key in keys for journey, action in deeds]) if keys else ()
