"""What a database holds, counted."""

from typing import Any

from desireline.live.postgres.session import Session
from desireline.live.store_info import StoreInfo

_CUSTOMERS = """
    SELECT count(DISTINCT coalesce(i.customer, e.identity))
    FROM (SELECT DISTINCT identity FROM events) AS e LEFT JOIN identities AS i ON i.identity = e.identity
"""
_EFFECTS = "SELECT status, count(*) FROM effects GROUP BY status ORDER BY status"
_STATES = "SELECT journey, version, count(*) FROM states GROUP BY journey, version ORDER BY journey, version"


def info_of(session: Session) -> StoreInfo:
    """Look at all of it."""

    def one(sql: str) -> Any:
        return session.rows(sql)[0][0]

    ((first_us, last_us, received_us),) = session.rows("SELECT min(time_us), max(time_us), max(received_us) FROM events")
    return StoreInfo(
        id=one("SELECT id FROM installation"),
        use=one("SELECT use FROM installation"),
        version=one("SELECT max(version) FROM desireline"),
        events=one("SELECT count(*) FROM events"),
        customers=one(_CUSTOMERS),
        aliases=one("SELECT count(*) FROM aliases WHERE one <= other"),
        quarantined=one("SELECT count(*) FROM quarantine"),
        audit=one("SELECT count(*) FROM audit"),
        effects=dict(session.rows(_EFFECTS)),
        states={(journey, version): count for journey, version, count in session.rows(_STATES)},
        first_us=first_us,
        last_us=last_us,
        received_us=received_us,
        next_due_us=one("SELECT min(next_us) FROM states"),
    )
