"""All timings in one run: `python -m benchmarks [-o PAGE]`. Makes the large log first, where it is not there."""

import argparse
import contextlib
import io
import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from benchmarks import engine_speed, http_speed, large_log_speed, live_speed, start_up, studio_speed
from benchmarks.large_log import SOURCE

HEAD = """# Timings

Made by `make bench` in one run; the ways of each table took turns, so that noise falls on all of them. Ratios are what counts: the machine
is shared, and the spread from the fastest to the slowest run is shown. The large log is 39 copies of BPI Challenge 2012 (real), each case
named anew and moved by 37 minutes a copy: 10,225,800 events of 510,393 cases in one Parquet file, in order of time. Copies share their
4,366 routes, which flatters anything with a dictionary, on both sides. Timings decide no test.
"""


def machine() -> str:
    """What it ran on."""
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.split(":")[1].strip() for line in told if "model name" in line), platform.machine())
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "numpy", "pm4py", "pandas", "msgspec"))
    hardware = f"{model}, {len(os.sched_getaffinity(0))} cores, {memory_gb:.0f} GiB, {platform.system()}"
    load = f"load average before the run {os.getloadavg()[1]:.1f}"
    return f"Machine: {hardware}; {load}; Python {platform.python_version()}, {packages}."


def main() -> None:
    """Run them all, and print; with -o also write the page."""
    parser = argparse.ArgumentParser(description="All timings, beside peers and limits, in one run.")
    parser.add_argument("-o", "--output", type=Path, help="write the page here, too")
    output: Path | None = parser.parse_args().output
    page = [HEAD, machine()]
    print(machine(), flush=True)
    for title, part in _parts():
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown):
            part()
        page += [f"## {title}", shown.getvalue().strip()]
        print(f"\n## {title}\n\n{shown.getvalue().strip()}", flush=True)
    if output is not None:
        output.write_text("\n\n".join(page) + "\n", encoding="utf-8")


def _parts() -> list[tuple[str, Callable[[], None]]]:
    parts = [
        ("Start-up", start_up.main),
        ("Engine: one event, one customer", engine_speed.main),
        ("Live: durable events", live_speed.main),
        ("Live: over HTTP", http_speed.main),
        ("Studio: in a browser", studio_speed.main),
    ]
    if SOURCE.exists():
        return [*parts, ("The large log: import, replay, and the basics of process mining", large_log_speed.main)]
    sys.stderr.write("left out: the large log, as the log it is made of is not here\n")
    return parts


if __name__ == "__main__":
    main()
