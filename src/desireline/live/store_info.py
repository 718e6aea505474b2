"""What a store holds, counted: for those who look after it."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from desireline.model import format_instant

StoreUse = Literal["live", "rehearsal"]


class StoreInfo(msgspec.Struct, frozen=True):
    """What a store holds, counted.

    id            of this store, and of copies of it
    use           what it is for: `live`, or a `rehearsal`, whose clock is not the machine's; None: nobody has said yet
    version       of its tables
    effects       status -> how many effects have it
    states        (journey, version of the map) -> how many customers have a state of it; an empty version: yet to be computed
    next_due_us   when something is due by itself next; None: nothing is
    """

    id: str
    use: StoreUse | None
    version: int
    events: int
    customers: int
    aliases: int
    quarantined: int
    audit: int
    effects: Mapping[str, int]
    states: Mapping[tuple[str, str], int]
    first_us: int | None
    last_us: int | None
    received_us: int | None
    next_due_us: int | None

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON, times as ISO 8601 text."""
        data = msgspec.structs.asdict(self)
        data["states"] = [{"journey": one, "version": version, "customers": n} for (one, version), n in self.states.items()]
        for name in ("first", "last", "received", "next_due"):
            moment_us = data.pop(f"{name}_us")
            data[name] = None if moment_us is None else format_instant(moment_us)
        return data
