"""The page that is mailed, made by the command and opened in a browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from support.browser import OVERLAPS, chromium
from support.pictured import measured, staged_map, titled, walk, walks

from desireline import api
from desireline.cli import main
from desireline.model import Event
from desireline.pictures import KINDS, report

ROOT = Path(__file__).parents[2]
MAP = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
STEPS = {"times": ("engineer_visit", "are_you_back"), "funnel": ("call", "line_test", "connection_back")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events of simulated customers, and the page about them."""
    folder = tmp_path_factory.mktemp("report")
    api.simulate_to(MAP, folder / "events.jsonl", customers=600, seed=7)
    said = ("--period", "2026-02", "--compare-to", "2026-01")
    done = CliRunner().invoke(main, ["report", str(MAP), str(folder / "events.jsonl"), "-o", str(folder / "page.html"), *said])
    assert done.exit_code == 0, done.output
    pictures = []
    with api.open_log(folder / "events.jsonl") as log:
        for name in KINDS:
            drawn = api.picture(name, MAP, log, steps=STEPS.get(name, ()))
            pictures += [drawn.svg(width) for width in (320, 960)]
    page = f"<!doctype html><meta charset=utf-8>{''.join(f'<div>{svg}</div>' for svg in pictures)}"
    (folder / "pictures.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_asks_nobody_and_nothing_overlaps(folder: Path, browser: Any, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto((folder / "page.html").as_uri())
    assert asked == [(folder / "page.html").as_uri()]
    assert said == []
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "1970" not in page.inner_text("body")
    shown = page.eval_on_selector("body", "body => getComputedStyle(body).backgroundColor")
    assert shown == {"light": "rgb(244, 244, 241)", "dark": "rgb(14, 18, 22)"}[scheme]
    context.close()


def test_nothing_overlaps_in_any_picture(folder: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto((folder / "pictures.html").as_uri())
    assert page.locator("svg").count() == 2 * len(KINDS)
    assert page.evaluate(OVERLAPS) == []
    assert not [text for text in page.locator("svg text").all_text_contents() if "1970" in text]
    page.close()


def _crossing(number: int) -> list[Event]:
    """Customers who go over sixty steps in leaps."""
    return walks(25, *(f"s0_{number * leap % 60}" for leap in (1, 7, 11)), prefix=f"{number}-")


LONG = "The customer who waits and " + "waits and " * 27
SHAPES = {
    "no trips": (staged_map(), []),
    "one customer": (staged_map(), walk("ann", "s0_0", "home")),
    "all open": (staged_map(), walks(30, "s0_0", "s1_0")),
    "forty stages": (staged_map(40), walks(30, *(f"s{stage}_0" for stage in range(40)), "home")),
    "sixty steps in a stage": (
        staged_map(1, 60),
        [e for n in range(30) for e in walks(25, *(f"s0_{n * k % 60}" for k in (1, 7, 11)), prefix=f"{n}-")],
    ),
    "long names": (titled(LONG), walks(30, "s0_0", "s2_1", "s1_0", "s0_1", "gone")),
    "names from right to left": (titled("اتصال بخدمة العملاء من المنزل"), walks(30, "s0_0", "s2_1", "s1_0", "s0_1", "gone")),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_overlaps_whatever_the_map(browser: Any, tmp_path: Path, shape: str, width: int) -> None:
    (tmp_path / "page.html").write_text(report(measured(*SHAPES[shape])), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((tmp_path / "page.html").as_uri())
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_look_for_overlaps_can_fail(browser: Any) -> None:
    page = browser.new_page()
    page.set_content("<svg width=200 height=50><text x=10 y=20>Engineer visit</text><text x=30 y=20>Call</text></svg>")
    assert page.evaluate(OVERLAPS) == ["Engineer visit | Call"]
    page.close()


def test_its_numbers_are_those_of_the_measures(folder: Path) -> None:
    page = (folder / "page.html").read_text(encoding="utf-8")
    data = api.measure(MAP, folder / "events.jsonl", period="2026-02", compare_to="2026-01").as_data()
    assert f"{data['trips']:,} trips of {data['customers']:,} customers in {data['events']:,} events" in page
    assert data["version"] in page
    lost = next(one for one in data["outcomes"] if one["kind"] == "lost")
    assert f"{lost['trips']:,} of {data['trips']:,} trips; 95% interval {lost['share']['low']:.0%} to {lost['share']['high']:.0%}" in page
    open_ = next(one for one in data["outcomes"] if one["how"] == "open")
    assert f"<b>{open_['trips'] / data['trips']:.0%}</b><small>{open_['trips']:,} of {data['trips']:,} trips" in page


def test_it_refers_to_nothing_outside_and_runs_nothing(folder: Path) -> None:
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\"' <]+", page)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<script|<link|<img|<iframe|@import|\bsrc=|\bhref=", page)
    assert "customer-7-" not in page


def test_another_ending_is_refused_before_any_work(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["report", str(MAP), str(tmp_path / "none"), "-o", str(tmp_path / "page.pdf")])
    assert done.exit_code == 2
    assert "page.html" in done.stderr
