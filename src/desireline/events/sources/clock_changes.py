"""Wall times that a zone's clocks skip or repeat: where they are, and an expression that says which of them a row's time is.

Known for the years 1970 to 2099.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from desireline.events.sources.rows import REPEATED, SKIPPED

_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_HOUR_US, _SECOND = 3_600_000_000, timedelta(seconds=1)
_OTHER_ZONE = "Etc/GMT-1"


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The instant from which a zone has another offset from UTC, and both offsets."""

    at_us: int
    before_us: int
    after_us: int

    @property
    def end_us(self) -> int:
        """Until when, after the change, wall times are ones that came before (clocks went back) or are those of times left out."""
        return self.at_us + abs(self.after_us - self.before_us)


@cache
def clock_changes(zone: str) -> tuple[ClockChange, ...]:
    """The changes of a zone of the IANA list, in order."""
    clock, found = ZoneInfo(zone), []
    day, before = _FIRST, _FIRST.astimezone(clock).utcoffset()
    while day < _LAST:
        following = day + timedelta(days=1)
        after = following.astimezone(clock).utcoffset()
        if after != before:
            at = _first_with(clock, before, day, following)
            found.append(ClockChange(_us(at - _FIRST), _us(before), _us(at.astimezone(clock).utcoffset())))
        day, before = following, after
    return tuple(found)


def remark_sql(any_us: str, zone: str | None, in_zone: Callable[[str], str]) -> str:
    """`REPEATED`, `SKIPPED` or 0, for a time read as `any_us`.

    zone     that of times without an offset
    in_zone  the expression of the time, with another zone in that one's place
    """
    changes = clock_changes(zone) if zone else ()
    if not changes:
        return "0"
    hours = sorted({at // _HOUR_US % 24 for each in changes for at in range(each.at_us, each.end_us, _HOUR_US // 4)})
    wall, naive = in_zone("UTC"), f"{in_zone('UTC')} <> {in_zone(_OTHER_ZONE)}"
    back = " OR ".join(_within(any_us, each) for each in changes if each.after_us < each.before_us) or "false"
    ahead = " ".join(f"WHEN {_within(any_us, each)} THEN {each.before_us}" for each in changes if each.after_us > each.before_us)
    skipped = f"WHEN {wall} = {any_us} + CASE {ahead} END AND {naive} THEN {SKIPPED}" if ahead else ""
    # Clocks change at few hours of the day: most times are not looked at more closely.
    near = f"({any_us} // {_HOUR_US}) % 24 IN ({', '.join(map(str, hours))})"
    return f"CASE WHEN {near} THEN CASE WHEN ({back}) AND {naive} THEN {REPEATED} {skipped} ELSE 0 END ELSE 0 END"


def _within(any_us: str, change: ClockChange) -> str:
    return f"({any_us} >= {change.at_us} AND {any_us} < {change.end_us})"


def _first_with(clock: ZoneInfo, before: timedelta | None, low: datetime, high: datetime) -> datetime:
    """The first second after `low` whose offset is no longer `before`."""
    while high - low > _SECOND:
        middle = low + (high - low) // _SECOND // 2 * _SECOND
        low, high = (middle, high) if middle.astimezone(clock).utcoffset() == before else (low, middle)
    return high


def _us(span: timedelta | None) -> int:
    return (span or timedelta()) // timedelta(microseconds=1)
