"""What a task is given back with: an event of its customer, for the very trip that the task is of, by a name that a map knows."""

from collections.abc import Iterable, Mapping

from desireline.conditions import near_names
from desireline.diagnostics import Diagnostic, Fix, Near
from desireline.engine import Program, UnreadableStateError, load
from desireline.live.customers import Programs
from desireline.live.store import Transaction
from desireline.live.stored import StoredEffect
from desireline.model import IDENTIFY, Event, PropertyValue, candidates_by_name, format_instant

TASK_SOURCE = "desireline.task"
"""The source of the events that results of tasks are."""
_NAMED_MOST = 30


def result_of(task: StoredEffect, result: str, properties: Mapping[str, PropertyValue], now_us: int, before: Event | None) -> Event:
    """The event that a task's result is. `before`: the one that it was given back with; reported again, it is at the same time and of the
    same name, though the customer may bear another by now."""
    time_us, customer = (now_us, task.customer) if before is None else (before.time_us, before.customer)
    return Event(id=task.effect.id, time_us=time_us, customer=customer, name=result, source=TASK_SOURCE, properties=properties)


def with_own_key(
    tx: Transaction, program: Program | None, task: StoredEffect, before: Event | None, properties: Mapping[str, PropertyValue]
) -> Mapping[str, PropertyValue]:
    """What is said of a result, with the key of the task's own trip where the field that parts trips is not said: else it would be of the
    trip that the customer was last at (rule 3).

    A trip without a key may have taken one over since the task was decided. What was given back before had the key of then.
    """
    if program is None or program.per is None or properties.get(program.per) is not None:
        return properties
    key = (_present_key(tx, program, task) or task.effect.key) if before is None else program.key_of(before.properties.get(program.per))
    return properties if key is None else {**properties, program.per: key}


def _present_key(tx: Transaction, program: Program, task: StoredEffect) -> str | None:
    stored = tx.states.of([task.customer]).get((program.journey, task.customer))
    if stored is None or stored.version != program.version:
        return None
    try:
        trips = load(stored.data).trips
    except UnreadableStateError:
        return None
    return next((trip.key for trip in trips if trip.id == task.effect.trip), None)


def unknown_result(programs: Programs, task: StoredEffect, result: str) -> Diagnostic | None:
    """What is wrong with a result that no map knows (L112); None: one does, or the task's own map is run elsewhere."""
    own = programs.get(task.effect.journey)
    if own is None or result == IDENTIFY or any(knows(program, result) for program in programs.values()):
        return None
    known = list(candidates_by_name(own.map))
    near = near_names(result, [name for program in programs.values() for name in (*program.certain, *program.candidates)])
    shown = ", ".join(f"`{name}`" for name in known[:_NAMED_MOST])
    more = f" and {len(known) - _NAMED_MOST} more" if len(known) > _NAMED_MOST else ""
    return Diagnostic(
        "L112",
        f"no map knows the result `{result[:100]}`",
        label=f"the map {own.journey} knows {shown}{more}",
        why="the task would be closed for good, and the journey would not go on",
        fix=Fix(
            f"give it back with {_either(near)}, or say `unmapped` where this one is meant"
            if near
            else f"give it back with one of {shown}{more}; or say `unmapped` where this one is meant"
        ),
        near=tuple(Near(name) for name in near),
    )


def knows(program: Program, name: str) -> bool:
    """Whether events of this name can be anything on a map."""
    return name in program.certain or name in program.candidates


def another_result(before: Event, now: Event) -> Diagnostic:
    """A task was given back before with another result, which stays (L111)."""
    at = format_instant(before.time_us)
    if before.name == now.name:
        names = sorted(set(before.properties) | set(now.properties))
        differing = [name for name in names if before.properties.get(name) != now.properties.get(name)]
        other = f"with another value of {_listed(differing)}" if differing else "with other properties"
    else:
        other = f"with the result `{before.name[:100]}`"
    return Diagnostic(
        "L111",
        f"task `{before.id}` was given back before, at {at}, {other}",
        why="a task has one result: what was told first, the journey went on from",
        fix=Fix("tell what else is known in an event of its own"),
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name[:100]}`" for name in list(names)[:_NAMED_MOST])


def _either(names: Iterable[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)
