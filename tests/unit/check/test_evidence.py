"""What events show of a map's names, and what check says of it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.evidence import LATER_US

from desireline.check import RULES, check_map
from desireline.check.evidence import Evidence, evidence_of
from desireline.cli import main
from desireline.events import MemoryLake
from desireline.mapfile import MapFile, parse_map
from desireline.model import Event

MAP = """\
journey: j
title: J
trip: {starts: [a], quiet: 7d}
fields: {n: {integer: {min: 0, max: 9}}, kind: {one of: [x, y]}, name: {text: {personal: true}}, secret: {integer: {personal: true}}}
traits: {vip: boolean}
stages: [{id: s, title: S}]
steps: [{id: a, stage: s, title: A, event: a.seen, by: person, next: [well]}]
outcomes: [{id: well, kind: reached, event: well, title: W}, {id: gone, kind: lost, event: gone, title: G}]
"""
VALUES = [
    {"n": 3, "kind": "x", "secret": "hush"},
    {"n": "many", "kind": "z"},
    {"n": 11, "kind": "z", "vip": True},
    {"n": None, "name": "Ann"},
]


def events() -> list[Event]:
    seen = [Event(id=str(n), time_us=n * 1_000_000, customer="c", name="a.seen", properties=p) for n, p in enumerate(VALUES)]
    told = Event(id="who", time_us=0, customer="c", name="identify", properties={"vip": "yes", "n": 5})
    return [*seen, told, Event(id="odd", time_us=9, customer="c", name="odd")]


def read() -> MapFile:
    file = parse_map(MAP)
    assert file.diagnostics == ()
    return file


def shown(shards: int = 1) -> Evidence:
    file = read()
    assert file.map is not None
    return evidence_of(file.map, MemoryLake(events(), shards=shards), now_us=LATER_US)


def test_values_are_counted_by_what_they_can_be_read_as():
    fields = shown().fields
    assert (fields["n"].events, fields["n"].readable, fields["n"].outside) == (4, 3, 1)
    assert (fields["n"].unread, fields["n"].strange) == ("many", "11")
    assert (fields["kind"].outside, fields["kind"].strange) == (2, "z")


def test_what_is_personal_is_not_shown():
    secret = shown().fields["secret"]
    assert (secret.events, secret.readable, secret.unread) == (1, 0, None)


def test_traits_are_told_by_identify_events_alone():
    vip = shown().fields["vip"]
    assert (vip.events, vip.readable, vip.unread) == (1, 0, "yes")


def test_names_and_places():
    evidence = shown()
    assert evidence.names == {"a.seen": 4, "identify": 1, "odd": 1}
    assert dict(evidence.unmapped)["odd"] == 1
    assert list(evidence.unvisited) == ["well", "gone"]


def test_shards_add_up():
    assert shown(shards=4) == shown()


def test_without_events_nothing_is_said_of_them_and_what_is_allowed_of_them_stays():
    allowed = MAP.replace("title: J\n", "title: J\nallow: [{rule: J270, because: It comes in spring}]\n")
    file = parse_map(allowed)
    assert file.diagnostics == ()
    assert check_map(file) == ()
    assert file.map is not None
    codes = {d.code for d in check_map(file, evidence_of(file.map, MemoryLake(events()), now_us=LATER_US))}
    assert "J270" not in codes
    assert "J200" not in codes


@pytest.mark.parametrize("kept", [19, 20])
def test_a_share_of_broken_promises_is_given_of_enough_customers(kept: int):
    rule = RULES["J274"]
    file = parse_map(rule.bad)
    assert file.map is not None
    few = [event for event in rule.events if event.customer < f"c{kept:02}" and event.customer.startswith("c")]
    lake = MemoryLake(Event(id=e.id, time_us=n * 7_200_000_000, customer=e.customer, name=e.name) for n, e in enumerate(few))
    found = check_map(file, evidence_of(file.map, lake, now_us=LATER_US))
    assert any(d.code == "J274" for d in found) == (kept == 20)


def test_the_command_holds_a_map_against_a_file_of_events(tmp_path: Path):
    (tmp_path / "m.yaml").write_text(MAP, encoding="utf-8")
    lines = "customer,time,event,n,kind,name,secret\nann,2026-03-02T08:00:00Z,a.sean,1,x,Ann,1\n"
    (tmp_path / "log.csv").write_text(lines, encoding="utf-8")
    ran = CliRunner().invoke(main, ["check", str(tmp_path / "m.yaml"), "--events", str(tmp_path / "log.csv"), "--json"])
    assert ran.exit_code == 1
    found = {(d["code"], d["headline"]) for d in json.loads(ran.stdout)}
    assert ("J270", "no event of 1 is called `a.seen`") in found
    assert ("J277", "no `identify` event tells `vip`") in found


def test_a_log_that_is_not_there_is_said(tmp_path: Path):
    (tmp_path / "m.yaml").write_text(MAP, encoding="utf-8")
    ran = CliRunner().invoke(main, ["check", str(tmp_path / "m.yaml"), "--events", str(tmp_path / "none")])
    assert ran.exit_code == 2
    assert "none" in ran.stderr
