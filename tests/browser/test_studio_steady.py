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


def test_what_is_shown_first_is_asked_for_while_the_scripts_are_read(studio: tuple[Any, list[str]]) -> None:
    page, wrong = studio
    page.goto("/".join(page.url.split("/")[:3]))
    page.get_by_role("grid").wait_for()
    assert page.url.endswith("/map/connection_down")
    asked = "performance.getEntriesByName(location.origin + '/v1/studio/maps/connection_down').map(one => one.initiatorType)"
    assert page.evaluate(asked) == ["link"]
    assert wrong == []
