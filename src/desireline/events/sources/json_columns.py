"""The columns of JSON objects: which keys there are in a whole file, and as what their values can be stored.

Paths are JSON pointers, so that any key can be named.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desireline.events.shard import literal
from desireline.events.sources.refusals import refusal
from desireline.events.sources.table import Query

MOST_KEYS = 4096
_WHOLE = {"UBIGINT", "BIGINT"}
_NESTED = {"OBJECT", "ARRAY"}
_INT64_LENGTH, _EXACT_LENGTH = 18, 15


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of the objects at one place, by name, and whether an object has one of them twice."""

    names: tuple[str, ...]
    twice: bool


def keys_at(pointers: Sequence[str], doc: str, rows: str, query: Query) -> list[Keys]:
    """For each pointer the keys of the objects that it leads to in `doc`, an expression over `rows` (which can follow FROM).

    In one pass: lists of keys are few where keys are many. Raises DesirelineError (E121) where there are more than `MOST_KEYS` at a place.
    """
    lists = ", ".join(f"json_keys({doc}{f', {literal(each)}' if each else ''}) AS k{place}" for place, each in enumerate(pointers))
    groups = f"(SELECT DISTINCT {lists} FROM {rows})"
    each = " UNION ALL ".join(
        f"SELECT {place} AS place, unnest(k{place}) AS key, len(k{place}) <> list_unique(k{place}) AS twice FROM seen"
        for place in range(len(pointers))
    )
    found = query(
        f"WITH seen AS MATERIALIZED {groups} SELECT place, key, bool_or(twice) FROM ({each}) GROUP BY ALL ORDER BY ALL"
        f" LIMIT {len(pointers) * MOST_KEYS + 1}"
    )
    return [_keys([(str(key), bool(twice)) for at, key, twice in found if at == place]) for place in range(len(pointers))]


def _keys(found: list[tuple[str, bool]]) -> Keys:
    if len(found) > MOST_KEYS:
        raise refusal(
            "E121",
            f"the events have more than {MOST_KEYS:,} different properties, such as `{found[0][0]}` and `{found[-1][0]}`",
            why="something that belongs into values, such as ids, seems to be used as keys",
            fix="write such values as a list of objects, and read the file again",
        )
    return Keys(tuple(key for key, _ in found), any(twice for _, twice in found))


def types_at(pointers: Sequence[str], doc: str, rows: str, query: Query) -> list[str | None]:
    """For each pointer the DuckDB type that keeps every value there as it is; None where there is none but null.

    BIGINT, DOUBLE and BOOLEAN where all values are such and lose nothing; JSON where one is nested; VARCHAR for all else.
    """
    seen: list[set[str]] = [set() for _ in pointers]
    if not pointers:
        return []
    paths = path_list(pointers)
    of_all = f"(SELECT unnest(json_type({doc}, {paths})) AS t, generate_subscripts({paths}, 1) AS place FROM {rows})"
    for place, kind in query(f"SELECT DISTINCT place, t FROM {of_all} WHERE t <> 'NULL'"):
        seen[int(str(place)) - 1].add(str(kind))
    numbers = [place for place, kinds in enumerate(seen) if kinds and kinds <= {*_WHOLE, "DOUBLE"}]
    exact = _exact([pointers[place] for place in numbers], doc, rows, query)
    digits = dict(zip(numbers, exact, strict=True))
    return [_type(kinds, digits.get(place)) if kinds else None for place, kinds in enumerate(seen)]


@dataclass(frozen=True, slots=True)
class _Digits:
    """longest: of the integers at a place, how long the longest is as text. inexact: whether a number there is beyond a float64."""

    longest: int = 0
    inexact: bool = False


def _exact(pointers: Sequence[str], doc: str, rows: str, query: Query) -> list[_Digits]:
    if not pointers:
        return []
    paths = path_list(pointers)
    whole, overflows = "regexp_full_match(v, '-?[0-9]+')", "v NOT LIKE '%nf%' AND isinf(TRY_CAST(v AS DOUBLE))"
    found = query(
        f"SELECT place, max(CASE WHEN {whole} THEN strlen(v) ELSE 0 END), bool_or({overflows})"
        f" FROM (SELECT unnest(json_extract_string({doc}, {paths})) AS v, generate_subscripts({paths}, 1) AS place FROM {rows})"
        " WHERE v IS NOT NULL GROUP BY place ORDER BY place"
    )
    return [_Digits(int(str(longest)), bool(inexact)) for _, longest, inexact in found]


def _type(kinds: set[str], digits: _Digits | None) -> str:
    if kinds & _NESTED:
        return "JSON"
    if kinds == {"BOOLEAN"}:
        return "BOOLEAN"
    if digits is None or digits.inexact:
        return "VARCHAR"
    if kinds <= _WHOLE:
        return "BIGINT" if digits.longest <= _INT64_LENGTH else "VARCHAR"
    return "DOUBLE" if digits.longest <= _EXACT_LENGTH else "VARCHAR"


def path_list(pointers: Sequence[str]) -> str:
    """JSON pointers as an SQL list."""
    return f"[{', '.join(map(literal, pointers))}]"


def pointer_of(*keys: str) -> str:
    """The JSON pointer to a key in a key …"""
    return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in keys)
