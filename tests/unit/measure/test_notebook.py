"""What a notebook shows of measures and of a list."""

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
    found = customers(staged_map(), MemoryLake(EVENTS), now_us=LATER_US)
    object.__setattr__(found, "names", found.names.copy())
    found.names[0] = "<b>ann</b>"
    shown = found._repr_html_()
    assert f"{len(found):,} customers" in shown
    assert "&lt;b&gt;ann" in shown
    assert "<b>ann" not in shown
