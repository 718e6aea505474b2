"""One customer of a store, as `desireline explain` tells it, with what only a store knows: what was decided, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import msgspec

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.explain import ActionTold, Asked, AwaitedTold, Read, Story, Telling, Told, WhyAction, WhyNot, reads_of
from desireline.live.effects_told import EffectTold
from desireline.live.known import Known, StoreEvents, known_of
from desireline.live.store import Store
from desireline.live.stored import Noted, StoredEffect
from desireline.mapfile import MapFile
from desireline.mapfile.wording import shown
from desireline.model import Map, format_instant

MOST_AS_THEN = 20
"""Of how many effects of an action, at most, it is told how they stood when they were decided: each is a story of its own."""


@dataclass(frozen=True)
class LiveStory:
    """One customer, as of the clock. What the store had of them was read before: nothing of the store is held.

    story  events, trips, promises, actions: see `desireline.explain.Story`
    gone   what else was asked why: an effect, or an action, of which the store has effects, though no map has it (any more)
    """

    story: Story
    known: Known
    now_us: int
    gone: str | None = None

    @cached_property
    def told(self) -> tuple[Sequence[Told], Telling]:
        """The events, each with what it was on each map, and the telling they came from."""
        telling = self.story.tell()
        return list(telling), telling

    @cached_property
    def effects(self) -> Sequence[EffectTold]:
        """All effects that were decided, in that order."""
        return [self.effect(stored) for stored in self.known.effects]

    @property
    def tasks(self) -> Sequence[EffectTold]:
        """What waits for a person, or is with one."""
        return [one for one in self.effects if one.is_task and one.stored.status in ("owed", "sending")]

    @property
    def why(self) -> Sequence["LiveAnswer"]:
        """The answers to what was asked, for each map that has it."""
        return [LiveAnswer(self, answer) for answer in self.told[1].why]

    @property
    def why_gone(self) -> Sequence[EffectTold]:
        """The effects that are meant by `gone`, the latest at the end."""
        return [] if self.gone is None else [self.effect(stored) for stored in _meant(self.known, self.gone)]

    def effect(self, stored: StoredEffect, *, as_then: bool = False) -> EffectTold:
        """What became of one of the effects. `as_then`: also by what was known when it was decided, where late events came since."""
        effect, notes = stored.effect, self._notes.get(stored.effect.id, [])
        if effect.journey not in self._found:
            return EffectTold(stored, None, None, None, None, notes)
        read, told_by_id, awaited_by_id = self._found[effect.journey]
        told = told_by_id.get(effect.id)
        then = self._then(stored) if as_then else None
        if then is not None and told is not None and then.says == told.says:
            then = None
        return EffectTold(stored, read, told, then, awaited_by_id.get(effect.id), notes)

    def as_data(self) -> dict[str, Any]:
        """All of it as plain data for JSON: what `Story.as_data` gives, and `effects` (see `EffectTold`); `why` with those asked for."""
        data = self.story.data_of(*self.told)
        data["effects"] = [one.as_data() for one in self.effects]
        if (answers := self.answers) is not None:
            data["why"] = answers
        return data

    @property
    def answers(self) -> list[dict[str, Any]] | None:
        """The answers to what was asked, as plain data for JSON. None: nothing was."""
        if self.gone is not None:
            return [
                {"journey": one.stored.effect.journey, "about": "effect", "says": one.says, "effects": [one.as_data()]}
                for one in self.why_gone
            ]
        return None if self.story.asked.why is None else [answer.as_data() for answer in self.why]

    @cached_property
    def _found(self) -> Mapping[str, tuple[Read, Mapping[str, ActionTold], Mapping[str, AwaitedTold]]]:
        """By journey: the map, and what came up on it, or waits, by the identities of the effects."""
        return {
            teller.read.map.journey: (
                teller.read,
                {one.id: one for one in teller.actions},
                {one.id: one for one in teller.awaited()},
            )
            for teller in self.told[1].tellers
        }

    @cached_property
    def _notes(self) -> Mapping[str, Sequence[Noted]]:
        """The lines of the audit by what they are about."""
        found: dict[str, list[Noted]] = {}
        for note in self.known.notes:
            found.setdefault(note.about, []).append(note)
        return found

    def _then(self, stored: StoredEffect) -> ActionTold | None:
        """How its action stood by what had been taken in when it was decided; None: nothing has come since, or it cannot be found again."""
        if all(received_us <= stored.decided_us for received_us in self.known.received_us.values()):
            return None
        effect = stored.effect
        telling = Story(StoreEvents(self.known, stored.decided_us, stored.decided_us), self.story.reads, Asked()).tell()
        for _ in telling:
            pass
        actions = (one for teller in telling.tellers if teller.read.map.journey == effect.journey for one in teller.actions)
        return next((one for one in actions if one.id == effect.id and one.effect is not None), None)


@dataclass(frozen=True)
class LiveAnswer:
    """Why something is so on one map: the answer for a step or an action, and what became of the effects that are meant."""

    story: LiveStory
    answer: WhyNot | WhyAction

    @cached_property
    def effects(self) -> Sequence[EffectTold]:
        """The effects that were decided of the action asked for."""
        answer = self.answer
        if isinstance(answer, WhyNot):
            return ()
        own = (answer.place.choice or answer.place.action).id
        meant = [
            stored
            for stored in self.story.known.effects
            if (stored.effect.journey, stored.effect.action) == (answer.read.map.journey, own)
            and answer.effect in (None, stored.effect.id)
            and (answer.place.choice is None or stored.effect.branch == answer.place.action.id)
        ]
        recent = len(meant) - MOST_AS_THEN
        return [self.story.effect(stored, as_then=number >= recent) for number, stored in enumerate(meant)]

    @property
    def says(self) -> str:
        """The answer in one sentence."""
        if isinstance(self.answer, WhyNot):
            return self.answer.says(self.story.told[1].trips_on(self.answer.read))
        if len(self.effects) == 1:
            (only,) = self.effects
            return only.says
        return self.answer.says

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON: see `WhyNot` and `WhyAction`; with `effects` of an action."""
        if isinstance(self.answer, WhyNot):
            return self.answer.as_data(self.story.told[1].trips_on(self.answer.read))
        return {**self.answer.as_data(), "says": self.says, "effects": [one.as_data() for one in self.effects]}


def tell(
    store: Store,
    maps: Sequence[MapFile | Map],
    identity: str,
    *,
    now_us: int,
    as_of_us: int | None = None,
    why_not: str | None = None,
    why: str | None = None,
) -> LiveStory:
    """Tell the story of the customer that an identity, known or anonymous, is: as of the clock, or of the latest event where that is later.

    maps      those of files are told with their lines
    as_of_us  another moment to tell it for, by what is known now: nothing that happened later counts, nor what was owed later. What became
              of effects is told as it is now
    why_not   the id of a step or outcome, of at least one of the maps
    why       the same, or the id of an action, of a branch or of an effect; also of one that no map has any more, where the store has it

    Raises DesirelineError where a map has errors, two are of one journey (X102), no map has what is asked for (X103, X104), nothing is
    known of the customer (X101), or the store fails.
    """
    reads, asked = reads_of(maps), Asked(why_not, why)
    Asked(why_not).refuse_unknown(reads)
    try:
        asked.refuse_unknown(reads)
    except DesirelineError:
        found = _told(store, reads, identity, Asked(why_not), now_us=now_us, as_of_us=as_of_us)
        if why is None or not _meant(found.known, why):
            raise
        return replace(found, gone=why)
    return _told(store, reads, identity, asked, now_us=now_us, as_of_us=as_of_us)


def why(
    store: Store, maps: Sequence[MapFile | Map], identity: str, about: str, *, now_us: int, as_of_us: int | None = None
) -> dict[str, Any]:
    """Why something is so for a customer, as plain data for JSON: customer, as_of, about, and `answers`, one for each map that has it.

    about  the id of a step or outcome (why the customer was there, or never was), of an action or branch, or of an effect (why it was
           decided or not, missed, withdrawn)

    Raises DesirelineError as `tell` does.
    """
    found = tell(store, maps, identity, now_us=now_us, as_of_us=as_of_us, why=about)
    return {
        "customer": found.story.customer.name,
        "as_of": format_instant(found.story.as_of_us),
        "about": about,
        "answers": found.answers,
    }


def _told(store: Store, reads: Sequence[Read], identity: str, asked: Asked, *, now_us: int, as_of_us: int | None) -> LiveStory:
    with store.snapshot() as tx:
        known = known_of(tx, identity)
    if not known.anything:
        raise _unknown(identity)
    given = StoreEvents(known, now_us, as_of_us=as_of_us)
    return LiveStory(Story(given, reads, asked), msgspec.structs.replace(known, effects=given.effects), now_us)


def _meant(known: Known, about: str) -> list[StoredEffect]:
    """The effects that an identity of one, or the id of an action or a branch, means."""
    return [stored for stored in known.effects if about in (stored.effect.id, stored.effect.action, stored.effect.branch)]


def _unknown(identity: str) -> DesirelineError:
    return DesirelineError(
        Diagnostic(
            "X101",
            f"there is no customer `{shown(identity)}` in the store",
            why="without events there is no story to tell",
            fix=Fix("write the name as the events have it, in `customer` or in `was`; large and small letters differ"),
        )
    )
