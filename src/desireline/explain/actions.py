"""What the company was to do: each action that came up, and why it was decided, or was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desireline.diagnostics import Span
from desireline.engine import Effect, Void, Weighed, effect_id
from desireline.explain.journey import TripTold
from desireline.explain.judging import Judged, judge_values
from desireline.explain.matching import ActionPlace, Read, line_text
from desireline.explain.wording import moment
from desireline.model import Action, format_duration, format_instant


@dataclass(frozen=True, slots=True)
class Weighing:
    """An action, or a branch of a choice, held against its condition. `judged` None: it has none."""

    action: Action
    judged: Judged | None
    line: Span | None
    when_line: Span | None

    @property
    def holds(self) -> bool:
        """Whether it is to be done."""
        return self.judged is None or self.judged.value is True

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "id": self.action.id,
            "holds": self.holds,
            "line": line_text(self.line),
            "when_line": line_text(self.when_line),
            "when": None if self.judged is None else self.judged.as_data(),
        }


@dataclass(frozen=True, slots=True)
class ActionTold:
    """An action that came up at a moment.

    trip           the trip that it was for
    event, source  what caused it
    tried          the action, then the branches of a choice up to the one that holds
    effect         what was decided; None: nothing
    void           why nothing was, whatever the conditions came to
    """

    read: Read
    action: Action
    trip: TripTold
    event: str
    source: str
    moment_us: int
    tried: tuple[Weighing, ...]
    effect: Effect | None
    void: Void | None

    @staticmethod
    def of(read: Read, weighed: Weighed, trip: TripTold) -> ActionTold:
        """With the lines of the map, and the values in words."""
        tried = tuple(
            Weighing(
                action,
                None if condition is None else judge_values(condition, values),
                read.action_line(action.id),
                read.when_line(action.id),
            )
            for action, condition, values in weighed.tried
        )
        return ActionTold(read, weighed.action, trip, weighed.event, weighed.source, weighed.moment_us, tried, *_parted(weighed.came_to))

    @property
    def id(self) -> str:
        """The identity that its effect has, or would have."""
        return effect_id(self.read.map.journey, self.action.id, self.source, self.event)

    @property
    def place(self) -> ActionPlace:
        """Where it stands on the map."""
        return self.read.actions[self.action.id]

    @property
    def says(self) -> str:
        """Why it was decided, or why not, in one sentence."""
        return f"{caused_by(self.place)}, by event {self.event}: {self.reason}"

    @property
    def reason(self) -> str:
        """What its conditions came to."""
        own, *branches = self.tried
        if self.void == "moved on":
            return "not decided, because it is done only while the customer is here, and they had moved on"
        if self.void == "done before":
            return f"not decided, because it is done once {'in a trip' if self.action.once == 'trip' else 'for a customer'}, and was before"
        if not own.holds:
            assert own.judged is not None
            return f"not decided, because {own.judged.says}"
        because = [f"{own.judged.says}"] if own.judged is not None else []
        for branch in branches:
            if branch.judged is not None:
                because.append(f"{'' if branch.holds else 'not '}{branch.action.id}, because {branch.judged.says}")
            else:
                because.append(f"{branch.action.id}, which has no condition")
        if self.effect is None:
            return f"not decided: {'; '.join(because)}"
        return f"decided: {'; '.join(because)}" if because else "decided; it has no condition"

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "effect": self.id,
            "action": self.action.id,
            "branch": None if self.effect is None else self.effect.branch,
            "decided": self.effect is not None,
            "void": self.void,
            "trip": self.trip.number,
            "event": self.event,
            "source": self.source,
            "moment": format_instant(self.moment_us),
            "tried": [one.as_data() for one in self.tried],
            "says": self.says,
        }


@dataclass(frozen=True, slots=True)
class AwaitedTold:
    """An action whose moment is yet to come, unless something comes before."""

    read: Read
    action: Action
    trip: TripTold
    event: str
    source: str
    moment_us: int

    @property
    def id(self) -> str:
        """The identity that its effect would have."""
        return effect_id(self.read.map.journey, self.action.id, self.source, self.event)

    @property
    def says(self) -> str:
        """What it waits for, and whether a condition is asked then."""
        place = self.read.actions[self.action.id]
        asked = f", if {self.action.when.text} then" if self.action.when is not None else ""
        return f"waits until {moment(self.moment_us)}{asked} ({caused_by(place)}, by event {self.event})"

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "effect": self.id,
            "action": self.action.id,
            "trip": self.trip.number,
            "event": self.event,
            "source": self.source,
            "moment": format_instant(self.moment_us),
            "when": None if self.action.when is None else self.action.when.text,
        }


def _parted(came_to: Effect | Void | None) -> tuple[Effect | None, Void | None]:
    return (came_to, None) if isinstance(came_to, Effect) else (None, came_to)


def caused_by(place: ActionPlace) -> str:
    """What lets an action come up, by the map: `on a visit of call`, `10m before promise cause_soon of call is due`."""
    action = place.choice or place.action
    after = f"{format_duration(action.after_us)} after " if action.after_us else ""
    match place.when:
        case "do":
            return f"{after or 'on '}a visit of {place.step}"
        case "ahead":
            return f"{format_duration(action.before_us)} before promise {place.promise} of {place.step} is due"
        case "late":
            return f"{after or 'when '}promise {place.promise} of {place.step} is broken"
        case _:
            return f"{after or 'when '}a trip goes quiet"
