"""XES as a source of events."""

import gzip
import sys
from pathlib import Path

import pytest
from support.source_reading import Opened, opened, refused

from desireline.model.instants import parse_instant_us

pytest.importorskip("r4pm", reason="reading XES needs the extra `xes`")

TIME = "2012-10-09T14:50:17.123456+02:00"


def _event(time: str = TIME, name: str = "called", extra: str = "") -> str:
    return f'<event><string key="concept:name" value="{name}"/><date key="time:timestamp" value="{time}"/>{extra}</event>'


def _log(*events: str, extra: str = "", start: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    trace = f'<trace><string key="concept:name" value="c1"/>{extra}{"".join(events)}</trace>'
    return f'{start}<log xes.version="1.0" xmlns="http://www.xes-standard.org/">{trace}</log>\n'


def _source(tmp_path: Path, *events: str, extra: str = "", **options: object) -> Opened:
    return opened(tmp_path / "log.xes", _log(*events, extra=extra), **options)


def test_an_event_with_what_its_case_says(tmp_path: Path) -> None:
    source = _source(tmp_path, _event(extra='<string key="org:resource" value="Pete"/>'), extra='<string key="plan" value="fibre"/>')
    (row,) = source.rows
    assert row.items() >= {
        ("customer", "c1"),
        ("name", "called"),
        ("time_us", parse_instant_us("2012-10-09T12:50:17.123456Z")),
        ("org:resource", "Pete"),
        ("case:plan", "fibre"),
        ("id", None),
        ("position", 0),
        ("line", 1),
        ("bad", None),
    }
    assert "case:concept:name" in source.source.guessed[0]


def test_types_of_attributes(tmp_path: Path) -> None:
    extra = (
        '<int key="i" value="5"/><float key="f" value="1.5"/><boolean key="b" value="true"/><date key="d" value="2012-10-09T10:00:00Z"/>'
    )
    source = _source(tmp_path, _event(extra=extra), _event())
    assert source.stored == {"b": "boolean", "d": "text", "f": "number", "i": "integer"}
    assert source.rows[0].items() >= {("i", 5), ("f", 1.5), ("b", True), ("d", "2012-10-09T10:00:00.000000Z")}
    assert source.rows[1]["i"] is None


def test_values_of_several_types_are_text(tmp_path: Path) -> None:
    source = _source(tmp_path, _event(extra='<int key="x" value="5"/>'), _event(extra='<string key="x" value="five"/>'))
    assert source.column("x") == ["5", "five"]


def test_what_cannot_be_given_as_it_is_is_left_out_and_told(tmp_path: Path) -> None:
    extra = '<int key="huge" value="99999999999999999999"/><list key="all"><values><int key="x" value="1"/></values></list>'
    source = _source(tmp_path, _event(extra=extra))
    assert source.stored == {}
    assert ["`all`" in str(source.source.notes), "`huge`" in str(source.source.notes)] == [True, True]


def test_times_without_offset_need_a_zone(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.xes", _log(_event("2012-10-09T14:50:17"))).code == "E110"
    assert refused(tmp_path / "log.xes", _log(_event("2012-10-09T14:50:17"), _event()), timezone="UTC").code == "E110"
    source = _source(tmp_path, _event("2012-10-09T14:50:17"), timezone="Europe/Rome")
    assert source.column("time_us") == [parse_instant_us("2012-10-09T12:50:17Z")]


def test_events_without_time_or_name_are_set_aside(tmp_path: Path) -> None:
    source = _source(
        tmp_path, _event(), _event("garbage+02:00"), '<event><date key="time:timestamp" value="2012-10-09T10:00:00Z"/></event>'
    )
    assert source.column("bad") == [None, "it has no time in `time:timestamp`", "it has no event name in `concept:name`"]


@pytest.mark.parametrize(
    "start", ['<!DOCTYPE log [<!ENTITY a "AAAA">]>', '<!doctype log SYSTEM "file:///etc/passwd">', '<?xml version="1.0"?><!ENTITY a "A">']
)
def test_document_types_and_entities_are_refused(tmp_path: Path, start: str) -> None:
    assert refused(tmp_path / "log.xes", _log(_event(name="&a;"), start=start)).code == "E118"


def test_an_entity_far_into_the_file_is_refused(tmp_path: Path) -> None:
    text = _log(_event()) + "<!-- " + "x" * (2 << 20) + " -->" + "<!DOCTYPE log>"
    assert refused(tmp_path / "log.xes", text).code == "E118"


def test_characters_that_xml_escapes_and_other_encodings(tmp_path: Path) -> None:
    assert _source(tmp_path, _event(name="a &amp; b &#233;")).column("name") == ["a & b é"]
    for encoding in ("ISO-8859-1", "UTF-16", "windows-1252"):
        text = _log(_event(name="café"), start=f'<?xml version="1.0" encoding="{encoding}"?>')
        assert opened(tmp_path / "log.xes", text.encode(encoding)).column("name") == ["café"]


@pytest.mark.parametrize("text", [_log(_event())[:-30], "not xml", "<html><body>hi</body></html>", "<log></log>", "<events></log>"])
def test_what_is_no_whole_log_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path / "log.xes", text).code == "E119"


def test_compressed_logs(tmp_path: Path) -> None:
    data = gzip.compress(_log(_event()).encode())
    assert opened(tmp_path / "log.xes.gz", data).column("name") == ["called"]
    assert refused(tmp_path / "log.xes.gz", data[:-5]).code == "E104"
    assert refused(tmp_path / "log.xes", "").code == "E103"


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desireline.events.sources.expanding.FREE_BYTES", 1 << 20)
    assert refused(tmp_path / "log.xes.gz", gzip.compress(_log(_event() * 100_000).encode())).code == "E105"


def test_without_its_reader_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "r4pm.df", None)
    found = refused(tmp_path / "log.xes", _log(_event()))
    assert (found.code, "pip install 'desireline[xes]'" in str(found.fix)) == ("E117", True)


def test_lifecycles_are_told_apart_unless_mixed_is_said(tmp_path: Path) -> None:
    events = [_event(extra=f'<string key="lifecycle:transition" value="{each}"/>') for each in ("schedule", "START", "complete")]
    source = _source(tmp_path, *events)
    assert source.column("name") == ["called.schedule", "called", "called.done"]
    assert "`called` has `complete`, `schedule`, `start`" in source.source.notes[0]
    mixed = _source(tmp_path, *events, mixed=True)
    assert mixed.column("name") == ["called"] * 3
    assert "mixed" in mixed.source.notes[0]
    assert _source(tmp_path, *events, lifecycle="none").source.notes == ()
