"""Every view in both themes: nothing that axe finds wrong, nothing blank, and a picture of each kept in out/studio."""

from pathlib import Path
from typing import Any

import pytest
from support.studio import AXE, ROOT, see, violations

KEPT = ROOT / "out" / "studio"
SURFACE = {"light": (253, 253, 251), "dark": (20, 26, 32)}
FEWEST_COLOURS = 150
VIEWS = {
    "map": "/map/connection_down?period=2026-03&compare=2026-02",
    "map-alone": "/map/connection_down?overlay=none",
    "map-step": "/map/connection_down?sel=step:engineer_visit",
    "map-list": "/map/connection_down?list=%5B1,%22trips%22,%22stages%22,%22stage:fix:reached%22%5D",
    "map-months": "/map/connection_down?segment=month",
    "flow": "/flow/connection_down?by=moves&sel=step:call",
    "flow-table": "/flow/connection_down?table",
    "flow-routes": "/flow/connection_down?show=routes",
    "flow-dots": "/flow/connection_down?show=dots",
    "flow-times": "/flow/connection_down?show=times",
    "flow-funnel": "/flow/connection_down?show=funnel",
    "flow-returns": "/flow/connection_down?show=returns",
    "bring": "/bring",
    "people": "/people",
    "person": "/people/customer-3-0000001",
}
"""Whoever adds a view adds it here."""
Page = tuple[Any, list[str]]


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_reads_well_and_its_picture_is_kept(studio: Page, view: str) -> None:
    page, wrong = studio
    page.set_viewport_size({"width": 1440, "height": 900})
    see(page, VIEWS[view])
    KEPT.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        _turn_to(page, theme)
        path = KEPT / f"{view}-{theme}.png"
        page.screenshot(path=path)
        _looks_right(path, theme)
        if AXE.exists():
            assert violations(page) == []
    assert wrong == []


def _turn_to(page: Any, theme: str) -> None:
    """By the key, as a reader does."""
    if page.evaluate("document.documentElement.dataset.theme") != theme:
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("t")
    page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
    page.wait_for_function("document.getAnimations().every(one => one.playState === 'finished')")


def _looks_right(path: Path, theme: str) -> None:
    from PIL import Image

    image = Image.open(path).convert("RGB")
    assert image.size == (1440, 900)
    colours = image.getcolors(1_440 * 900)
    assert colours is not None
    assert len(colours) > FEWEST_COLOURS
    _, most = max(colours, key=lambda one: one[0])
    assert most == SURFACE[theme]
