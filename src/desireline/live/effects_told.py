"""What became of an effect, and why: for those who ask of a customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desireline.explain import ActionTold, AwaitedTold, Read, caused_by, line_text, moment
from desireline.live.stored import TASK_LANE, Noted, StoredEffect
from desireline.model import format_instant
from desireline.model.durations import readable_duration


@dataclass(frozen=True)
class EffectTold:
    """An effect that was decided for a customer, and what became of it.

    read       the map that it is of; None: that map was not given
    told       how its action stands by all that is known now: decided again, or not; None: it does not come up (any more)
    told_then  the same by what was known when it was decided, where that is another reason, and was asked for
    awaited    its moment is yet to come
    notes      lines of the audit about it
    """

    stored: StoredEffect
    read: Read | None
    told: ActionTold | None
    told_then: ActionTold | None
    awaited: AwaitedTold | None
    notes: Sequence[Noted]

    @property
    def is_task(self) -> bool:
        """Whether it is for a person."""
        return self.stored.lane == TASK_LANE

    @property
    def line(self) -> str | None:
        """Where the map says it."""
        known = self.read is not None and self.stored.effect.action in self.read.actions
        return line_text(self.read.action_line(self.stored.effect.action)) if known and self.read is not None else None

    @property
    def caused_by(self) -> str | None:
        """What lets such an action come up, by the map."""
        place = self.read.actions.get(self.stored.effect.action) if self.read is not None else None
        return None if place is None else caused_by(place)

    @property
    def status_says(self) -> str:
        """What became of it, in one sentence."""
        stored = self.stored
        at = "" if stored.settled_us is None else f" at {moment(stored.settled_us)}"
        often = f"{stored.attempts} attempt{'s' if stored.attempts != 1 else ''}"
        match stored.status:
            case "owed":
                return self._owed_says(often)
            case "sending":
                return f"taken by {stored.by}" if self.is_task else f"handed out, attempt {stored.attempts}; the answer is awaited"
            case "done":
                return f"done{at}{f', taken by {stored.by}' if stored.by else ''}{f', {often}' if stored.attempts > 1 else ''}"
            case "dead":
                return f"given up{at} after {often}{self._error}"
            case "dropped":
                return f"dropped{at} by a person, after {often}{self._error}"
            case "missed":
                return self._missed_says()
            case _:
                return f"withdrawn{at}: {self._withdrawn_for or 'the reason was not kept'}"

    @property
    def why_says(self) -> str | None:
        """By what it was decided, or is decided no more, in one sentence; None: nothing can be said of it."""
        if self.told_then is not None:
            return f"when it was decided: {self.told_then.says}; by what is known now: {self._now_says}"
        if self.told is not None:
            return self.told.says
        return self._now_says if self.read is not None else None

    @property
    def says(self) -> str:
        """What became of it, and by what, in one sentence."""
        return f"{self.status_says}; {self.why_says or 'the map that it is of was not given'}"

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        stored, effect = self.stored, self.stored.effect
        return {
            "effect": effect.id,
            "journey": effect.journey,
            "action": effect.action,
            "branch": effect.branch,
            "kind": effect.kind,
            "target": effect.target,
            "title": effect.title,
            "channel": effect.channel,
            "given": effect.given,
            "key": effect.key,
            "event": effect.event,
            "source": effect.source,
            "moment": format_instant(effect.moment_us),
            "due": _time(effect.due_us),
            "status": stored.status,
            "decided": format_instant(stored.decided_us),
            "settled": _time(stored.settled_us),
            "attempts": stored.attempts,
            "next_attempt": _time(stored.next_attempt_us) if stored.status == "owed" else None,
            "error": stored.error,
            "by": stored.by,
            "line": self.line,
            "caused_by": self.caused_by,
            "says": self.status_says,
            "why": self.why_says,
            "told": None if self.told is None else self.told.as_data(),
            "told_then": None if self.told_then is None else self.told_then.as_data(),
            "notes": [{"at": format_instant(note.at_us), "kind": note.kind, "said": note.said} for note in self.notes],
        }

    @property
    def _error(self) -> str:
        return f": {self.stored.error}" if self.stored.error else ""

    @property
    def _withdrawn_for(self) -> str | None:
        return next((note.said for note in reversed(self.notes) if note.kind == "withdrawn"), None)

    @property
    def _now_says(self) -> str:
        if self.told is not None:
            return self.told.says
        if self.awaited is not None:
            return self.awaited.says
        return "it does not come up any more" if self.caused_by else "the map has no such action"

    def _owed_says(self, often: str) -> str:
        stored = self.stored
        if self.is_task:
            due = f", due {moment(stored.effect.due_us)}" if stored.effect.due_us is not None else ""
            return f"waits for somebody of {stored.effect.target}{due}"
        if not stored.attempts:
            return "owed, not handed out yet" if stored.error is None else f"owed, to be handed out anew after it was given up{self._error}"
        again = f"; the next at {moment(stored.next_attempt_us)}" if stored.next_attempt_us is not None else ""
        return f"owed, after {often}{self._error}{again}"

    def _missed_says(self) -> str:
        stored = self.stored
        late = readable_duration(stored.decided_us - stored.effect.moment_us)
        place = self.read.actions.get(stored.effect.action) if self.read is not None else None
        allowed = ""
        if place is not None:
            own = (place.choice or place.action).if_late_us
            allowed = "" if own is None else "; the map allows no lateness" if own < 0 else f"; the map allows {readable_duration(own)}"
        return f"missed: first seen as owed at {moment(stored.decided_us)}, {late} past its moment{allowed}"


def _time(moment_us: int | None) -> str | None:
    return None if moment_us is None else format_instant(moment_us)
