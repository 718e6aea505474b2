"""The embedded store: one SQLite file."""

from desireline.live.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
