"""Up to which number all events are there: they are committed in another order than they were numbered in.

Every transaction that adds events holds the table's lock for writing from before it takes its first number until it ends. So all numbers
up to one that was read are settled as soon as the transactions that held the lock just after have ended: nobody who comes later takes a
number as low. Nobody is held up for it, and nothing hangs on transaction ids, which a dump that is loaded into another server loses.
"""

import time

import psycopg

from desireline.live.postgres.session import Session

_LAST = "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('events', 'received')::regclass), 0)"
_WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'events'::regclass AND mode = 'RowExclusiveLock' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_LOOK_SECONDS = 0.002
_MOST_SECONDS = 70.0
"""Longer than a session that stands still in the middle of its work is left alone."""


def complete_until(session: Session) -> int:
    """The latest number, once everything up to it is settled. Raises psycopg.OperationalError where a transaction does not end."""
    ((last,),) = session.rows(_LAST)
    writers, begun, wait_seconds = _writers(session), time.monotonic(), _LOOK_SECONDS
    while writers:
        if time.monotonic() - begun > _MOST_SECONDS:
            raise psycopg.OperationalError("a transaction that adds events does not end")
        time.sleep(wait_seconds)
        wait_seconds = min(wait_seconds * 2, 0.1)
        writers &= _writers(session)
    return int(last)


def _writers(session: Session) -> set[str]:
    return {writer for (writer,) in session.rows(_WRITERS)}
