"""What was set aside, and what was done."""

import hashlib
import json
import sqlite3
from collections.abc import Collection, Sequence

from desireline.live.pages import within
from desireline.live.stored import Noted, Quarantined


class SqliteRecords:
    """See `desireline.live.store.RecordTable`."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con

    def quarantine(self, events: Sequence[Quarantined]) -> None:
        """Keep events that could not be taken; the same one with the same reason once."""
        self._con.executemany(
            """
            INSERT INTO quarantine (at_us, reason, event, size_bytes, sha256, digest) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [(q.at_us, q.reason, q.event, q.size_bytes, q.sha256, q.digest) for q in events],
        )

    def quarantined(self, most: int, before: int | None = None, most_bytes: int | None = None) -> Sequence[Quarantined]:
        """The latest that were set aside, the latest first. `before`: only those with a smaller number."""
        found = self._con.execute(
            "SELECT at_us, reason, event, size_bytes, sha256, seq FROM quarantine WHERE seq < ? ORDER BY seq DESC LIMIT ?",
            (_end(before), most),
        )
        return list(within((Quarantined(*row) for row in found), most_bytes, lambda one: len(one.event.encode())))

    def note(self, lines: Sequence[Noted]) -> None:
        """Write to the audit."""
        self._con.executemany(
            "INSERT INTO audit (at_us, kind, about, said) VALUES (?, ?, ?, ?)", [(n.at_us, n.kind, n.about, n.said) for n in lines]
        )

    def noted(self, most: int, before: int | None = None, most_bytes: int | None = None) -> Sequence[Noted]:
        """The latest lines of the audit, the latest first. `before`: only those with a smaller number."""
        found = self._con.execute(
            "SELECT at_us, kind, about, said, seq FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?", (_end(before), most)
        )
        return list(within((Noted(*row) for row in found), most_bytes, lambda one: len(one.said.encode())))

    def noted_about(self, about: Collection[str]) -> Sequence[Noted]:
        """The lines of the audit about these, in the order in which they were written."""
        found = self._con.execute(
            "SELECT a.at_us, a.kind, a.about, a.said FROM json_each(?) AS n JOIN audit AS a ON a.about = n.value ORDER BY a.seq",
            (json.dumps(list(about)),),
        )
        return [Noted(*row) for row in found]


def fill_quarantine(con: sqlite3.Connection) -> None:
    """Put what an earlier version set aside, whole, where its length and digests stand beside it."""
    for seq, at_us, reason, event in con.execute("SELECT seq, at_us, reason, event FROM quarantine_whole ORDER BY seq"):
        whole = event.encode()
        one = Quarantined(at_us, reason, event, len(whole), hashlib.sha256(whole).hexdigest(), seq)
        con.execute(
            "INSERT INTO quarantine (seq, at_us, reason, event, size_bytes, sha256, digest) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (one.number, one.at_us, one.reason, one.event, one.size_bytes, one.sha256, one.digest),
        )
    con.execute("DROP TABLE quarantine_whole")


def _end(before: int | None) -> int:
    return 2**63 - 1 if before is None else before
