"""The reference page of conditions says what is so."""

import re
from pathlib import Path

import pytest

from desireline.conditions import ConditionError, Scope, ValueType, parse_condition
from desireline.diagnostics.codes.conditions import CODES

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "conditions.md").read_text(encoding="utf-8")
WRITTEN, _, REST = PAGE.partition("## What it means")
REFUSED = REST.partition("## What is left out")[2].partition("## What can be wrong")[0]
FIELDS = {
    "mbps": ValueType(kind="number"),
    "score": ValueType(kind="integer"),
    "note": ValueType(kind="text"),
    "case_id": ValueType(kind="text"),
    "Visit type": ValueType(kind="text"),
    "paid_at": ValueType(kind="time"),
    "fault": ValueType(kind="one_of", values=("line", "cabinet", "router")),
}
TRAITS = {"plan": ValueType(kind="text"), "may_text": ValueType(kind="boolean")}
SCOPE = Scope(FIELDS, TRAITS, facts=True, steps=("call",))


def first_cells(part: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE)


@pytest.mark.parametrize("text", first_cells(WRITTEN))
def test_what_the_page_writes_is_a_condition(text):
    assert parse_condition(text, SCOPE).text == text


@pytest.mark.parametrize("text", first_cells(REFUSED))
def test_what_the_page_leaves_out_is_refused(text):
    with pytest.raises(ConditionError):
        parse_condition(text, SCOPE)


def test_the_page_lists_every_code():
    assert dict(re.findall(r"^\| (J\d{3}) \| (.+) \|$", PAGE, re.MULTILINE)) == CODES


def test_the_page_is_seen_whole():
    assert len(first_cells(WRITTEN)) == 21
    assert len(first_cells(REFUSED)) == 9
