"""What was set aside, and what was done."""

from collections.abc import Collection, Sequence

from desireline.live.pages import WITHOUT_END
from desireline.live.postgres.arrays import blobs, integers, texts
from desireline.live.postgres.session import Session
from desireline.live.stored import Noted, Quarantined


class PostgresRecords:
    """See `desireline.live.store.RecordTable`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def quarantine(self, events: Sequence[Quarantined]) -> None:
        """Keep events that could not be taken; the same one with the same reason once."""
        by_digest = {q.digest: q for q in events}
        kept = sorted(by_digest.items(), key=lambda item: item[0])
        self._session.later(
            """
            INSERT INTO quarantine (digest, at_us, reason, event, size_bytes, sha256)
            SELECT * FROM unnest(%s::bytea[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[])
            ON CONFLICT DO NOTHING
            """,
            (
                blobs(digest for digest, _ in kept),
                integers(q.at_us for _, q in kept),
                texts(q.reason for _, q in kept),
                texts(q.event for _, q in kept),
                integers(q.size_bytes for _, q in kept),
                texts(q.sha256 for _, q in kept),
            ),
        )

    def quarantined(self, most: int, before: int | None = None, most_bytes: int | None = None) -> Sequence[Quarantined]:
        """The latest that were set aside, the latest first. `before`: only those with a smaller number."""
        found = self._session.rows(
            """
            SELECT at_us, reason, event, size_bytes, sha256, seq FROM (
                SELECT *, sum(octet_length(event)) OVER (ORDER BY seq DESC) - octet_length(event) AS before FROM quarantine
                WHERE seq < %s::bigint ORDER BY seq DESC LIMIT %s::bigint
            ) AS page WHERE before < %s::bigint ORDER BY seq DESC
            """,
            (_end(before), most, _bytes(most_bytes)),
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

    def noted(self, most: int, before: int | None = None, most_bytes: int | None = None) -> Sequence[Noted]:
        """The latest lines of the audit, the latest first. `before`: only those with a smaller number."""
        found = self._session.rows(
            """
            SELECT at_us, kind, about, said, seq FROM (
                SELECT *, sum(octet_length(said)) OVER (ORDER BY seq DESC) - octet_length(said) AS before FROM audit
                WHERE seq < %s::bigint ORDER BY seq DESC LIMIT %s::bigint
            ) AS page WHERE before < %s::bigint ORDER BY seq DESC
            """,
            (_end(before), most, _bytes(most_bytes)),
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


def _bytes(most: int | None) -> int:
    return WITHOUT_END if most is None else most
