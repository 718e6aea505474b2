"""Import and replay of 10 million events beside DuckDB's own sort of them, and the basics of process mining beside pm4py. One run, ratios.

Each measurement is a process of its own, which says how long its work took (without starting Python and importing) and the most memory it
had. The ways take turns, so that noise falls on all of them.

    python -m benchmarks.large_log_speed [COPIES] [REPEATS] [WAY ...]
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

from benchmarks.large_log import EVENTS, FOLDER, import_large_log, large_lake, large_log

ROOT = Path(__file__).parents[1]
THREADS = 2
PRINTED = 100
"""How many customers of a list are printed."""
OUTCOMES = {"A_ACTIVATED": "reached", "A_DECLINED": "lost", "A_CANCELLED": "lost"}
PROMISED = {"A_SUBMITTED": "1d", "O_SENT": "14d", "W_Nabellen offertes": "3d"}
BEGUN_AND_DONE = "lifecycle in ('COMPLETE', 'START')"
LONG_WAIT = (("move", "w_nabellen_offertes:w_nabellen_offertes"), ("at-least", "1d"))
SEEN_BY_A_PERSON = "lifecycle <> 'SCHEDULE' and resource is not null and resource <> 112"


@dataclass(frozen=True, slots=True)
class Data:
    """The large log as a file in order of time, and as a lake."""

    log: Path
    lake: Path


def bank_map(names: tuple[str, ...]) -> Any:
    """The bank's activities as steps: work items match by lifecycle and resource, three steps promise, trips go quiet after 30 days."""
    from desireline.mapfile import map_from_data

    ids = {name: name.lower().replace(" ", "_") for name in names}
    ways = sorted(ids.values())
    steps: list[dict[str, Any]] = []
    for position, name in enumerate(name for name in names if name not in OUTCOMES):
        step = {"id": ids[name], "title": name, "stage": "all", "event": name, "next": [ways[position], ways[-1 - position]]}
        if name.startswith("W_"):
            step["where"] = SEEN_BY_A_PERSON if position % 2 else BEGUN_AND_DONE
        if name in PROMISED:
            step["promises"] = [{"id": f"soon_{position}", "title": "Soon", "within": PROMISED[name]}]
        steps.append(step)
    return map_from_data(
        {
            "journey": "loan",
            "title": "Loan",
            "trip": {"quiet": "30d"},
            "fields": {"lifecycle": "text", "resource": "integer"},
            "stages": [{"id": "all", "title": "All"}],
            "steps": steps,
            "outcomes": [{"id": ids[name], "title": name, "kind": kind, "event": name} for name, kind in OUTCOMES.items()],
        }
    )


def sort(data: Data) -> Callable[[], object]:
    """DuckDB sorts the file by customer and time, and hands the rows on; columns that nobody asks for it leaves out."""
    con = _two_threads()
    rows = f"SELECT * FROM read_parquet('{data.log}') ORDER BY customer, time"
    return lambda: con.execute(f"SELECT max(n) FROM (SELECT row_number() OVER () AS n FROM ({rows}))").fetchall()


def sort_whole_rows(data: Data) -> Callable[[], object]:
    """The same with all columns, into a table in memory."""
    con = _two_threads()
    return lambda: con.execute(f"CREATE TABLE sorted AS SELECT * FROM read_parquet('{data.log}') ORDER BY customer, time")


def _two_threads() -> Any:
    import duckdb

    return duckdb.connect(config={"threads": THREADS})


def sort_and_write(data: Data) -> Callable[[], object]:
    """DuckDB sorts the file by customer and time, whole rows, and writes it as Parquet."""
    con, target = _two_threads(), FOLDER / "sorted.parquet"
    rows = f"SELECT * FROM read_parquet('{data.log}') ORDER BY customer, time"
    return lambda: con.execute(f"COPY ({rows}) TO '{target}' (FORMAT parquet)")


def import_anew(data: Data) -> Callable[[], object]:
    """Import of the file into a new lake: ids, names and customers coded, duplicates looked for, ordered, on disk before it counts."""
    target = FOLDER / "imported"
    rmtree(target, ignore_errors=True)
    return lambda: import_large_log(data.log, target)


def replay_in_memory(data: Data) -> Callable[[], object]:
    """Replay of the lake: trips, visits and promises as arrays."""
    from desireline.events import Lake
    from desireline.model import LAST_US
    from desireline.replay import replay

    opened = Lake.open(data.lake)
    map_ = bank_map(tuple(opened.names))
    return lambda: replay(map_, opened, now_us=LAST_US, threads=THREADS)


def replay_written(data: Data) -> Callable[[], object]:
    """The same with the tables written as Parquet."""
    from desireline.events import Lake
    from desireline.model import LAST_US
    from desireline.replay import replay_to

    opened = Lake.open(data.lake)
    map_ = bank_map(tuple(opened.names))
    return lambda: replay_to(map_, opened, FOLDER / "tables", now_us=LAST_US, threads=THREADS)


def measure_anew(data: Data) -> Callable[[], object]:
    """All measures of the lake, replay included, with nothing kept of an earlier time."""
    from desireline.events import Lake
    from desireline.measure import measure
    from desireline.model import LAST_US

    opened = Lake.open(data.lake)
    map_ = bank_map(tuple(opened.names))
    return lambda: measure(map_, opened, now_us=LAST_US, threads=THREADS)


def measure_one_changed_shard(data: Data) -> Callable[[], object]:
    """All measures again, after one event came into one shard. They are kept beside a lake: here, beside a copy."""
    return _measure_one_more_event(data, "2011-12-24T09:00:00Z")


def measure_a_later_moment(data: Data) -> Callable[[], object]:
    """The same where that event is the newest of all, so that the moment asked about is another: trips go quiet by it, promises break."""
    return _measure_one_more_event(data, "2012-03-20T09:00:00Z")


def _measure_one_more_event(data: Data, time: str) -> Callable[[], object]:
    from desireline import api

    copy = FOLDER / "changed_lake"
    rmtree(copy, ignore_errors=True)
    copytree(data.lake, copy)
    map_ = bank_map(tuple(api.open_log(copy).lake.names))
    api.measure(map_, copy, threads=THREADS)
    one = FOLDER / "one_event.csv"
    one.write_text(f"customer,time,event\n173688_0,{time},A_SUBMITTED\n", encoding="utf-8")
    api.import_events(one, copy)
    return lambda: api.measure(map_, copy, threads=THREADS)


def explain_one(data: Data) -> Callable[[], object]:
    """The whole story of one customer out of the lake, as data. Asked: under 0.3 s."""
    from desireline.events import Lake
    from desireline.explain import explain
    from desireline.model import LAST_US

    opened = Lake.open(data.lake)
    map_ = bank_map(tuple(opened.names))
    return lambda: explain("173688_0", [map_], opened, now_us=LAST_US).as_data()


def list_of_a_rare_step(data: Data) -> Callable[[], object]:
    """The customers who came to a step that one in a hundred comes to. Asked: under 0.3 s."""
    return _list(data, ("step", "w_beoordelen_fraude"))


def list_of_a_long_wait(data: Data) -> Callable[[], object]:
    """The customers who waited a day or more for what most customers wait for: a third of all."""
    return _list(data, *LONG_WAIT)


def list_of_a_long_wait_once_measured(data: Data) -> Callable[[], object]:
    """The same where the lake was measured before, as who looks behind a number has done. Asked: under 0.3 s."""
    return _list(data, *LONG_WAIT, measured=True)


def list_of_a_rare_step_once_measured(data: Data) -> Callable[[], object]:
    """The customers of a rare step where the lake was measured before. Asked: under 0.3 s."""
    return _list(data, ("step", "w_beoordelen_fraude"), measured=True)


def _list(data: Data, *asked: tuple[str, str], measured: bool = False) -> Callable[[], object]:
    from desireline.events import Lake
    from desireline.measure import customers
    from desireline.model import LAST_US

    opened = Lake.open(data.lake)
    map_ = bank_map(tuple(opened.names))
    if measured:
        from desireline import api

        api.measure(map_, data.lake, threads=THREADS)
    kept_in = data.lake if measured else None
    return lambda: customers(map_, opened, asked, now_us=LAST_US, threads=THREADS, kept_in=kept_in).as_data(PRINTED)


def basics_by_desireline(data: Data) -> Callable[[], object]:
    """Directly-follows with times, routes and durations, from the lake."""
    from benchmarks.basics import basics
    from desireline.events import Lake

    opened = Lake.open(data.lake)
    return lambda: basics(opened, THREADS)


def basics_by_pm4py(data: Data) -> Callable[[], object]:
    """The same by pm4py, from a data frame that is loaded and formatted already."""
    import pandas
    import pm4py

    frame = pandas.read_parquet(data.log, columns=["customer", "name", "time"])
    prepared = pm4py.format_dataframe(frame, case_id="customer", activity_key="name", timestamp_key="time")
    del frame

    def work() -> object:
        times = pm4py.discover_performance_dfg(prepared)
        return times, pm4py.discover_dfg(prepared), pm4py.get_variants(prepared), pm4py.get_all_case_durations(prepared)

    return work


WAYS: Mapping[str, Callable[[Data], Callable[[], object]]] = {
    way.__name__: way
    for way in (
        sort,
        sort_whole_rows,
        replay_in_memory,
        replay_written,
        measure_anew,
        measure_one_changed_shard,
        measure_a_later_moment,
        explain_one,
        list_of_a_rare_step,
        list_of_a_long_wait,
        list_of_a_rare_step_once_measured,
        list_of_a_long_wait_once_measured,
        sort_and_write,
        import_anew,
        basics_by_desireline,
        basics_by_pm4py,
    )
}
RATIOS = (
    ("import_anew", "sort_and_write", "at most 2.0"),
    ("replay_in_memory", "sort", "at most 1.0"),
    ("replay_written", "sort", "at most 2.0"),
    ("measure_anew - replay_in_memory", "sort", "at most 1.0"),
    ("measure_one_changed_shard", "measure_anew", "under 0.05"),
    ("measure_a_later_moment", "measure_anew", ""),
    ("replay_in_memory", "sort_whole_rows", ""),
    ("replay_written", "sort_whole_rows", ""),
    ("basics_by_pm4py", "basics_by_desireline", "at least 10"),
)


def measure_here(way: str, data: Data) -> dict[str, float]:
    """Do it in this process: seconds of the clock and of the processors, and the most memory in megabytes."""
    work = WAYS[way](data)
    begin, begin_cpu = time.perf_counter(), time.process_time()
    held = work()
    seconds, cpu_seconds = time.perf_counter() - begin, time.process_time() - begin_cpu
    del held
    most = next(line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return {"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mb": int(most.split()[1]) / 1_000}


def measure(copies: int, repeats: int, ways: tuple[str, ...]) -> dict[str, list[dict[str, float]]]:
    """Measure each way so many times, taking turns."""
    data = Data(large_log(copies), large_lake(copies))
    found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for _ in range(repeats):
        for way in ways:
            command = [sys.executable, "-m", "benchmarks.large_log_speed", "--way", way, str(data.log), str(data.lake)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            found[way].append(json.loads(done.stdout.splitlines()[-1]))
    return found


def show(found: Mapping[str, list[dict[str, float]]], copies: int) -> None:
    """Print the tables."""
    print(f"{copies * EVENTS:,} events, {THREADS} threads\n")
    print("| way | seconds: min | median | max | processor seconds: median | peak MB |\n|---|---|---|---|---|---|")
    for way, runs in found.items():
        seconds = [run["seconds"] for run in runs]
        cpu, peak = statistics.median(run["cpu_seconds"] for run in runs), max(run["peak_mb"] for run in runs)
        print(f"| {way} | {min(seconds):.2f} | {statistics.median(seconds):.2f} | {max(seconds):.2f} | {cpu:.2f} | {peak:,.0f} |")
    print("\n| ratio of seconds, turn by turn | min | median | max | of processor seconds: median | asked |\n|---|---|---|---|---|---|")
    for way, beside, asked in RATIOS:
        if all(part in found for part in (*way.split(" - "), beside)):
            by_clock, by_cpu = (_ratios(found, way, beside, unit) for unit in ("seconds", "cpu_seconds"))
            middle = f"{statistics.median(by_clock):.2f} | {max(by_clock):.2f} | {statistics.median(by_cpu):.2f}"
            print(f"| {way} / {beside} | {min(by_clock):.2f} | {middle} | {asked} |")


def _ratios(found: Mapping[str, list[dict[str, float]]], way: str, beside: str, unit: str) -> list[float]:
    """`a - b`: what `a` takes beyond `b`, of the same turn."""
    whole, *less = way.split(" - ")
    runs = zip(found[whole], *(found[part] for part in less), found[beside], strict=True)
    return [(run[unit] - sum(part[unit] for part in parts)) / other[unit] for run, *parts, other in runs]


def main(copies: int = 39, repeats: int = 3, ways: tuple[str, ...] = tuple(WAYS)) -> None:
    """Measure and print."""
    show(measure(copies, repeats, ways), copies)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        print(json.dumps(measure_here(sys.argv[2], Data(Path(sys.argv[3]), Path(sys.argv[4])))))
    else:
        main(*map(int, sys.argv[1:3]), *([tuple(sys.argv[3:])] if sys.argv[3:] else []))
