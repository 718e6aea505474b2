"""Map files: YAML text to and from the typed map, with every finding and every place."""

from desireline.mapfile.fixing import fix_map
from desireline.mapfile.format import format_map
from desireline.mapfile.mapfile import MapFile, map_from_data, parse_map, read_map, read_map_file
from desireline.mapfile.reference_page import reference_page
from desireline.mapfile.schema import json_schema
from desireline.mapfile.version import version_of

__all__ = [
    "MapFile",
    "fix_map",
    "format_map",
    "json_schema",
    "map_from_data",
    "parse_map",
    "read_map",
    "read_map_file",
    "reference_page",
    "version_of",
]
