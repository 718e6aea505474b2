"""Maps with logs of their own in one studio."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from support.small_journeys import BEGIN_US, happened, small_map

from desireline import api
from desireline.cli import main
from desireline.diagnostics import DesirelineError
from desireline.events import Step, SyncedTo, feed
from desireline.model import Event
from desireline.service.problems import ProblemError
from desireline.service.studio import Sources
from desireline.service.studio.due import due_view
from desireline.service.studio.people import called, person
from desireline.service.studio.pulse import mark_of
from desireline.service.studio.shown import shown

ASKS = small_map({"ask": {"promises": [{"id": "soon", "title": "Soon", "within": "1h"}]}})


def _lake(folder: Path, *events: Event) -> Path:
    nothing = SyncedTo(store="s", number=0, source="", id="", received_us=0, aliases=0)
    feed(events, (), folder, Step(None, nothing), clock_us=BEGIN_US)
    return folder


def _map(event: str, folder: Path) -> Path:
    """A map of one step, whose event and journey have the same name."""
    path = folder / f"{event}.journey.yaml"
    step = f"{{id: a, title: A, stage: s, event: {event}}}"
    path.write_text(f"journey: {event}\ntitle: T\ntrip: {{quiet: 1d}}\nstages: [{{id: s, title: S}}]\nsteps: [{step}]\n", encoding="utf-8")
    return path


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    looks = _lake(tmp_path / "looks", happened("look", 0), happened("look", 1, "anna"))
    asks = _lake(tmp_path / "asks", happened("ask", 2), happened("ask", 3, "zoe"))
    return Sources([_map("look", tmp_path)], looks, others=[Sources([_map("ask", tmp_path)], asks)])


def test_each_map_is_measured_on_its_own_log(sources: Sources) -> None:
    assert [map_.journey for map_ in sources.maps()] == ["look", "ask"]
    assert [shown(sources.of(journey)).log for journey in ("look", "ask")] == ["looks", "asks"]
    measures = sources.of("ask").measures(sources.map("ask"), None, None, None)
    assert (measures.as_data()["trips"], measures.as_data()["unmapped"]["events"]) == (2, 0)
    with pytest.raises(ProblemError):
        sources.of("nothing")


def test_customers_of_all_logs_are_found_and_told(sources: Sources) -> None:
    assert called(sources, "ann", 9) == ["ann", "anna"]
    assert called(sources, "zo", 9) == ["zoe"]
    told = person(sources, "ann")
    assert [(trip.journey, trip.visits[0].step) for trip in told.trips] == [("look", "a"), ("ask", "a")]
    assert (told.all_events, told.names, len(told.events)) == (2, ["ann"], 2)
    assert person(sources, "zoe").trips[0].journey == "ask"
    with pytest.raises(DesirelineError, match="nobody"):
        person(sources, "nobody")


def test_a_map_that_is_removed_leaves_the_others(sources: Sources, tmp_path: Path) -> None:
    before = mark_of(sources)
    (tmp_path / "look.journey.yaml").unlink()
    assert [map_.journey for map_ in sources.maps()] == ["ask"]
    assert mark_of(sources) != before
    assert [trip.journey for trip in person(sources, "ann").trips] == ["ask"]
    with pytest.raises(ProblemError):
        sources.of("look")
    _map("look", tmp_path)
    assert [map_.journey for map_ in sources.maps()] == ["look", "ask"]
    with pytest.raises(DesirelineError):
        Sources([tmp_path / "nothing.journey.yaml"])


def test_a_change_of_any_log_is_a_change(sources: Sources, tmp_path: Path) -> None:
    before = mark_of(sources)
    assert mark_of(sources) == before
    api.import_events(_csv(tmp_path), tmp_path / "asks")
    assert mark_of(sources) != before


def _csv(folder: Path) -> Path:
    (folder / "more.csv").write_text("customer,name,time\nmax,ask,2026-03-02T09:00:00Z\n", encoding="utf-8")
    return folder / "more.csv"


def test_what_is_due_of_a_lake_is_as_of_its_latest_event(tmp_path: Path) -> None:
    view = due_view(Sources([ASKS], _lake(tmp_path / "lake", happened("ask", 0), happened("ask", 30, "bob"))), ASKS, 1)
    assert (view.as_of, view.live, view.pending, view.overdue) == ("2026-03-02T08:30:00.000000Z", False, 2, 0)
    assert [(one.customer, one.title, one.in_seconds) for one in view.next] == [("ann", "Soon", 1800)]
    # An event at 8:00 and one at 8:30, each with a promise of an hour: seven bars of ten minutes have room for both.
    assert (view.bar_seconds, view.later, len(view.bars)) == (600, 0, 7)
    assert [(bar.since[11:16], bar.n) for bar in view.bars if bar.n] == [("09:00", 1), ("09:30", 1)]


def test_two_logs_for_the_same_maps_are_refused(sources: Sources, tmp_path: Path) -> None:
    words = ["studio", str(tmp_path / "look.journey.yaml"), "--no-open"]
    twice = CliRunner().invoke(main, [*words, "--lake", str(tmp_path / "looks"), "--lake", str(tmp_path / "asks")])
    assert (twice.exit_code, "--lake JOURNEY=LAKE" in twice.output) == (2, True)
    none = CliRunner().invoke(main, [*words, "--store", str(tmp_path / "none.db")])
    assert (none.exit_code, "L120" in none.output) == (2, True)
    assert not (tmp_path / "none.db").exists()
