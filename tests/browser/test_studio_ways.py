"""Which trips the flow looks at: chosen in the page, kept in the address, and every number that of these trips alone."""

from pathlib import Path
from typing import Any

import pytest
from support.studio import AXE, ROOT, see, violations

from desireline import api

CONNECTION = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
FLOW = "/flow/connection_down"
ONLY = [("with", "call"), ("ends", "left")]
CHOSEN = "only=with:call&only=ends:left"
Page = tuple[Any, list[str]]
SHOWN = "all => all.map(one => [one.dataset.ask, +one.dataset.n, one.textContent])"


def _size(lake: Path, ask: list[str], of: str) -> int:
    found = api.customers(CONNECTION, lake, [(word, text) for word, _, text in (one.partition(":") for one in ask)])
    return len(found) if of == "customers" else found.all_trips or 0 if of == "trips" else found.all_rows


def _counts_trips(page: Any, trips: int) -> None:
    """Wait until the first number of the headline counts so many."""
    page.locator(f".kpi:first-child [data-n='{trips}']").wait_for()


def test_trips_are_chosen_from_a_step_and_from_the_menu_and_let_go_again(studio: Page, lake: Path) -> None:
    page, wrong = studio
    see(page, f"{FLOW}?sel=step:call")
    places = [one.bounding_box() for one in page.locator(".node").all()]
    page.get_by_role("button", name="with this step").click()
    page.get_by_label("Only trips").get_by_role("combobox").select_option("ends:left")
    page.get_by_role("button", name="Remove: ending at Left us").wait_for()
    _counts_trips(page, api.measure(CONNECTION, lake, only=ONLY).trips)
    assert CHOSEN.replace(":", "%3A") in page.url
    assert [one.bounding_box() for one in page.locator(".node").all()] == places
    page.get_by_role("button", name="Remove: with Call").click()
    page.get_by_role("button", name="Remove: ending at Left us").click()
    _counts_trips(page, api.measure(CONNECTION, lake).trips)
    assert "only" not in page.url
    assert wrong == []


def test_every_number_of_the_chosen_trips_is_the_size_of_its_list(studio: Page, lake: Path) -> None:
    page, wrong = studio
    see(page, f"{FLOW}?{CHOSEN}&sel=step:call&by=moves")
    counted = {(row.from_, row.to): row for row in api.measure(CONNECTION, lake, only=ONLY).findings}
    seen = {ask: (n, said) for ask, n, said in page.eval_on_selector_all(".panel [data-n], .rail-of [data-n], .kpi [data-n]", SHOWN)}
    assert len(seen) > 20
    for ask, (n, _) in seen.items():
        assert ask.endswith("with:call ends:left")
        if ask.startswith("move:") and "," not in ask:
            _, from_, to = ask.split(" ")[0].split(":")
            assert n == counted[from_, to].count
    for ask, (n, said) in [*seen.items()][:6] + [(ask, one) for ask, one in seen.items() if "," in ask][:2]:
        of = next((of for of in ("moves", "visits") if f" {of}" in said), "trips")
        assert _size(lake, ask.split(" "), of) == n
    assert wrong == []


def test_a_number_of_the_chosen_trips_opens_just_these(studio: Page, lake: Path) -> None:
    page, wrong = studio
    see(page, f"{FLOW}?{CHOSEN}")
    page.locator(".rail-of.lost [data-n]").first.click()
    panel = page.locator(".panel")
    panel.get_by_role("row").nth(1).wait_for()
    found = api.customers(CONNECTION, lake, [("how", "left"), *ONLY])
    assert panel.get_by_role("row").count() - 1 == min(100, len(found)) > 0
    assert "desireline customers --how left --with call --ends left MAP LOG" in panel.inner_text()
    assert wrong == []


def test_a_way_that_nobody_took_is_said_and_one_that_is_none_is_refused(studio: Page) -> None:
    page, wrong = studio
    see(page, f"{FLOW}?only=with:call&only=without:call")
    page.get_by_text("No trip took this way.").wait_for()
    assert wrong == []
    see(page, f"{FLOW}?only=with:nowhere")
    assert "nowhere" in page.get_by_role("alert").first.inner_text()
    # The browser itself says that what was asked is refused.
    wrong.clear()


def test_a_picture_is_made_larger_and_smaller_and_fits_again(studio: Page) -> None:
    page, wrong = studio
    see(page, FLOW)
    first = page.locator(".node").first
    before = first.bounding_box()["width"]
    page.keyboard.press("+")
    assert first.bounding_box()["width"] == pytest.approx(before * 1.25, rel=0.05)
    page.mouse.move(600, 500)
    page.keyboard.down("Control")
    page.mouse.wheel(0, 200)
    page.keyboard.up("Control")
    page.wait_for_timeout(100)
    assert first.bounding_box()["width"] < before
    page.keyboard.press("0")
    assert first.bounding_box()["width"] == pytest.approx(before, rel=0.01)
    page.mouse.wheel(0, 200)
    assert first.bounding_box()["width"] == pytest.approx(before, rel=0.01)
    assert wrong == []


def test_a_step_lights_its_moves_alone(studio: Page) -> None:
    page, wrong = studio
    see(page, FLOW)
    page.mouse.move(5, 5)
    assert page.locator(".edge.dim").count() == 0
    page.locator('[data-node="call"]').focus()
    lit = page.locator(".edge:not(.dim)").count()
    assert 0 < lit < page.locator(".edge").count()
    page.wait_for_timeout(300)
    assert page.evaluate("getComputedStyle(document.querySelector('.edge.dim')).opacity") == "0.25"
    assert wrong == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_reads_well(studio: Page, theme: str) -> None:
    page, wrong = studio
    page.emulate_media(color_scheme=theme)
    for width in (1440, 360, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        see(page, f"{FLOW}?{CHOSEN}&sel=step:call")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if AXE.exists():
            assert violations(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert wrong == []
