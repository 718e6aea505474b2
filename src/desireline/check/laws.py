"""What holds of a trip's facts wherever an action is decided: conditions by which the solver leaves out what no customer can be in."""

from collections.abc import Iterable, Iterator, Sequence

from desireline.check.doings import Doing
from desireline.conditions import Condition, Name, Scope, parse_condition
from desireline.model import Map

_FIRST = "move in ('start', 'joined')"


def laws_of(doing: Doing, conditions: Iterable[Condition], map_: Map) -> Sequence[Condition]:
    """Conditions that hold whenever the action is decided, over the facts that the others use."""
    facts = {(name.id, name.argument): name for condition in conditions for name in condition.inputs if name.kind == "fact"}
    scope = Scope(fields={}, traits={}, facts=True, steps=[*map_.step_by_id], journeys=None)
    return [parse_condition(text, scope) for text in _texts(doing, list(facts.values()), map_)]


def _texts(doing: Doing, facts: Sequence[Name], map_: Map) -> Iterator[str]:
    ids = {name.id for name in facts}
    steps = [str(name.argument) for name in facts if name.id == "visits"]
    at_once = doing.cause == "visit" and not doing.whole.after_us
    if "elapsed" in ids and (passed_us := _passed_us(doing, map_)):
        yield f"elapsed >= interval '{passed_us} microseconds'"
    if doing.step is None:
        return
    own = doing.step.id
    if not at_once:
        if own in steps:
            yield f"visits('{own}') >= 1"
        return
    if "move" in ids:
        starts = map_.trip.starts or tuple(map_.step_by_id)
        yield f"move <> '{'joined' if own in starts else 'start'}'"
        yield from (f"not {_FIRST} or visits('{step}') = 0" for step in steps)
        if own in steps:
            yield f"move not in ('repeat', 'back') or visits('{own}') > 0"
            yield f"move not in ('skip', 'jump') or visits('{own}') = 0"
        if "elapsed" in ids:
            yield f"not {_FIRST} or elapsed = interval '0 seconds'"
        if "broken_promises" in ids:
            yield f"not {_FIRST} or broken_promises = 0"
        if "changed_channel" in ids:
            yield f"not {_FIRST} or changed_channel = false"


def _passed_us(doing: Doing, map_: Map) -> int:
    """The least time since the trip's first visit."""
    after_us = doing.whole.after_us
    if doing.cause == "quiet":
        return (map_.trip.quiet_us or 0) + after_us
    if doing.promise is None:
        return after_us
    if doing.cause == "ahead":
        return max(0, doing.promise.within_us - doing.whole.before_us)
    return doing.promise.within_us + after_us
