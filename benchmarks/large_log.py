"""The large log: copies of BPI Challenge 2012, one Parquet file in order of time, as a stream would arrive.

Copy r has `_r` appended to the case and 37 r minutes added to the time. 39 copies are 10,225,800 events of 510,393 cases, 390 copies ten
times as many. Copies share their 4,366 routes, which flatters anything with a dictionary.
"""

from pathlib import Path

import duckdb
import r4pm

SOURCE = Path(__file__).parents[2] / "shared" / "data" / "bpic2012.xes.gz"
FOLDER = Path(__file__).parents[1] / "build" / "bench"
EVENTS = 262_200


def large_log(copies: int = 39) -> Path:
    """The file, made if it is not there: customer, name, time, lifecycle, resource, row."""
    path = FOLDER / f"bpic2012_x{copies}.parquet"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    log, _ = r4pm.df.import_xes(str(SOURCE))
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'; SET threads = 2; SET memory_limit = '4GB'; SET enable_progress_bar = false")
    con.register("log", log)
    event = """"case:concept:name" AS customer, "concept:name" AS name, "time:timestamp" AS time,
        "lifecycle:transition" AS lifecycle, "org:resource" AS resource, row_number() OVER () - 1 AS row"""
    copied = "customer || '_' || r AS customer, name, CAST(time + to_minutes(37 * r) AS TIMESTAMPTZ) AS time, lifecycle, resource, row"
    rows = f"SELECT {copied} FROM (SELECT {event} FROM log), range({copies}) copies(r) ORDER BY time, r, row"
    made = path.with_suffix(".part")
    con.execute(f"COPY ({rows}) TO '{made}' (FORMAT parquet, COMPRESSION zstd)")
    made.rename(path)
    return path


def large_lake(copies: int = 39) -> Path:
    """The log as a lake, imported if it is not there."""
    lake = FOLDER / f"lake_x{copies}"
    if not (lake / "manifest.json").exists():
        import_large_log(large_log(copies), lake)
    return lake


def import_large_log(log: Path, lake: Path) -> None:
    """Import the log into a lake."""
    from desireline import api

    api.import_events(log, lake, customer="customer", event="name", time="time", lifecycle="none")
