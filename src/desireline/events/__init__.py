"""Events: sources of any format, and the lake they are imported into."""

from desireline.events.component import Component, component_of
from desireline.events.connecting import connect, reading_problems
from desireline.events.importing import ImportOptions, ImportReport, Progress, Step, feed, import_files
from desireline.events.lake import FileShard, Lake
from desireline.events.log import OpenLog, open_log
from desireline.events.manifest import SyncedTo, read_manifest
from desireline.events.mapping_file import read_mapping
from desireline.events.memory import MemoryLake, MemoryShard
from desireline.events.shard import (
    PROPERTIES,
    EventLake,
    EventShard,
    Stored,
    StoredColumn,
    moment_asked,
    property_column,
    property_sql,
)
from desireline.events.sources import SourceOptions

__all__ = [
    "PROPERTIES",
    "Component",
    "EventLake",
    "EventShard",
    "FileShard",
    "ImportOptions",
    "ImportReport",
    "Lake",
    "MemoryLake",
    "MemoryShard",
    "OpenLog",
    "Progress",
    "SourceOptions",
    "Step",
    "Stored",
    "StoredColumn",
    "SyncedTo",
    "component_of",
    "connect",
    "feed",
    "import_files",
    "moment_asked",
    "open_log",
    "property_column",
    "property_sql",
    "read_manifest",
    "read_mapping",
    "reading_problems",
]
