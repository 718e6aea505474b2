"""What is laid out, and what is left alone."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from desireline.cli import main


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a":   1}\n', "J006"),
        ("services:\n    web:   {image: x}\n", "J006"),
        ("- a\n-   b\n", "J006"),
        ("", "J005"),
        ("journey: a\nsteps: [\n", "J004"),
        ("journey: a\njourney:   b\n", "J007"),
    ],
)
def test_what_is_no_map_is_left_as_it_is(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "a.yaml").write_text(text)
    ran = CliRunner().invoke(main, ["fmt", str(tmp_path / "a.yaml")])
    assert (ran.exit_code, (tmp_path / "a.yaml").read_text()) == (2, text)
    assert f"error[{code}]" in ran.stderr


def test_other_findings_do_not_hinder_and_other_files_are_laid_out(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("[")
    (tmp_path / "b.yaml").write_text("journey:   b\nunheard: 1\n")
    ran = CliRunner().invoke(main, ["fmt", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")])
    assert (ran.exit_code, (tmp_path / "b.yaml").read_text()) == (2, "journey: b\nunheard: 1\n")
    assert "laid out" in ran.stderr
