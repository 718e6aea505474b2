"""Draws the pictures of the studio in its guide, with simulated customers, in Chromium: `python scripts/studio_pictures.py`."""

import json
import shutil
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
BRING = {"studio-bring": "light", "studio-bring-dark": "dark"}
EMPTY = Path(tempfile.gettempdir()) / "faults"
"""The folder that the studio is started in: its name is in the picture, and is the same each time."""
SHOWN_ROWS, CUT_SHORT = 4_000, 12
"""How many events the file has that is brought in, and in how many of them the time is cut off."""


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
        _draw_bringing(events)


def _draw_bringing(events: Path) -> None:
    """A file with headers of its own and rows that are no events, as it is looked at before anything is stored."""
    lines = ["Customer ID;Complete Timestamp;Activity;Channel;Contract"]
    with events.open(encoding="utf-8") as told:
        for number, event in enumerate(json.loads(line) for line, _ in zip(told, range(SHOWN_ROWS), strict=False)):
            time = event["time"].split(".")[0].replace("T", " ")
            moment = time[:10] if number % (SHOWN_ROWS // CUT_SHORT) == 7 else time
            lines.append(f"{event['customer']};{moment};{event['name']};{event['channel'] or ''};{event['properties'].get('plan', '')}")
    shutil.rmtree(EMPTY, ignore_errors=True)
    EMPTY.mkdir()
    sent = {"name": "faults_export.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    with chromium() as browser, started(folder=EMPTY) as link, opened(browser, link, WIDTH, HEIGHT) as (page, wrong):
        see(page, "/bring")
        page.set_input_files("input[type=file]", sent)
        page.locator(".become").wait_for()
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        for name, theme in BRING.items():
            if page.evaluate("document.documentElement.dataset.theme") != theme:
                page.keyboard.press("t")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=IMAGES / f"{name}.png")
            sys.stderr.write(f"drew docs/images/{name}.png\n")
        if wrong:
            raise SystemExit("\n".join(wrong))
    EMPTY.rmdir()


if __name__ == "__main__":
    draw()
