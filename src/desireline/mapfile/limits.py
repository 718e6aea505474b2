"""How large a map may be. People read maps: these bounds are far above any that is read, and far below what would harm a machine."""

LARGEST_BYTES = 1024 * 1024
"""Size of a file. Reading takes a few seconds at this size."""
DEEPEST = 32
"""Nesting. The language itself needs 9."""
MOST_NODES = 250_000
"""Values of a map, those that aliases repeat counted each time."""
MOST_FINDINGS = 1_000
"""Findings that are reported; more help nobody."""
