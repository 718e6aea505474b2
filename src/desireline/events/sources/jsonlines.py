"""JSON: one object on each line, or one array of objects.

Keys of the object are columns; those of an object `properties` are, too, under their own names. Options may name what is deeper with dots.
A line that is no object, or says a key twice, is set aside.
"""

from dataclasses import dataclass
from pathlib import Path

from desireline.diagnostics.diagnostic import DesirelineError
from desireline.events.shard import literal
from desireline.events.sources.json_columns import Keys, keys_at, types_at
from desireline.events.sources.json_paths import Path as JsonPath
from desireline.events.sources.json_paths import as_columns, taken
from desireline.events.sources.options import SourceOptions
from desireline.events.sources.paths import readable
from desireline.events.sources.refusals import printable, refusal
from desireline.events.sources.table import Column, Query, Table, said_columns
from desireline.events.sources.text import MOST_LINE_BYTES, STRAY, Text, plain_text

_PROPERTIES = "properties"
_INSIDE = "/properties"


@dataclass(frozen=True, slots=True)
class _Place:
    """A column to be: its name, where it is in the object, and the property that it becomes."""

    name: str
    path: JsonPath
    becomes: str | None


def read_json(path: Path, options: SourceOptions, query: Query, scratch: Path) -> Table:
    """The table of a file of JSON lines, or of a JSON array of objects; plain, gzip or zstd.

    Raises DesirelineError: those of `plain_text`, E119 where the text is neither or its array never ends, E121 too many keys.
    """
    text = plain_text(path, options.encoding, scratch, keep_blank_lines=True)
    array = text.head().lstrip().startswith("[")
    if array and not text.tail().endswith("]"):
        raise _breaks_off(path, text)
    rows = f"({_array(text, scratch) if array else _lines(text, scratch)})"
    look = f"({_array(text, scratch, numbered=False) if array else _lines(text, scratch, numbered=False)})"
    top, inside = keys_at(["", _INSIDE], "doc", look, query)
    if not top.names:
        raise _no_object(path, look, query)
    places = _places(top, inside, options)
    types = types_at([place.path for place in places], "doc", look, query)
    known = [(place, type_of) for place, type_of in zip(places, types, strict=True) if type_of or place.becomes is not None]
    columns = tuple(Column(place.name, f"c{at}", type_of or "VARCHAR", place.becomes) for at, (place, type_of) in enumerate(known))
    return Table(
        sql=_select(rows, columns, [place.path for place, _ in known], _faults(text, top, inside)),
        columns=columns,
        raw="row_text",
        rows_estimate=None if array else text.lines,
        guessed=text.guessed,
    )


def _lines(text: Text, scratch: Path, *, numbered: bool = True) -> str:
    """The lines as objects: `doc` is null where a line is none. Without numbers they can be read in parallel."""
    read = (
        f"read_csv({literal(str(readable(text.path, scratch)))}, auto_detect=false, columns={{row_text: 'VARCHAR'}}, header=false,"
        f" delim='\x1f', quote='', escape='', nullstr='\x02', strict_mode=false, parallel={str(not numbered).lower()},"
        f" max_line_size={MOST_LINE_BYTES}, buffer_size={2 * MOST_LINE_BYTES})"
    )
    return f"{_objects(f'SELECT row_text FROM {read}', numbered=numbered)} WHERE {_BLANK_FREE}"


def _array(text: Text, scratch: Path, *, numbered: bool = True) -> str:
    read = f"read_json_objects({literal(str(readable(text.path, scratch)))}, format='array', maximum_object_size={MOST_LINE_BYTES})"
    return _objects(f"SELECT CAST(json AS VARCHAR) AS row_text FROM {read}", numbered=numbered)


def _objects(texts: str, *, numbered: bool) -> str:
    if not numbered:
        return f"SELECT row_text, {_DOC} AS doc FROM ({texts})"
    rows = f"SELECT row_number() OVER () - 1 AS position, row_text FROM ({texts})"
    return f"SELECT position, position + 1 AS line, row_text, {_DOC} AS doc FROM ({rows})"


# Most lines start with a brace, which is quickly seen.
_BLANK_FREE = "(starts_with(row_text, '{') OR trim(row_text, ' \t') <> '')"
_DOC = "CASE WHEN (starts_with(row_text, '{') OR starts_with(ltrim(row_text, ' \t'), '{')) AND json_valid(row_text) THEN row_text END"


def _breaks_off(path: Path, text: Text) -> DesirelineError:
    """Said here, as DuckDB takes an array that is cut after a comma for a whole one."""
    return refusal(
        "E119",
        f"{path.name} breaks off in line {text.lines}: its array is never closed with `]`",
        why="the events after that place would be missing from every answer, and nobody would see it",
        fix="fetch or export the file again",
    )


def _no_object(path: Path, rows: str, query: Query) -> DesirelineError:
    first = query(f"SELECT left(row_text, 60) FROM {rows} WHERE doc IS NULL LIMIT 1")
    what = f"holds no JSON object on any line; it has `{printable(str(first[0][0]))}`" if first else "has no events in it"
    return refusal(
        "E119",
        f"{path.name} {what}",
        why="there are no events to read",
        fix="write one object on each line, or all objects in one array",
    )


def _places(top: Keys, inside: Keys, options: SourceOptions) -> list[_Place]:
    places = [_Place(key, (key,), key) for key in top.names if not (key == _PROPERTIES and inside.names)]
    names = set(top.names)
    for key in inside.names:
        places.append(_Place(f"{_PROPERTIES}.{key}" if key in names else key, (_PROPERTIES, key), key))
    names |= {place.name for place in places}
    deep = [said for said in said_columns(options) if said not in names and "." in said]
    return places + [_Place(said, tuple(said.split(".")), None) for said in deep]


def _select(rows: str, columns: tuple[Column, ...], paths: list[JsonPath], fault: str) -> str:
    got = taken("doc", paths, [column.type for column in columns])
    inner = ", ".join(("position", "line", "row_text", f"{fault} AS fault", *got.columns))
    return f"SELECT position, line, fault, row_text{as_columns(got, columns)} FROM (SELECT {inner} FROM {rows})"


def _faults(text: Text, top: Keys, inside: Keys) -> str:
    cases = ["WHEN doc IS NULL THEN CASE WHEN json_valid(row_text) THEN 'it is no JSON object' ELSE 'it is not JSON' END"]
    if inside.names and inside.other:
        cases.append("WHEN json_type(doc, '/properties') NOT IN ('OBJECT', 'NULL') THEN 'its `properties` are no JSON object'")
    for keys, at in ((top, ""), (inside, ", '/properties'")):
        if keys.twice:
            cases.append(f"WHEN len(json_keys(doc{at})) <> list_unique(json_keys(doc{at})) THEN 'it says a key twice'")
    if text.strays:
        cases.insert(0, f"WHEN contains(row_text, '{STRAY}') THEN 'it holds bytes that are not text in the encoding of the file'")
    return f"CASE {' '.join(cases)} END"
