"""Connections to one database, kept open between transactions. One that broke is never used again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import conninfo

from desireline.live.postgres.session import SETTINGS, Session

MOST = 10
"""How many transactions of one process are under way at once; further ones wait."""
PARAMETERS = {
    "connect_timeout": "10",
    "client_encoding": "utf8",
    "application_name": "desireline",
    # A server that is gone without a word is noticed.
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}


class Connections:
    """Sessions for one address. `fallback` parameters stand where the address says nothing."""

    def __init__(self, address: str) -> None:
        self._conninfo = conninfo.make_conninfo("", **{**PARAMETERS, **conninfo.conninfo_to_dict(address)})
        self._free: list[Session] = []
        self._lock = threading.Lock()
        self._room = threading.Semaphore(MOST)
        self._closed = False

    @contextmanager
    def session(self, seen: bool = False) -> Iterator[Session]:
        """A session that nobody else uses meanwhile. `seen`: it was just seen to work."""
        with self._room:
            session = self._taken()
            if session is None or (seen and not session.works()):
                session = self.open()
            try:
                yield session
            finally:
                self._give_back(session)

    def open(self) -> Session:
        """A new session."""
        con = psycopg.connect(self._conninfo, autocommit=True)
        try:
            con.execute(SETTINGS)
        except BaseException:
            con.close()
            raise
        return Session(con)

    def forget_free(self) -> None:
        """Close what is free: the server was lost, and with it all of them."""
        with self._lock:
            free, self._free = self._free, []
        for session in free:
            session.con.close()

    def close(self) -> None:
        """Close what is free, and what comes back."""
        self._closed = True
        self.forget_free()

    def _taken(self) -> Session | None:
        with self._lock:
            return self._free.pop() if self._free else None

    def _give_back(self, session: Session) -> None:
        idle = session.con.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        with self._lock:
            if idle and not session.con.closed and not self._closed:
                self._free.append(session)
                return
        session.con.close()
