"""What a person waits for: `--help`, and `check` of an example and of made-up maps; whole processes, by the clock."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.large_map import large_map

ROOT = Path(__file__).parents[1]
DESIRELINE = str(Path(sys.executable).with_name("desireline"))
EXAMPLE = "examples/connection_down/connection_down.journey.yaml"
WAYS = {
    "python -c pass (the limit)": ([sys.executable, "-c", "pass"], ""),
    "desireline --help": ([DESIRELINE, "--help"], "under 0.2 s"),
    "desireline check of an example": ([DESIRELINE, "check", EXAMPLE], "under 0.5 s"),
}
SIZES = {30: "under 0.5 s", 500: "under 2 s"}
"""Steps of made-up maps, and what is asked."""
REPEATS = 9


def main() -> None:
    """Print the table. The ways take turns, so that noise falls on all of them."""
    with tempfile.TemporaryDirectory() as folder:
        ways = WAYS | dict(_check_of(steps, Path(folder)) for steps in SIZES)
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(REPEATS):
            for way, (command, _) in ways.items():
                begin = time.perf_counter()
                subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
                seconds[way].append(time.perf_counter() - begin)
    print("| process | seconds: min | median | max | asked |\n|---|---|---|---|---|")
    for way, (_, asked) in ways.items():
        print(f"| {way} | {min(seconds[way]):.2f} | {statistics.median(seconds[way]):.2f} | {max(seconds[way]):.2f} | {asked} |")


def _check_of(steps: int, folder: Path) -> tuple[str, tuple[list[str], str]]:
    text = large_map(steps)
    path = folder / f"{steps}.journey.yaml"
    path.write_text(text, encoding="utf-8")
    moves = sum(line.count(",") + 1 for line in text.splitlines() if line.startswith("    next:"))
    conditions = text.count("where: ") + text.count("when: ")
    return f"desireline check of {steps} steps, {moves:,} moves, {conditions} conditions", ([DESIRELINE, "check", str(path)], SIZES[steps])


if __name__ == "__main__":
    main()
