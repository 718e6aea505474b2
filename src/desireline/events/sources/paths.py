"""Paths as DuckDB can be told them."""

from pathlib import Path

_PATTERN = frozenset("*?[]{}")


def readable(path: Path, scratch: Path) -> Path:
    """A path to the same file that DuckDB does not take for a pattern: itself, or a link in the scratch folder."""
    if not _PATTERN.intersection(str(path)):
        return path
    link = scratch / f"link-{sum(1 for _ in scratch.iterdir())}"
    link.symlink_to(path.resolve())
    return link
