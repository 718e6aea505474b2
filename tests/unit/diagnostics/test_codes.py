"""Every code that the source uses is in the catalogue, and every code of the catalogue is used."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import desireline
from desireline.diagnostics.codes import CATALOGUE
from desireline.diagnostics.codes_page import reference_page

SOURCE = Path(desireline.__file__).parent
RANGES = {
    "conditions": (("J", 150, 199),),
    "maps": (("J", 1, 149),),
    "rules": (("J", 200, 299),),
    "events": (("E", 100, 299),),
    "replay": (("R", 100, 199),),
    "simulate": (("S", 100, 199),),
    "measure": (("M", 100, 199),),
    "discover": (("D", 100, 199),),
    "explain": (("X", 100, 199),),
    "pictures": (("P", 100, 199),),
    "live": (("L", 100, 199),),
    "service": (("V", 100, 199),),
    "cli": (("C", 100, 199),),
}
_CODE = re.compile(rf"[{''.join(letter for room in RANGES.values() for letter, _, _ in room)}]\d{{3}}")


@cache
def used_codes() -> set[str]:
    codes = set()
    for path in SOURCE.rglob("*.py"):
        if "codes" not in path.parts:
            constants = (n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant))
            codes |= {value for value in constants if isinstance(value, str) and _CODE.fullmatch(value)}
    return codes


def test_every_used_code_is_listed():
    assert used_codes() - CATALOGUE.keys() == set()


def test_every_listed_code_is_used():
    assert CATALOGUE.keys() - used_codes() == set()


@pytest.mark.parametrize("path", sorted((SOURCE / "diagnostics" / "codes").glob("[a-z]*.py")), ids=lambda p: p.stem)
def test_each_room_keeps_to_its_numbers(path):
    room = path.stem.split("_")[0]
    codes = {n.value for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant)} & CATALOGUE.keys()
    assert codes
    assert all(any(code[0] == letter and low <= int(code[1:]) <= high for letter, low, high in RANGES[room]) for code in codes)


def test_the_page_of_codes_is_made_from_the_catalogue():
    committed = (Path(__file__).parents[3] / "docs" / "reference" / "codes.md").read_text(encoding="utf-8")
    assert committed == reference_page(), (
        "write it anew: python -c 'from desireline.diagnostics.codes_page import reference_page as r; print(r(), end=\"\")'"
    )
    assert all(f"\n| {code} | " in committed for code in CATALOGUE)


def test_each_code_says_what_it_finds_in_one_line():
    assert all(text and "\n" not in text and not text.endswith(".") for text in CATALOGUE.values())
