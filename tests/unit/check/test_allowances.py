"""What a map allows: left out, taken otherwise, no longer needed, wrong."""

from desireline.check import RULES, check_map
from desireline.mapfile import parse_map

HEAD = """\
journey: parcel
title: A parcel
trip: {starts: [sent], quiet: 30d}
stages: [{id: get, title: Get it}]
"""
STEP = "  - {id: sent, stage: get, title: Sent, event: parcel.sent, by: self, next: [here], promises: [PROMISE]}\n"
PROMISE = "{id: soon, title: Soon, within: 1d, until: [here]}"
ENDS = """\
outcomes:
  - {id: here, kind: reached, event: parcel.delivered, title: It is here}
  - {id: lost, kind: lost, event: parcel.lost, title: It is lost}
"""


def text(promise: str = PROMISE, step: str = STEP, more: str = "") -> str:
    return HEAD + "steps:\n" + step.replace("PROMISE", promise) + ENDS + more


def said(map_text: str) -> list[tuple[str, str]]:
    file = parse_map(map_text)
    return [(d.code, d.severity) for d in (*file.diagnostics, *check_map(file))]


def allowing(rule: str = "J211", more: str = "") -> str:
    return f"allow: [{{rule: {rule}, because: It is never late{more}}}]"


def on_promise(allow: str) -> str:
    return PROMISE.replace("}", f", {allow}}}")


def test_it_holds_for_the_noun_and_for_all_that_holds_it() -> None:
    assert said(text()) == [("J211", "warning")]
    assert said(text(on_promise(allowing()))) == []
    assert said(text(step=STEP.replace("by: self", f"by: self, {allowing()}"))) == []
    assert said(text(more=allowing() + "\n")) == []


def test_it_can_say_how_serious_it_is() -> None:
    assert said(text(on_promise(allowing(more=", severity: hint")))) == [("J211", "hint")]
    assert said(text(on_promise(allowing(more=", severity: error")))) == [("J211", "error")]


def test_one_that_finds_nothing_is_reported() -> None:
    assert said(text(on_promise(f"late: [{{id: call, call: phone}}], {allowing()}"))) == [("J200", "warning")]
    outer = text(on_promise(allowing()), more=allowing() + "\n")
    assert said(outer) == [("J200", "warning")]


def test_it_changes_nothing_that_the_map_means() -> None:
    plain, allowed = parse_map(text()).map, parse_map(text(on_promise(allowing()), more=allowing("J203") + "\n")).map
    assert plain is not None
    assert allowed is not None
    assert plain.version == allowed.version


def test_contradictory_ones_are_reported_once() -> None:
    twice = "allow: [{rule: J211, because: a}, {rule: J211, because: b, severity: hint}, {rule: J211, because: c, severity: error}]"
    assert said(text(on_promise(twice))) == [("J145", "error")]


def test_a_rule_that_does_not_exist_is_an_error_with_what_may_be_meant() -> None:
    file = parse_map(text(on_promise(allowing("J21"))))
    assert [d.code for d in file.diagnostics] == ["J144"]
    assert file.diagnostics[0].near
    lower = parse_map(text(on_promise(allowing("j211")))).diagnostics[0]
    assert lower.fix is not None
    assert [edit.text for edit in lower.fix.edits] == ["J211"]


def test_one_without_a_reason_is_an_error() -> None:
    assert said(text(on_promise("allow: [{rule: J211}]"))) == [("J102", "error")]


def test_every_rule_can_be_allowed_at_the_map() -> None:
    for code, rule in RULES.items():
        if code != "J200":
            assert said(rule.bad + f"allow: [{{rule: {code}, because: We know}}]\n") == []
