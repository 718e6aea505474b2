"""Which lanes a store knows, so that a name that is mistyped is not taken for a lane with nothing in it."""

from typing import get_args

from desireline.conditions import near_names
from desireline.diagnostics import Diagnostic, Fix, Near
from desireline.live.customers import Programs, lanes_of
from desireline.live.store import Store
from desireline.live.stored import TASK_LANE, Status

_SHOWN = 20


def unknown_lane(store: Store, lane: str, programs: Programs | None = None) -> Diagnostic | None:
    """What is wrong with the name of a lane (L139); None: there is such a lane, or there was. `programs`: maps that are run on the store.

    What was decided long ago is gone through only for a name that nothing on its way has.
    """
    with store.snapshot() as tx:
        known = {"say", "offer", TASK_LANE, *lanes_of(programs or {}), *(on_the_way for on_the_way, _ in tx.effects.on_the_way())}
        if lane in known or tx.effects.listed(get_args(Status), 1, lane):
            return None
    near, listed = near_names(lane, sorted(known)), sorted(known)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return Diagnostic(
        "L139",
        f"there is no lane `{lane[:100]}`",
        why="a list of nothing would look as if all were done",
        fix=Fix(f"the lanes are {', '.join(f'`{name}`' for name in listed[:_SHOWN])}{more}"),
        near=tuple(Near(name) for name in near),
    )
