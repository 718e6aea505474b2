"""From a file to rows of events."""

from pathlib import Path

import duckdb

from desireline.events.sources.options import SourceOptions
from desireline.events.sources.rows import PropertyColumn, SourceRows

_OWN = ("id", "time", "customer", "name", "channel", "person")


def open_source(path: Path, options: SourceOptions, con: duckdb.DuckDBPyConnection, scratch: Path) -> SourceRows:  # noqa: ARG001
    """The rows of `path`, to be read on `con`. `scratch` is a folder for large intermediate files, which the caller removes.

    Raises DesirelineError where the file cannot be read or understood.
    """
    text = ".csv" in path.name
    literal = "'" + str(path).replace("'", "''") + "'"
    read = f"read_csv({literal}, all_varchar=true)" if text else f"read_parquet({literal}, file_row_number=true)"
    names = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {read}").fetchall() if row[0] != "file_row_number"]
    position = "row_number() OVER () - 1" if text else "file_row_number"
    said = {"customer": options.customer, "time": options.time, "name": options.event, "channel": options.channel, "id": options.id}
    own = {role: said.get(role) or role for role in _OWN}
    parts = {role: f'CAST("{column}" AS VARCHAR)' if column in names else "NULL::VARCHAR" for role, column in own.items()}
    properties = [n for n in names if n not in own.values()]
    columns = ", ".join(f'CAST("{name}" AS VARCHAR) AS p_{number}' for number, name in enumerate(properties))
    rows = (
        f"SELECT {position} AS position, {position} + 1 AS line, {parts['id']} AS id, "
        f"epoch_us(TRY_CAST({parts['time']} AS TIMESTAMPTZ)) AS time_us, "
        f"{parts['customer']} AS customer, {parts['name']} AS name, {parts['channel']} AS channel, {parts['person']} AS person"
        + (f", {columns}" if columns else "")
        + f" FROM {read}"
    )
    return SourceRows(
        sql="SELECT *, CASE WHEN time_us IS NULL THEN 'no time' WHEN customer IS NULL THEN 'no customer'"
        f" WHEN name IS NULL THEN 'no event name' END AS bad, NULL::VARCHAR AS raw FROM ({rows})",
        properties=tuple(PropertyColumn(name, f"p_{number}", "text") for number, name in enumerate(properties)),
        rows_estimate=None,
        source=options.source or path.name,
    )
