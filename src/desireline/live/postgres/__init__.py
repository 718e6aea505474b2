"""The store of many nodes: one PostgreSQL database."""

from desireline.live.postgres.store import PostgresStore

__all__ = ["PostgresStore"]
