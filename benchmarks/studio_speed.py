"""What a reader of the studio waits for, in a real browser: the first picture of a map, each click and key, and the server's answers.

`python -m benchmarks.studio_speed [LAKE MAP]`: the map of 30 steps is MAP with the events of LAKE, such as a lake of ten million and the
map that `desireline discover LAKE --all --quiet never` drafts from it. Without them it is made, with simulated customers, as that of 200
steps is.
"""

import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "build" / "bench" / "studio"
BUILT = ROOT / "src" / "desireline" / "studio"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CUSTOMERS, SEED = 2_000, 5
OPENINGS, ROUNDS = 5, 6
SETTLED_MS = 1_500
WATCH = """
window.seen = {shift: 0, shifts: [], picture: null, events: []};
new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) {
  seen.shift += one.value;
  seen.shifts.push(...one.sources.map(source => source.node && (source.node.className || source.node.nodeName))); }
}).observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (one.interactionId) seen.events.push([one.interactionId, one.duration]);
}).observe({type: 'event', durationThreshold: 16, buffered: true});
const look = () => document.querySelector('.grid .stage, .stack .stage') ? requestAnimationFrame(() => setTimeout(() => {
  seen.picture ??= performance.now(); })) : requestAnimationFrame(look);
look();
"""
"""How a page is watched: layout shifts, when the map is on the screen, and events that took 16 ms and more to the next frame."""
LEAST_MS = 16.0
"""An interaction that is not told took less."""


@dataclass(frozen=True)
class Case:
    """A map with its events."""

    name: str
    map: Path
    lake: Path
    asked_ms: int


@dataclass
class Found:
    """What was measured of a case, in milliseconds but for the shift."""

    picture: list[float] = field(default_factory=list)
    shift: list[float] = field(default_factory=list)
    shifted: set[str] = field(default_factory=set)
    interactions: dict[str, list[float]] = field(default_factory=dict)
    prepared: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)


def wide_map(steps: int, stages: int) -> str:
    """A map of so many steps: each leads on to the next two of its stage and to the first of the next stage."""
    each = steps // stages
    lines = [f"journey: wide_{steps}", f"title: {steps} steps", "trip: {quiet: 30d}", "stages:"]
    lines += [f"  - {{id: s{stage}, title: Stage {stage}, thinks: What comes next?}}" for stage in range(stages)]
    lines.append("steps:")
    for number in range(steps):
        stage, ways = number // each, {number + 1, number + 2, (number // each + 1) * each}
        led = ", ".join(f"t{way}" for way in sorted(ways) if way < steps) if number < steps - 2 else "end"
        promise = f", promises: [{{id: p{number}, title: Soon, within: 1d}}]" if number % 3 == 0 else ""
        lines.append(f"  - {{id: t{number}, stage: s{stage}, title: Step {number}, event: e{number}, next: [{led}]{promise}}}")
    return "\n".join([*lines, "outcomes: [{id: end, kind: reached, event: done, title: Done}]"]) + "\n"


def made(steps: int, stages: int, asked_ms: int) -> Case:
    """A map of so many steps and simulated customers, made where they are not there."""
    from desireline import api

    FOLDER.mkdir(parents=True, exist_ok=True)
    path, lake = FOLDER / f"wide_{steps}.journey.yaml", FOLDER / f"wide_{steps}.lake"
    path.write_text(wide_map(steps, stages), encoding="utf-8")
    if not lake.exists():
        events = FOLDER / f"wide_{steps}.jsonl"
        api.simulate_to(path, events, customers=CUSTOMERS, seed=SEED)
        api.import_events(events, lake)
    return Case(f"{steps} steps", path, lake, asked_ms)


@contextmanager
def served(case: Case) -> Iterator[str]:
    """The studio as a user starts it; its link."""
    program = [sys.executable, "-c", "from desireline.cli import main; main()"]
    command = [*program, "studio", "--no-open", str(case.map), "--lake", str(case.lake)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip()
        finally:
            running.send_signal(2)
            running.wait(timeout=20)


def measure(case: Case, browser: Any) -> Found:
    """All of one case."""
    from desireline import api

    found, journey = Found(), api.read_map(case.map).journey
    with served(case) as link:
        # What is on disk of an earlier run is what a reader has who opened the map before.
        _ask(_cookie(browser, link), link, f"/v1/studio/maps/{journey}/measures")
    for _ in range(OPENINGS):
        with served(case) as link:
            _open(browser, link, found)
    with served(case) as link, browser.new_context(viewport={"width": 1440, "height": 900}) as inside:
        page = _entered(inside, link)
        _interact(page, link, journey, found)
    with served(case) as link:
        cookie = _cookie(browser, link)
        _answers(cookie, link, journey, found)
    return found


def _entered(inside: Any, link: str) -> Any:
    page = inside.new_page()
    page.add_init_script(WATCH)
    page.goto(link)
    return page


def _open(browser: Any, link: str, found: Found) -> None:
    """The map on a cold page: nothing of the studio in the browser, nothing of the answers in the server's memory."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as inside:
        page = inside.new_page()
        page.add_init_script(WATCH)
        # A window of the browser that has just been opened makes itself ready first, with half a second of both processors.
        page.wait_for_timeout(SETTLED_MS)
        page.goto(link, wait_until="commit")
        page.wait_for_selector(".grid .stage")
        page.wait_for_selector(".kpi .v, .notes")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(300)
        seen = page.evaluate("seen")
        found.picture.append(seen["picture"])
        found.shift.append(seen["shift"])
        found.shifted.update(str(one) for one in seen["shifts"])


def _cookie(browser: Any, link: str) -> str:
    with browser.new_context() as inside:
        inside.new_page().goto(link)
        (cookie,) = inside.cookies()
        return f"{cookie['name']}={cookie['value']}"


def _interact(page: Any, link: str, journey: str, found: Found) -> None:
    origin = link.partition("/enter")[0]
    for view in ("map", "flow"):
        page.goto(f"{origin}/{view}/{journey}")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(200)
        for _ in range(ROUNDS):
            for name, act in (_on_map(page) if view == "map" else _on_flow(page)).items():
                before = page.evaluate("seen.events.length")
                act()
                page.wait_for_timeout(60)
                told: dict[int, float] = {}
                for id_, duration in page.evaluate(f"seen.events.slice({before})"):
                    told[id_] = max(told.get(id_, 0.0), duration)
                found.interactions.setdefault(f"{view}: {name}", []).extend(told.values() or [LEAST_MS])


def _on_map(page: Any) -> dict[str, Callable[[], object]]:
    press, seg = page.keyboard.press, page.locator(".bar .seg").first
    return {
        "overlay": lambda: [seg.get_by_role("button", name=name).click() for name in ("Map only", "Volume", "All")],
        "open a step": lambda: page.locator(".grid .step").nth(3).click(),
        "close it": lambda: press("Escape"),
        "into the map": lambda: page.locator("[data-cell][tabindex='0']").focus(),
        "from cell to cell": lambda: [press(key) for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowUp", "End", "Home", "PageUp")],
        "open a stage": page.locator(".grid .stage button").first.click,
        "close that": lambda: press("Escape"),
        "colours": lambda: [press("t"), press("t")],
    }


def _on_flow(page: Any) -> dict[str, Callable[[], object]]:
    press, weights = page.keyboard.press, page.get_by_role("group", name="What makes a move heavy")
    slider = page.get_by_label("How many kinds of move are drawn")
    return {
        "weight": lambda: [weights.get_by_role("button", name=name, exact=True).click() for name in ("Moves", "Trips", "Total time")],
        "to the slider": slider.focus,
        "fewer and more moves": lambda: [press(key) for key in ("ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowRight")],
        "open a step": lambda: page.locator(".node").nth(2).click(),
        "from step to step": lambda: [press(key) for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft")],
        "close it": lambda: press("Escape"),
        "as a table, as a picture": lambda: [page.get_by_role("button", name=name).click() for name in ("As a table", "As a picture")],
    }


def _ask(cookie: str, link: str, path: str) -> tuple[float, Any]:
    """Milliseconds to the whole answer, and the answer."""
    asked = urllib.request.Request(link.partition("/enter")[0] + path, headers={"Cookie": cookie})
    begin = time.perf_counter()
    with urllib.request.urlopen(asked, timeout=300) as answer:
        read = answer.read()
    return (time.perf_counter() - begin) * 1_000, json.loads(read)


def _answers(cookie: str, link: str, journey: str, found: Found) -> None:
    """What the server takes. Prepared: what was asked before; others: lists, and periods asked for the first time."""
    at = f"/v1/studio/maps/{journey}"
    _, shown = _ask(cookie, link, "/v1/studio")
    periods = ["", *(f"?period={stretch['period']}" for stretch in shown["stretches"][:6])]
    for period in periods[1:]:
        found.others.append(_ask(cookie, link, f"{at}/measures{period}")[0])
    measures = _ask(cookie, link, f"{at}/measures")[1]
    for _ in range(ROUNDS):
        found.prepared.extend(_ask(cookie, link, f"{at}/{what}{period}")[0] for period in periods for what in ("measures",))
        found.prepared.extend(_ask(cookie, link, f"{at}/flow?by={by}")[0] for by in ("time", "moves", "trips"))
    counts = [step["trips"] for step in measures["steps"]] + [stage["trips"] for stage in measures["stages"]]
    for count in counts[:40]:
        asks = "&".join(f"ask={quote(one)}" for one in count["ask"])
        took, listed = _ask(cookie, link, f"{at}/customers?{asks}&most=100")
        assert listed["trips"] == count["n"]
        found.others.append(took)


def show(cases: list[tuple[Case, Found]]) -> None:
    """Print the tables."""
    print(f"Scripts that the page loads first: {first_scripts() / 1_000:.1f} kB gzip (asked: at most 140).", end=" ")
    print(f"Load average {os.getloadavg()[0]:.1f}.\n")
    print("| map | what | n | median ms | p95 ms | most ms | asked |\n|---|---|---|---|---|---|---|")
    for case, found in cases:
        every = [one for some in found.interactions.values() for one in some]
        rows: list[tuple[str, list[float], str]] = [
            ("first picture of the map, cold page", found.picture, "under 1,000"),
            ("interactions", every, f"p95 under {case.asked_ms}"),
            ("answers, prepared", found.prepared, "p95 under 150"),
            ("answers, others", found.others, "p95 under 1,000"),
            *((f"interaction, {name}", some, "") for name, some in found.interactions.items()),
        ]
        for what, values, asked in rows:
            middle = f"{statistics.median(values):.0f} | {p95(values):.0f} | {max(values):.0f}"
            print(f"| {case.name} | {what} | {len(values)} | {middle} | {asked} |")
        print(f"| {case.name} | layout shift | {len(found.shift)} | {statistics.median(found.shift):.4f} | | {max(found.shift):.4f} | 0 |")
        if found.shifted:
            sys.stderr.write(f"shifted: {', '.join(sorted(found.shifted))}\n")


def p95(values: list[float]) -> float:
    """The least of these that no more than one in twenty is above."""
    return sorted(values)[-(-len(values) * 95 // 100) - 1]


def first_scripts() -> int:
    """Bytes of the scripts that the page names, as they are sent."""
    names = re.findall(r'(?:src|href)="(/assets/[^"]+\.js)"', (BUILT / "index.html").read_text(encoding="utf-8"))
    return sum(len(gzip.compress((BUILT / name.lstrip("/")).read_bytes())) for name in names)


def main(lake: Path | None = None, map_: Path | None = None) -> None:
    """Measure and print."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        print("left out: there is no Chromium on this machine")
        return
    from playwright.sync_api import sync_playwright

    large = Case(f"{map_.stem.split('.')[0]}, {lake.name}", map_, lake, 120) if lake and map_ else made(30, 6, 120)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[] if os.getuid() else ["--no-sandbox"])
        try:
            show([(case, measure(case, browser)) for case in (large, made(200, 20, 250))])
        finally:
            browser.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
