"""JSON: one object on each line, or one array of objects.

Keys of the object are columns; those of an object `properties` are, too, under their own names. Options may name what is deeper with dots.
A line that is no object, or says a key twice, is set aside.
"""

from dataclasses import dataclass
from pathlib import Path

from desireline.diagnostics.diagnostic import DesirelineError
from desireline.events.shard import literal
from desireline.events.sources.json_columns import Keys, keys_at, path_list, pointer_of, types_at
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
    pointer: str
    becomes: str | None


def read_json(path: Path, options: SourceOptions, query: Query, scratch: Path) -> Table:
    """The table of a file of JSON lines, or of a JSON array of objects; plain, gzip or zstd.

    Raises DesirelineError: those of `plain_text`, E119 where the text is neither, E121 too many keys.
    """
    text = plain_text(path, options.encoding, scratch, keep_blank_lines=True)
    array = text.head().lstrip().startswith("[")
    rows = f"({_array(text, scratch) if array else _lines(text, scratch)})"
    look = f"({_array(text, scratch, numbered=False) if array else _lines(text, scratch, numbered=False)})"
    top, inside = keys_at(["", _INSIDE], "doc", look, query)
    if not top.names:
        raise _no_object(path, look, query)
    places = _places(top, inside, options)
    types = types_at([place.pointer for place in places], "doc", look, query)
    columns, values = _columns(places, types)
    return Table(
        sql=_select(rows, columns, values, _faults(text, top, inside)),
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
    return f"{_objects(f'SELECT row_text FROM {read}', numbered=numbered)} WHERE trim(row_text, ' \t') <> ''"


def _array(text: Text, scratch: Path, *, numbered: bool = True) -> str:
    read = f"read_json_objects({literal(str(readable(text.path, scratch)))}, format='array', maximum_object_size={MOST_LINE_BYTES})"
    return _objects(f"SELECT CAST(json AS VARCHAR) AS row_text FROM {read}", numbered=numbered)


def _objects(texts: str, *, numbered: bool) -> str:
    if not numbered:
        return f"SELECT row_text, {_DOC} AS doc FROM ({texts})"
    rows = f"SELECT row_number() OVER () - 1 AS position, row_text FROM ({texts})"
    return f"SELECT position, position + 1 AS line, row_text, {_DOC} AS doc FROM ({rows})"


_DOC = "CASE WHEN starts_with(ltrim(row_text, ' \t'), '{') AND json_valid(row_text) THEN row_text END"


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
    places = [_Place(key, pointer_of(key), key) for key in top.names if not (key == _PROPERTIES and inside.names)]
    names = set(top.names)
    for key in inside.names:
        places.append(_Place(f"{_PROPERTIES}.{key}" if key in names else key, pointer_of(_PROPERTIES, key), key))
    names |= {place.name for place in places}
    deep = [said for said in said_columns(options) if said not in names and "." in said]
    return places + [_Place(said, pointer_of(*said.split(".")), None) for said in deep]


def _columns(places: list[_Place], types: list[str | None]) -> tuple[tuple[Column, ...], list[str]]:
    """The columns, and for each how it is taken out of the lists of scalars (`v`) and of nested values (`j`)."""
    columns: list[Column] = []
    values: list[str] = []
    scalars: list[str] = []
    nested: list[str] = []
    for place, type_of in zip(places, types, strict=True):
        if type_of is None and place.becomes is None:
            continue
        columns.append(Column(place.name, f"c{len(columns)}", type_of or "VARCHAR", place.becomes))
        if type_of == "JSON":
            nested.append(place.pointer)
            values.append(f"CAST(nullif(CAST(j[{len(nested)}] AS VARCHAR), 'null') AS JSON)")
        else:
            scalars.append(place.pointer)
            got = f"v[{len(scalars)}]"
            values.append(f"TRY_CAST({got} AS {type_of})" if type_of not in (None, "VARCHAR") else got)
    taken = [f"json_extract_string(doc, {path_list(scalars)}) AS v"] if scalars else []
    taken += [f"json_extract(doc, {path_list(nested)}) AS j"] if nested else []
    return tuple(columns), [", ".join(taken), *values]


def _select(rows: str, columns: tuple[Column, ...], values: list[str], fault: str) -> str:
    taken, *each = values
    made = "".join(f", {value} AS {column.column}" for value, column in zip(each, columns, strict=True))
    inner = f"SELECT position, line, row_text, {fault} AS fault{f', {taken}' if taken else ''} FROM {rows}"
    return f"SELECT position, line, fault, row_text{made} FROM ({inner})"


def _faults(text: Text, top: Keys, inside: Keys) -> str:
    cases = ["WHEN doc IS NULL THEN CASE WHEN json_valid(row_text) THEN 'it is no JSON object' ELSE 'it is not JSON' END"]
    if inside.names:
        cases.append("WHEN json_type(doc, '/properties') NOT IN ('OBJECT', 'NULL') THEN 'its `properties` are no JSON object'")
    for keys, at in ((top, ""), (inside, ", '/properties'")):
        if keys.twice:
            cases.append(f"WHEN len(json_keys(doc{at})) <> list_unique(json_keys(doc{at})) THEN 'it says a key twice'")
    if text.strays:
        cases.insert(0, f"WHEN contains(row_text, '{STRAY}') THEN 'it holds bytes that are not text in the encoding of the file'")
    return f"CASE {' '.join(cases)} END"
