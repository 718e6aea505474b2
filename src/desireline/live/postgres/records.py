"""What was set aside, and what was done."""

import hashlib
from collections.abc import Collection, Sequence

from desireline.live.postgres.arrays import blobs, integers, texts
from desireline.live.postgres.session import Session
from desireline.live.stored import Noted, Quarantined


class PostgresRecords:
    """See `desireline.live.store.RecordTable`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def quarantine(self, events: Sequence[Quarantined]) -> None:
        """Keep events that could not be taken; the same one with the same reason once, which a digest tells, as an event may be long."""
        by_digest = {_digest(q): q for q in events}
        kept = sorted(by_digest.items(), key=lambda item: item[0])
        self._session.later(
            """
            INSERT INTO quarantine (digest, at_us, reason, event) SELECT * FROM unnest(%s::bytea[], %s::bigint[], %s::text[], %s::text[])
            ON CONFLICT DO NOTHING
            """,
            (
                blobs(digest for digest, _ in kept),
                integers(q.at_us for _, q in kept),
                texts(q.reason for _, q in kept),
                texts(q.event for _, q in kept),
            ),
        )

    def quarantined(self, most: int, before: int | None = None) -> Sequence[Quarantined]:
        """The latest that were set aside, the latest first. `before`: only those with a smaller number."""
        found = self._session.rows(
            "SELECT at_us, reason, event, seq FROM quarantine WHERE seq < %s::bigint ORDER BY seq DESC LIMIT %s::bigint",
            (_end(before), most),
        )
        return [Quarantined(*row) for row in found]

    def note(self, lines: Sequence[Noted]) -> None:
        """Write to the audit."""
        if lines:
            self._session.later(
                "INSERT INTO audit (at_us, kind, about, said) SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])",
                (
                    integers(n.at_us for n in lines),
                    texts(n.kind for n in lines),
                    texts(n.about for n in lines),
                    texts(n.said for n in lines),
                ),
            )

    def noted(self, most: int, before: int | None = None) -> Sequence[Noted]:
        """The latest lines of the audit, the latest first. `before`: only those with a smaller number."""
        found = self._session.rows(
            "SELECT at_us, kind, about, said, seq FROM audit WHERE seq < %s::bigint ORDER BY seq DESC LIMIT %s::bigint",
            (_end(before), most),
        )
        return [Noted(*row) for row in found]

    def noted_about(self, about: Collection[str]) -> Sequence[Noted]:
        """The lines of the audit about these, in the order in which they were written."""
        found = self._session.rows(
            "SELECT at_us, kind, about, said FROM audit WHERE about = ANY (%s::text[]) ORDER BY seq", (texts(about),)
        )
        return [Noted(*row) for row in found]


def _end(before: int | None) -> int:
    return 2**63 - 1 if before is None else before


def _digest(q: Quarantined) -> bytes:
    digest = hashlib.blake2b(q.event.encode(), digest_size=16)
    digest.update(b"\0" + q.reason.encode())
    return digest.digest()
