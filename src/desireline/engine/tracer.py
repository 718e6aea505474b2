"""One customer's events in order, each with what it alone changed: for those who tell why the tables say what they say."""

from collections.abc import Mapping, Sequence

from desireline.conditions import Value
from desireline.engine.advance import new_state
from desireline.engine.changes import Change
from desireline.engine.program import Program
from desireline.engine.turn import Turn
from desireline.model import Event


class Tracer:
    """Goes through what `rebuild` does, in the same way, but stops at every event.

    Before each event: `pass_until` its time, which gives what passed by itself; `key_of` says the key under which it will count; then
    `take`. At the end: `pass_until` the moment asked about.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._turn = Turn(program, new_state(program), None)

    @property
    def traits(self) -> Mapping[str, Value]:
        """What is known of the customer, with what the latest event said. It changes with the next."""
        return self._turn.state.traits

    def key_of(self, event: Event) -> str | None:
        """Rule 3: the key under which the next event counts, its own or that of an earlier one; None: keyless, or the map has no keys."""
        per = self.program.per
        if per is None:
            return None
        raw = event.properties.get(per)
        return self._turn.key_of(None if raw is None else self.program.key_of(raw), event.time_us)

    def pass_until(self, limit_us: int) -> Sequence[Change]:
        """Let every moment pass that is strictly before the limit."""
        self._turn.pass_until(limit_us)
        return self._changed()

    def take(self, event: Event) -> Sequence[Change]:
        """Take the customer's next event. Raises LateEventError where it is not the next."""
        self._turn.take(event)
        return self._changed()

    def _changed(self) -> Sequence[Change]:
        changes, self._turn.changes = self._turn.changes, []
        self._turn.effects.clear()
        return changes
