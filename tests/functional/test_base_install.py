"""The base install: what a laptop gets with `pip install desireline`, in a clean environment."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIMIT_MB = 250
HEAVY = {"pyarrow", "pandas", "polars", "r4pm", "pm4py", "scipy"}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder)
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-q", "-c", ROOT / "constraints.txt", ROOT], check=True, cwd=folder)
    return folder


def _size_mb(folder: Path) -> float:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink()) / 1e6


def test_it_is_small_and_has_no_heavy_part(clean: Path) -> None:
    packages = next((clean / "lib").glob("python3*/site-packages"))
    names = {path.name for path in packages.iterdir()}
    assert "desireline" in names
    assert not names & HEAVY
    assert _size_mb(packages) < LIMIT_MB


def test_it_does_the_main_job(clean: Path) -> None:
    def desireline(*args: str) -> str:
        environment = {**os.environ, "PYTHONPATH": ""}
        done = subprocess.run([clean / "bin" / "desireline", *args], cwd=clean, env=environment, capture_output=True, text=True, check=True)
        return done.stdout + done.stderr

    desireline("init", "mine")
    assert "sound" in desireline("check", "mine/first.journey.yaml")
    assert "arrived" in desireline("replay", "mine/first.journey.yaml", "mine/events.csv")
    assert desireline("keys", "add", "shop").startswith("dl_")
    subprocess.run([clean / "bin" / "python", "-c", "import desireline.service"], check=True, cwd=clean, env={"PYTHONPATH": ""})


def test_importing_it_brings_nothing_heavy() -> None:
    lines = "import sys, desireline, desireline.cli; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    came = set(subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True).stdout.split())
    assert "desireline" in came
    assert not came & (HEAVY | {"duckdb", "numpy", "sqlglot", "ruamel", "yaml", "z3", "jinja2"})
