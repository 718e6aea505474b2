"""A store by its address."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desireline.diagnostics import DesirelineError
from desireline.live import SqliteStore, open_store

if TYPE_CHECKING:
    from support.postgres_server import PostgresServer


@pytest.mark.parametrize("prefix", ["", "sqlite:"])
def test_a_path_is_a_sqlite_file(prefix: str, tmp_path: Path) -> None:
    store = open_store(f"{prefix}{tmp_path / 'live.db'}")
    assert isinstance(store, SqliteStore)
    assert (tmp_path / "live.db").exists()
    store.close()


def test_another_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(DesirelineError, match="L108: there is no store of the kind `mysql`"):
        open_store("mysql://localhost/x")


@pytest.mark.parametrize("address", [":memory:", "sqlite::memory:", "sqlite:"])
def test_what_is_no_file_is_refused(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DesirelineError, match="L108: "):
        open_store(address)
    assert list(tmp_path.iterdir()) == []


def test_who_only_asks_makes_nothing(tmp_path: Path, postgres_server: "PostgresServer") -> None:
    postgres_server.execute("CREATE DATABASE bare")
    for address in (str(tmp_path / "live.db"), postgres_server.address("bare")):
        with pytest.raises(DesirelineError, match="L120: there is no store at"):
            open_store(address, create=False)
    assert not (tmp_path / "live.db").exists()
    assert postgres_server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", "bare") == [(0,)]


def test_a_place_is_told_without_its_password(tmp_path: Path, postgres_server: "PostgresServer") -> None:
    address = postgres_server.address()
    store = open_store(f"{address}{'&' if '?' in address else '?'}password=hush")
    assert store.place.startswith("postgresql://")
    assert "hush" not in store.place
    store.close()
