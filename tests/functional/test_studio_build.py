"""The studio's page in the package is what its source builds."""

import filecmp
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE, BUILT = ROOT / "studio", ROOT / "src" / "desireline" / "studio"
MOST_SCRIPT_KB = 140


@pytest.fixture
def npm() -> None:
    if not (SOURCE / "node_modules").is_dir():
        pytest.skip("what the page is built with is not here: `make setup` installs it where there is Node.js from 20.19 on")


def _run(program: str, *words: str | Path) -> str:
    command = [SOURCE / "node_modules" / ".bin" / program, *words]
    done = subprocess.run(command, cwd=SOURCE, env={**os.environ, "CI": "1"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_page_is_what_the_source_builds(npm: None, tmp_path: Path) -> None:
    _run("openapi-typescript", "openapi.json", "-o", tmp_path / "schema.d.ts")
    assert (tmp_path / "schema.d.ts").read_text() == (SOURCE / "src" / "api" / "schema.d.ts").read_text(), "run `make studio`"
    _run("tsc", "--noEmit")
    _run("vite", "build", "--outDir", tmp_path / "built", "--logLevel", "error")
    made = sorted(path.relative_to(tmp_path / "built") for path in (tmp_path / "built").rglob("*") if path.is_file())
    kept = sorted(path.relative_to(BUILT) for path in BUILT.rglob("*") if path.is_file())
    assert made == kept, "run `make studio`"
    assert filecmp.cmpfiles(tmp_path / "built", BUILT, [str(path) for path in made], shallow=False)[0] == [str(path) for path in made]


def test_the_parts_of_the_page_do_what_they_should(npm: None) -> None:
    assert "passed" in _run("vitest", "run")


def test_the_page_is_light() -> None:
    """What it loads at first: a view that not everybody opens comes when it is opened."""
    import gzip

    first = re.findall(r'(?:src|href)="/(assets/[^"]+\.js)"', (BUILT / "index.html").read_text(encoding="utf-8"))
    assert first
    assert sum(len(gzip.compress((BUILT / path).read_bytes())) for path in first) < MOST_SCRIPT_KB * 1000


def test_nothing_names_where_packages_came_from() -> None:
    for path in (SOURCE / "package-lock.json", SOURCE / "package.json", SOURCE / ".npmrc"):
        assert (
            re.findall(r"https?://(?!opencollective|github|\w+\.github|paypal|feross|www\.patreon|tidelift|ko-fi)\S+", path.read_text())
            == []
        )
