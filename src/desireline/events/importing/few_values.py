"""Text columns with few different values: ordered and written as small numbers, they take a fraction of the memory and time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desireline.events.importing.workshop import Workshop
from desireline.events.shard import quoted

_SAMPLE = 1000
_FEW_IN_SAMPLE = 100
_MOST = 10_000
_MOST_COLUMNS = 32
_WORTHWHILE_ROWS = 1_000_000


def few_valued(columns: Iterable[str], rows: str, count: int, shop: Workshop) -> dict[str, str]:
    """Make a type for text columns of `rows` (which can follow FROM) that have few values: column -> name of the type.

    `count`: of the rows; where they are few it is not worth the trouble.
    """
    listed = list(columns)[:_MOST_COLUMNS]
    if not listed or count < _WORTHWHILE_ROWS:
        return {}
    sample = shop.run(f"SELECT {', '.join(map(quoted, listed))} FROM {rows} LIMIT {_SAMPLE}")
    made: dict[str, str] = {}
    for place, column in enumerate(listed):
        if len({row[place] for row in sample}) <= _FEW_IN_SAMPLE:
            values = f"SELECT DISTINCT {quoted(column)} AS text FROM {rows} WHERE {quoted(column)} IS NOT NULL"
            shop.run(f"CREATE TABLE few AS {values} LIMIT {_MOST + 1}")
            if 0 < shop.one("SELECT count(*) FROM few") <= _MOST:
                made[column] = f"few_{place}"
                shop.run(f"CREATE TYPE {made[column]} AS ENUM (SELECT text FROM few)")
            shop.run("DROP TABLE few")
    return made


def as_few_sql(types: Mapping[str, str]) -> str:
    """What follows SELECT to have the columns as these types."""
    casts = ", ".join(f"CAST({quoted(column)} AS {type_}) AS {quoted(column)}" for column, type_ in types.items())
    return f"* REPLACE ({casts})" if casts else "*"
