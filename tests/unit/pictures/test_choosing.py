from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from support.pictured import LATER_US, measured, staged_map, titled, walks

from desireline.diagnostics import DesirelineError
from desireline.events import MemoryLake
from desireline.measure.passes import LakePass
from desireline.pictures import KINDS, Picture, picture

EVENTS = walks(25, "s0_0", "s1_0", "home")
STEPS = {"times": ("s0_0",), "funnel": ("s0_0", "home")}


def _drawn(name: str, *steps: str) -> Picture:
    over = LakePass(staged_map(), MemoryLake(EVENTS), LATER_US)
    return picture(name, over, lambda: measured(staged_map(), EVENTS), steps)


@pytest.mark.parametrize("name", KINDS)
def test_each_has_rows_a_definition_and_all_forms(name: str, tmp_path: Path) -> None:
    drawn = _drawn(name, *STEPS.get(name, ()))
    assert drawn.data()
    assert drawn.definition.startswith("Population: ")
    assert "Left out" in drawn.definition or "left out" in drawn.definition
    assert drawn._repr_svg_().startswith("<svg")
    assert drawn._repr_html_().startswith("<img ")
    drawn.png(tmp_path / "picture.png", scale=1)
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", KINDS)
def test_dark_and_light_are_told_by_the_reader_or_the_writer(name: str) -> None:
    drawn = _drawn(name, *STEPS.get(name, ()))
    assert "prefers-color-scheme" in drawn.svg()
    assert "prefers-color-scheme" not in drawn.svg(theme="dark")


@pytest.mark.parametrize(
    ("name", "steps"), [("fun", ()), ("times", ()), ("times", ("a", "b", "c")), ("funnel", ("s0_0",)), ("map", ("s0_0",))]
)
def test_what_cannot_be_drawn_is_refused(name: str, steps: tuple[str, ...]) -> None:
    with pytest.raises(DesirelineError) as refused:
        _drawn(name, *steps)
    assert refused.value.diagnostics[0].fix is not None


@pytest.mark.parametrize("name", KINDS)
def test_a_terminal_shows_names_as_they_are(name: str) -> None:
    map_ = replace(titled("[bold]Ask[/x]"), title="[red]")
    over = LakePass(map_, MemoryLake(walks(25, "s0_0", "s1_0", "home")), LATER_US)
    drawn = picture(name, over, lambda: measured(map_, EVENTS), STEPS.get(name, ()))
    console = Console(width=120, file=StringIO(), record=True)
    console.print(drawn)
    shown = console.export_text()
    assert "25" in shown
    assert ("[bold]Ask[/x]" in shown) == (name in {"map", "times", "funnel"}), "the others show ids"
