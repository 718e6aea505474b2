from support.pictured import LATER_US, staged_map, walk, walks

from desireline.events import MemoryLake
from desireline.measure.dots import Dots, dots
from desireline.measure.passes import LakePass
from desireline.model import Event


def _dots(events: list[Event], most: int = 100, shards: int = 4) -> Dots:
    return dots(LakePass(staged_map(), MemoryLake(events, shards=shards), LATER_US), most)


def test_each_visit_is_a_dot() -> None:
    (ann,) = _dots(walk("ann", "s0_0", "s1_0", "home")).customers
    assert [(dot.place, dot.move) for dot in ann.visits] == [("s0_0", "start"), ("s1_0", "expected"), ("home", "skip")]
    assert ann.hows == ("home",)


def test_the_sample_is_the_same_whatever_the_shards_and_says_of_how_many() -> None:
    events = walks(60, "s0_0", "home")
    one, other = _dots(events, 10, shards=1), _dots(events, 10, shards=4)
    assert one.customers == other.customers
    assert (len(one.customers), one.of) == (10, 60)


def test_who_is_in_a_small_sample_is_in_a_larger_one() -> None:
    events = walks(60, "s0_0", "home")
    assert {one.customer for one in _dots(events, 5).customers} < {one.customer for one in _dots(events, 20).customers}


def test_nobody_is_no_dot() -> None:
    assert _dots([]) == Dots(_dots([]).scope, (), 0)
