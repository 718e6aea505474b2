import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.journeys_generator import VALUES

from desireline.conditions import Condition, Scope, ValueType, parse_condition
from desireline.explain.judging import judge
from desireline.model import Event, PropertyValue

FIELDS = {"x": ValueType(kind="number"), "k": ValueType(kind="text"), "flag": ValueType(kind="boolean")}
TRAITS = {"plan": ValueType(kind="one_of", values=("basic", "fibre"))}


def condition(text: str) -> Condition:
    return parse_condition(text, Scope(FIELDS, TRAITS, False, ()))


def event(channel: str | None = None, **properties: PropertyValue) -> Event:
    return Event(id="e", time_us=0, customer="ann", name="n", channel=channel, properties=properties)


@pytest.mark.parametrize(
    ("text", "seen", "says"),
    [
        ("x > 3", event(x=2), "x > 3: x is 2, so false"),
        ("x > 3", event(), "x > 3: x is not given, so unknown"),
        ("x > 3", event(x="many"), "x > 3: x is many, which is no number, so unknown"),
        ("x is null", event(), "x is null: x is not given, so true"),
        ("flag", event(flag=False), "flag: flag is false, so false"),
        ("k = ''", event(k=""), "k = '': k is empty, so true"),
        ("channel = 'web'", event(channel="app"), "channel = 'web': channel is app, so false"),
        ("plan = 'fibre'", event(), "plan = 'fibre': plan is not known, so unknown"),
        ("not (x = 1)", event(x=1), "not (x = 1): x is 1, so false"),
        ("x = 1 or k = 'a'", event(x=2, k="a"), "k = 'a': k is a, so true"),
        ("x = 1 or k = 'a'", event(x=2, k="b"), "x = 1: x is 2, so false; k = 'a': k is b, so false"),
        ("x = 1 and (k = 'a' or flag)", event(x=1, k="b"), "flag: flag is not given, so unknown"),
        ("true", event(), "true: true"),
    ],
)
def test_a_condition_says_what_made_it_what_it_is(text: str, seen: Event, says: str) -> None:
    assert judge(condition(text), seen, {}).says == says


TERMS = ("x > 2", "x is null", "k = 'a'", "not flag", "channel = 'web'", "k <> '' and x = 1", "flag or x = 4", "plan = 'fibre'")
SEEN = {name: st.sampled_from(VALUES[name]) for name in ("x", "k", "flag")}


@given(
    st.lists(st.sampled_from(TERMS), min_size=2, max_size=3),
    st.sampled_from(("and", "or")),
    st.builds(event, channel=st.sampled_from((None, "web", "app")), **SEEN),
    st.sampled_from(({}, {"plan": "fibre"}, {"plan": "basic"})),
)
@examples(100, campaign=20_000)
def test_the_parts_come_to_the_whole(terms: list[str], joined: str, seen: Event, traits: dict[str, str]) -> None:
    judged = judge(condition(f" {joined} ".join(f"({term})" for term in terms)), seen, traits)
    decided, values = joined == "or", {part.value for part in judged.parts}
    assert judged.value is (decided if decided in values else None if None in values else not decided)
    alone = {word for part in judged.parts if part.value is judged.value for word in part.says.split("; ")}
    assert set(judged.says.split("; ")) == alone


def test_traits_are_as_of_the_event() -> None:
    traits = {"plan": "fibre"}
    judged = judge(condition("plan = 'fibre' and x = 1"), event(x=2), traits)
    traits["plan"] = "basic"
    assert [part.value for part in judged.parts] == [True, False]


def test_data_has_every_part_with_its_values() -> None:
    data = judge(condition("x = 1 and k = 'a'"), event(x="1"), {}).as_data()
    assert (data["value"], data["names"]) == (None, {"x": "1", "k": None})
    assert [(part["condition"], part["value"]) for part in data["parts"]] == [("x = 1", True), ("k = 'a'", None)]


def test_a_long_value_is_shortened() -> None:
    assert len(judge(condition("k = 'a'"), event(k="b" * 10_000), {}).says) < 100
