"""The map on a cold page: nothing that is read already moves while the measures come, in a wide window and in a narrow one."""

from pathlib import Path
from typing import Any

from support.studio import ROOT, opened, started

from desireline import api

CONNECTION = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
SHOPPING = ROOT / "examples" / "shopping_year" / "shopping_year.journey.yaml"
WATCH = """window.moved = []; new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput)
  moved.push([one.value, ...one.sources.map(source => source.node?.className ?? source.node?.nodeName)]); })
  .observe({type: 'layout-shift', buffered: true})"""
LOOKED_AT = (
    ("/map/connection_down", 1440),
    ("/map/shopping_year", 360),
    ("/map/connection_down?period=2026-03&compare=2026-02&segment=plan&value=fibre", 360),
    ("/map/shopping_year", 1440),
)


def test_nothing_moves_as_the_measures_come(lake: Path, browser: Any, tmp_path: Path) -> None:
    api.simulate_to(SHOPPING, tmp_path / "events.jsonl", customers=60, seed=3)
    api.import_events(tmp_path / "events.jsonl", tmp_path / "lake")
    lakes = ("--lake", f"connection_down={lake}", "--lake", f"shopping_year={tmp_path / 'lake'}")
    with started(CONNECTION, SHOPPING, *lakes) as link, opened(browser, link) as (page, wrong):
        page.add_init_script(WATCH)
        for path, width in LOOKED_AT:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(link.partition("/enter")[0] + path)
            page.locator(".kpi .v").first.wait_for()
            page.wait_for_load_state("networkidle")
            assert page.evaluate("moved") == [], path
        assert wrong == []


def test_nothing_moves_where_there_are_no_events(browser: Any) -> None:
    with started(CONNECTION) as link, opened(browser, link) as (page, wrong):
        page.add_init_script(WATCH)
        page.goto(link.partition("/enter")[0] + "/map/connection_down")
        assert page.get_by_label("What the map holds").inner_text().split()[:4] == ["Stages", "6", "Steps", "12"]
        page.wait_for_load_state("networkidle")
        assert page.evaluate("moved") == []
        assert wrong == []


def test_what_is_shown_first_is_asked_for_while_the_scripts_are_read(studio: tuple[Any, list[str]]) -> None:
    page, wrong = studio
    page.goto("/".join(page.url.split("/")[:3]))
    page.get_by_role("grid").wait_for()
    assert page.url.endswith("/map/connection_down")
    asked = "performance.getEntriesByName(location.origin + '/v1/studio/maps/connection_down').map(one => one.initiatorType)"
    assert page.evaluate(asked) == ["link"]
    assert wrong == []


def test_what_is_out_of_sight_is_filled_afterwards_and_nothing_moves(browser: Any, tmp_path: Path) -> None:
    """The tallest cells of a wide map are out of sight: they are there from the beginning, so that its rows are as high as they stay."""
    (tmp_path / "wide.journey.yaml").write_text(uneven_map(stages=16, tall=12, most=8), encoding="utf-8")
    (tmp_path / "events.csv").write_text("customer,time,event\nann,2026-01-01T00:00:00Z,e0_0\n", encoding="utf-8")
    with started(tmp_path / "wide.journey.yaml", "--lake", tmp_path / "events.csv") as link, opened(browser, link) as (page, wrong):
        page.add_init_script(WATCH)
        for overlay in ("all", "promises"):
            page.goto(link.partition("/enter")[0] + f"/map/wide?overlay={overlay}")
            page.locator(".grid .of-steps").last.get_by_role("button", name="Step 15 0").wait_for()
            page.wait_for_load_state("networkidle")
            assert page.locator(".grid .of-steps .step").count() == 15 + 5
            assert page.evaluate("moved") == [], overlay
        assert wrong == []


def uneven_map(stages: int, tall: int, most: int) -> str:
    """A map of stages with one step each, but for one that has many, with promises."""
    lines = ["journey: wide", "title: Wide", "trip: {quiet: 30d}", "stages:"]
    lines += [*(f"  - {{id: s{one}, title: Stage {one}}}" for one in range(stages)), "steps:"]
    for stage in range(stages):
        after = f"t{stage + 1}_0" if stage + 1 < stages else "end"
        for step in range(most if stage == tall else 1):
            promise = f"[{{id: p{step}, title: Soon, within: 1d}}]" if stage == tall else "[]"
            onward = f"t{stage}_{step + 1}, {after}" if stage == tall and step + 1 < most else after
            said = f"title: Step {stage} {step}, event: e{stage}_{step}, next: [{onward}], promises: {promise}"
            lines.append(f"  - {{id: t{stage}_{step}, stage: s{stage}, {said}}}")
    return "\n".join([*lines, "outcomes: [{id: end, kind: reached, event: done, title: Done}]"]) + "\n"
