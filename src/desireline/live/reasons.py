"""Why a customer was computed anew, in the words that the audit keeps."""

from collections.abc import Sequence, Set

from desireline.engine import is_late, load
from desireline.live.stored import StoredState
from desireline.model import Event, Identification

_MOST_NAMED = 5


def late(events: Sequence[Event], stored: StoredState) -> str:
    """Which of the events that came at the same time were late for a state."""
    state = load(stored.data)
    found = [event for event in events if is_late(state, event)] or events
    return f"{_named([(event.id, event.source) for event in found])} came late"


def another_version(stored: StoredState) -> str:
    """The map is not the one that the state was computed on."""
    if not stored.version and stored.data:
        return f"events came in where the map {stored.journey} is not run"
    if not stored.version:
        return f"the map {stored.journey} is new here"
    return f"the map {stored.journey} is another version than {stored.version}"


def joined(said: Sequence[Identification], names: Set[str], beside: Sequence[Event]) -> str:
    """Identities became one customer, or parted, by those `identify` events that speak of the names; `beside`: what else came with them."""
    speaking = [(one.id, one.source) for one in said if {one.customer, one.was} & names] or [(one.id, one.source) for one in said]
    others = [(event.id, event.source) for event in beside if (event.id, event.source) not in speaking]
    came = f"; {_named(others)} came at the same time" if others else ""
    return f"{_named(speaking)} said who is who{came}"


def aliased(pairs: Sequence[tuple[str, str]]) -> str:
    """Known identities were said to be one."""
    listed = [f"{one} = {other}" for one, other in pairs[:_MOST_NAMED]]
    more = f" and {len(pairs) - _MOST_NAMED} more" if len(pairs) > _MOST_NAMED else ""
    return f"aliases were given: {', '.join(listed)}{more}"


def with_key(name: str | None) -> str:
    """By whom something was asked for, to be set behind what was done; nothing where it was no call."""
    return "" if name is None else f", asked for with the key {name}"


def _named(keys: Sequence[tuple[str, str]]) -> str:
    shown = [f"{id_} of {source}" if source else id_ for id_, source in keys[:_MOST_NAMED]]
    more = f" and {len(keys) - _MOST_NAMED} more" if len(keys) > _MOST_NAMED else ""
    return f"event{'s' if len(keys) > 1 else ''} {', '.join(shown)}{more}"
