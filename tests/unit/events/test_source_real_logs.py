"""Real logs, held against what stands in the files, told by another reader."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support.source_reading import DATA, MISSING, Opened, opened, refused

from desireline.model.instants import parse_instant_us

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=MISSING)
Row = tuple[str, str, int]


def _said(element: ElementTree.Element) -> dict[str, str]:
    return {each.get("key", ""): each.get("value", "") for each in element if "key" in each.attrib}


def _xes_rows(name: str) -> Iterator[Row]:
    with gzip.open(DATA / name) as file:
        for _, element in ElementTree.iterparse(file):
            if element.tag.endswith("trace"):
                case = _said(element)["concept:name"]
                for event in element:
                    if event.tag.endswith("event"):
                        said = _said(event)
                        yield case, said["concept:name"], parse_instant_us(said["time:timestamp"])
                element.clear()


def _rows(source: Opened) -> list[tuple[object, ...]]:
    return source.con.execute(f"SELECT customer, name, time_us FROM ({source.source.sql}) ORDER BY position").fetchall()


@pytest.mark.parametrize(("name", "events"), [("helpdesk.xes.gz", 21_348), ("receipt.xes.gz", 8_577), ("bpic2012.xes.gz", 262_200)])
def test_xes_logs_are_read_as_they_stand(tmp_path: Path, name: str, events: int) -> None:
    pytest.importorskip("r4pm", reason="reading XES needs the extra `xes`")
    source = opened(DATA / name, scratch=tmp_path, mixed=True)
    assert source.source.rows_estimate == events
    assert _rows(source) == list(_xes_rows(name))


def test_transitions_of_bpic_2012_are_told_apart(tmp_path: Path) -> None:
    pytest.importorskip("r4pm", reason="reading XES needs the extra `xes`")
    source = opened(DATA / "bpic2012.xes.gz", scratch=tmp_path)
    names = {name for _, name, _ in _rows(source)}
    assert {"W_Nabellen offertes", "W_Nabellen offertes.done", "W_Nabellen offertes.schedule", "A_SUBMITTED"} <= names
    assert "A_SUBMITTED.complete" not in names


def test_the_help_desk_as_csv(tmp_path: Path) -> None:
    source = opened(DATA / "helpdesk.csv.gz", scratch=tmp_path, timezone="UTC", customer="Case ID", key="Case ID")
    with gzip.open(DATA / "helpdesk.csv.gz", "rt") as file:
        meant = [(row[0], row[1], parse_instant_us(row[3].replace("/", "-") + "Z")) for row in list(csv.reader(file))[1:]]
    assert _rows(source) == meant
    assert {"Variant", "Variant_2", "customer", "case_id"} <= set(source.stored)
    assert refused(DATA / "helpdesk.csv.gz", scratch=tmp_path).code == "E110"


def test_a_csv_with_the_names_of_xes(tmp_path: Path) -> None:
    source = opened(DATA / "running-example.csv", scratch=tmp_path)
    assert len(source.rows) == 42
    assert source.rows[0].items() >= {("customer", "3"), ("name", "register request"), ("column_1", "0")}
    assert source.rows[0]["time_us"] == parse_instant_us("2010-12-30T14:32:00+01:00")
