"""On any log: the draft is a sound map, laid out as `fmt` would, and holds what was seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.logs import LATER_US, ODD_NAMES, lake_of, random_logs

from desireline.check import check_map
from desireline.diagnostics import DesirelineError
from desireline.discover import Draft, Quiet, Wishes, discover
from desireline.events import MemoryLake
from desireline.mapfile import format_map, parse_map
from desireline.model import ways_of
from desireline.replay import Replay, replay

NEVER = Quiet(None)


def drafted(lake: MemoryLake, wishes: Wishes) -> Draft | None:
    """The draft; None where the log has no name that a map can hold."""
    try:
        return discover(lake, "log", wishes, now_us=LATER_US, threads=2)
    except DesirelineError as refusal:
        if [found.code for found in refusal.diagnostics] != ["D102"]:
            raise
        return None


def replayed(draft: Draft, lake: MemoryLake) -> Replay:
    return replay(draft.map, lake, now_us=LATER_US)


@examples(60, campaign=5_000)
@given(random_logs(), st.sampled_from((Wishes(), Wishes(all=True), Wishes(coverage=0.5, quiet=Quiet(7_200_000_000)), Wishes(per="none"))))
def test_a_draft_is_sound_and_laid_out(lake: MemoryLake, wishes: Wishes) -> None:
    draft = drafted(lake, wishes)
    if draft is not None:
        assert parse_map(draft.text).diagnostics == ()
        assert format_map(draft.text) == draft.text
        again = drafted(lake, wishes)
        assert again is not None
        assert again.text == draft.text


@examples(30, campaign=3_000)
@given(random_logs(), st.booleans())
def test_what_check_misses_in_a_draft_can_be_allowed_as_hints(lake: MemoryLake, everything: bool) -> None:
    draft = drafted(lake, Wishes(all=everything))
    if draft is not None:
        missed = check_map(parse_map(draft.text))
        assert not any(found.severity == "error" for found in missed)
        allowed = draft.allowing(sorted({found.code for found in missed if found.severity != "hint"}))
        assert {found.severity for found in check_map(parse_map(allowed.text))} <= {"hint"}
        assert format_map(allowed.text) == allowed.text


@examples(50, campaign=5_000)
@given(random_logs(), st.booleans())
def test_with_all_every_move_is_expected_and_nothing_is_left_over(lake: MemoryLake, keyed: bool) -> None:
    draft = drafted(lake, Wishes(all=True, quiet=NEVER, per=None if keyed else "none"))
    if draft is not None:
        found = replayed(draft, lake).summary
        assert {move for move, count in found.moves.items() if count} <= {"start", "expected"}
        assert set(found.unmapped) <= {"x" * 201, "bell\x07"}
        assert found.outside == {}


@examples(30, campaign=3_000)
@given(random_logs(("a", "b", "c", "d", "e", "f")), st.floats(0, 1))
def test_the_moves_of_a_draft_cover_what_was_asked(lake: MemoryLake, coverage: float) -> None:
    draft = drafted(lake, Wishes(coverage=coverage))
    assert draft is not None
    moves = replayed(draft, lake).summary.moves
    made = sum(moves.values()) - moves["start"] - moves["joined"]
    assert moves["expected"] >= coverage * made - 1e-6
    assert moves["start"] >= coverage * (moves["start"] + moves["joined"]) - 1e-6


@examples(50, campaign=5_000)
@given(random_logs(("a", "b", "c", "d", "e", "f", "g", "h")), st.sampled_from((0.0, 0.5, 0.95)))
def test_the_ways_of_a_draft_lead_to_every_step_and_on_to_an_outcome(lake: MemoryLake, coverage: float) -> None:
    draft = drafted(lake, Wishes(coverage=coverage))
    assert draft is not None
    ways, outcomes = ways_of(draft.map), set(draft.map.outcome_by_id)
    assert {*ways.starts, *(place for start in ways.starts for place in ways.reachable[start])} == {*draft.map.step_by_id, *outcomes}
    assert all(outcomes & reachable for reachable in ways.reachable.values()) or not outcomes


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_alone_can_be_drafted(name: str) -> None:
    lake = lake_of([("ann", 0, name), ("bob", 5, name)])
    draft = drafted(lake, Wishes(all=True))
    if name in ("x" * 201, "bell\x07"):
        assert draft is None
    else:
        assert draft is not None
        assert replayed(draft, lake).summary.unmapped == {}
