"""Events: sources of any format, and the lake they are imported into."""

from desireline.events.memory import MemoryLake
from desireline.events.shard import PROPERTIES, EventLake, EventShard, StoredColumn, property_column, property_sql

__all__ = ["PROPERTIES", "EventLake", "EventShard", "MemoryLake", "StoredColumn", "property_column", "property_sql"]
