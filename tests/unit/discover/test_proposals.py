"""What a draft proposes, on logs in which the answer is known."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign import examples
from support.logs import LATER_US, Row, lake_of, walks

from desireline.diagnostics import DesirelineError
from desireline.discover import Draft, Quiet, Wishes, discover
from desireline.measure import measure
from desireline.model import parse_duration_us

DAY = 24 * 60.0


def drafted(rows: list[Row], wishes: Wishes | None = None, fields: list[dict[str, str]] | None = None) -> Draft:
    return discover(lake_of(rows, fields or []), "log", wishes or Wishes(), now_us=LATER_US)


def test_quiet_lies_between_the_pauses_within_and_those_before_a_new_beginning() -> None:
    rows = [row for trip in range(4) for row in walks("look call fix", 10, minutes=20, begin=trip * 30 * DAY)]
    draft = drafted(rows)
    assert parse_duration_us("20m") < (draft.map.trip.quiet_us or 0) < parse_duration_us("29d")
    assert "30 pauses were between events with which histories end and begin: 100 % were longer;" in draft.text
    assert "40 trips" in draft.text


def test_without_new_beginnings_a_history_is_one_trip() -> None:
    rows = walks("look call wait fix", 40, minutes=3 * DAY)
    assert drafted(rows).map.trip.quiet_us == parse_duration_us("3d")
    assert "of 40 customers with several events 99 % never paused for longer than 3d" in drafted(rows).text


def test_quiet_of_few_is_said_to_rest_on_few() -> None:
    assert "too few to tell; the longest pause was 1h" in drafted(walks("look call", 2)).text
    assert "30d is a guess" in drafted(walks("look", 2)).text


def test_a_field_that_parts_trips_is_the_key() -> None:
    rows = [(f"c{c}", c + 100 * DAY * case + 60 * place, name) for c in range(5) for case in range(3) for place, name in enumerate("abc")]
    fields = [
        {"case": f"k{c}-{case}", "shop": f"s{case}", "device": f"d{c}-{place % 2}"}
        for c in range(5)
        for case in range(3)
        for place in range(3)
    ]
    draft = drafted(rows, fields=fields)
    assert draft.map.trip.per == "case"
    assert draft.map.fields["case"].kind == "text"
    assert "100 % of events carry it; of 15 values 100 % are one customer's alone;" in draft.text
    assert drafted(rows, Wishes(per="none"), fields).map.trip.per is None
    assert drafted(rows, Wishes(per="shop"), fields).map.trip.per == "shop"


def test_a_key_that_nobody_carries_is_refused() -> None:
    with pytest.raises(DesirelineError) as refused:
        drafted(walks("a b", 2), Wishes(per="case"), [{"Case": "1"}] * 4)
    assert [found.code for found in refused.value.diagnostics] == ["D104"]
    assert [near.name for near in refused.value.diagnostics[0].near] == ["Case"]


def test_stages_follow_the_way() -> None:
    stage_of = {step.id: step.stage for step in drafted(walks("a b c d e f g", 30), Wishes(all=True)).map.steps}
    assert list(stage_of) == list("abcdefg")
    assert list(stage_of.values()) == sorted(stage_of.values())
    assert len(set(stage_of.values())) == 5


def test_next_holds_the_most_frequent_moves_that_cover_enough() -> None:
    rows = [*walks("a b c", 95), *[(f"x{row[0]}", *row[1:]) for row in walks("a c", 5)]]
    assert [step.next for step in drafted(rows).map.steps][:2] == [("b",), ("c",)]
    assert [step.next for step in drafted(rows, Wishes(all=True)).map.steps][:2] == [("b", "c"), ("c",)]
    assert [step.next for step in drafted(rows, Wishes(coverage=0.99)).map.steps][:2] == [("b", "c"), ("c",)]


def test_a_name_that_nothing_follows_is_an_outcome() -> None:
    draft = drafted(walks("look call back_online", 20))
    assert [(outcome.id, outcome.kind) for outcome in draft.map.outcomes] == [("back_online", "other")]
    assert "# the end of 20 trips (100 %)" in draft.text


def test_a_last_name_that_is_followed_is_told_and_not_drawn() -> None:
    rows = [*walks("look call closed", 20), ("c000", 500, "call"), ("c000", 501, "closed")]
    draft = drafted(rows, Wishes(quiet=Quiet(parse_duration_us("30d"))))
    assert draft.map.outcomes == ()
    assert "#   `closed`: the last of 20 trips (100 %); 1 of its 21 visits were followed" in draft.text


def test_with_all_no_outcome_is_drawn() -> None:
    draft = drafted(walks("look call back_online", 20), Wishes(all=True))
    assert draft.map.outcomes == ()
    assert "`back_online`: the last of 20 trips (100 %); never followed" in draft.text


def test_a_promise_is_what_four_of_five_saw_kept_from_their_coming_on() -> None:
    rows = [
        (f"c{c:03}", minute, name) for c in range(20) for minute, name in ((0, "call"), (10, "call"), (10 + 3 * c, "fix"), (500, "end"))
    ]
    promise = next(step for step in drafted(rows, Wishes(all=True)).map.steps if step.id == "call").promises[0]
    assert (promise.id, promise.until) == ("call_to_fix", ("fix",))
    # The sixteenth of twenty took 10 + 3 x 15 = 55 minutes.
    assert promise.within_us == parse_duration_us("1h")
    assert not any(step.promises for step in drafted(rows[:-4], Wishes(all=True)).map.steps)


def test_where_no_one_way_can_keep_a_promise_any_next_step_does() -> None:
    rows = [(f"c{c:03}", minute, name) for c in range(40) for minute, name in ((0.0, "call"), (90, "fix" if c % 5 < 3 else "visit"))]
    draft = drafted([*rows, ("last", 0, "fix"), ("last", 9, "visit"), ("last", 99, "fix")], Wishes(all=True))
    promise = next(step for step in draft.map.steps if step.id == "call").promises[0]
    assert (promise.id, promise.title, promise.until) == ("call_onward", "On from call within 1h30m", ())
    assert "# 40 customers: p50 1h30m, p80 1h30m from coming here; it would have been kept 100 % of 40 times" in draft.text


@given(st.randoms(use_true_random=False), st.booleans())
@examples(25, campaign=3_000)
def test_how_often_a_promise_would_have_been_kept_is_what_measure_counts(random: Random, everything: bool) -> None:
    rows = []
    for customer in range(random.randint(20, 60)):
        minute = 0.0
        for _ in range(random.randint(1, 9)):
            rows.append((f"c{customer:03}", minute, random.choice(["call", "call", "look", "wait", "fixed"])))
            minute += random.choice([0, 1, 5, 60, 300, 3 * DAY]) * random.random()
    lake = lake_of([*rows, ("late", 30 * DAY, "look")])
    draft = discover(lake, "log", Wishes(all=everything), now_us=LATER_US)
    counted = {told["promise"]: told for told in measure(draft.map, lake, now_us=LATER_US).as_data()["promises"]}
    for promise_id, told in counted.items():
        said = re.search(rf"kept (\d+|under 1) % of ([\d,]+) times\n *- {{?\s*id: {promise_id}", draft.text)
        assert said is not None
        settled = told["kept"] + told["broken"]
        assert (said[1], said[2]) == (str(told["kept"] * 100 // settled), f"{settled:,}")
        assert 2 * told["kept"] > settled


def test_what_most_who_came_would_not_have_seen_kept_is_not_promised() -> None:
    came = [("later", DAY, "fix"), *((f"c{c:03}", 0.0, "call") for c in range(70))]
    fixed = [(f"c{c:03}", 90.0, "fix") for c in range(40)]
    assert any(step.promises for step in drafted([*came, *fixed], Wishes(all=True)).map.steps)
    assert not any(step.promises for step in drafted([*came, *fixed[:35]], Wishes(all=True)).map.steps)


def test_events_later_than_now_do_not_count() -> None:
    lake = lake_of([*walks("a b", 3), ("ann", 500 * DAY, "z")])
    assert {step.id for step in discover(lake, "log", Wishes(), now_us=LATER_US).map.steps} | {"b"} == {"a", "b"}


def test_customers_are_told_apart_whatever_shard_they_are_in() -> None:
    rows = [(f"c{c:03}", minute, name) for c in range(40) for minute, name in ((0.0, "call"), (90, "fix"))]
    others = [(f"x{c:03}", 0.0, "bell\x07") for c in range(40)]
    parts = [discover(lake_of([*rows, *others], shards=shards), "log", Wishes(), now_us=LATER_US).text for shards in (1, 8, 64)]
    assert "# 40 customers: p50 1h30m, p80 1h30m from coming here" in parts[0]
    assert parts == [parts[0]] * 3


def test_a_log_without_events_is_refused() -> None:
    with pytest.raises(DesirelineError) as refused:
        drafted([])
    assert [found.code for found in refused.value.diagnostics] == ["D101"]


@pytest.mark.parametrize("coverage", [-0.1, 1.1, float("nan")])
def test_a_coverage_is_a_share(coverage: float) -> None:
    with pytest.raises(ValueError, match="a coverage is a share from 0 to 1"):
        Wishes(coverage=coverage)
