"""Whatever is changed in a sound map, check ends with findings that say what they must, and every example customer falls in."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.fallen import SHOWS, fallen
from support.map_texts import EXAMPLES

from desireline.check import RULES, Subject, check_map, to_a_person, worst_cases
from desireline.diagnostics import ordered
from desireline.diagnostics.sarif import as_sarif
from desireline.diagnostics.terminal import as_plain
from desireline.mapfile import fix_map, parse_map

SOUND = sorted((Path(__file__).parents[1] / "golden" / "sound").glob("*.journey.yaml"))
TEXTS = tuple(path.read_text(encoding="utf-8") for path in (*SOUND, *EXAMPLES))
LENGTHS = ("1m", "10m", "1h", "4h", "1d", "3d", "20d", "90d")
CHANGES = {
    r"next: \[([^\]]*)\]": "next: [{}]",
    r"until: \[([^\]]*)\]": "until: [{}]",
    r"within: (\d+\w+)": "within: {}",
    r"due: (\d+\w+)": "due: {}",
    r"quiet: (\d+\w+)": "quiet: {}",
    r"after: (\d+\w+)": "after: {}",
    r"by: (self|bot|person|company)": "by: {}",
    r"kind: (lost|reached|other)": "kind: {}",
    r"(Mon-Sat|Mon-Sun|Mon-Fri)": "{}",
    r"\n    (at_most: \d+|moment_of_truth: true)": "{}",
    r"\n        (late: \[.*\])": "{}",
}
"""What is changed, and how it is then written."""


@st.composite
def changed_maps(draw: st.DrawFn) -> str:
    """A sound map in which some ways, times, actors, ends or hours are others, or some words are gone."""
    text = draw(st.sampled_from(TEXTS))
    places = re.findall(r"\bid: ([a-z_]+)", text)
    for _ in range(draw(st.integers(1, 4))):
        pattern = draw(st.sampled_from(sorted(CHANGES)))
        found = list(re.finditer(pattern, text))
        if not found:
            continue
        at = draw(st.sampled_from(found))
        written = CHANGES[pattern].format(draw(_instead(pattern, at[1], places)))
        text = text[: at.start()] + written + text[at.end() :]
    return text


def _instead(pattern: str, before: str, places: list[str]) -> st.SearchStrategy[str]:
    if pattern.startswith(("next", "until")):
        some = st.lists(st.sampled_from([*before.split(", "), *before.split(", "), *places]), min_size=1, max_size=4, unique=True)
        return some.map(", ".join)
    if "d+" in pattern and "at_most" not in pattern:
        return st.sampled_from(LENGTHS)
    if pattern.startswith("by"):
        return st.sampled_from(["self", "bot", "person", "company"])
    if pattern.startswith("kind"):
        return st.sampled_from(["lost", "reached", "other"])
    return st.sampled_from(["Mon-Thu", "Sat-Sun"]) if "Mon" in pattern else st.just("")


@examples(80, campaign=10_000)
@given(changed_maps())
def test_every_finding_is_whole_and_every_example_customer_falls_in(text: str) -> None:
    file = parse_map(text, "map.yaml")
    if file.map is None:
        return
    found = check_map(file)
    assert found == ordered(found) == check_map(parse_map(text, "map.yaml"))
    assert all(d.span is not None and d.why and d.fix and d.code in RULES for d in found)
    as_plain(found, lambda _: text.splitlines())
    as_sarif(found, "1")
    assert parse_map(fix_map(text, found)).map is not None
    subject = Subject(file)
    assert len(to_a_person(subject)) >= sum(subject.is_visited(step.id) for step in file.map.steps)
    worst_cases(subject)
    for diagnostic in found:
        if diagnostic.code in SHOWS and diagnostic.example is not None and diagnostic.example.events:
            assert SHOWS[diagnostic.code](fallen(file.map, diagnostic))
