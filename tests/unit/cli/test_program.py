"""Where errors become text and an exit code."""

import tempfile
from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest
from click.testing import CliRunner

from desireline import api
from desireline.cli import main


def test_a_mistake_of_ours_is_no_traceback_and_keeps_its_details(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with patch.object(api, "schema", side_effect=ZeroDivisionError("by nought")):
        ran = CliRunner().invoke(main, ["schema"])
    assert ran.exit_code == 2
    assert "error[C199]: a mistake inside Desireline: ZeroDivisionError: by nought" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "ZeroDivisionError" in next(tmp_path.glob("desireline-*.txt")).read_text()


def test_what_the_system_refuses_is_said() -> None:
    with patch.object(api, "schema", side_effect=OSError(28, "No space left on device", "lake/x")):
        ran = CliRunner().invoke(main, ["schema"])
    assert ran.exit_code == 2
    assert "error[C101]: the system refused: No space left on device (lake/x)" in ran.stderr


def test_an_interruption_has_its_own_exit_code() -> None:
    with patch.object(api, "schema", side_effect=KeyboardInterrupt):
        ran = CliRunner().invoke(main, ["schema"])
    assert ran.exit_code == 130
    assert "nothing was left half-written" in ran.stderr


@pytest.mark.parametrize("error", [RuntimeError("Query interrupted"), duckdb.InterruptException("INTERRUPT Error: Interrupted!")])
def test_an_interruption_that_reaches_duckdb_first_is_one_too(error: Exception) -> None:
    with patch.object(api, "schema", side_effect=error):
        ran = CliRunner().invoke(main, ["schema"])
    assert ran.exit_code == 130
    assert "error[" not in ran.stderr


@pytest.mark.parametrize("command", ["check", "fmt", "import", "replay", "simulate"])
def test_a_command_without_its_arguments_says_what_is_missing(command: str) -> None:
    ran = CliRunner().invoke(main, [command])
    assert ran.exit_code == 2
    assert "Missing" in ran.stderr
