"""Draws the pictures of the studio in its guide, with simulated customers, in Chromium: `python scripts/studio_pictures.py`."""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.browser import chromium  # noqa: E402 - the path comes first
from support.studio import opened, see, started  # noqa: E402

from desireline import api  # noqa: E402

MAP = ROOT / "examples" / "connection_down" / "connection_down.journey.yaml"
IMAGES = ROOT / "docs" / "images"
CUSTOMERS, SEED = 5_000, 7
WIDTH, HEIGHT = 1440, 900
VIEWS = {
    "studio-map": ("/map/connection_down?period=2026-03&compare=2026-02&segment=plan", "light"),
    "studio-map-dark": ("/map/connection_down?period=2026-03&compare=2026-02&segment=plan", "dark"),
    "studio-flow": ("/flow/connection_down", "light"),
    "studio-people": ("/people/{someone}", "light"),
    "studio-people-dark": ("/people/{someone}", "dark"),
}


def draw() -> None:
    """Write the pictures, the same each time."""
    with tempfile.TemporaryDirectory() as folder:
        events, lake = Path(folder) / "events.jsonl", Path(folder) / "connection.lake"
        api.simulate_to(MAP, events, customers=CUSTOMERS, seed=SEED)
        api.import_events(events, lake)
        someone = api.customers(MAP, lake, [("stay", "engineer_visit")]).names[0]
        with chromium() as browser, started(MAP, "--lake", lake) as link, opened(browser, link, WIDTH, HEIGHT) as (page, wrong):
            for name, (path, theme) in VIEWS.items():
                page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                see(page, path.format(someone=someone))
                page.screenshot(path=IMAGES / f"{name}.png")
                sys.stderr.write(f"drew docs/images/{name}.png\n")
            if wrong:
                raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    draw()
