"""The studio on paper, at 200 % zoom, and for those who want nothing to move."""

import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from support.studio import opened, see, started

Page = tuple[Any, list[str]]
VIEWS = ("/map/connection_down", "/flow/connection_down", "/people/customer-3-0000001")
PAGE_PX = 1_047
WIDER = "all => Math.max(0, ...all.map(one => one.getBoundingClientRect().right))"
CUT_OFF = """() => [...document.querySelectorAll('.kpi .v, .bar .seg button, .top .pill, .top h1, .rail a')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().width)
  .filter(one => { const box = one.getBoundingClientRect(); return box.right < 1 || box.bottom < 1 || box.height < 8; })
  .map(one => one.textContent)"""


def _pages(pdf: bytes) -> int:
    """How many pages a file of PDF has; objects may be packed."""
    packed = [zlib.decompress(part) for part in re.findall(rb"/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)]
    return len(re.findall(rb"/Type\s*/Page\b", b" ".join([pdf, *packed])))


@pytest.mark.parametrize("path", VIEWS)
def test_paper_is_white_and_has_all_of_it(studio: Page, path: str) -> None:
    page, wrong = studio
    page.emulate_media(color_scheme="dark")
    see(page, path)
    page.evaluate(
        "addEventListener('beforeprint', () => setTimeout(() => {}, 0)); addEventListener('beforeprint', () => window.printed = ["
        "document.documentElement.dataset.theme, getComputedStyle(document.querySelector('.map-scroll') ?? document.body)"
        ".getPropertyValue('--fit')])"
    )
    pdf = page.pdf(prefer_css_page_size=True)
    assert page.evaluate("window.printed[0]") == "light"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert 1 <= _pages(pdf) <= 6
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".rail, .bar, .panel, .find").filter(visible=True).count()
    page.emulate_media(media="screen", color_scheme="light")
    assert wrong == []


def test_a_map_that_is_too_wide_goes_stage_after_stage(browser: Any, tmp_path: Path) -> None:
    lines = ["journey: wide", "title: Wide", "trip: {quiet: 14d}", "stages:"]
    lines += [f"  - {{id: s{i}, title: Stage {i}}}" for i in range(40)]
    lines += ["steps:", *(f"  - {{id: t{i}, stage: s{i}, title: Step {i}, event: e{i}, next: [end]}}" for i in range(40))]
    lines.append("outcomes: [{id: end, kind: reached, event: done, title: Done}]")
    (tmp_path / "wide.journey.yaml").write_text("\n".join(lines), encoding="utf-8")
    with started(tmp_path / "wide.journey.yaml") as link, opened(browser, link) as (page, wrong):
        page.get_by_role("grid").wait_for()
        page.evaluate("addEventListener('beforeprint', () => window.printed = document.querySelectorAll('.stack > li').length)")
        assert _pages(page.pdf(prefer_css_page_size=True)) > 3
        assert page.evaluate("window.printed") == 40
        assert page.get_by_role("grid").count() == 1
        assert wrong == []


@pytest.mark.parametrize("path", VIEWS)
def test_twice_as_large_nothing_is_lost(studio: Page, browser: Any, path: str) -> None:
    """200 % of zoom is a window of half the size, at twice the pixels."""
    page, wrong = studio
    page.set_viewport_size({"width": 720, "height": 450})
    see(page, path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CUT_OFF) == []
    room = page.locator(".map-scroll, .main.people").first.bounding_box()
    assert room["height"] > 120
    page.set_viewport_size({"width": 1440, "height": 900})
    assert wrong == []


def test_nothing_moves_for_those_who_want_it_so(studio: Page) -> None:
    page, wrong = studio
    page.emulate_media(reduced_motion="reduce")
    for path in VIEWS:
        see(page, path)
        moving = "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).transitionDuration !== '0s')"
        assert page.evaluate(f"{moving}.length + document.getAnimations().length") == 0
    page.emulate_media(reduced_motion="no-preference")
    assert wrong == []
