"""Paths: as DuckDB can be told them, and fresh ones in the scratch folder."""

from pathlib import Path

_PATTERN = frozenset("*?[]{}")


def readable(path: Path, scratch: Path) -> Path:
    """A path to the same file that DuckDB does not take for a pattern: itself, or a link in the scratch folder."""
    if not _PATTERN.intersection(str(path)):
        return path
    link = fresh(scratch)
    link.symlink_to(path.resolve())
    return link


def fresh(scratch: Path, ending: str = "") -> Path:
    """A path in the scratch folder that nothing has yet."""
    return scratch / f"source-{sum(1 for _ in scratch.iterdir())}{ending}"
