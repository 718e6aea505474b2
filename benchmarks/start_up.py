"""What a person waits for: `--help`, and `check` of an example; whole processes, by the clock."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLE = "examples/connection_down/connection_down.journey.yaml"
WAYS = {
    "python -c pass (the limit)": ([sys.executable, "-c", "pass"], ""),
    "desireline --help": ([str(Path(sys.executable).with_name("desireline")), "--help"], "under 0.2 s"),
    "desireline check of an example": ([str(Path(sys.executable).with_name("desireline")), "check", EXAMPLE], "under 0.5 s"),
}
REPEATS = 9


def main() -> None:
    """Print the table. The ways take turns, so that noise falls on all of them."""
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(REPEATS):
        for way, (command, _) in WAYS.items():
            begin = time.perf_counter()
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
            seconds[way].append(time.perf_counter() - begin)
    print("| process | seconds: min | median | max | asked |\n|---|---|---|---|---|")
    for way, (_, asked) in WAYS.items():
        print(f"| {way} | {min(seconds[way]):.2f} | {statistics.median(seconds[way]):.2f} | {max(seconds[way]):.2f} | {asked} |")


if __name__ == "__main__":
    main()
