"""Which shard an identity's events are in."""

from __future__ import annotations

from hashlib import md5


def shard_of(root: str, shards: int) -> int:
    """The shard, of a power of two of them, of the identities whose component has this root."""
    return int.from_bytes(md5(root.encode(), usedforsecurity=False).digest()[:8], "little") & (shards - 1)


def shard_sql(root_sql: str, shards: int) -> str:
    """The SQL form of `shard_of`."""
    return f"CAST(md5_number_upper({root_sql}) & {shards - 1} AS INTEGER)"
