"""What is new to a map: a diff of added lines, after which nothing is new."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from support.campaign import examples
from support.journeys_generator import Example
from support.journeys_generator import examples as journeys
from support.logs import LATER_US, ODD_NAMES, Row, lake_of, random_logs, walks

from desireline.diagnostics import DesirelineError
from desireline.discover import Update, Wishes, discover, update
from desireline.events import MemoryLake
from desireline.mapfile import format_map, parse_map
from desireline.model import Map
from desireline.replay import replay

MAP = """\
# mine
journey: mine
title: Mine   # all of it
trip: {quiet: never}
stages:
  - {id: early, title: Early}
  - {id: late, title: Late}
steps:
  - {id: look, stage: early, title: Look, event: look, next: [call]}  # in braces

  # a person answers
  - id: call
    stage: early
    title: Call
    event: call
    next:
      - fix       # hoped for
      # more to come

  - id: fix
    stage: late
    title: Fix
    event: fix
    about: >-
      product
# the end
"""
WAYS = "look fix call look new call fix look"


def updated(path: Path, rows: list[Row], wishes: Wishes | None = None) -> Update:
    return update(path, lake_of(rows), wishes or Wishes(), now_us=LATER_US)


def applied(path: Path, diff: str) -> str:
    """The map after `git apply`."""
    before = path.read_bytes()
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], cwd=path.parent, input=diff.encode(), check=True)
    after = path.read_bytes()
    path.write_bytes(before)
    return after.decode()


def only_adds(diff: str) -> bool:
    return not any(line.startswith("-") for line in diff.splitlines()[2:])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "mine.journey.yaml"
    made.write_text(MAP.replace("about: >-\n      product\n", "about: product\n"))
    return made


def sound(text: str) -> Map:
    file = parse_map(text)
    assert file.diagnostics == ()
    assert file.map is not None
    return file.map


def test_new_steps_and_moves_are_added_where_lines_can_be(path: Path) -> None:
    found = updated(path, walks(WAYS, 10))
    assert only_adds(found.diff)
    after = applied(path, found.diff)
    map_ = sound(after)
    assert map_.step_by_id["call"].next == ("fix", "look")
    assert map_.step_by_id["fix"].next == ("look", "call")
    assert map_.step_by_id["look"].next == ("call",)
    assert (map_.step_by_id["new"].stage, map_.step_by_id["new"].next) == ("early", ("call",))
    assert "# seen, and not in `next`: fix (10 times, 50 %, p50 1h, p80 1h)" in after
    assert "# seen, and not in `next`: new (10 times, 50 %, p50 1h, p80 1h)" in after
    assert format_map(after) == after


def test_every_line_of_the_map_stays(path: Path) -> None:
    after = iter(applied(path, updated(path, walks(WAYS, 10)).diff).splitlines())
    assert all(line in after for line in path.read_text().splitlines())


def test_after_it_nothing_is_new(path: Path) -> None:
    path.write_text(applied(path, updated(path, walks(WAYS, 10)).diff))
    again = updated(path, walks(WAYS, 10))
    assert again.diff == ""
    assert again.notes == (f"nothing is new to {path}: what would be drafted stands in it, or in its comments",)


def test_few_moves_are_no_news_unless_all_are_asked_for(path: Path) -> None:
    assert updated(path, walks("look call fix call", 4)).diff == ""
    assert (
        "+    next:\n+      - call  # 4 times, 100 %, p50 1h, p80 1h\n"
        in updated(path, walks("look call fix call", 4), Wishes(all=True)).diff
    )


def test_a_new_step_has_a_way_in_however_few_went_there(path: Path) -> None:
    rows = [*walks("look call fix", 30), ("c000", 90, "new")]
    assert sound(applied(path, updated(path, rows).diff)).step_by_id["call"].next == ("fix", "new")


def test_the_end_of_work_of_a_step_is_no_new_step(path: Path) -> None:
    found = updated(path, walks("look call call.done fix fix.done", 10))
    map_ = sound(applied(path, found.diff))
    assert [step.id for step in map_.steps] == ["look", "call", "fix"]
    assert [step.done for step in map_.steps] == [(), ("call.done",), ("fix.done",)]


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def marked(text: str) -> str:
    return "\ufeff" + text


def unended(text: str) -> str:
    return text.removesuffix("# the end\n").removesuffix("\n")


@pytest.mark.parametrize("written", [windows, marked, unended])
def test_line_ends_and_marks_stay(path: Path, written: Callable[[str], str]) -> None:
    before = written(path.read_text())
    path.write_bytes(before.encode())
    after = applied(path, updated(path, walks(WAYS, 10)).diff)
    assert len(sound(after.removeprefix("\ufeff")).steps) == 4
    assert after.count("\r\n") == (after.count("\n") if written is windows else 0)
    assert after.startswith(before[:10])


def test_a_block_of_text_at_the_end_of_a_step_stays_whole(path: Path) -> None:
    path.write_text(MAP.replace("about: >-\n      product\n", "title: >-\n      Fix\n      it\n").replace("    title: Fix\n", ""))
    assert sound(applied(path, updated(path, walks(WAYS, 10)).diff)).step_by_id["fix"].title == "Fix it"


def test_steps_in_brackets_cannot_be_added_to(path: Path) -> None:
    path.write_text(re.sub(r"steps:.*", "steps: [{id: look, stage: early, title: Look, event: look}]\n", path.read_text(), flags=re.DOTALL))
    with pytest.raises(DesirelineError) as refused:
        updated(path, walks(WAYS, 10))
    assert [found.code for found in refused.value.diagnostics] == ["D105"]


def test_a_log_without_events_is_refused(path: Path) -> None:
    with pytest.raises(DesirelineError) as refused:
        updated(path, [])
    assert [found.code for found in refused.value.diagnostics] == ["D101"]


def test_a_map_with_errors_is_refused_as_check_refuses_it(path: Path) -> None:
    path.write_text(path.read_text().replace("next: [call]", "next: [cal]"))
    with pytest.raises(DesirelineError) as refused:
        updated(path, walks(WAYS, 10))
    assert [found.code for found in refused.value.diagnostics] == ["J104"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("updates")


@examples(30, campaign=3_000)
@given(known=random_logs(ODD_NAMES[:12]), lake=random_logs(), wishes=st.sampled_from((Wishes(), Wishes(all=True))))
def test_any_draft_can_be_brought_up_to_any_log(folder: Path, known: MemoryLake, lake: MemoryLake, wishes: Wishes) -> None:
    path = folder / "map.yaml"
    path.write_text(discover(known, "log", wishes, now_us=LATER_US).text)
    found = update(path, lake, wishes, now_us=LATER_US)
    assert only_adds(found.diff)
    if found.diff:
        path.write_text(applied(path, found.diff))
    map_ = sound(path.read_text())
    assert update(path, lake, wishes, now_us=LATER_US).diff == ""
    moves = replay(map_, lake, now_us=LATER_US).summary.moves
    assert not wishes.all or sum(moves.values()) == moves["start"] + moves["joined"] + moves["expected"]


@examples(25, campaign=2_000)
@given(example=journeys(acting=True), wishes=st.sampled_from((Wishes(), Wishes(all=True))))
def test_any_map_can_be_brought_up_to_any_log(folder: Path, example: Example, wishes: Wishes) -> None:
    path, lake = folder / "any.yaml", MemoryLake(example.events, example.aliases, shards=2)
    with path.open("w") as file:
        YAML().dump(example.map, file)
    found = update(path, lake, wishes, now_us=LATER_US)
    assert only_adds(found.diff)
    if found.diff:
        path.write_text(applied(path, found.diff))
    assert parse_map(path.read_text()).map is not None
    assert update(path, lake, wishes, now_us=LATER_US).diff == ""
