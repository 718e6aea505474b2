"""JSON lines and JSON arrays as sources of events."""

import gzip
import json
from pathlib import Path

import pytest
from support.source_reading import opened, refused

EVENT = {
    "id": "e1",
    "time": "2026-03-02T08:00:00.000000Z",
    "customer": "ann",
    "name": "called",
    "channel": "phone",
    "source": "crm",
    "person": "bea",
    "properties": {"mbps": 0.5, "score": 7, "ok": True, "case_id": "k1", "gone": None},
}


def _lines(*events: object) -> str:
    return "".join(json.dumps(event) + "\n" for event in events)


def test_the_contracts_own_shape_needs_no_flags(tmp_path: Path) -> None:
    source = opened(tmp_path / "log.jsonl", _lines(EVENT))
    assert source.rows[0].items() >= {
        ("id", "e1"),
        ("time_us", 1_772_438_400_000_000),
        ("customer", "ann"),
        ("name", "called"),
        ("channel", "phone"),
        ("source", "crm"),
        ("person", "bea"),
        ("bad", None),
        ("mbps", 0.5),
        ("score", 7),
        ("ok", True),
        ("case_id", "k1"),
        ("gone", None),
    }
    assert source.stored == {"mbps": "number", "score": "integer", "ok": "boolean", "case_id": "text", "gone": "text"}
    assert source.source.guessed == ()


def test_a_source_that_is_said_holds_for_all_rows(tmp_path: Path) -> None:
    source = opened(tmp_path / "log.jsonl", _lines(EVENT), source="web")
    assert source.column("source") == ["web"]
    assert "source" in source.stored


def test_an_event_without_source_is_of_the_file(tmp_path: Path) -> None:
    other = {**EVENT, "source": None}
    assert opened(tmp_path / "log.jsonl", _lines(EVENT, other)).column("source") == ["crm", "log.jsonl"]


def test_foreign_shapes_by_paths(tmp_path: Path) -> None:
    event = {"what": "seen", "context": {"timestamp": "2026-03-02T08:00:00Z", "user": {"id": 12}}, "plan": "x", "tags": [1, {"a": "é"}]}
    source = opened(tmp_path / "log.ndjson", _lines(event), time="context.timestamp", customer="context.user.id", event="what")
    (row,) = source.rows
    assert (row["customer"], row["name"], row["time_us"]) == ("12", "seen", 1_772_438_400_000_000)
    assert source.stored == {"context": "json", "plan": "text", "tags": "json"}
    assert json.loads(str(row["tags"])) == [1, {"a": "é"}]


def test_a_path_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.jsonl", _lines(EVENT), time="context.timestamp").code == "E107"


def test_kinds_of_values_are_kept_and_mixed_ones_become_text(tmp_path: Path) -> None:
    values = [
        {"i": 1, "n": 1, "big": 2**63, "snow": 10**18, "far": 1, "m": 1, "b": True, "t": "1", "over": 1},
        {"i": -5, "n": 0.5, "big": 1, "snow": 1, "far": 2**60, "m": True, "b": False, "t": 2, "over": 1},
        {"i": None, "n": 1e3, "big": 1, "snow": 1, "far": 0.5, "m": "x", "b": None, "t": [3], "over": 1},
    ]
    text = _lines(*({**EVENT, "properties": each} for each in values)).replace('"over": 1', '"over": 1e999', 1)
    source = opened(tmp_path / "log.jsonl", text)
    assert source.stored == {
        "i": "integer",
        "n": "number",
        "big": "text",
        "snow": "text",
        "far": "text",
        "m": "text",
        "b": "boolean",
        "t": "json",
        "over": "text",
    }
    assert source.column("big") == ["9223372036854775808", "1", "1"]
    assert source.column("far") == ["1", "1152921504606846976", "0.5"]
    assert source.column("m") == ["1", "true", "x"]
    assert source.column("t") == ['"1"', "2", "[3]"]


def test_nan_is_a_number_that_conditions_take_for_none(tmp_path: Path) -> None:
    source = opened(tmp_path / "log.jsonl", _lines({**EVENT, "properties": {"x": float("nan")}}, {**EVENT, "properties": {"x": -1.5}}))
    assert source.stored == {"x": "number"}
    assert str(source.column("x")) == "[nan, -1.5]"


def test_bad_lines_are_set_aside_with_their_number(tmp_path: Path) -> None:
    good = json.dumps(EVENT)
    text = "\n".join(
        [good, "", "{broken", "[1]", "  ", '{"a": 1, "a": 2}', good.replace('{"mbps"', '{"ok": 1, "mbps"'), '"x"', good[:-1], good]
    )
    rows = opened(tmp_path / "log.jsonl", text).rows
    assert [(row["line"], row["bad"]) for row in rows] == [
        (1, None),
        (3, "it is not JSON"),
        (4, "it is no JSON object"),
        (6, "it says a key twice"),
        (7, "it says a key twice"),
        (8, "it is no JSON object"),
        (9, "it is not JSON"),
        (10, None),
    ]
    assert rows[1]["raw"] == "{broken"


def test_properties_that_are_no_object_are_set_aside(tmp_path: Path) -> None:
    rows = opened(tmp_path / "log.jsonl", _lines(EVENT, {**EVENT, "properties": [1]}, {**EVENT, "properties": None})).rows
    assert [row["bad"] for row in rows] == [None, "its `properties` are no JSON object", None]


@pytest.mark.parametrize("field", ["customer", "name", "time", "id", "channel", "person"])
@pytest.mark.parametrize("nested", [{"id": "ann"}, ["ann"]])
def test_an_object_as_a_field_spoils_its_own_row_alone(tmp_path: Path, field: str, nested: object) -> None:
    rows = opened(tmp_path / "log.jsonl", _lines(EVENT, {**EVENT, field: nested}, {**EVENT, "customer": 7}, {**EVENT, "name": True})).rows
    assert [row["bad"] for row in rows] == [None, f"its `{field}` is an object or a list, not one value", None, None]
    fields = ("id", "time_us", "customer", "name", "channel", "person")
    assert [rows[0][each] for each in fields] == ["e1", 1_772_438_400_000_000, "ann", "called", "phone", "bea"]
    assert (rows[2]["customer"], rows[3]["name"]) == ("7", "true")


def test_an_array_of_objects(tmp_path: Path) -> None:
    rows = opened(tmp_path / "log.json", json.dumps([EVENT, {**EVENT, "id": "e2"}], indent=1)).rows
    assert [(row["id"], row["position"]) for row in rows] == [("e1", 0), ("e2", 1)]


def test_an_array_that_breaks_off_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.json", json.dumps([EVENT] * 3)[:-30]).code == "E119"
    found = refused(tmp_path / "log.json", f"[{json.dumps(EVENT)},\n{json.dumps(EVENT)},\n")
    assert (found.code, "line 2" in found.headline) == ("E119", True)
    assert len(opened(tmp_path / "log.json", f"[{json.dumps(EVENT)}]" + "\n" * 100_000).rows) == 1


def test_a_file_without_objects_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "log.jsonl", "time,customer\n1,2\n").code == "E119"
    assert refused(tmp_path / "log.json", '{\n "a": 1\n}\n').code == "E119"
    assert refused(tmp_path / "log.json", "[]").code == "E119"
    assert refused(tmp_path / "log.jsonl", "{}").code == "E119"
    assert refused(tmp_path / "log.jsonl", "").code == "E103"


def test_deep_nesting_and_keys_of_any_kind(tmp_path: Path) -> None:
    deep = "[" * 5000 + "]" * 5000
    text = json.dumps({**EVENT, "properties": {'a/b~c "d"': 1, "": 2, "A": 3, "a": 4, "deep": 0}}).replace('"deep": 0', f'"deep": {deep}')
    source = opened(tmp_path / "log.jsonl", text)
    (row,) = source.rows
    assert (row['a/b~c "d"'], row["A"], row["a"], row["deep"]) == (1, 3, 4, deep)
    assert row["column_1"] == 2


def test_more_keys_than_properties_are_refused(tmp_path: Path) -> None:
    events = [{**EVENT, "properties": {f"x{each}-{key}": 1 for key in range(100)}} for each in range(50)]
    assert refused(tmp_path / "log.jsonl", _lines(*events)).code == "E121"


def test_compressed_and_damaged_text(tmp_path: Path) -> None:
    assert opened(tmp_path / "log.jsonl.gz", gzip.compress(_lines(EVENT).encode())).column("id") == ["e1"]
    data = _lines(EVENT).encode() + _lines(EVENT).encode().replace(b"bea", b"b\xe9a") + '{"time": "é"}\n'.encode()
    assert [str(bad)[:14] for bad in opened(tmp_path / "log.jsonl", data).column("bad")[:2]] == ["None", "it holds bytes"]


def test_numbers_as_times_need_a_unit(tmp_path: Path) -> None:
    event = {"customer": 7, "time": 1_772_438_400_000, "name": "a"}
    assert refused(tmp_path / "log.jsonl", _lines(event)).code == "E113"
    source = opened(tmp_path / "log.jsonl", _lines(event), time_unit="ms")
    assert (source.column("customer"), source.column("time_us")) == (["7"], [1_772_438_400_000_000])


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_and_blank_lines(tmp_path: Path, ending: str) -> None:
    text = ending + ending.join([json.dumps(EVENT), "", "", json.dumps(EVENT)])
    assert opened(tmp_path / "log.jsonl", text.encode()).column("line") == [2, 5]
