"""Ctrl-C as the system sends it: no traceback, the exit code of an interruption, and nothing changed."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from desireline.cli import main

PROGRAM = [sys.executable, "-c", "from desireline.cli import main; main()"]
LOADING = """
import sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
from desireline.cli import main
"""
SECONDS = 60


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Synthetic events, enough of them to be caught while they are imported."""
    path = tmp_path / "many.csv"
    rows = (
        "'c' || (i % 5000) AS customer, strftime(make_timestamp(1700000000000000 + i * 1000000), '%Y-%m-%dT%H:%M:%SZ') AS time, 'n' AS name"
    )
    duckdb.connect().execute(f"COPY (SELECT {rows}, md5(i::VARCHAR) AS text FROM range(400000) AS r(i)) TO '{path}'")
    return path


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "import.lock"}


def test_an_import_that_is_interrupted_changes_nothing(log: Path, tmp_path: Path) -> None:
    lake, few = tmp_path / "lake", tmp_path / "few.csv"
    few.write_text("customer,time,name\nann,2026-03-02T08:00:00Z,called\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["import", str(few), "--lake", str(lake)]).exit_code == 0
    before = _contents(lake)
    with subprocess.Popen([*PROGRAM, "import", str(log), "--lake", str(lake)], stderr=subprocess.PIPE, text=True) as importing:
        began = time.monotonic()
        while not list(lake.glob("scratch-*/rows-0.parquet")):
            assert importing.poll() is None
            assert time.monotonic() - began < SECONDS
            time.sleep(0.005)
        importing.send_signal(signal.SIGINT)
        said = importing.communicate(timeout=SECONDS)[1]
    assert (importing.returncode, said) == (130, "stopped; nothing was left half-written\n")
    assert _contents(lake) == before


def test_an_interruption_while_the_program_loads_is_quiet() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=False, timeout=SECONDS)
    assert (ran.returncode, ran.stderr) == (130, "")
