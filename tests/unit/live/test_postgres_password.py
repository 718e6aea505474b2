"""The password of a database need not stand in its address."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desireline.diagnostics import DesirelineError
from desireline.live import open_store

if TYPE_CHECKING:
    from support.postgres_server import PostgresServer

PASSWORD = "not to be seen"


@pytest.fixture
def address(postgres_server: "PostgresServer") -> str:
    """A database of a user who must give a password."""
    rules = postgres_server.folder / "pg_hba.conf"
    rules.write_text(f"local all keeper scram-sha-256\n{rules.read_text()}")
    postgres_server.execute("SELECT pg_reload_conf()")
    if not postgres_server.execute("SELECT 1 FROM pg_roles WHERE rolname = 'keeper'"):
        postgres_server.execute(f"CREATE ROLE keeper LOGIN PASSWORD '{PASSWORD}'")
        postgres_server.execute("CREATE DATABASE guarded OWNER keeper")
    return f"postgresql://keeper@/guarded?host={postgres_server.folder}"


def test_it_is_found_in_the_environment_or_in_a_passfile(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passfile = tmp_path / "passfile"
    passfile.write_text(f"*:*:guarded:keeper:{PASSWORD}\n")
    passfile.chmod(0o600)
    with monkeypatch.context() as environment:
        environment.setenv("PGPASSFILE", str(tmp_path / "none"))
        with pytest.raises(DesirelineError, match="L103"):
            open_store(address)
        environment.setenv("PGPASSWORD", PASSWORD)
        open_store(address).close()
    monkeypatch.setenv("PGPASSFILE", str(passfile))
    store = open_store(address)
    assert PASSWORD not in store.place
    store.close()
