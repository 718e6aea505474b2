"""What README and guides show is what happens."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.documents import matches, python_in, run, shown_in

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
LOGS = ("helpdesk.csv.gz",)
"""Real logs that pages speak of. They may not be part of the repository."""
PAGES = [p for p in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if any(shown_in(p)) or python_in(p)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_happens(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for log in LOGS:
        if any(log in shown.command for shown in shown_in(page)):
            if not (DATA / log).exists():
                pytest.skip(f"the page reads {log}, which is not here")
            shutil.copy(DATA / log, tmp_path)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80", "NO_COLOR": "1"}
    for shown in shown_in(page):
        real = run(shown.command, tmp_path, environment)
        assert matches(shown.output, real), f"$ {shown.command}\n--- the page shows\n{shown.output}\n--- what happens\n{real}"
    program = "\n".join(python_in(page))
    (tmp_path / "page.py").write_text(program, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-W", "error", "page.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_the_comparison_can_fail() -> None:
    assert matches("a … c\n…\nz", "a b c\n1\n2\nz")
    assert not matches("a … c\n…\nz", "a b\n1\n2\nz")
    assert not matches("", "something")


def test_the_readme_shows_something() -> None:
    assert ROOT / "README.md" in PAGES
