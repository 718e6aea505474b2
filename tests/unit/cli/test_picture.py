import json
import sys
from functools import partial
from pathlib import Path

import pytest
import resvg_py
from click.testing import CliRunner, Result

from desireline.cli import main

MAP = """
journey: small
title: Small
trip: {quiet: 9d}
stages: [{id: s, title: S}]
steps:
  - {id: ask, stage: s, title: Ask, event: ask, next: [home]}
outcomes: [{id: home, kind: reached, title: Home, event: home}]
"""
EVENTS = "customer,time,event\nann,2026-03-02T09:00:00Z,ask\nann,2026-03-02T10:00:00Z,home\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.journey.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, encoding="utf-8")
    return tmp_path


def _run(folder: Path, name: str, *more: str) -> Result:
    return CliRunner().invoke(main, ["picture", name, *_files(folder), *more])


def _files(folder: Path) -> tuple[str, str]:
    return str(folder / "small.journey.yaml"), str(folder / "events.csv")


@pytest.mark.parametrize(("ending", "begins"), [(".svg", b"<svg"), (".SVG", b"<svg"), (".png", b"\x89PNG")])
def test_a_picture_is_written_in_the_format_of_its_ending(folder: Path, ending: str, begins: bytes) -> None:
    done = _run(folder, "map", "-o", str(folder / f"map{ending}"))
    assert done.exit_code == 0, done.output
    assert (folder / f"map{ending}").read_bytes().startswith(begins)
    assert "1 trip of 1 customer" in done.stderr


def test_its_numbers_are_data(folder: Path) -> None:
    told = json.loads(_run(folder, "moves", "--json").stdout)
    assert told["data"][0]["total_seconds"] == 3600
    assert list(told) == ["journey", "version", "as_of", "period", "title", "whom", "definition", "data"]


@pytest.mark.parametrize("asked", ["map", "routes", "times --step ask", "funnel --step ask --step home", "returns", "dots"])
def test_every_picture_says_of_which_map_moment_and_period_it_speaks(folder: Path, asked: str) -> None:
    told = json.loads(_run(folder, *asked.split(), "--period", "2026", "--json").stdout)
    measured = json.loads(CliRunner().invoke(main, ["measure", *_files(folder), "--period", "2026", "--json"]).stdout)
    assert {name: told[name] for name in ("journey", "version", "as_of", "period")} == {
        name: measured[name] for name in ("journey", "version", "as_of", "period")
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("fun",), "funnel"),
        (("times",), "--step ask"),
        (("times", "--step", "aks"), "ask"),
        (("map", "-o", "map.gif"), "map.svg"),
        (("map", "--period", "March"), "2026-03"),
    ],
)
def test_what_cannot_be_drawn_says_what_to_do(folder: Path, asked: tuple[str, ...], said: str) -> None:
    done = _run(folder, *asked)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_png_without_its_package_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    done = _run(folder, "map", "-o", str(folder / "map.png"))
    assert done.exit_code == 2
    assert "desireline[pictures]" in done.stderr
    assert not (folder / "map.png").exists()


def test_png_without_any_font_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resvg_py.svg_to_bytes", partial(resvg_py.svg_to_bytes, skip_system_fonts=True))
    done = _run(folder, "map", "-o", str(folder / "map.png"))
    assert done.exit_code == 2
    assert "fonts-dejavu-core" in done.stderr
