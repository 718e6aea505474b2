"""J240 knows which fields a message cannot do without."""

import pytest

from desireline.check import check_map
from desireline.check.registry import RULES
from desireline.mapfile import parse_map

BAD = RULES["J240"].bad


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("You have {mbps} Mbit", True),
        ("You have {mbps | round} Mbit", True),
        ("You have {mbps | default('few')} Mbit", False),
        ("{% if mbps is defined and mbps < 3 %}You have {mbps} Mbit{% else %}Let us see{% endif %}", False),
        ("{% if mbps < 3 %}You have few Mbit{% endif %}", True),
    ],
)
def test_a_text_that_says_what_else_to_say_has_no_gap(said: str, found: bool) -> None:
    text = BAD.replace("You have {mbps} Mbit a second. Let us see why.", said)
    assert [d.code for d in check_map(parse_map(text, "map.yaml"))] == (["J240"] if found else [])
