"""Why an action was done, or was not: each time it came up, what it waits for, and the promises that it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desireline.engine import effect_id
from desireline.explain.actions import ActionTold, AwaitedTold, caused_by
from desireline.explain.journey import PromiseTold, TripTold
from desireline.explain.matching import ActionPlace, Read, line_text
from desireline.explain.teller import Teller
from desireline.explain.wording import moment
from desireline.model import format_instant

MOST_TOLD = 20
Causes = Sequence[ActionTold | AwaitedTold]


@dataclass(frozen=True)
class WhyAction:
    """The answer for one action of one map, or for one of its effects.

    effect    the identity of the effect asked for; None: the action, whatever caused it
    told      each time it came up, in order
    awaited   where its moment is yet to come
    promises  those that it hangs on: of a `late` or `ahead` action, what became of its promise on each trip
    """

    read: Read
    place: ActionPlace
    effect: str | None
    told: tuple[ActionTold, ...]
    awaited: tuple[AwaitedTold, ...]
    promises: tuple[tuple[TripTold, PromiseTold], ...]

    @property
    def line(self) -> str | None:
        """Where it stands."""
        return line_text(self.read.action_line(self.place.action.id))

    @property
    def says(self) -> str:
        """The answer in one sentence."""
        what = self.place.action.id
        if self.told:
            decided = sum(one.effect is not None for one in self.told)
            return (
                self.told[-1].says if len(self.told) == 1 else f"{what} came up {len(self.told):,} times, and was decided {decided:,} times"
            )
        if self.awaited:
            return self.awaited[0].says
        return f"{what} is done {caused_by(self.place)}; {self.never_says}"

    @property
    def never_says(self) -> str:
        """Why it never came up, in words."""
        place = self.place
        if place.when in ("ahead", "late"):
            if not self.promises:
                return "the promise was not made"
            trip, promise = self.promises[-1]
            became = {"kept": "kept", "void": "void, as its trip ended before", "broken": "broken", "pending": "pending"}[promise.state]
            return f"on trip {trip.number} the promise was due {moment(promise.due_us)} and is {became}"
        return f"there was no visit of {place.step}" if place.when == "do" else "no trip went quiet"

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON. Of what came up more often than `MOST_TOLD` times, the latest."""
        return {
            "journey": self.read.map.journey,
            "about": "action",
            "action": self.place.action.id,
            "effect": self.effect,
            "line": self.line,
            "caused_by": caused_by(self.place),
            "says": self.says,
            "times": len(self.told),
            "told": [one.as_data() for one in self.told[-MOST_TOLD:]],
            "awaited": [one.as_data() for one in self.awaited],
            "promises": [
                {"trip": trip.number, "promise": promise.promise, "due": format_instant(promise.due_us), "state": promise.state}
                for trip, promise in self.promises
            ],
        }


def action_asked(read: Read, about: str) -> tuple[ActionPlace, str | None] | None:
    """The action that is meant, by its id, a branch's or an effect's; with the effect, where one is meant."""
    if (place := read.actions.get(about)) is not None:
        return place, None
    journey, _, rest = about.partition(":")
    action = rest.partition(":")[0]
    found = read.actions.get(action) if journey == read.map.journey and rest else None
    return None if found is None else (found, about)


def why_action(teller: Teller, place: ActionPlace, effect: str | None) -> WhyAction:
    """The answer, once all was told."""
    own = place.choice or place.action

    def meant(one: ActionTold | AwaitedTold) -> bool:
        return one.action is own and effect in (None, one.id)

    promises = [
        (trip, promise)
        for trip in teller.trips
        for promise in trip.promises
        if promise.promise == place.promise and effect in (None, _effect_of(teller, own.id, trip, promise))
    ]
    return WhyAction(
        teller.read,
        place,
        effect,
        tuple(filter(meant, teller.actions)),
        tuple(filter(meant, teller.awaited())),
        tuple(promises),
    )


def _effect_of(teller: Teller, action: str, trip: TripTold, promise: PromiseTold) -> str:
    visit = trip.visits[promise.seq]
    return effect_id(teller.read.map.journey, action, visit.source, visit.event)
