"""Small logs by hand and at random, for drafts of maps."""

from collections.abc import Iterable

from hypothesis import strategies as st

from desireline.events import MemoryLake
from desireline.model import Event, parse_instant_us

BEGIN_US = parse_instant_us("2026-03-02T08:00:00Z")
MINUTE_US = 60_000_000
LATER_US = parse_instant_us("2027-01-01T00:00:00Z")
"""After all of them: the clock of the tests."""
ODD_NAMES = (
    *("call", "open", "done", "gone_quiet", "null", "true", "1e5", "22:00", "- a", "a: b", "a #b", "[x]", "{y}", '"q"', "it's", "*b", "&a"),
    *("!t", "\\n", "line\nbreak", "tab\tin", "договор", "договор 2", "日本", "Straße", "😀", "e\u200bz", "next", "Next", "NEXT"),
    *("x" * 200, "x" * 201, "bell\x07", "call.done", "call.schedule", "order 4711 shipped", "order 4712 shipped", "level 1", "level 2"),
    "identify",
)
Row = tuple[str, float, str]


def lake_of(rows: Iterable[Row], fields: Iterable[dict[str, str]] = (), shards: int = 2) -> MemoryLake:
    """A lake of events: customer, minute, name; `fields`: of each, in the same order."""
    listed = list(rows)
    said = [*fields, *({} for _ in listed)]
    events = [
        Event(id=f"{place:06}", time_us=BEGIN_US + int(minute * MINUTE_US), customer=customer, name=name, properties=said[place])
        for place, (customer, minute, name) in enumerate(listed)
    ]
    return MemoryLake(events, shards=shards)


def walks(steps: str, customers: int, minutes: float = 60, begin: float = 0) -> list[Row]:
    """Customers who all take these steps, separated by blanks, one after so many minutes."""
    return [(f"c{c:03}", begin + place * minutes, name) for c in range(customers) for place, name in enumerate(steps.split())]


def random_logs(names: tuple[str, ...] = ODD_NAMES) -> st.SearchStrategy[MemoryLake]:
    """Logs of a few customers with names that are hard to write, times that tie, and a field that may be a key."""
    minutes = st.sampled_from((0, 1, 2, 60, 600, 6_000, 60_000))
    rows = st.tuples(st.sampled_from(("ann", "bob", "cyd", "dee")), minutes, st.sampled_from(names))
    fields = st.one_of(st.just({}), st.sampled_from(("k1", "k2", "k3", "k4")).map(lambda key: {"case id": key}))
    events = st.lists(st.tuples(rows, fields), min_size=1, max_size=25)
    return events.map(lambda listed: lake_of([row for row, _ in listed], [field for _, field in listed]))
