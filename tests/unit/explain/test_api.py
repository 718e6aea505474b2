import gc
from pathlib import Path

import pytest

from desireline import api
from desireline.cli.init import STARTER
from desireline.diagnostics import DesirelineError

MAP, EVENTS = STARTER / "first.journey.yaml", STARTER / "events.csv"


def test_a_log_file_stays_readable_as_long_as_its_story() -> None:
    story = api.explain("ann", MAP, EVENTS)
    gc.collect()
    assert [len(story.as_data()["events"]) for _ in range(2)] == [3, 3]


def test_maps_are_files_or_maps_one_or_several() -> None:
    assert api.explain("ann", api.read_map(MAP), EVENTS).as_data()["journeys"][0]["path"] is None
    assert api.explain("ann", [MAP], EVENTS).as_data()["journeys"][0]["path"] == str(MAP)


def test_all_that_is_wrong_with_several_maps_is_said_at_once(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(MAP.read_text(encoding="utf-8").replace("next: [arrived]", "next: [arived]"), encoding="utf-8")
    with pytest.raises(DesirelineError) as raised:
        api.explain("ann", [broken, tmp_path / "missing.yaml", MAP], EVENTS)
    assert [diagnostic.code for diagnostic in raised.value.diagnostics] == ["J001", "J104"]
