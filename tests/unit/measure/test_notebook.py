"""What a notebook shows of measures and of a list."""

from msgspec.structs import replace
from support.pictured import LATER_US, staged_map, walks

from desireline.events import MemoryLake
from desireline.measure import customers, measure

EVENTS = walks(25, "s0_0", "s1_0", "home")


def test_measures_show_their_first_numbers() -> None:
    found = measure(staged_map(), MemoryLake(EVENTS), now_us=LATER_US)
    shown = found._repr_html_()
    assert f"{found.trips:,} trips of {found.customers:,} customers" in shown
    assert shown.count("<table>") == shown.count("</table>") == 2


def test_a_list_shows_who_stands_first_and_escapes_names() -> None:
    last = EVENTS[-1].customer
    events = [replace(event, customer="<b>ann</b>") if event.customer == last else event for event in EVENTS]
    found = customers(staged_map(), MemoryLake(events), now_us=LATER_US)
    shown = found._repr_html_()
    assert f"{len(found):,} customers" in shown
    assert "&lt;b&gt;ann" in shown
    assert "<b>ann" not in shown
