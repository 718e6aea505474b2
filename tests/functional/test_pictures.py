"""The pictures of README and guides show what a replay and a check print and what a picture draws."""

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("picture", ROOT / "scripts" / "picture.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def test_the_picture_is_what_a_replay_prints_and_needs_no_network() -> None:
    script = _script()
    picture = script.PICTURE.read_text(encoding="utf-8")
    assert picture == script.draw(), "draw it anew: .venv/bin/python scripts/picture.py"
    assert "https://" not in picture


def test_the_map_is_what_the_command_draws_and_needs_no_network() -> None:
    script = _script()
    picture = script.MAP_PICTURE.read_text(encoding="utf-8")
    assert picture == script.draw_map(), "draw it anew: .venv/bin/python scripts/picture.py"
    assert "https://" not in picture


def test_the_check_is_what_is_said_of_a_broken_map_and_needs_no_network() -> None:
    script = _script()
    picture = script.CHECK_PICTURE.read_text(encoding="utf-8")
    assert picture == script.draw_check(), "draw it anew: .venv/bin/python scripts/picture.py"
    assert all(code in picture for code in ("J211", "J215", "J235"))
    assert "https://" not in picture
