"""What a store is for: customers in their own time, or rehearsals; never both, as `_WHY` says."""

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.live.store import Transaction
from desireline.live.store_info import StoreUse

_WHY = {
    "live": "what was only rehearsed would be sent to customers, and put before people as their tasks",
    "rehearsal": "its clock would run ahead for customers who are under way, and what is owed to them would pass as too late",
}
_FIX = {
    "live": "name another store with --store",
    "rehearsal": "name another store with --store, or a copy of this one that `desireline store backup --rehearsal` makes",
}


def use_for(tx: Transaction, use: StoreUse, place: str) -> None:
    """Use a store for something, from the first time on for nothing else. Raises DesirelineError (L125) where it is for the other."""
    said = tx.use()
    if said is None and use == "rehearsal" and tx.events.last_received_us() is not None:
        said = "live"
    if said is None:
        tx.set_use(use)
    elif said != use:
        what = {"live": "runs live", "rehearsal": "is for rehearsals"}[said]
        raise DesirelineError(Diagnostic("L125", f"the store {place} {what}", why=_WHY[use], fix=Fix(_FIX[use])))
