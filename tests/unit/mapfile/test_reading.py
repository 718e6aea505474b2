"""A good map: every word is read and typed."""

from pathlib import Path

from support.map_texts import EVERY_WORD, EXAMPLES, SMALL, small_with

from desireline.conditions import ValueType
from desireline.mapfile import parse_map, read_map
from desireline.model import Action, Map, OpeningHours, Promise, Score, Step, Team, TripRules
from desireline.model.map import Evidence, Idea, Insight, Outcome, Stage

MINUTE_US = 60_000_000


def sound(text: str) -> Map:
    file = parse_map(text)
    assert file.diagnostics == ()
    assert file.map is not None
    return file.map


def test_the_trip_and_what_events_carry() -> None:
    map_ = sound(EVERY_WORD)
    assert (map_.journey, map_.title, map_.about) == ("shop", "A purchase", "Someone wants something.")
    assert map_.trip.only is not None
    assert map_.trip == TripRules(per="cart", starts=("browse",), quiet_us=7 * 86_400_000_000, only=map_.trip.only)
    assert map_.fields == {
        "cart": ValueType(kind="text"),
        "score": ValueType(kind="integer", minimum=1, maximum=5),
        "kind": ValueType(kind="one_of", values=("new", "used")),
        "at": ValueType(kind="time"),
    }
    assert map_.traits["name"] == ValueType(kind="text", personal=True)


def test_teams_and_stages() -> None:
    map_ = sound(EVERY_WORD)
    hours = OpeningHours.parse("Mon-Fri 08:00-18:00, Sat 09:00-12:00 Europe/Rome")
    assert map_.teams == (Team(id="care", title="Care", hours=hours),)
    assert map_.stages[0] == Stage(id="look", title="Look round", thinks="Is it here?", success="found", any_order=True)


def test_a_step_with_all_its_words() -> None:
    step = sound(EVERY_WORD).step_by_id["browse"]
    assert isinstance(step, Step)
    assert (step.events, step.done, step.channels) == (("page.viewed", "page.seen"), ("page.left",), ("web", "app"))
    assert (step.about, step.by, step.owner, step.moment_of_truth, step.hoped, step.at_most) == ("product", "self", "care", True, 1, 5)
    assert step.where is not None
    assert step.where.canonical == "kind = 'new' or kind is null"
    assert step.next == ("basket", "paid")


def test_a_single_value_stands_for_a_list() -> None:
    hear = sound(EVERY_WORD).step_by_id["hear"]
    assert (hear.seen, hear.events, hear.next) == ("offline", (), ("browse",))


def test_promises_and_what_is_done_about_them() -> None:
    (promise,) = sound(EVERY_WORD).step_by_id["browse"].promises
    assert isinstance(promise, Promise)
    assert (promise.within_us, promise.hours_of, promise.until) == (30 * MINUTE_US, "care", ("done", "paid"))
    (soon,) = promise.ahead
    assert (soon.kind, soon.target, soon.title, soon.before_us, soon.due_us) == ("task", "care", "Look", 10 * MINUTE_US, 5 * MINUTE_US)
    sorry, rather = promise.late
    assert sorry == Action(id="sorry", kind="say", target="sorry", channel="text", after_us=5 * MINUTE_US, if_late_us=60 * MINUTE_US)
    assert (rather.kind, rather.target, rather.if_late_us) == ("choose", None, -1)
    assert [branch.kind for branch in rather.branches] == ["handoff", "offer"]


def test_a_call_to_another_system() -> None:
    (tell,) = sound(EVERY_WORD).step_by_id["browse"].do
    assert tell == Action(id="tell", kind="call", target="crm", send=("cart", "name"), if_late_us=None)


def test_outcomes_scores_and_what_is_known() -> None:
    map_ = sound(EVERY_WORD)
    (paid,) = map_.outcomes
    assert isinstance(paid, Outcome)
    assert (paid.kind, paid.worth) == ("reached", 12.5)
    (joy,) = map_.scores
    assert joy == Score(id="joy", kind="csat", events=("asked",), value="score", lowest=1, highest=5, where=joy.where, of="browse")
    evidence = Evidence(kind="interviews", n=3, source="notes")
    assert map_.insights == (Insight(id="slow", at="buy", pain="Slow", gain="Safe", ours=True, evidence=evidence),)
    assert map_.ideas == (
        Idea(id="faster", for_="slow", title="Faster", effort=2, obstacles=("time", "money"), owner="care", state="planned"),
    )


def test_messages_by_channel_and_language() -> None:
    (sorry,) = sound(EVERY_WORD).messages
    assert sorry.texts == {"text": {"en": "Sorry, {name} {{}}", "it": "Scusa, {name}"}, "web": {"en": "Sorry"}}


def test_quiet_can_be_never() -> None:
    assert sound(small_with("7d", "never")).trip.quiet_us is None


def test_usual_scales_need_not_be_said() -> None:
    scores = "fields: {x: number}\nscores:\n  - {id: a, kind: nps, event: e, value: x}\n  - {id: b, kind: ces, event: e, value: x}\n"
    assert [(s.lowest, s.highest) for s in sound(SMALL + scores).scores] == [(0, 10), (1, 7)]


def test_what_is_written_without_quotes_is_read_as_meant() -> None:
    text = (
        SMALL.replace("title: A purchase", "title: 404").replace("title: Browse", "title: no").replace("title: Basket", "title: 2026-03-02")
    )
    text = text.replace("title: Look round", "thinks: 22:00, title: 1.50").replace("event: page.viewed", "event: 200")
    map_ = sound(text)
    assert (map_.title, map_.steps[0].title, map_.steps[1].title) == ("404", "no", "2026-03-02")
    assert (map_.stages[0].title, map_.stages[0].thinks, map_.steps[0].events) == ("1.50", "22:00", ("200",))


def test_what_an_alias_repeats_is_read_each_time() -> None:
    text = SMALL.replace("next: [basket]", "next: &ways [basket, paid]").replace("next: [paid]", "next: *ways")
    assert [step.next for step in sound(text).steps] == [("basket", "paid")] * 2


def test_the_examples_are_sound() -> None:
    maps = [read_map(path) for path in EXAMPLES]
    assert [map_.journey for map_ in maps] == [path.parent.name for path in EXAMPLES]
    assert all(isinstance(path, Path) for path in EXAMPLES)


def test_a_fact_named_like_a_message_is_no_matter() -> None:
    map_ = sound(small_with("event: page.viewed", "event: page.viewed, done: done, where: channel = 'open'"))
    assert map_.steps[0].done == ("done",)
