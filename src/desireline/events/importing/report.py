"""What an import did."""

from __future__ import annotations

from typing import Any

import msgspec

from desireline.model import format_instant


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did. Times are UTC microseconds.

    commit              the lake's new commit; empty where nothing changed
    files               what was read
    rows                rows read, bad ones counted
    taken               events that are new in the lake
    duplicates          events that the lake, or the import itself, had already
    differing           those of them that differ from the one that counts, with some of their ids
    quarantined         bad rows by reason
    quarantine_file     where they are kept, if there are any
    customers           customers of the new events
    new_names           names of events that the lake had not met
    first_us, last_us   the earliest and latest time of the new events
    future              new events later than the clock: they are kept, and count once their time has come
    conflicts           identifications that are not followed, in sentences: how many, and the first of them
    guessed, notes      lines that say what was guessed, and what else was noticed
    lake_rows           events in the lake now
    lake_customers      customers in the lake now
    shards_written      how many shards were written
    seconds             how long it took
    """

    commit: str
    files: tuple[str, ...]
    rows: int
    taken: int
    duplicates: int
    differing: int
    differing_ids: tuple[str, ...]
    quarantined: dict[str, int]
    quarantine_file: str | None
    customers: int
    new_names: tuple[str, ...]
    first_us: int | None
    last_us: int | None
    future: int
    conflicts: int
    conflict_examples: tuple[str, ...]
    guessed: tuple[str, ...]
    notes: tuple[str, ...]
    lake_rows: int
    lake_customers: int
    shards_written: int
    seconds: float

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON, times as ISO 8601 text."""
        data: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        for bound in ("first", "last"):
            instant_us = data.pop(f"{bound}_us")
            data[bound] = None if instant_us is None else format_instant(instant_us)
        return data
