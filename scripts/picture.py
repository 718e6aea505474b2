"""Draws the pictures of README and guides: a replay and a check as the terminal shows them, and the map with its measures."""

import contextlib
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from desireline import api
from desireline.cli.summaries import headline, tables_of
from desireline.diagnostics.lines import lines_in
from desireline.diagnostics.terminal import as_styled

ROOT = Path(__file__).parents[1]
MAP = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
PICTURE = ROOT / "docs" / "images" / "replay.svg"
MAP_PICTURE = ROOT / "docs" / "images" / "map.svg"
CHECK_PICTURE = ROOT / "docs" / "images" / "check.svg"
BROKEN = {
    "when: again or plan = 'fibre'": "when: visits('restart_guide') >= 3",
    "        late: [{id: chat_person, handoff: care, title: Chat goes nowhere, due: 5m}]\n": "",
    "due: 2d, if_late: 1d": "due: 4h, if_late: 1d",
}
"""What is written otherwise in the map that is checked.

A promise with nothing done when it is broken, a branch that an earlier one swallows, a task due too soon.
"""
# As rich's own form, but without fonts from elsewhere: the page that shows it asks nobody for anything.
FORM = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>@TITLE@</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-family: sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
TITLE = "What a replay of synthetic customers comes to: trips by outcome, visits by move, promises kept and broken, the longest waits"
CHECK_TITLE = "What a check finds in a broken map: where, why it hurts a customer, what to do, and an example customer who falls in"


def draw() -> str:
    """The picture as SVG text; the same each time."""
    map_ = api.read_map(MAP)
    with tempfile.TemporaryDirectory() as folder:
        events = Path(folder) / "connection.jsonl"
        api.simulate_to(map_, events, customers=2_000, seed=7, slow=["call:3"])
        summary = api.summary(map_, events)
    with open("/dev/null", "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - a sink, not a file
        console = Console(record=True, width=82, file=nowhere, force_terminal=True, color_system="truecolor")
        console.print("[bold]$ desireline replay connection_down.journey.yaml connection.lake[/bold]")
        console.print(headline(summary), style="dim", highlight=False)
        for table in tables_of(summary, map_):
            console.print()
            console.print(table)
        return console.export_svg(title="synthetic customers", code_format=FORM.replace("@TITLE@", TITLE), unique_id="replay")


def draw_map() -> str:
    """The map with the measures of the same customers, as SVG text; the same each time."""
    map_ = api.read_map(MAP)
    with tempfile.TemporaryDirectory() as folder:
        events = Path(folder) / "connection.jsonl"
        api.simulate_to(map_, events, customers=2_000, seed=7, slow=["call:3"])
        return api.picture("map", map_, events).svg(width_px=1100)


def draw_check() -> str:
    """What a check says of a broken map, as SVG text; the same each time."""
    text = MAP.read_text(encoding="utf-8")
    for sound, broken in BROKEN.items():
        if sound not in text:
            raise ValueError(f"the map no longer says {sound.strip()}")
        text = text.replace(sound, broken)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / MAP.name
        path.write_text(text, encoding="utf-8")
        with contextlib.chdir(folder):
            found = api.check(MAP.name).diagnostics
    with open("/dev/null", "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - a sink, not a file
        console = Console(record=True, width=100, file=nowhere, force_terminal=True, color_system="truecolor")
        console.print(f"[bold]$ desireline check {MAP.name}[/bold]", highlight=False)
        console.print(as_styled(found, lambda _: lines_in(text), console.width), soft_wrap=True, end="", highlight=False)
        console.print(f"\n{len(found)} findings, {sum(d.severity == 'error' for d in found)} of them errors", highlight=False)
        return console.export_svg(title="check", code_format=FORM.replace("@TITLE@", CHECK_TITLE), unique_id="check")


if __name__ == "__main__":
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    for path, drawn in ((PICTURE, draw()), (MAP_PICTURE, draw_map()), (CHECK_PICTURE, draw_check())):
        path.write_text(drawn, encoding="utf-8")
        sys.stderr.write(f"drew {path.relative_to(ROOT)}\n")
