"""Examples of long ways are told shortly, and those of very broken maps without end are not made."""

from desireline.check import check_map
from desireline.diagnostics import Diagnostic
from desireline.mapfile import parse_map


def chain(steps: int) -> tuple[Diagnostic, ...]:
    """The findings of a map that is one long way, with a promise at each step that nothing is done about when it is broken."""
    ways = [f"s{number + 1}" for number in range(steps - 1)] + ["won"]
    step = "  - {{id: s{0}, stage: g, title: S{0}, event: e{0}, next: [{1}], promises: [{{id: p{0}, title: P, within: 1h}}]}}\n"
    file = parse_map(
        "journey: c\ntitle: C\ntrip: {starts: [s0], quiet: 90d}\nstages: [{id: g, title: G}]\nsteps:\n"
        + "".join(step.format(number, way) for number, way in enumerate(ways))
        + "outcomes: [{id: won, kind: reached, event: w, title: W}, {id: gone, kind: lost, event: x, title: L}]\n"
    )
    assert file.diagnostics == ()
    return check_map(file)


def test_a_long_way_is_told_by_its_beginning_and_its_end() -> None:
    example = chain(40)[-1].example
    assert example is not None
    assert len(example.events) == 40
    assert example.lines[8] == "… 24 visits more …"
    assert [line.split("  ")[-1] for line in (example.lines[0], example.lines[7], example.lines[9])] == ["S0", "S7", "S32"]


def test_of_very_many_the_last_have_no_events() -> None:
    found = chain(400)
    examples = [d.example for d in found if d.example is not None]
    assert len(examples) == 400
    assert examples[0].events
    assert not examples[-1].events
    assert examples[-1].as_of is None
    assert sum(len(example.events) for example in examples) <= 20_000
