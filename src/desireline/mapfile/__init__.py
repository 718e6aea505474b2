"""Map files: YAML text to and from the typed map, with every finding and every place."""

from desireline.mapfile.mapfile import MapFile, map_from_data, parse_map, read_map, read_map_file
from desireline.mapfile.version import version_of

__all__ = ["MapFile", "map_from_data", "parse_map", "read_map", "read_map_file", "version_of"]
