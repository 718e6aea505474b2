"""Synthetic customers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desireline.api.asked import AnyMap, map_of
from desireline.diagnostics import DesirelineError, Diagnostic

if TYPE_CHECKING:
    from desireline.simulate import Plants, Simulation, Written


def simulate(
    map_: AnyMap,
    *,
    customers: int = 1_000,
    days: int = 90,
    start_us: int | None = None,
    seed: int = 0,
    slow: Sequence[str] = (),
    drift: Sequence[str] = (),
    leaving: Sequence[str] = (),
) -> Simulation:
    """Synthetic customers who walk a map; to iterate is to make their events. Plants are texts such as `call:3`, or see `simulate.Plants`.

    Raises DesirelineError with everything that is wrong with the map or with what is to be planted.
    """
    from desireline import simulate as room

    plants = _plants(slow, drift, leaving)
    start = room.DEFAULT_START_US if start_us is None else start_us
    return room.simulate(map_of(map_), customers, start_us=start, days=days, seed=seed, plants=plants)


def simulate_to(map_: AnyMap, path: str | Path, **said: Any) -> Written:
    """As `simulate`, with its arguments, but the events are written to a file, with the truth beside it.

    Raises DesirelineError as `simulate` does, or where the file's ending names no format.
    """
    from desireline.simulate import write_simulation

    return write_simulation(simulate(map_, **said), Path(path))


def _plants(slow: Sequence[str], drift: Sequence[str], leaving: Sequence[str]) -> Plants:
    """All plants, or everything that is wrong with their texts."""
    from desireline import simulate as room

    wrong: list[Diagnostic] = []

    def read(parse: Callable[[str], Any], texts: Sequence[str]) -> tuple[Any, ...]:
        found = []
        for text in texts:
            try:
                found.append(parse(text))
            except DesirelineError as error:
                wrong.extend(error.diagnostics)
        return tuple(found)

    plants = room.Plants(slow=read(room.parse_slow, slow), drifts=read(room.parse_drift, drift), leaving=read(room.parse_leaving, leaving))
    if wrong:
        raise DesirelineError(wrong)
    return plants
