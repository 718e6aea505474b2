"""Findings on a terminal: as many as somebody reads; all of them elsewhere."""

import pytest

from desireline.cli.printing import MOST_ON_TERMINAL, print_diagnostics
from desireline.diagnostics import Diagnostic

LISTED = [Diagnostic("J104", f"finding {number}") for number in range(MOST_ON_TERMINAL + 7)]


def test_a_terminal_shows_the_first_and_says_how_many_more_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    print_diagnostics(LISTED)
    said = capsys.readouterr().err
    assert f"finding {MOST_ON_TERMINAL - 1}" in said
    assert f"finding {MOST_ON_TERMINAL}" not in said
    assert "and 7 more" in said
    assert f"{len(LISTED)} findings" in said


def test_elsewhere_all_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    print_diagnostics(LISTED)
    assert capsys.readouterr().err.count("finding ") == len(LISTED)
