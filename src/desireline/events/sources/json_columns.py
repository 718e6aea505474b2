"""The columns of JSON objects: which keys there are in a whole file, and as what their values can be stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from desireline.events.shard import literal
from desireline.events.sources.json_paths import Path, taken
from desireline.events.sources.refusals import refusal
from desireline.events.sources.table import Query

MOST_KEYS = 4096
_TEXT, _NESTED, _BOOLEAN, _NUMBER = 1, 2, 4, 8
# Aggregates in one query: the time to plan them grows with their square.
_BATCH = 100
_INT64_LENGTH, _EXACT_LENGTH = 18, 15


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of the objects at one place, by name.

    twice  whether an object has one of them twice
    other  whether something else than an object is at that place
    """

    names: tuple[str, ...]
    twice: bool
    other: bool


def keys_at(pointers: Sequence[str], doc: str, rows: str, query: Query) -> list[Keys]:
    """For each pointer the keys of the objects that it leads to in `doc`, an expression over `rows` (which can follow FROM).

    In one pass: lists of keys are few where keys are many. Raises DesirelineError (E121) where there are more than `MOST_KEYS` at a place.
    """
    lists = ", ".join(f"json_keys({doc}, {literal(each)}) AS k{place}" for place, each in enumerate(pointers))
    names = ", ".join(f"k{place}" for place in range(len(pointers)))
    other = " OR ".join(
        f"(len(k{place}) = 0 AND json_type(text, {literal(each)}) NOT IN ('OBJECT', 'NULL'))" for place, each in enumerate(pointers)
    )
    groups = f"(SELECT {names}, bool_or({other}) AS other FROM (SELECT {lists}, {doc} AS text FROM {rows}) GROUP BY ALL)"
    each_place = " UNION ALL ".join(
        f"SELECT {place} AS place, unnest(k{place}) AS key, len(k{place}) <> list_unique(k{place}) AS twice, false AS other FROM seen"
        f" UNION ALL SELECT {place}, NULL, false, bool_or(other AND len(k{place}) = 0) FROM seen"
        for place in range(len(pointers))
    )
    found = query(
        f"WITH seen AS MATERIALIZED {groups} SELECT place, key, bool_or(twice), bool_or(other) FROM ({each_place})"
        f" GROUP BY ALL ORDER BY ALL LIMIT {len(pointers) * (MOST_KEYS + 1) + 1}"
    )
    return [_keys([row for row in found if row[0] == place]) for place in range(len(pointers))]


def _keys(found: list[tuple[object, ...]]) -> Keys:
    names = tuple(str(key) for _, key, _, _ in found if key is not None)
    if len(names) > MOST_KEYS:
        raise refusal(
            "E121",
            f"the events have more than {MOST_KEYS:,} different properties, such as `{names[0]}` and `{names[-1]}`",
            why="something that belongs into values, such as ids, seems to be used as keys",
            fix="write such values as a list of objects, and read the file again",
        )
    return Keys(names, any(twice for _, _, twice, _ in found), any(other for *_, other in found))


def types_at(paths: Sequence[Path], doc: str, rows: str, query: Query) -> list[str | None]:
    """For each path the DuckDB type that keeps every value there as it is; None where there is none but null.

    BIGINT, DOUBLE and BOOLEAN where all values are such and lose nothing; JSON where one is nested; VARCHAR for all else.
    """
    types: list[str | None] = []
    for start in range(0, len(paths), _BATCH):
        batch = paths[start : start + _BATCH]
        kinds = _kinds(batch, doc, rows, query)
        numbers = [path for path, kind in zip(batch, kinds, strict=True) if kind == _NUMBER]
        exact = dict(zip(numbers, _numbers(numbers, doc, rows, query), strict=True))
        types += [exact.get(path) or _type(kind) for path, kind in zip(batch, kinds, strict=True)]
    return types


def _type(kind: int) -> str | None:
    if not kind:
        return None
    if kind & _NESTED:
        return "JSON"
    return "BOOLEAN" if kind == _BOOLEAN else "VARCHAR"


def _kinds(paths: Sequence[Path], doc: str, rows: str, query: Query) -> list[int]:
    """The kinds of values at each path, as bits, told by the first character of each."""
    got = taken(doc, paths, ["JSON"] * len(paths))
    by_first = (('"', _TEXT), ("{", _NESTED), ("[", _NESTED), ("t", _BOOLEAN), ("f", _BOOLEAN), ("n", 0))
    cases = " ".join(f"WHEN '{first}' THEN {kind}" for first, kind in by_first)
    firsts = [f"CASE left(CAST({value} AS VARCHAR), 1) {cases} ELSE {_NUMBER} END" for value in got.values]
    each = ", ".join(f"bit_or({first}) FILTER ({value} IS NOT NULL)" for first, value in zip(firsts, got.values, strict=True))
    found = query(f"SELECT {each} FROM (SELECT {', '.join(got.columns)} FROM {rows})")[0]
    return [int(str(kind or 0)) for kind in found]


def _numbers(paths: Sequence[Path], doc: str, rows: str, query: Query) -> list[str]:
    """For paths that hold numbers alone: BIGINT or DOUBLE where nothing is lost, else VARCHAR."""
    if not paths:
        return []
    got = taken(doc, paths, ["VARCHAR"] * len(paths))
    each = ", ".join(
        f"max(CASE WHEN regexp_full_match({v}, '-?[0-9]+') THEN strlen({v}) ELSE 0 END), bool_or(NOT regexp_full_match({v}, '-?[0-9]+')),"
        f" bool_or({v} NOT LIKE '%nf%' AND isinf(TRY_CAST({v} AS DOUBLE)))"
        for v in got.values
    )
    found = query(f"SELECT {each} FROM (SELECT {', '.join(got.columns)} FROM {rows})")[0]
    return [_number(int(str(found[at])), bool(found[at + 1]), bool(found[at + 2])) for at in range(0, len(found), 3)]


def _number(longest: int, fractions: bool, overflows: bool) -> str:
    """`longest`: how long the longest integer is as text."""
    if overflows or longest > (_EXACT_LENGTH if fractions else _INT64_LENGTH):
        return "VARCHAR"
    return "DOUBLE" if fractions else "BIGINT"
