"""Several maps at once, and where their findings stand."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.map_texts import SMALL

from desireline.cli import main


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(SMALL)
    (tmp_path / "bad.yaml").write_text("journey: Bad\n")
    paths = [str(tmp_path / name) for name in ("missing.yaml", "good.yaml", "bad.yaml")]
    ran = CliRunner().invoke(main, ["check", *paths])
    assert ran.exit_code == 2
    assert "error[J001]" in ran.stderr
    assert "good.yaml: sound" in ran.stderr
    assert "error[J102]" in ran.stderr
    as_json = CliRunner().invoke(main, ["check", "--json", *paths])
    assert (as_json.exit_code, {"J001", "J102"} - {finding["code"] for finding in json.loads(as_json.stdout)}) == (2, set())


def test_findings_alone_exit_with_1(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("journey: Bad\n")
    assert CliRunner().invoke(main, ["check", str(tmp_path / "bad.yaml")]).exit_code == 1


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
def test_the_marked_line_is_the_one_that_an_editor_shows(tmp_path: Path, mark: str) -> None:
    (tmp_path / "a.yaml").write_bytes(f"# one{mark}line\r\njourney: Bad name\r\n".encode())
    ran = CliRunner().invoke(main, ["check", str(tmp_path / "a.yaml")])
    assert " 2 | journey: Bad name\n" in ran.stderr
