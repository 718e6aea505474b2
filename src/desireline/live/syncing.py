"""The lake, fed from a live store: what came since the last time, once, so that what is measured is what happens."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from desireline.diagnostics import DesirelineError, Diagnostic, Fix
from desireline.events import ImportReport, Lake, Step, SyncedTo, feed, read_manifest
from desireline.live.store import Store
from desireline.live.stored import Received

BATCH = 50_000
"""How many events are taken over at once, at most: memory is bounded by it."""


class Synced(msgspec.Struct, frozen=True, kw_only=True):
    """What one sync took over.

    events       events of the store that were looked at
    taken        those of them that are new in the lake
    aliases      pairs of known identities that were handed over again, as some are new; 0: none is
    begun_anew   the store was set back, or the lake was never fed from it: all was looked at from the beginning
    commits      how often the lake was committed; 0: nothing was new, and there was a lake
    lake_rows    events in the lake now
    lake_customers  customers in the lake now
    """

    events: int
    taken: int
    aliases: int
    begun_anew: bool
    commits: int
    lake_rows: int
    lake_customers: int


def sync(store: Store, lake: str | Path, *, now_us: int, batch: int = BATCH, batches: int | None = None) -> Synced:
    """Take over into the lake in a folder, which is made where it does not exist, what the store has and the lake was not yet given.

    How far it got is noted in the lake by the same act as the events, so that nothing is lost or taken twice, whenever it ends. Several
    may sync at once; one at a time gets on.

    batch, batches  how many events are taken over by one commit at most, and how many such commits; None: all that is there

    Raises DesirelineError where the lake belongs to another store (L121), cannot be written (E2xx), or the store fails.
    """
    until, home = store.complete_until(), Path(lake)
    before = _synced_to(home)
    own = store.id
    if before is not None and before.store != own:
        raise DesirelineError(_of_another_store(home, before.store, own))
    begun_anew = before is None or not _still_there(store, before)
    number = 0 if begun_anew or before is None else before.number
    report: ImportReport | None = None
    no_lake = read_manifest(home) is None
    events = taken = commits = handed = 0
    while batches is None or commits < batches:
        received, pairs, aliases = _read(store, number, until, batch, None if begun_anew and not commits else before)
        if not received and pairs is None and (commits or not no_lake):
            break
        last = received[-1] if received else None
        after = _after(own, before, last, aliases, anew=begun_anew and not commits)
        report = feed([one.event for one in received], pairs or (), home, Step(before, after), clock_us=now_us)
        if report is None:  # somebody else fed it meanwhile
            return sync(store, lake, now_us=now_us, batch=batch, batches=batches)
        before, number, commits = after, after.number, commits + 1
        events, taken, handed = events + len(received), taken + report.taken, handed + len(pairs or ())
    rows, customers = _held(home, report)
    return Synced(
        events=events,
        taken=taken,
        aliases=handed,
        begun_anew=begun_anew and events > 0,
        commits=commits,
        lake_rows=rows,
        lake_customers=customers,
    )


def _synced_to(home: Path) -> SyncedTo | None:
    manifest = read_manifest(home)
    return None if manifest is None else manifest.synced


def _read(
    store: Store, number: int, until: int, most: int, before: SyncedTo | None
) -> tuple[Sequence[Received], Sequence[tuple[str, str]] | None, int]:
    """The next events; all aliases, where there are others than before (else None); and how many there are."""
    with store.snapshot() as tx:
        received, aliases = tx.events.received(number, until, most), tx.identities.count_aliases()
        changed = aliases != (0 if before is None else before.aliases)
        return received, tx.identities.aliases() if changed else None, aliases


def _after(own: str, before: SyncedTo | None, last: Received | None, aliases: int, *, anew: bool) -> SyncedTo:
    if last is not None:
        event = last.event
        return SyncedTo(store=own, number=last.number, source=event.source, id=event.id, received_us=last.received_us, aliases=aliases)
    if before is None or anew:
        return SyncedTo(store=own, number=0, source="", id="", received_us=0, aliases=aliases)
    return msgspec.structs.replace(before, aliases=aliases)


def _still_there(store: Store, before: SyncedTo) -> bool:
    """Whether the event that was taken over last is where it was. It is not in a store that was set back to an earlier copy since."""
    if before.number == 0:
        return True
    with store.snapshot() as tx:
        found = tx.events.received(before.number - 1, before.number, 1)
        fewer = tx.identities.count_aliases() < before.aliases
    there = [(one.event.source, one.event.id, one.received_us) for one in found]
    return not fewer and there == [(before.source, before.id, before.received_us)]


def _held(home: Path, report: ImportReport | None) -> tuple[int, int]:
    if report is not None:
        return report.lake_rows, report.lake_customers
    manifest = read_manifest(home)
    return (0, 0) if manifest is None else (manifest.rows, Lake(home, manifest).customers)


def _of_another_store(home: Path, other: str, own: str) -> Diagnostic:
    return Diagnostic(
        "L121",
        f"the lake `{home}` is fed from another store: {other}, not {own}",
        why="customers of two installations would be counted as those of one",
        fix=Fix("give the store that it is fed from, or a lake of this store's own"),
    )
