"""Maps as data are the same maps as texts."""

import pytest
from support.map_texts import EVERY_WORD, EXAMPLES, SMALL

from desireline.diagnostics import DesirelineError
from desireline.mapfile import map_from_data, parse_map
from desireline.mapfile.compose import compose
from desireline.mapfile.data import data_of_node
from desireline.mapfile.findings import Findings
from desireline.mapfile.nodes import TextSource


@pytest.mark.parametrize("text", [SMALL, EVERY_WORD, *(path.read_text(encoding="utf-8") for path in EXAMPLES)])
def test_data_are_read_as_the_text_is(text: str) -> None:
    node = compose(text, Findings(TextSource(text, "map")))
    assert node is not None
    data = data_of_node(node)
    assert isinstance(data, dict)
    assert map_from_data(data) == parse_map(text).map


@pytest.mark.parametrize(
    ("data", "code"),
    [({"journey": object()}, "J103"), ({1: "x"}, "J014"), ({"title": "\ud800"}, "J015"), ({"title": float("nan")}, "J102"), ([], "J006")],
)
def test_what_is_no_map_is_refused(data: dict[str, object], code: str) -> None:
    with pytest.raises(DesirelineError) as caught:
        map_from_data(data)
    assert code in [d.code for d in caught.value.diagnostics]
