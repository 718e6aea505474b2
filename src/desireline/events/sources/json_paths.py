"""Many values out of JSON texts, each text parsed once.

A struct that DuckDB fills in one go is the quick way. Its fields cannot be told apart by case, and a key cannot be both a field and the
parent of one: such paths are taken by a list of JSON pointers, which is slower and knows no limits.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from desireline.events.shard import literal
from desireline.events.sources.table import Column

Path = tuple[str, ...]
_STRUCT, _SCALARS, _NESTED = "json_struct", "json_scalars", "json_nested"
_Tree = dict[str, "str | _Tree"]


@dataclass(frozen=True, slots=True)
class Taken:
    """columns: expressions with names, to be added to the rows. values: for each path an expression over those columns."""

    columns: tuple[str, ...]
    values: tuple[str, ...]


def taken(doc: str, paths: Sequence[Path], types: Sequence[str]) -> Taken:
    """The values at `paths` of the JSON objects `doc` (an expression, null for none), as VARCHAR, BIGINT, DOUBLE, BOOLEAN or JSON.

    A text comes without quotes as VARCHAR, and as it stands as JSON. JSON null comes as null, but as JSON it may come as `null`.
    """
    quick = _quick(paths)
    tree: _Tree = {}
    scalars: list[str] = []
    nested: list[str] = []
    values = []
    for place, (path, type_of) in enumerate(zip(paths, types, strict=True)):
        if place in quick:
            _plant(tree, path, type_of)
            values.append(_STRUCT + "".join(f"[{literal(key)}]" for key in path))
        elif type_of == "JSON":
            nested.append(pointer(path))
            values.append(f"{_NESTED}[{len(nested)}]")
        else:
            scalars.append(pointer(path))
            got = f"{_SCALARS}[{len(scalars)}]"
            values.append(got if type_of == "VARCHAR" else f"TRY_CAST({got} AS {type_of})")
    columns = [f"json_transform({doc}, {literal(json.dumps(tree, ensure_ascii=False))}) AS {_STRUCT}"] if tree else []
    columns += [f"json_extract_string({doc}, {_list(scalars)}) AS {_SCALARS}"] if scalars else []
    columns += [f"json_extract({doc}, {_list(nested)}) AS {_NESTED}"] if nested else []
    return Taken(tuple(columns), tuple(values))


def as_columns(got: Taken, columns: Sequence[Column]) -> str:
    """The values taken under the names of the columns, with a comma before each; JSON null is null."""
    parts = []
    for value, column in zip(got.values, columns, strict=True):
        sql = f"CAST(nullif(CAST({value} AS VARCHAR), 'null') AS JSON)" if column.type == "JSON" else value
        parts.append(f", {sql} AS {column.column}")
    return "".join(parts)


def pointer(path: Path) -> str:
    """The JSON pointer of a path."""
    return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in path)


def _quick(paths: Sequence[Path]) -> set[int]:
    """The places of the paths that fit one struct together."""
    leaves: dict[Path, Path] = {}
    parents: dict[Path, Path] = {}
    quick = set()
    for place, path in enumerate(paths):
        folded = tuple(key.casefold() for key in path)
        above = [(folded[:depth], path[:depth]) for depth in range(1, len(path))]
        clear = all(fold not in leaves and parents.get(fold, own) == own for fold, own in above)
        if clear and all(path) and folded not in leaves and folded not in parents:
            leaves[folded] = path
            parents.update(above)
            quick.add(place)
    return quick


def _plant(tree: _Tree, path: Path, type_of: str) -> None:
    for key in path[:-1]:
        branch = tree.setdefault(key, {})
        assert isinstance(branch, dict)
        tree = branch
    tree[path[-1]] = type_of


def _list(pointers: Sequence[str]) -> str:
    return f"[{', '.join(map(literal, pointers))}]"
