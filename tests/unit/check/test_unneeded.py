"""`--fix` and allowances that are no longer needed: they go, all else stays."""

from pathlib import Path

import pytest

from desireline import api

HEAD = """\
# a parcel
journey: parcel
title: Where is my parcel?
trip: {quiet: 30d}  # quiet
"""
REST = """\
stages:
  - {id: way, title: On its way}
steps:
  - {id: sent, stage: way, title: Sent, event: parcel.sent, next: [here, lost]}  # next
  - id: asked
    stage: way
    title: Asked
    event: parcel.asked
    next: [here]
outcomes:
  - {id: here, kind: reached, event: parcel.delivered, title: It is here}
  - {id: lost, kind: lost, event: parcel.lost, title: It is lost}
"""
PLAIN = HEAD + REST
ONE = "{rule: J203, because: 'was #1'}"
TWO = "{rule: J204, because: was}"
NEEDED = "{rule: J201, because: Nobody asks}"
UNNEEDED = PLAIN.replace("trip: {quiet: 30d}", "trip: {quiet: 30d, starts: [sent]}")


def fixed(tmp_path: Path, text: str) -> str:
    path = tmp_path / "a.journey.yaml"
    path.write_text(text)
    api.fix(path)
    once = path.read_text()
    api.fix(path)
    assert path.read_text() == once
    return once


@pytest.mark.parametrize(
    "allow",
    [
        f"allow:\n  - {ONE}\n",
        f"allow:\n- {ONE}\n- {TWO}\n",
        f"allow: [{ONE}]\n",
        f"allow: [\n  {ONE},\n  {TWO},\n]\n",
        "allow:\n  - rule: J203\n    because: >\n      It was\n      so once\n\n",
    ],
)
def test_a_list_of_which_none_is_needed_goes_with_its_word(tmp_path: Path, allow: str) -> None:
    assert fixed(tmp_path, HEAD + allow + REST).replace("\n\n", "\n") == PLAIN
    assert fixed(tmp_path, PLAIN + allow).rstrip("\n") == PLAIN.rstrip("\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"allow:\n  - {ONE}\n  - {NEEDED}\n", f"allow:\n  - {NEEDED}\n"),
        (f"allow:\n  - {ONE}\n  - {NEEDED}\n  - {TWO}\n", f"allow:\n  - {NEEDED}\n"),
        (f"allow: [{ONE}, {NEEDED}]\n", f"allow: [{NEEDED}]\n"),
        (f"allow: [{ONE}, {TWO}, {NEEDED}]\n", f"allow: [{NEEDED}]\n"),
        (f"allow: [{NEEDED}, {ONE}, {TWO}]\n", f"allow: [{NEEDED}]\n"),
        (f"allow: [{ONE}, {NEEDED}, {TWO}]\n", f"allow: [{NEEDED}]\n"),
    ],
)
def test_of_several_those_that_are_needed_stay(tmp_path: Path, before: str, after: str) -> None:
    assert fixed(tmp_path, UNNEEDED + before) == UNNEEDED + after


def test_comments_stay(tmp_path: Path) -> None:
    before = f"# why\nallow:  # here\n  # of old\n  - {ONE}  # see the minutes\n  # below\n"
    assert fixed(tmp_path, PLAIN + before) == PLAIN + "# why\n# here\n# of old\n# see the minutes\n  # below\n"
    before = f"allow:\n  # needed\n  - {NEEDED}\n  # of old\n  - {ONE} # minutes\n"
    assert fixed(tmp_path, UNNEEDED + before) == UNNEEDED + f"allow:\n  # needed\n  - {NEEDED}\n  # of old\n  # minutes\n"


def test_within_nouns_in_blocks_and_brackets(tmp_path: Path) -> None:
    step = "{id: sent, stage: way, title: Sent, "
    assert fixed(tmp_path, PLAIN.replace(step, f"{step}allow: [{ONE}], ")) == PLAIN
    assert fixed(tmp_path, PLAIN.replace("{id: sent,", f"{{allow: [{ONE}], id: sent,")) == PLAIN
    assert fixed(tmp_path, PLAIN.replace("  - id: asked\n", f"  - allow: [{ONE}]\n    id: asked\n")) == PLAIN
    assert fixed(tmp_path, PLAIN.replace("    event: parcel.asked\n", f"    event: parcel.asked\n    allow:\n      - {ONE}\n")) == PLAIN


@pytest.mark.parametrize("allow", [f"allow: [\n  {ONE},  # of old\n  {NEEDED}]\n", f"allow:\n  - &it {ONE}\n  - {NEEDED}\n"])
def test_where_it_has_no_single_meaning_no_edit_is_promised(tmp_path: Path, allow: str) -> None:
    path = tmp_path / "a.journey.yaml"
    path.write_text(UNNEEDED + allow)
    found = [d for d in api.fix(path).diagnostics if d.code == "J200"]
    assert path.read_text() == UNNEEDED + allow
    assert [(d.fix.edits, "--fix" in d.fix.message) for d in found if d.fix] == [((), False)]
