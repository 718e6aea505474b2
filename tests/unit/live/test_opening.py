"""A store by its address."""

from pathlib import Path

import pytest

from desireline.diagnostics import DesirelineError
from desireline.live import SqliteStore, open_store


@pytest.mark.parametrize("prefix", ["", "sqlite:"])
def test_a_path_is_a_sqlite_file(prefix: str, tmp_path: Path) -> None:
    store = open_store(f"{prefix}{tmp_path / 'live.db'}")
    assert isinstance(store, SqliteStore)
    assert (tmp_path / "live.db").exists()
    store.close()


def test_another_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(DesirelineError, match="L108: there is no store of the kind `mysql`"):
        open_store("mysql://localhost/x")
