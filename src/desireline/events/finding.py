"""Customers by a part of their name."""

from __future__ import annotations

from desireline.events.connecting import connect
from desireline.events.lake import Lake
from desireline.events.shard import file_sql


def find_customers(lake: Lake, part: str, most: int) -> list[str]:
    """The customers of whom a name, as their events bear it, has `part` in it, whatever its case: that very name first, then by name.

    Reads two columns of the whole lake. Raises DesirelineError where there is none to read.
    """
    files = [file_sql(shard.path) for shard in lake.shards]
    if not files or not part:
        return []
    query = (
        f"SELECT customer FROM read_parquet([{', '.join(files)}]) "
        "WHERE contains(lower(identity), lower($part)) OR contains(lower(customer), lower($part)) "
        "GROUP BY customer ORDER BY bool_or(customer = $part OR identity = $part) DESC, customer LIMIT $most"
    )
    with connect() as con:
        return [row[0] for row in con.execute(query, {"part": part, "most": most}).fetchall()]
