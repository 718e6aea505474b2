"""How stories say moments."""

from desireline.model import format_instant


def moment(moment_us: int) -> str:
    """A moment in UTC, to the second, as people write it: `2026-03-02 08:00:00`."""
    text = format_instant(moment_us)
    return text[:19].replace("T", " ") if text.endswith("Z") else text
