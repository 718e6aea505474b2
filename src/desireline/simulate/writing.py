"""Simulated events as a file, in order of time, with the truth beside it. Memory is bounded: DuckDB sorts, and spills to disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NoReturn

import msgspec

from desireline.conditions import ValueType
from desireline.diagnostics import DesirelineError, Diagnostic, Fix, Near
from desireline.diagnostics.system import said_by_the_system
from desireline.model import WAS, Event, Map
from desireline.simulate.simulation import Simulation

Form = Literal["json", "csv", "parquet"]
_FORMS: dict[str, tuple[Form, str]] = {
    ".jsonl": ("json", ""),
    ".ndjson": ("json", ""),
    ".csv": ("csv", ""),
    ".tsv": ("csv", ", DELIMITER '\t'"),
    ".parquet": ("parquet", ", COMPRESSION zstd, KV_METADATA {synthetic: 'true'}"),
}
_COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
_OWN = ("id", "time", "customer", "name", "channel", "source", "person", "properties")
_SQL_TYPES = {"number": "DOUBLE", "integer": "BIGINT", "boolean": "BOOLEAN"}
_BATCH = 20_000
_COLUMNS = (
    "{id: 'VARCHAR', time_us: 'BIGINT', customer: 'VARCHAR', name: 'VARCHAR', channel: 'VARCHAR', source: 'VARCHAR', properties: 'JSON'}"
)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: how many events, where, where the truth about them is, and warnings of what could not be simulated."""

    events: int
    path: Path
    truth_path: Path
    notes: tuple[Diagnostic, ...]


def write_simulation(simulation: Simulation, path: Path, memory: str = "400MB") -> Written:
    """Write the events to a file, and the truth beside it. Both are put in place whole, at the end.

    The file's ending names its format: .jsonl, .ndjson, .csv, .tsv (also with .gz or .zst after that), or .parquet.
    JSON lines have the properties as one object. The others have one column for each field and trait, except that what would
    be named like a column of the event's own is in a column `properties`, as JSON.
    Raises DesirelineError where the ending names no format (S112), a file that is no earlier simulation would be replaced (S115), or the
    system refuses (S116): what stood there is then as it was.
    """
    form, options = _form_of(path)
    truth_path = truth_path_of(path)
    _refuse_to_overwrite(path, truth_path)
    with _writing(path), TemporaryDirectory(dir=path.absolute().parent, prefix=".simulating-") as scratch:
        made, lines = Path(scratch) / f"events{''.join(path.suffixes[-2:])}", Path(scratch) / "unsorted.jsonl"
        count = _write_lines(simulation, lines)
        _sort(lines, ", ".join(_columns(simulation.map, form)), f"{_literal(made)} (FORMAT {form}{options})", memory)
        truth = Path(scratch) / "truth.json"
        truth.write_text(json.dumps({**simulation.truth(), "file": path.name}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        truth.replace(truth_path)
        made.replace(path)
    return Written(count, path, truth_path, simulation.notes)


def truth_path_of(path: Path) -> Path:
    """Where the truth about the events of this file is written: `events.csv.gz` has its truth in `events.csv.gz.truth.json`."""
    return path.with_name(f"{path.name}.truth.json")


def _refuse_to_overwrite(path: Path, truth_path: Path) -> None:
    """A file with its truth beside it is an earlier simulation; any other may be somebody's real events, or notes."""
    if path.exists() and not _is_truth(truth_path):
        _would_be_lost(f"`{path.name}` exists already, and no truth of a simulation is beside it")
    if truth_path.exists() and not (path.exists() and _is_truth(truth_path)):
        _would_be_lost(f"`{truth_path.name}` exists already, and is not beside a simulation of its name")


def _is_truth(path: Path) -> bool:
    """Whether it is a file that says what was planted."""
    if not path.is_file():
        return False
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and said.get("synthetic") is True


def _would_be_lost(headline: str) -> NoReturn:
    raise DesirelineError(Diagnostic("S115", headline, why="what is in it would be lost", fix=Fix("name another file, or move that one")))


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Say that the file could not be written, and why."""
    import duckdb

    try:
        yield
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise DesirelineError(
            Diagnostic(
                "S116",
                f"`{path}` cannot be written: {said_by_the_system(error)}",
                why="nothing was written; what stood there before still does",
                fix=Fix("see that its folder exists, that you may write there, and that the disk has room"),
            )
        ) from error


def _form_of(path: Path) -> tuple[Form, str]:
    compression = _COMPRESSIONS.get(path.suffix)
    suffix = Path(path.stem).suffix if compression else path.suffix
    if suffix in _FORMS and not (compression and suffix == ".parquet"):
        form, options = _FORMS[suffix]
        return form, options + (f", COMPRESSION {compression}" if compression else "")
    raise DesirelineError(
        Diagnostic(
            "S112",
            f"`{path.name}` has an ending that names no format of events",
            why="whoever reads the file could not tell how",
            fix=Fix("end it with .jsonl, .csv or .tsv (also .gz or .zst after that), or with .parquet"),
            near=tuple(Near(path.stem + known) for known in (".jsonl", ".csv", ".parquet")),
        )
    )


class _Line(msgspec.Struct):
    id: str
    time_us: int
    customer: str
    name: str
    channel: str | None
    source: str
    properties: object


def _write_lines(simulation: Simulation, path: Path) -> int:
    count = 0
    encoder = msgspec.json.Encoder()
    with path.open("wb") as file:
        for batch in _batches(simulation):
            rows = [_Line(e.id, e.time_us, e.customer, e.name, e.channel, e.source, e.properties) for e in batch]
            file.write(encoder.encode_lines(rows))
            count += len(batch)
    return count


def _batches(simulation: Simulation) -> Iterator[list[Event]]:
    batch: list[Event] = []
    for event in simulation:
        batch.append(event)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _sort(lines: Path, columns: str, target: str, memory: str) -> None:
    import duckdb

    with duckdb.connect(config={"memory_limit": memory, "temp_directory": str(lines.parent / "spill"), "threads": 2}) as con:
        source = f"read_json({_literal(lines)}, format = 'newline_delimited', columns = {_COLUMNS})"
        con.execute("SET TimeZone = 'UTC'")
        con.execute(f"COPY (SELECT {columns} FROM {source} ORDER BY time_us, id) TO {target}")


def _columns(map_: Map, form: Form) -> Iterator[str]:
    yield "id"
    yield "strftime(make_timestamp(time_us), '%Y-%m-%dT%H:%M:%S.%fZ') AS time" if form != "parquet" else "make_timestamptz(time_us) AS time"
    yield from ("customer", "name", "channel", "source")
    if form == "json":
        yield "properties"
        return
    declared = {**map_.fields, **map_.traits, WAS: ValueType(kind="text")}
    taken = {name.casefold() for name in _OWN}
    inside: list[str] = []
    for name, kind in declared.items():
        if name.casefold() in taken:
            inside.append(name)
            continue
        taken.add(name.casefold())
        yield f"{_value(name, kind)} AS {_identifier(name)}"
    if inside:
        pairs = ", ".join(f"{_literal(name)}, {_value(name, declared[name])}" for name in inside)
        yield f"nullif(CAST(json_merge_patch('{{}}', json_object({pairs})) AS VARCHAR), '{{}}') AS properties"


def _value(name: str, kind: ValueType) -> str:
    pointer = _literal("/" + name.replace("~", "~0").replace("/", "~1"))
    text = f"json_extract_string(properties, {pointer})"
    sql_type = _SQL_TYPES.get(kind.kind)
    return f"CAST({text} AS {sql_type})" if sql_type else text


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str | Path) -> str:
    return "'" + str(text).replace("'", "''") + "'"
