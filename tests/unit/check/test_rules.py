"""Each rule documents itself truly: its bad map has its finding and no other, its good map has none."""

from pathlib import Path

import pytest
from support.evidence import evidence_for

from desireline.check import RULES, Rule, check_map
from desireline.check.pages import reference_page
from desireline.diagnostics.codes.rules import CODES
from desireline.mapfile import parse_map

ROOT = Path(__file__).parents[3]
EACH = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def codes_in(text: str, rule: Rule) -> set[str]:
    file = parse_map(text)
    assert file.diagnostics == ()
    return {d.code for d in check_map(file, evidence_for(rule, file.map))}


@EACH
def test_a_bad_map_has_its_finding_and_no_other(rule: Rule) -> None:
    assert codes_in(rule.bad, rule) == {rule.code}


@EACH
def test_a_good_map_has_no_finding(rule: Rule) -> None:
    assert codes_in(rule.good, rule) == set()


def test_the_catalogue_of_codes_says_what_the_rules_say() -> None:
    assert {code: rule.title for code, rule in RULES.items()} == CODES


def test_the_reference_page_is_made_from_the_rules() -> None:
    committed = (ROOT / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
    assert committed == reference_page(), (
        "write it anew: python -c 'from desireline.check.pages import reference_page as r; print(r(), end=\"\")'"
    )


def test_a_rule_that_finds_more_than_anybody_reads_says_so() -> None:
    steps = "".join(f"  - {{id: s{n}, stage: ask, title: Ask, event: e{n}, by: person}}\n" for n in range(1_200))
    text = f"journey: ask\ntitle: Ask\ntrip: {{quiet: 1d}}\nstages: [{{id: ask, title: Ask}}]\nsteps:\n{steps}"
    file = parse_map(text + "outcomes: [{id: gone, kind: lost, event: gone, title: Gone}]\n")
    dead_ends = [d for d in check_map(file) if d.code == "J203"]
    assert len(dead_ends) == 1_001
    assert dead_ends[-1].headline == "more than 1,000 places are like those that are listed"
