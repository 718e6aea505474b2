"""On any log: the draft is a sound map, laid out as `fmt` would, and holds what was seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.logs import LATER_US, ODD_NAMES, random_logs

from desireline.diagnostics import DesirelineError
from desireline.discover import Draft, Quiet, Wishes, discover
from desireline.events import MemoryLake
from desireline.mapfile import format_map, parse_map
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


@examples(150, campaign=5_000)
@given(random_logs(), st.sampled_from((Wishes(), Wishes(all=True), Wishes(coverage=0.5, quiet=Quiet(7_200_000_000)), Wishes(per="none"))))
def test_a_draft_is_sound_and_laid_out(lake: MemoryLake, wishes: Wishes) -> None:
    draft = drafted(lake, wishes)
    if draft is not None:
        assert parse_map(draft.text).diagnostics == ()
        assert format_map(draft.text) == draft.text
        again = drafted(lake, wishes)
        assert again is not None
        assert again.text == draft.text


@examples(100, campaign=5_000)
@given(random_logs(), st.booleans())
def test_with_all_every_move_is_expected_and_nothing_is_left_over(lake: MemoryLake, keyed: bool) -> None:
    draft = drafted(lake, Wishes(all=True, quiet=NEVER, per=None if keyed else "none"))
    if draft is not None:
        found = replayed(draft, lake).summary
        assert {move for move, count in found.moves.items() if count} <= {"start", "expected"}
        assert set(found.unmapped) <= {"x" * 201, "bell\x07"}
        assert found.outside == {}


@examples(60, campaign=3_000)
@given(random_logs(("a", "b", "c", "d", "e", "f")), st.floats(0, 1))
def test_the_moves_of_a_draft_cover_what_was_asked(lake: MemoryLake, coverage: float) -> None:
    draft = drafted(lake, Wishes(coverage=coverage))
    assert draft is not None
    moves = replayed(draft, lake).summary.moves
    made = sum(moves.values()) - moves["start"] - moves["joined"]
    assert moves["expected"] >= coverage * made - 1e-6
    assert moves["start"] >= coverage * (moves["start"] + moves["joined"]) - 1e-6


@pytest.mark.parametrize("name", ODD_NAMES)
def test_any_name_alone_can_be_drafted(name: str) -> None:
    from support.logs import lake_of

    lake = lake_of([("ann", 0, name), ("bob", 5, name)])
    draft = drafted(lake, Wishes(all=True))
    if name in ("x" * 201, "bell\x07"):
        assert draft is None
    else:
        assert draft is not None
        assert replayed(draft, lake).summary.unmapped == {}
